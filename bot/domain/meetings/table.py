"""The life of a team's meeting, as a table.

A meeting is READY when somebody of the team has started it, and waits to be begun. Then it goes through its round's
questions. Each begins QUIET, so that everybody may answer in private first; then the team TALKs; then somebody writes down
what all are willing to say (NOTES; whoever takes the notes may do so while the others talk). The statements are READ_BACK in
the team's home, and are AGREED when two others say so, or when the time is up and nobody wanted a change. Silence agrees only
where two persons at least have pressed something since the meeting was started or taken up: one alone is no meeting. One who
pressed and has left the team since counts; whoever came to the team only after that may be the same person, and does not. From
there the next question follows, or after the last one the meeting has ENDED. Who wants a change takes the question back to
NOTES, also after it was agreed.

Anybody of the team can go on, ask for more time, stop or cancel. A meeting that was stopped keeps what was agreed. Of a CANCELLED
one nothing goes into the draft; what was agreed waits in case the meeting is taken up again, and is destroyed when the round
closes. Both can be taken up again while their round is open: with the first question that is not agreed, or, where all are, as
ENDED. What was read back and not yet agreed is not kept. When the round closes a meeting that runs has ended. A meeting that
nobody begins (or goes on with: then what was agreed stays), in which nobody writes anything down for long, or in which only one
person presses anything, ends by itself.

A step that the table does not have changes nothing, and whoever asked for it is told what is true.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import InternalError
from bot.domain.model.meetings import Meeting, MeetingState


class MeetingStep(StrEnum):
    BEGIN = "begin"
    NEXT = "next"
    TIME_UP = "time up"
    MORE_TIME = "more time"
    TAKE_NOTES = "take notes"
    LEAVE_NOTES = "leave notes"
    WRITE = "write"
    APPROVE = "approve"
    CHANGE = "change"
    STOP = "stop"
    CANCEL = "cancel"
    RESUME = "resume"
    CLOSE = "close"


_LIVE = (
    MeetingState.READY,
    MeetingState.QUIET,
    MeetingState.TALK,
    MeetingState.NOTES,
    MeetingState.READ_BACK,
    MeetingState.AGREED,
)
_ON_A_QUESTION = _LIVE[1:]
LIVE = frozenset(_LIVE)
"""States of a meeting that runs."""
OVER = frozenset({MeetingState.ENDED, MeetingState.CANCELLED})

TABLE: dict[tuple[MeetingState, MeetingStep], MeetingState] = {
    (MeetingState.READY, MeetingStep.BEGIN): MeetingState.QUIET,
    (MeetingState.READY, MeetingStep.TIME_UP): MeetingState.CANCELLED,
    (MeetingState.READY, MeetingStep.CLOSE): MeetingState.ENDED,
    (MeetingState.QUIET, MeetingStep.NEXT): MeetingState.TALK,
    (MeetingState.QUIET, MeetingStep.TIME_UP): MeetingState.TALK,
    (MeetingState.TALK, MeetingStep.NEXT): MeetingState.NOTES,
    (MeetingState.TALK, MeetingStep.TIME_UP): MeetingState.NOTES,
    (MeetingState.TALK, MeetingStep.WRITE): MeetingState.READ_BACK,
    (MeetingState.NOTES, MeetingStep.NEXT): MeetingState.QUIET,
    (MeetingState.NOTES, MeetingStep.TIME_UP): MeetingState.NOTES,
    (MeetingState.NOTES, MeetingStep.WRITE): MeetingState.READ_BACK,
    (MeetingState.READ_BACK, MeetingStep.APPROVE): MeetingState.READ_BACK,
    (MeetingState.READ_BACK, MeetingStep.TIME_UP): MeetingState.AGREED,  # while one is alone: see _moved
    (MeetingState.READ_BACK, MeetingStep.CHANGE): MeetingState.NOTES,
    (MeetingState.READ_BACK, MeetingStep.WRITE): MeetingState.READ_BACK,
    (MeetingState.AGREED, MeetingStep.NEXT): MeetingState.QUIET,
    (MeetingState.AGREED, MeetingStep.TIME_UP): MeetingState.QUIET,
    (MeetingState.AGREED, MeetingStep.CHANGE): MeetingState.NOTES,
    **{(state, MeetingStep.MORE_TIME): state for state in _ON_A_QUESTION},
    **{(state, MeetingStep.TAKE_NOTES): state for state in _LIVE if state is not MeetingState.READ_BACK},
    **{(state, MeetingStep.LEAVE_NOTES): state for state in _LIVE if state is not MeetingState.READ_BACK},
    **{(state, MeetingStep.CANCEL): MeetingState.CANCELLED for state in (*_LIVE, MeetingState.ENDED)},
    **{(state, MeetingStep.STOP): MeetingState.ENDED for state in _ON_A_QUESTION},
    **{(state, MeetingStep.CLOSE): MeetingState.ENDED for state in _ON_A_QUESTION},
    **{(state, MeetingStep.RESUME): MeetingState.READY for state in OVER},
}

ENOUGH = 2
"""Number of others who agree to what the note-taker wrote."""
SOMEBODY = ""
"""Stands for who agreed and has left since."""
PATIENCE = 2
"""Number of times that the time for notes, or for agreeing, passes in vain before the meeting ends by itself."""


def can_take_step(meeting: Meeting, step: MeetingStep) -> bool:
    return (meeting.state, step) in TABLE


def advance_meeting(
    meeting: Meeting, step: MeetingStep, member: str = "", written: int = 0, since: datetime | None = None
) -> Meeting:
    """Return the meeting after a step. Raises InternalError for a step that its state does not have.

    `member` is who pressed, none where time or the round took the step, and `since` from when they are on the team's list, none
    where they are not; `written` is how many statements were written down.
    """
    target = TABLE.get((meeting.state, step))
    if target is None:
        raise InternalError(f"a meeting cannot {step} when {meeting.state}")
    moved = _moved(_joined_by(meeting, member, since), step, target, member, written)
    same = (moved.state, moved.number) == (meeting.state, meeting.number) and step is not MeetingStep.WRITE
    return moved if same else replace(moved, turn=meeting.turn + 1)


def _joined_by(meeting: Meeting, member: str, since: datetime | None) -> Meeting:
    """Return the meeting once this member has pressed something in it: the first one's name is kept until there is a second."""
    if not member or meeting.several or member == meeting.pressed_by:
        return meeting
    was_there = since is not None and meeting.left_at is not None and since <= meeting.left_at
    if meeting.pressed_by or was_there:
        return replace(meeting, pressed_by="", left_at=None, several=True)
    return replace(meeting, pressed_by=member)


