"""Outcome of `my data`: everything that is stored about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as
from bot.domain.stretch import Stretch

KINDS_OF_WORDS = ("draft", "loose", "turn", "words", "shown", "link")
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
    """Words that are no answer, or a check. `about` is the question or the point; `shown` that others may see them."""

    kind: str
    about: str = ""
    on: datetime | None = None
    zone: str = ""
    shown: bool = False


@stored_as("my-reminder")
@dataclass(frozen=True, kw_only=True)
class MyReminder:
    at: datetime
    zone: str


@stored_as("my-data")
@dataclass(frozen=True, kw_only=True)
class MyData(Outcome):
    """Data of the acting person alone. `refs` are the texts of `answers`, and then those of `words`, in their order.

    `offers` is their default: whether receipts offer to show their words.
    """

    name: str
    teams: tuple[str, ...]
    answers: tuple[MyAnswer, ...]
    refs: tuple[str, ...]
    leads: tuple[str, ...] = ()
    admin: bool = False
    stopped: bool = False
    offers: bool = True
    leave: Stretch | None = None
    today: date | None = None
    reminders: tuple[MyReminder, ...] = ()
    words: tuple[MyWords, ...] = ()
