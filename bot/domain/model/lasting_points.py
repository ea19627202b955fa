"""Records of lasting points, each one point over all finals that have had it, and who was asked when it was weighed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.model.weighing import Verdict
from bot.domain.stored import stored_as


class PointState(StrEnum):
    """State of a lasting point: it stands, or it was worded anew as another one, or it was dropped."""

    STANDS = "stands"
    CHANGED = "changed"
    DROPPED = "dropped"


@stored_as("appearance")
@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A final that had a point, under this key.

    With an empty `point` it is no final that had it: who decides has given the point its wording after that final.
    """

    round: str
    release: str
    point: str


@stored_as("lasting-point")
@dataclass(frozen=True, slots=True, kw_only=True)
class LastingPoint:
    """One point of finals of the same teams, over all rounds that had it; of the organisation without a team.

    `question` is the key of its question; `label`, `matter` and `against` are those of the last final that had it. With `own_words`
    it is worded by somebody's words, which stand as published text with that final. `weighed_in` is the round in which it was
    weighed last, or had its last final; `verdicts` are those of its last weighings as an earlier point, the latest at the end.
    `became` is the point that took its place where it was worded anew, `reason` why it was dropped.
    """

    id: str
    team: str
    teams: tuple[str, ...]
    question: str
    label: str
    own_words: bool = False
    matter: str = ""
    against: bool = False
    state: PointState = PointState.STANDS
    appearances: tuple[Appearance, ...]
    weighed_in: str = ""
    verdicts: tuple[Verdict, ...] = ()
    became: str = ""
    reason: str = ""

    @property
    def stands(self) -> bool:
        return self.state is PointState.STANDS

    @property
    def last(self) -> Appearance:
        """The last final that had it."""
        return self.appearances[-1]


@stored_as("past-roster")
@dataclass(frozen=True, slots=True, kw_only=True)
class PastRoster:
    """Pseudonyms of the people who were asked in a round (`id`), while one of its points can be weighed again."""

    id: str
    people: tuple[str, ...] = field(repr=False)
