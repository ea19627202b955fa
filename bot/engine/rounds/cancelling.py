"""Calling a round off before anything of it was shown: two admins at once, or one and a day's wait (C11, release rule 1).

Its answers are destroyed when that takes effect, and not used by any release; until then they can be withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain import commands as order
from bot.domain import rounds
from bot.domain.errors import Refusal
from bot.domain.model import Round, Team, Urgency
from bot.domain.outcomes import cancelling as told
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.commands import RoundNotStarted
from bot.domain.questions import NUMBERS
from bot.engine import access, audit_trail, lookup, ref_names
from bot.engine.answers import asides, form_ends, form_wizard
from bot.engine.context import EventContext, WorkContext
from bot.engine.meetings.statements import forget_meetings
from bot.engine.people import team_channels
from bot.engine.rounds import round_facts


def cancel_round(context: EventContext, command: order.CancelRound) -> None:
    """The first admin's word waits for a day; a second admin's makes it take effect."""
    acting = access.require_member(context)
    team = lookup.find_team(context, command.team)
    round_ = _running_round(context, team)
    if round_.cancels_at is None:
        at = context.now + rounds.CANCELLING
        waiting = rounds.with_next_at(replace(round_, cancels_at=at, cancelled_by=acting.id))
        context.uow.rounds.save(waiting)
        audit_trail.record_audit(context, "round cancellation asked", team.name)
        _post_in_channels(
            context, waiting, "cancels", lambda name: told.CancellationAsked(team=name, at=at, zone=round_.zone)
        )
        pending = told.CancellationPending(team=team.name, at=at, zone=round_.zone)
        _tell_admins(context, acting.id, replace(pending, by=acting.name))
        context.reply(pending)
    elif round_.cancelled_by == acting.id:
        context.reply(told.CancellationPending(team=team.name, at=round_.cancels_at, zone=round_.zone))
    else:
        audit_trail.record_audit(context, "round cancelled", team.name)
        take_effect(context, round_)
        context.reply(told.RoundCancelledBy(team=team.name, by=acting.name))


def keep_round(context: EventContext, command: order.KeepRound) -> None:
    """The round goes on, as if nobody had asked to cancel it; what was due meanwhile is done at once."""
    acting = access.require_member(context)
    team = lookup.find_team(context, command.team)
    round_ = _running_round(context, team)
    if round_.cancels_at is None:
        raise Refusal(RoundNotStarted(team=team.name, why="not cancelled"))
    kept = rounds.with_next_at(replace(round_, cancels_at=None, cancelled_by=""))
    context.uow.rounds.save(kept)
    audit_trail.record_audit(context, "round kept", team.name)
    _post_in_channels(context, kept, "keeps", lambda name: told.CancellationLifted(team=name))
    _tell_admins(context, acting.id, told.RoundKept(team=team.name, by=acting.name))
    context.reply(told.RoundKept(team=team.name))


def take_effect(work: WorkContext, round_: Round) -> None:
    """Destroy the answers and all that was typed for one, and tell everybody who was asked: not only those who answered (C3)."""
    cancelled = rounds.advance_round(replace(round_, cancels_at=None), rounds.Step.CANCEL)
    work.uow.rounds.save(cancelled)
    for answer in work.uow.answers.where(round=round_.id):
        work.uow.texts.remove([answer.id, ref_names.words_ref(answer.id)])
        work.uow.answers.remove(answer.id)
    forget_meetings(work, round_)
    names = round_facts.team_names(work, round_)
    for interview in work.uow.interviews.where(round=round_.id):
        drafts = [ref_names.draft_ref(interview.id, number) for number in NUMBERS]
        work.uow.texts.remove([ref_names.loose_ref(interview.id), *drafts])
        drop_what_was_typed(work, interview.member, round_.id)
        work.uow.interviews.save(replace(interview, remind_at=None))
        outcome = told.AnswersDestroyed(team=names.get(interview.team, ""))
        work.tell(interview.member, outcome, Urgency.PROMPT, key=f"destroyed:{interview.id}")
    form_ends.close_ended_forms(work)
    _post_in_channels(work, cancelled, "cancel", lambda name: told.RoundCancelled(team=name))


def drop_what_was_typed(work: WorkContext, member: str, round_id: str) -> None:
    """Forget the words that are in no draft: a form that is filled in field by field, and what was taken for a request."""
    form_wizard.drop_answer_form(work, member, round_id)
    asides.forget_asides(work, member)


def _running_round(context: EventContext, team: Team) -> Round:
    """The round of a team that can still be cancelled. Refused where there is none."""
    running = [row for row in context.uow.rounds.where(state=rounds.RUNNING) if team.id in row.teams]
    if not running or not rounds.can_step(running[0].state, rounds.Step.CANCEL):
        raise Refusal(RoundNotStarted(team=team.name, why="not open"))
    return running[0]


def _post_in_channels(work: WorkContext, round_: Round, what: str, outcome: Callable[[str], Outcome]) -> None:
    for one, channel in team_channels.channels_of(work, round_):
        work.say(channel, outcome(one.name), key=f"{what}:{round_.id}:{one.id}:{work.token()}")


def _tell_admins(context: EventContext, but: str, outcome: Outcome) -> None:
    for admin in context.uow.members.where(admin=True):
        if admin.id != but:
            context.tell(admin.id, outcome)
