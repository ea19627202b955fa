"""Record of what became of a point that a final holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.stored import stored_as


class FollowUpState(StrEnum):
    OPEN = "open"
    DOING = "doing"
    LATE = "late"
    DONE = "done"
    NOT_DOING = "not doing"
    LISTENING = "still listening"


@stored_as("follow-up")
@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Answer of those who lead to one point of a final, and the day until which it holds.

    `teams` were asked together, `team` is the first of them; none for the organisation's. `label` is the point's wording, or `ref`
    names somebody's words that were published as it. `since` is when it became final, `zone` that of its round. `due` is the day
    until which something is promised, `sentence` what was said of it. `owner` is the member who sees to it, `role` who does if that
    is no person of the bot's; `asked` is a member who has not said yet whether they will. `better_asked` is the turn of the answer
    of which people were asked once whether it is better now, 0 before that, `reopened` says that they said no. `turn` counts
    answers, days that passed and reopenings, so that a button of an earlier one is known as such. `next_at` is when the clock has
    something to do for it, `reminded` how many of its reminders have been sent.

    `ask_back` is what a lead asked back about it, `asked_in` the round that asked it, `additions` the points that came of it.
    `lasting_point` is the id of the one that it answers; empty for one of an earlier version.
    """

    id: str
    round: str
    release: str
    point: str
    team: str
    teams: tuple[str, ...]
    zone: str
    since: datetime
    label: str = ""
    ref: str = ""
    state: FollowUpState = FollowUpState.OPEN
    sentence: str = ""
    owner: str = ""
    role: str = ""
    asked: str = ""
    due: date | None = None
    answered_at: datetime | None = None
    first_answered_at: datetime | None = None
    better_asked: int = 0
    reopened: bool = False
    turn: int = 0
    next_at: datetime | None = None
    reminded: int = 0
    ask_back: str = ""
    asked_in: str = ""
    additions: tuple[str, ...] = ()
    lasting_point: str = ""
