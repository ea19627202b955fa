"""Note of which items of a release are made of one person's answers, as a line of as many characters for everybody.

The items' keys stand in the release's order, each as it is where it is the person's own, else as so many dashes. Question marks
stand where nothing is noted, since the person does not want it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.domain.model.sharing import Summary
from bot.domain.releases import Candidate, Released
from bot.domain.weighing.drafted import QUOTED

NOT_OWN, NOT_KEPT = "-", "?"


def write_note(keys: Sequence[str], own: Collection[str] | None) -> str:
    """Return the note for these items; with None as the `own` ones it tells nothing."""
    if own is None:
        return " ".join(NOT_KEPT * len(key) for key in keys) or NOT_KEPT
    return " ".join(key if key in own else NOT_OWN * len(key) for key in keys) or NOT_OWN


def read_note(note: str) -> frozenset[str] | None:
    """Return the keys of the person's own items; None where the note tells nothing."""
    if NOT_KEPT in note:
        return None
    return frozenset(part for part in note.split() if part.strip(NOT_OWN))


def without_question(note: str, number: int) -> str:
    """Return the note without what the answer to one question of the release was part of, as long as before."""
    return " ".join(NOT_OWN * len(part) if part.startswith(f"{number}.") else part for part in note.split())


def emptied(note: str) -> str:
    """Return a note of the same length that tells nothing."""
    return " ".join(NOT_KEPT * len(part) for part in note.split())


def drafted_keys(summary: Summary) -> list[str]:
    """Return the keys of a draft's points, of what it asks about, and of its quotes, question by question."""
    return [
        key
        for question in summary.questions
        for key in (
            *(point.key for point in (*question.points, *question.asks)),
            *(quote_key(question.number, place) for place in range(1, question.words + 1)),
        )
    ]


def quote_key(number: int, place: int) -> str:
    """Return the key of the quote at a place, from 1, of the question of this number."""
    return f"{number}.{QUOTED}{place}"


def find_sources(candidate: Candidate, released: Released, summary: Summary) -> dict[str, frozenset[str]]:
    """Return the refs of the contributions behind each item of a draft, by the item's key.

    `summary` is what `summarise_release` made of `released`, which the gate made of `candidate`.
    """
    made_of = {(point.question, point.key): point.refs for point in candidate.points}
    numbered = {question.key: question for question in summary.questions}
    found: dict[str, frozenset[str]] = {}
    for question in released.questions:
        shown = numbered[question.question]
        keys = [*(point.key for point in question.points), *question.asks]
        for key, item in zip(keys, (*shown.points, *shown.asks), strict=True):
            found[item.key] = made_of[question.question, key] & released.entry.refs
        for place, ref in enumerate(question.quotes, start=1):
            found[quote_key(shown.number, place)] = frozenset({ref})
    return found