def _moved(meeting: Meeting, step: MeetingStep, target: MeetingState, member: str, written: int) -> Meeting:
    match step:
        case MeetingStep.TAKE_NOTES:
            return replace(meeting, note_taker=member)
        case MeetingStep.LEAVE_NOTES:
            return replace(meeting, note_taker="")
        case MeetingStep.APPROVE:
            names = meeting.approved if member in meeting.approved else (*meeting.approved, member)
            approved = replace(meeting, approved=names)
            return _agree(approved) if len(approved.approved) >= ENOUGH else approved
        case MeetingStep.WRITE:
            return replace(
                _with_statements(meeting, written),
                state=target,
                approved=(),
                overtime=0,
                written_at=None,
                heard_at=None,
            )
        case MeetingStep.CHANGE:
            return replace(
                meeting, state=target, approved=(), overtime=0, agreed=_without(meeting.agreed, meeting.number)
            )
        case MeetingStep.RESUME:
            number = first_open_question(meeting)
            again = replace(meeting, pressed_by="", left_at=None, several=False)
            return replace(again, state=target, number=number) if number else replace(again, state=MeetingState.ENDED)
    if step is MeetingStep.TIME_UP and meeting.state is MeetingState.READ_BACK and not meeting.several:
        return _late(meeting)
    if target is MeetingState.AGREED:
        return _agree(meeting)
    if step is MeetingStep.TIME_UP and meeting.state is MeetingState.READY and meeting.agreed:
        return _end(meeting, MeetingState.ENDED)
    if target is meeting.state is MeetingState.NOTES and step is MeetingStep.TIME_UP:
        return _late(meeting)
    if target is MeetingState.QUIET and step is not MeetingStep.BEGIN:
        return _next_question(meeting)
    return _end(meeting, target) if target in OVER else replace(meeting, state=target)


def _late(meeting: Meeting) -> Meeting:
    """Give the present step its time again; after that the meeting ends."""
    late = replace(meeting, overtime=meeting.overtime + 1)
    return _end(late, MeetingState.ENDED) if late.overtime >= PATIENCE else late


def first_open_question(meeting: Meeting) -> int:
    """Return the number of the first question without agreed statements; 0 when there is none."""
    return next((number for number in range(1, meeting.count + 1) if number not in meeting.agreed), 0)


def statements_of(meeting: Meeting, number: int) -> int:
    """Return how many statements were written down for a question."""
    return meeting.statements[number - 1] if 0 < number <= len(meeting.statements) else 0


def has_approved(meeting: Meeting, member: str) -> bool:
    return member in meeting.approved


def without_member(meeting: Meeting, member: str, *, is_listed: bool, at: datetime) -> Meeting:
    """Return the meeting that a member leaves: what the team said stays, and who agreed still counts.

    Of who is on the team's list no more, no name stays. Who still `is_listed`, and has left only its channel, can press something
    again: they keep what they are, so that they count once, but for the notes.
    """
    if is_listed:
        takes = meeting.note_taker == member and meeting.state is not MeetingState.READ_BACK
        return replace(meeting, note_taker="") if takes else meeting
    taker = "" if meeting.note_taker == member else meeting.note_taker
    approved = tuple(SOMEBODY if each == member else each for each in meeting.approved)
    if meeting.pressed_by == member:
        meeting = replace(meeting, pressed_by="", left_at=at)
    return replace(meeting, note_taker=taker, approved=approved)


def _agree(meeting: Meeting) -> Meeting:
    agreed = tuple(sorted({*meeting.agreed, meeting.number}))
    return replace(meeting, state=MeetingState.AGREED, approved=(), agreed=agreed)


def _next_question(meeting: Meeting) -> Meeting:
    """Go on to the next question that is not agreed yet; after the last one the meeting has ended."""
    left = [number for number in range(meeting.number + 1, meeting.count + 1) if number not in meeting.agreed]
    if not left:
        return _end(meeting, MeetingState.ENDED)
    return replace(meeting, state=MeetingState.QUIET, number=left[0], approved=(), overtime=0)


def _end(meeting: Meeting, state: MeetingState) -> Meeting:
    """End a meeting: nobody takes notes any more, and no name is remembered."""
    return replace(meeting, state=state, note_taker="", pressed_by="", left_at=None, approved=(), overtime=0)


def _with_statements(meeting: Meeting, written: int) -> Meeting:
    counts = [*meeting.statements, *([0] * (meeting.count - len(meeting.statements)))]
    counts[meeting.number - 1] = written
    return replace(meeting, statements=tuple(counts))


T = TypeVar("T")


def _without(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    return tuple(each for each in values if each != value)
