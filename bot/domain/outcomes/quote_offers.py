"""The offer of a receipt to show somebody's words to others."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.stored import stored_as


@stored_as("quotable")
@dataclass(frozen=True, kw_only=True)
class Quotable:
    """One answer that a receipt shows as it would appear; `seen` names it and its words as they were shown, for the button."""

    number: int
    seen: str


@stored_as("quote-offer")
@dataclass(frozen=True, kw_only=True)
class QuoteOffer:
    """A receipt's offer to show words to others. `seen_all` names all `answers` and their words, for the button that allows all.

    `too_long` are the numbers of answers that a receipt has no room for, `again` those whose earlier words had been allowed.
    `taken_out` are the kinds of personal data that the words are shown without.
    """

    answers: tuple[Quotable, ...]
    seen_all: str = ""
    too_long: tuple[int, ...] = ()
    again: tuple[int, ...] = ()
    taken_out: tuple[str, ...] = ()
