"""Outcome of `my data`: everything that is stored about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.model.sharing import QuotePlace
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as
from bot.domain.stretch import Stretch

KINDS_OF_WORDS = ("draft", "loose", "turn", "words", "leftover", "points", "mine", "shown", "link", "held", "proposed")
"""Besides challenges, which have the kind of their check, and `unknown`."""


@stored_as("my-answer")
@dataclass(frozen=True, kw_only=True)
class MyAnswer:
    on: datetime
    question: str
    state: str
    zone: str


@stored_as("my-words")
@dataclass(frozen=True, kw_only=True)
class MyWords:
    """Words that are no answer, or a check. `about` is the question or the item; `shown` that others may see them.

    `quoted` is the place of the words that a check is about, which are not repeated.
    """

    kind: str
    about: str = ""
    on: datetime | None = None
    zone: str = ""
    shown: bool = False
    quoted: QuotePlace | None = None


@stored_as("my-weighing")
@dataclass(frozen=True, kw_only=True)
class MyWeighing:
    """One item of a draft as the person has weighed it so far: `chosen` is agree, differ or empty.

    `about` is the item's wording, empty for somebody's words, which are not repeated: `quoted` is their place; `question` is the
    one that it stands under. `same` says that they called it the same as another one.
    """

    on: datetime
    zone: str
    question: str
    about: str = ""
    chosen: str = ""
    same: bool = False
    quoted: QuotePlace | None = None
    better_now: bool = False
    """Whether it was asked if what was done about it has made it better."""
    proposed: bool = False
    """Whether it is a question that somebody proposes."""


@stored_as("my-reminder")
@dataclass(frozen=True, kw_only=True)
class MyReminder:
    at: datetime
    zone: str


@stored_as("my-data")
@dataclass(frozen=True, kw_only=True)
class MyData(Outcome):
    """Data of the acting person alone. `refs` are the texts of `answers`, those of `words`, and the words that were weighed.

    `offers` is their default: whether receipts offer to show their words; `keeps_own_points` whether it is noted which points are
    theirs. `zone` is that of their own clock, if they or their
    platform named one, `quiet` when their quiet hours begin and end, if they set any.
    """

    name: str
    teams: tuple[str, ...]
    answers: tuple[MyAnswer, ...]
    refs: tuple[str, ...]
    leads: tuple[str, ...] = ()
    admin: bool = False
    stopped: bool = False
    offers: bool = True
    keeps_own_points: bool = True
    leave: Stretch | None = None
    today: date | None = None
    reminders: tuple[MyReminder, ...] = ()
    words: tuple[MyWords, ...] = ()
    weighings: tuple[MyWeighing, ...] = ()
    zone: str = ""
    quiet: tuple[str, ...] = ()
