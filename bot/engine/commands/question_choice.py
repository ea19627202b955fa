"""Commands that put a whole set in place of another: one that ships with the product, or the one from before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.chatcommands.ready_sets import ready_sets
from bot.domain import question_commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Question, Team
from bot.domain.outcomes import questions as said
from bot.domain.outcomes.commands import Unknown
from bot.domain.questions import texts_of
from bot.engine import audit_trail, question_sets, question_versions
from bot.engine.commands.questions import questions_shown
from bot.engine.context import EventContext
from bot.views.messages.questions import DEFAULT_QUESTIONS

EVERYBODY = "all teams"
"""What the audit calls the organisation's questions, beside those of a team."""


def list_ready_sets(context: EventContext, command: order.ListReadySets) -> None:
    shown = tuple(
        said.ReadySetRow(key=one.key, name=one.name, about=one.about, texts=texts_of(one.questions))
        for one in ready_sets()
    )
    context.reply(said.ReadySetsListed(sets=shown))


def use_ready_set(context: EventContext, command: order.UseReadySet) -> None:
    chosen = next((one for one in ready_sets() if one.key == command.key), None)
    if chosen is None:
        raise Refusal(Unknown(noun="set of questions"))
    team = question_sets.team_to_change(context, command.team)
    put_in_place(context, team, chosen.questions, "used", chosen.name)


def put_in_place(
    context: EventContext, team: Team | None, questions: Iterable[Question], what: str, name: str = ""
) -> None:
    """Ask these questions from the next round on, and show them.

    One without a key that was asked before in the same words stays that question.
    """
    asked: list[Question] = []
    for one in questions:
        key = one.key or question_versions.key_before(context, team, one, asked) or context.token()
        asked.append(replace(one, key=key))
    undo = question_sets.undo_steps(context, team)
    made = question_sets.save_version(context, team, tuple(asked), what, name=name)
    whose, action = team.name if team else EVERYBODY, f"questions {what}"
    earlier = audit_trail.earlier_change(context, action, whose)
    audit_trail.record_audit(context, action, f"{whose}: {name}" if name else whose, undo=undo)
    shown = questions_shown(context, replace(team, questions=made.id) if team else None, made)
    running = question_sets.is_asked_in_running_round(context, team)
    context.reply(replace(shown, changed=True, running=running, earlier=earlier))


def reset_questions(context: EventContext, command: order.ResetQuestions) -> None:
    """Ask the product's own questions again; a team asks the organisation's, and follows them from now on."""
    team = question_sets.team_to_change(context, command.team)
    undo = question_sets.undo_steps(context, team)
    if team and not team.questions:
        context.reply(questions_shown(context, team, question_sets.asked_now(context, team)))
        return
    asked = question_sets.asked_now(context, None).questions if team else DEFAULT_QUESTIONS
    made = question_sets.save_version(context, team, asked, "reset")
    if team:
        context.uow.teams.save(replace(team, questions=""))
    whose = team.name if team else EVERYBODY
    earlier = audit_trail.earlier_change(context, "questions reset", whose)
    audit_trail.record_audit(context, "questions reset", whose, undo=undo)
    shown = questions_shown(context, None, made if not team else question_sets.asked_now(context, None))
    running = question_sets.is_asked_in_running_round(context, team)
    context.reply(replace(shown, changed=True, running=running, earlier=earlier, back=team.name if team else ""))
