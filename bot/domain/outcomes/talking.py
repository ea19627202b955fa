"""Outcomes for people who ask for an explanation, say thanks, or give half of what a request needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("explained")
@dataclass(frozen=True, kw_only=True)
class Explained(Outcome):
    """Explanation of the product, of why somebody is asked and what becomes of it; `round` is one to answer, or empty.

    `language_model` is the host of the one that is given answers; empty for none, as in the greeting.
    """

    team: str
    k: int
    round: str = ""
    question_count: int = 3
    language_model: str = ""


@stored_as("greeted")
@dataclass(frozen=True, kw_only=True)
class Greeted(Outcome):
    """A hello in return: in which team somebody is asked, and until when they can answer which round, if one is open."""

    team: str
    round: str = ""
    until: datetime | None = None
    zone: str = "UTC"
    language_model: str = ""


@stored_as("acknowledged")
@dataclass(frozen=True, kw_only=True)
class Acknowledged(Outcome):
    """The answer to thanks or a nod; `draft` says that unsent words are waiting."""

    draft: bool = False


@stored_as("asked-until-when")
@dataclass(frozen=True, kw_only=True)
class AskedUntilWhen(Outcome):
    """Somebody is away and has not said until when; `round` can be left out for now, if one is open."""

    round: str = ""


@stored_as("button-elsewhere")
@dataclass(frozen=True, kw_only=True)
class ButtonElsewhere(Outcome):
    """A choice was typed that stands under a point."""
