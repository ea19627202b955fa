"""Outcomes about asking back: a lead's question about a point, asked of everybody with the next questions."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("ask-back-form")
@dataclass(frozen=True, kw_only=True)
class AskBackForm(Outcome):
    """Choice of a point, of these by their ids and wordings, and of a question about it.

    `words_left_out` says that there are others, in somebody's own words.
    """

    token: str
    points: tuple[tuple[str, str], ...]
    words_left_out: bool = False


@stored_as("ask-back-offered")
@dataclass(frozen=True, kw_only=True)
class AskBackOffered(Outcome):
    token: str


@stored_as("ask-back-noted")
@dataclass(frozen=True, kw_only=True)
class AskBackNoted(Outcome):
    """Receipt, with the question as it will be asked."""

    question: str


@stored_as("ask-back-refused")
@dataclass(frozen=True, kw_only=True)
class AskBackRefused(Outcome):
    """A question that cannot be asked; `why` is point, question, most, none, words or gone."""

    why: str
