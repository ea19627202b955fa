"""Commands that show question sets as a whole: what people will be asked, and who changed it when."""

from __future__ import annotations

from bot.domain import question_commands as order
from bot.domain.errors import Refusal
from bot.domain.follow_ups import ASKED_BACK
from bot.domain.model import QuestionSet, Team
from bot.domain.outcomes import questions as said
from bot.domain.questions import texts_of
from bot.engine import question_sets
from bot.engine.context import EventContext
from bot.engine.rounds import merge_plan

CHANGES_SHOWN = 10


def preview_questions(context: EventContext, command: order.PreviewQuestions) -> None:
    """Show the asking person, and nobody else, what people will be asked in the next round."""
    team = question_sets.team_to_show(context, command.team)
    asked, together = question_sets.asked_now(context, team), _asked_together(context, team)
    replaced = False
    if team and together:
        shared = context.uow.question_sets.get(question_sets.set_of_teams(context, (team, *together)))
        replaced = question_sets.has_other_questions(context, team, shared.id) if shared else False
        asked = shared or asked
    context.reply_directly(
        said.QuestionsPreviewed(
            team=team.name if team else "",
            texts=texts_of(asked.questions),
            directions=tuple(one.direction for one in asked.questions),
            together=tuple(row.name for row in together),
            replaced=replaced,
            running=question_sets.is_asked_in_running_round(context, team),
        )
    )


def _asked_together(context: EventContext, team: Team | None) -> tuple[Team, ...]:
    """Return the teams that this one would be asked together with now."""
    group = merge_plan.plan_groups(context, after_running=True).groups.get(team.id) if team else None
    others = tuple(id for id in group.teams if team and id != team.id) if group else ()
    return tuple(context.uow.teams.where(id=others)) if others else ()


def show_history(context: EventContext, command: order.ShowQuestionHistory) -> None:
    team = question_sets.team_to_show(context, command.team)
    current = question_sets.asked_now(context, team)
    mine = _versions_of(context, team, current)
    name = team.name if team and any(row.team for row in mine) else ""
    chosen = [row for row in mine if not command.version or row.version == command.version]
    if not chosen:
        raise Refusal(said.QuestionVersionUnknown(version=command.version, team=name))
    shown = chosen[0].questions if command.version else ()
    context.reply(
        said.QuestionHistoryShown(
            team=name,
            zone=context.organisation().zone,
            changes=tuple(_as_change(context, row, current) for row in chosen[:CHANGES_SHOWN]),
            texts=texts_of(shown),
            directions=tuple(one.direction for one in shown),
            before=chosen[0].mended if command.version else (),
            earlier=max(0, len(chosen) - CHANGES_SHOWN),
        )
    )


def _versions_of(context: EventContext, team: Team | None, current: QuestionSet) -> list[QuestionSet]:
    """Return the versions of a team that ever had questions of its own, and else the organisation's; the latest first."""
    rows = [row for row in context.uow.question_sets.where() if row.what != ASKED_BACK]
    own = [row for row in rows if team and row.team == team.id]
    mine = own or [row for row in rows if not row.team]
    return sorted({row.id: row for row in (*mine, current)}.values(), key=lambda row: row.version, reverse=True)


def _as_change(context: EventContext, row: QuestionSet, current: QuestionSet) -> said.QuestionsChange:
    by = context.uow.members.get(row.by) if row.by else None
    return said.QuestionsChange(
        version=row.version,
        by=by.name if by else "",
        at=row.at,
        what=row.what,
        name=row.name,
        current=row.id == current.id,
    )
