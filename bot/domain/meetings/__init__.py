"""A team's round in its meeting: the state table, and the division of the time. Pure."""

from bot.domain.meetings.table import (
    ENOUGH,
    LIVE,
    MeetingStep,
    advance_meeting,
    can_take_step,
    first_open_question,
    has_approved,
    statements_of,
    without_member,
)
from bot.domain.meetings.time_boxes import (
    LEAST_MINUTES,
    MORE,
    MOST_MINUTES,
    end_of_step,
    minutes_fit,
    usual_minutes,
)

__all__ = [
    "ENOUGH",
    "LEAST_MINUTES",
    "LIVE",
    "MORE",
    "MOST_MINUTES",
    "MeetingStep",
    "advance_meeting",
    "can_take_step",
    "end_of_step",
    "first_open_question",
    "has_approved",
    "minutes_fit",
    "statements_of",
    "usual_minutes",
    "without_member",
]
