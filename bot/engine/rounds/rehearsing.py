"""A dry run: one sees what a round of a team would be like, with made-up people. Nothing is kept, and nobody else hears of it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import repairs as order
from bot.domain.model import Round, RoundState
from bot.domain.outcomes.answering import QuestionsAsked
from bot.domain.outcomes.repairs import RoundRehearsed
from bot.domain.outcomes.sharing import RoundAnnounced
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import needed_roster
from bot.engine import lookup, question_sets
from bot.engine.context import EventContext
from bot.engine.people import rosters
from bot.engine.rounds import deadlines, fitting, merge_plan, round_facts
from bot.engine.rounds.new_round import new_round


def rehearse_round(context: EventContext, command: order.RehearseRound) -> None:
    """Show the acting admin, and nobody else, what would be said and when if a team's round opened now."""
    team = lookup.find_team(context, command.team)
    organisation = context.organisation()
    group = merge_plan.plan_groups(context, after_running=True).groups.get(team.id)
    others = tuple(id for id in group.teams if id != team.id) if group else ()
    rows = {row.id: row for row in context.uow.teams.where(id=others)} if others else {}
    teams = [team, *(rows[id] for id in others if id in rows)]
    made = replace(
        new_round(context, organisation, team, "dry run"),
        state=RoundState.OPEN,
        k=effective_k(organisation.k),
        teams=(team.id, *others),
        questions=question_sets.set_of_teams(context, teams),
        windows=fitting.windows_at(
            context, organisation, teams, deadlines.zone_of(organisation, team), context.now, by_hand=True
        ),
        language_model=context.services.language_model,
        opened_at=context.now,
    )
    round_ = replace(made, closes_at=deadlines.closing_of(made, context.now))
    closes = round_facts.closing_time(round_)
    check_until = deadlines.check_end_of(round_, closes)
    names = round_facts.team_names(context, round_)
    replaced = question_sets.has_other_questions(context, team, round_.questions)
    outcome = RoundRehearsed(
        team=team.name,
        people=rosters.size_of(context, team.id),
        needed=needed_roster(round_.k) if group is None or group.too_small else 0,
        asked=round_facts.questions_asked(context, QuestionsAsked, round_, team.id),
        announced=replace(_announced(context, round_, names, team.id), replaced=replaced),
        remind_at=deadlines.reminder_of(round_, context.now, closes),
        check_until=check_until,
        decide_until=deadlines.decision_end_of(round_, check_until),
        languages=context.services.finder.languages,
    )
    context.reply_directly(outcome)


def _announced(context: EventContext, round_: Round, names: dict[str, str], team: str) -> RoundAnnounced:
    return RoundAnnounced(
        team=names.get(team, ""),
        merged=tuple(name for id, name in names.items() if id != team),
        closes_at=round_facts.closing_time(round_),
        zone=round_.zone,
        k=round_.k,
        question_count=len(round_facts.questions_of(context, round_)),
    )
