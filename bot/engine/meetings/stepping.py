"""Steps of a meeting: by a button that anybody of the team presses, or because its time, or its round's, is up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.errors import Refusal
from bot.domain.meetings import LIVE, MORE, MeetingStep, advance_meeting, can_take_step, end_of_step, has_approved
from bot.domain.model import Meeting, MeetingState, Member, Round, RoundState
from bot.domain.outcomes.answering import NotYourRound
from bot.domain.outcomes.meetings import MeetingOver, MeetingReason, MeetingStepOver, OwnNotes
from bot.engine import access
from bot.engine.context import EventContext, WorkContext
from bot.engine.meetings.boards import show_meeting
from bot.engine.meetings.read_backs import came_later, can_be_heard, on_list_since, wait_for_arrival
from bot.engine.meetings.statements import without_unagreed

LATE = timedelta(minutes=2)
"""Lateness from which on the product was not running when a step's time was up, and nobody could press: it gets its time again."""
GIVEN_UP = timedelta(hours=1)
"""Lateness from which on the team is no longer together: the meeting stops, and can be taken up again."""


def own_meeting(context: EventContext, token: str) -> tuple[Meeting, Round, Member]:
    """Return a meeting of the acting person's team, and its open round. Refused where it is over, or not of their team."""
    acting = access.require_member(context)
    meeting = context.uow.meetings.get(token.partition(":")[0])
    if meeting is None:
        raise Refusal(MeetingOver())
    if not access.is_of_team(context, acting, meeting.round, meeting.team):
        raise Refusal(NotYourRound())
    round_ = context.uow.rounds.get(meeting.round)
    if round_ is None or round_.state is not RoundState.OPEN:
        raise Refusal(MeetingOver())
    if round_.cancels_at:
        raise Refusal(MeetingOver(pending=True))
    return meeting, round_, acting


def meeting_of_press(context: EventContext, token: str) -> tuple[Meeting, Round, Member]:
    """Return the meeting whose button was pressed. Refused where it is further already."""
    meeting, round_, acting = own_meeting(context, token)
    if token.partition(":")[2] != str(meeting.turn):
        raise Refusal(MeetingStepOver())
    return meeting, round_, acting


def begin_meeting(context: EventContext, token: str) -> None:
    _take_pressed_step(context, token, MeetingStep.BEGIN, aloud=True)


def go_on(context: EventContext, token: str) -> None:
    """Go on to the next step, before the time of the present one is up."""
    _take_pressed_step(context, token, MeetingStep.NEXT)


def give_more_time(context: EventContext, token: str) -> None:
    _take_pressed_step(context, token, MeetingStep.MORE_TIME)


def stop_meeting(context: EventContext, token: str) -> None:
    """End the meeting here: what was agreed is kept."""
    _take_pressed_step(context, token, MeetingStep.STOP, aloud=True)


def cancel_meeting(context: EventContext, token: str) -> None:
    """Cancel the meeting, and with it all that was agreed; it can be held after all. Where something was agreed, all hear of it."""
    meeting, _, _ = meeting_of_press(context, token)
    _take_pressed_step(context, token, MeetingStep.CANCEL, aloud=bool(meeting.agreed))


def resume_meeting(context: EventContext, token: str) -> None:
    """Go on with a meeting that was stopped or cancelled, from the first question that is not agreed on."""
    _take_pressed_step(context, token, MeetingStep.RESUME, aloud=True)


def change_statements(context: EventContext, token: str) -> None:
    _take_pressed_step(context, token, MeetingStep.CHANGE)


def approve_statements(context: EventContext, token: str) -> None:
    """Agree to what is read back: for oneself, and once; who wrote it down does not count."""
    meeting, round_, acting = meeting_of_press(context, token)
    if acting.id == meeting.note_taker or has_approved(meeting, acting.id):
        raise Refusal(OwnNotes(twice=acting.id != meeting.note_taker))
    if came_later(context, meeting, acting.id):
        raise Refusal(OwnNotes(late=True))
    take_step(context, meeting, round_, MeetingStep.APPROVE, member=acting.id)


def _take_pressed_step(context: EventContext, token: str, step: MeetingStep, *, aloud: bool = False) -> None:
    meeting, round_, acting = meeting_of_press(context, token)
    take_step(context, meeting, round_, step, member=acting.id, aloud=aloud)


