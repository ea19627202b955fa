"""Interface of the point finder. `bot/themes` implements this; another engine plugs in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Item:
    """One contribution to be grouped: an opaque name, an opaque person, the words."""

    ref: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class FoundPoint:
    """A point found in several contributions: its name, whether no topic of the codebook fitted, and whose they are.

    `certainty`: how often such a point is right, as measured on labelled teams.

    Two of one `matter` (if it is not empty) that differ in `against` are its opposite sides.
    """

    label: str
    new: bool
    refs: frozenset[str]
    certainty: float = 1.0
    matter: str = ""
    against: bool = False


@dataclass(frozen=True, slots=True)
class LeftoverClause:
    """Part of a contribution that fitted nowhere, without a word: the number of its heading, which side it takes, and a vector of
    signed bytes, in which two of one point are near.
    """

    ref: str
    heading: int
    against: bool
    vector: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """Points, the contributions that say that there is nothing, and those that fitted nowhere.

    `candidates` are less certain than points and are never stated: "Several of you may have written about ...". A
    contribution may stand in several points and candidates; those of a candidate alone are left out as well.
    """

    points: tuple[FoundPoint, ...] = ()
    nothing: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    candidates: tuple[FoundPoint, ...] = ()
    leftovers: tuple[LeftoverClause, ...] = ()
    """Clauses of contributions that were left out, in which the organisation may still find a point."""


@runtime_checkable
class AsksElsewhere(Protocol):
    """A finder that shows redacted words to a program at another address, once it is told how many people must be behind them."""

    @property
    def asked_at(self) -> str:
        """The host of that address, empty where nothing is shown to anybody."""
        ...

    def asking(self, fewest: int) -> PointFinder:
        """The same finder, which may show clauses of at least so many people."""
        ...


class PointFinder(Protocol):
    """Finds what several people said. Pure and deterministic; `find` is called in a thread, off the event loop."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes (ISO 639-1) of the languages in whose answers it finds points, always the same (release rule 16)."""
        ...

    def reads(self, text: str) -> bool:
        """Return whether points can be found in an answer in this language; in doubt, they can. Quick."""
        ...

    def find(self, items: Sequence[Item], direction: str, small: bool, names: Sequence[str] = ()) -> Found:
        """Return what several people said. `names`: those of the people concerned, which no label may hold."""
        ...

    def heading_wording(self, number: int, direction: str, against: bool) -> str:
        """Return the fixed wording of the heading of this number, for a question of that direction; empty for none. Quick."""
        ...

    def takes_other_side(self, text: str, direction: str) -> bool:
        """Return whether some words plainly say the contrary of what a question of that direction asks for. Quick."""
        ...

    def redact(self, text: str, names: Sequence[str]) -> str:
        """The words as they may be shown to others: persons, numbers and addresses replaced by what they are (C7, C13)."""
        ...
