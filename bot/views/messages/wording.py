"""Registry of the functions that word outcomes: one for each kind, registered where it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.domain.model.sharing import QuotePlace
from bot.domain.outcomes.base import Outcome
from bot.views.view import Button, Buttons, Form, Text, View

Texts = Sequence[str | None]
F = TypeVar("F", bound=Callable[..., Any])

VIEWS: dict[type[Outcome], Callable[[Any, Texts], View]] = {}
FORMS: dict[type[Outcome], Callable[[Any, Texts], Form]] = {}


def form_of_outcome(outcome: Outcome, texts: Texts = ()) -> Form:
    """The form of an outcome that asks for one."""
    return FORMS[type(outcome)](outcome, texts)


def words_message(kind: type[Outcome]) -> Callable[[F], F]:
    """Register the function that words outcomes of this kind as a message; it takes the outcome and its texts."""

    def register(function: F) -> F:
        VIEWS[kind] = function
        return function

    return register


def words_form(kind: type[Outcome]) -> Callable[[F], F]:
    """Register the function that words outcomes of this kind as a form."""

    def register(function: F) -> F:
        FORMS[kind] = function
        return function

    return register


def plain_view(*paragraphs: str, summary: str = "Folkmoot has answered you.", buttons: Sequence[Button] = ()) -> View:
    """A message of paragraphs, and buttons under them."""
    blocks = tuple(Text(paragraph) for paragraph in paragraphs if paragraph)
    return View(blocks + ((Buttons(tuple(buttons)),) if buttons else ()), summary)


def first_text(texts: Texts) -> str:
    """The first of the texts that a message quotes, or nothing when it is gone."""
    return (texts[0] or "") if texts else ""


def curly_quotes(words: str) -> str:
    """A sentence of the calendar, with the quotes that messages have."""
    return _QUOTED.sub(r"“\1”", words)


_QUOTED = re.compile(r'"([^"]*)"')


def join_and(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def was_or_were(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"


def join_or(words: Sequence[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def count_of(count: int, one: str, several: str = "") -> str:
    """ "1 guest", "2 guests"."""
    return f"{count} {one if count == 1 else several or one + 's'}"


_COUNTED = ("some", "one", "two", "three", "four", "five")


def count_in_words(count: int) -> str:
    return _COUNTED[count] if 0 <= count < len(_COUNTED) else str(count)


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def quote_name(place: QuotePlace) -> str:
    """Return how a draft names somebody's words: "3b" for the second quote under its third question."""
    letter = LETTERS[(place.place - 1) % len(LETTERS)] * (1 + (place.place - 1) // len(LETTERS))
    return f"{place.question}{letter}"


def question_count(count: int) -> str:
    """ "one question", "three questions"."""
    return f"{count_in_words(count)} question{'' if count == 1 else 's'}"


def people_count(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def numbered_list(values: Sequence[int], noun: str = "question") -> str:
    """ "question 1", "questions 1 and 3"."""
    return f"{noun}{'s' if len(values) > 1 else ''} {join_and([str(value) for value in values])}"