def take_step(
    work: WorkContext,
    meeting: Meeting,
    round_: Round,
    step: MeetingStep,
    *,
    member: str = "",
    written: int = 0,
    aloud: bool = False,
    reason: MeetingReason = MeetingReason.NONE,
) -> Meeting:
    """Take a step and show where the meeting stands then. Refused where its state does not have that step."""
    if not can_take_step(meeting, step):
        raise Refusal(MeetingStepOver())
    after = advance_meeting(meeting, step, member, written, on_list_since(work, meeting, member))
    ended = after.state is MeetingState.ENDED
    unkept = ended and meeting.state is MeetingState.READ_BACK
    if step is MeetingStep.MORE_TIME:
        after = replace(after, next_at=max(work.now, meeting.next_at or work.now) + MORE)
    elif after.turn != meeting.turn or step is MeetingStep.TIME_UP:
        after = replace(after, next_at=end_of_step(after, work.now))
    if step is MeetingStep.WRITE:
        after = wait_for_arrival(work, after)
    if after.state not in LIVE:
        after = without_unagreed(work, after)
    begins = after.number != meeting.number or (ended and meeting.state is not MeetingState.ENDED)
    show_meeting(work, after, round_, aloud=aloud or begins, reason=reason, unkept=unkept)
    return after


_REASONS = {
    MeetingState.READY: MeetingReason.TIME_UP,
    MeetingState.QUIET: MeetingReason.TIME_UP,
    MeetingState.TALK: MeetingReason.TIME_UP,
    MeetingState.NOTES: MeetingReason.NOTHING_WRITTEN,
    MeetingState.READ_BACK: MeetingReason.NOBODY_OBJECTED,
}


def _reason_of(meeting: Meeting) -> MeetingReason:
    """Return why a meeting goes on, or ends, when the time of its present step is up."""
    alone = meeting.state is MeetingState.READ_BACK and not meeting.several
    return MeetingReason.ONLY_ONE if alone else _REASONS.get(meeting.state, MeetingReason.NONE)


def end_due_step(work: WorkContext, id: str) -> None:
    """Go on with a meeting whose present step has had its time."""
    meeting = work.uow.meetings.get(id)
    round_ = work.uow.rounds.get(meeting.round) if meeting else None
    if meeting is None or meeting.next_at is None or meeting.next_at > work.now:
        return
    if round_ is None or round_.state is not RoundState.OPEN or meeting.state not in LIVE:
        work.uow.meetings.save(replace(meeting, next_at=None))
    elif work.now - meeting.next_at >= GIVEN_UP:
        waits = meeting.state is MeetingState.READY
        step, reason = (MeetingStep.TIME_UP, MeetingReason.TIME_UP) if waits else (MeetingStep.STOP, MeetingReason.BACK)
        take_step(work, meeting, round_, step, aloud=True, reason=reason)
    elif round_.cancels_at:
        work.uow.meetings.save(replace(meeting, next_at=end_of_step(meeting, work.now)))
    elif work.now - meeting.next_at >= LATE:
        again = replace(meeting, next_at=end_of_step(meeting, work.now))
        again = wait_for_arrival(work, again) if meeting.state is MeetingState.READ_BACK else again
        show_meeting(work, again, round_, aloud=True, reason=MeetingReason.BACK)
    elif meeting.state is MeetingState.READ_BACK and not can_be_heard(work, meeting):
        take_step(work, meeting, round_, MeetingStep.STOP, aloud=True, reason=MeetingReason.UNHEARD)
    else:
        aloud = meeting.state is not MeetingState.READY
        take_step(work, meeting, round_, MeetingStep.TIME_UP, aloud=aloud, reason=_reason_of(meeting))


def close_meetings(work: WorkContext, round_: Round) -> None:
    """End every meeting of a round that still runs, and say so in its home."""
    for meeting in work.uow.meetings.where(round=round_.id):
        if meeting.state in LIVE:
            meeting = take_step(work, meeting, round_, MeetingStep.CLOSE, aloud=True, reason=MeetingReason.ROUND_CLOSED)
        closed = work.uow.meetings.get(meeting.id) or meeting
        work.uow.meetings.save(replace(closed, next_at=None))
