"""Division of a meeting's time among the steps of its questions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.model.meetings import Meeting, MeetingState

USUAL_MINUTES: Final = 10
"""Minutes for each question where nobody says how long the meeting may take."""
LEAST_MINUTES: Final = 3
"""Minutes for each question at least."""
MOST_MINUTES: Final = 180
"""Minutes of a meeting at most."""
MORE: Final = timedelta(minutes=5)
"""Time that is added on request."""
WAITING: Final = timedelta(minutes=30)
"""Time for which a meeting waits to be begun."""
A_PAUSE: Final = timedelta(minutes=1)
"""Time between two questions, in which what was agreed can still be changed."""
_QUIET_MOST: Final = timedelta(minutes=3)
_READ_BACK_LEAST: Final = timedelta(minutes=1)
_STEP: Final = timedelta(seconds=30)


def usual_minutes(count: int) -> int:
    """Return the minutes of a meeting about so many questions."""
    return USUAL_MINUTES * count


def minutes_fit(minutes: int, count: int) -> bool:
    """Return whether a meeting about so many questions can take so long."""
    return LEAST_MINUTES * count <= minutes <= MOST_MINUTES


def time_of_step(meeting: Meeting) -> timedelta | None:
    """Return how long the present step of a meeting may take; None where nothing is waited for."""
    each = timedelta(minutes=meeting.minutes) / meeting.count
    quiet, notes, read_back = min(_QUIET_MOST, _part(each, 3)), _part(each, 2), max(_READ_BACK_LEAST, _part(each, 1))
    return {
        MeetingState.READY: WAITING,
        MeetingState.QUIET: quiet,
        MeetingState.TALK: each - quiet - notes - read_back,
        MeetingState.NOTES: notes,
        MeetingState.READ_BACK: read_back,
        MeetingState.AGREED: A_PAUSE,
    }.get(meeting.state)


def end_of_step(meeting: Meeting, now: datetime) -> datetime | None:
    """Return when the time of a step that begins now is up."""
    time = time_of_step(meeting)
    return now + time if time else None


def _part(each: timedelta, tenths: int) -> timedelta:
    """Return so many tenths of a question's time, in whole halves of a minute and at least one of them."""
    return max(_STEP, each * tenths / 10 // _STEP * _STEP)
