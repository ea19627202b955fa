"""Record of a team's meeting: how far it is with the questions of its round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.stored import stored_as


class MeetingState(StrEnum):
    """State of a meeting; QUIET to AGREED are those of its present question."""

    READY = "ready"
    QUIET = "quiet"
    TALK = "talk"
    NOTES = "notes"
    READ_BACK = "read back"
    AGREED = "agreed"
    ENDED = "ended"
    CANCELLED = "cancelled"


@stored_as("meeting")
@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One team's meeting about one round, held in the conversation `home`.

    `number` is the present question's, of `count`; `turn` counts the steps, so that a button of an earlier one is known as such.
    `minutes` is the time for the whole, `next_at` when the present step's time is up. `statements` says of each question how many
    statements were written down, whose words are behind the confidential door; `agreed` are the numbers of the questions whose
    statements the team agreed to. `overtime` counts how often the time for notes passed without any, or for agreeing while
    one person is alone. `several` says that two persons at least have pressed something since it was started or taken up;
    `written_at` is when the present read-back was written down, `heard_at` when it arrived in the home.

    `note_taker`, `approved` (who said "That's it" to what was read back) and `pressed_by` (the only one who has pressed anything so
    far) are members; they are forgotten when they are no longer needed, and nothing that the team said is stored with a name. Of
    the only one who pressed and has left the team, `left_at` is kept instead: whoever was on its list then already is another.
    """

    id: str
    round: str
    team: str
    state: MeetingState
    home: str
    count: int
    minutes: int
    number: int = 1
    turn: int = 0
    next_at: datetime | None = None
    board: str = ""
    note_taker: str = ""
    pressed_by: str = ""
    several: bool = False
    left_at: datetime | None = None
    written_at: datetime | None = None
    heard_at: datetime | None = None
    approved: tuple[str, ...] = ()
    statements: tuple[int, ...] = ()
    agreed: tuple[int, ...] = ()
    overtime: int = 0
