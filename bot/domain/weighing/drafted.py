"""The items of a draft that come from the draft itself: its points, what it asks about, and the quotes that it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.domain.model.sharing import QuestionSummary, Summary
from bot.domain.model.weighing import ItemKind, WeighingItem
from bot.domain.releases import Candidate, QuestionShown, Released, ThemeSet

QUOTED = "q"
"""Mark of the keys of statements, among those of the points of their question."""


def drafted_items(
    summary: Summary,
    released: Released,
    candidate: Candidate,
    quotes: Sequence[str],
    against: Collection[str] = (),
) -> tuple[WeighingItem, ...]:
    """Return the points, candidates and statements of a draft, question by question.

    `summary` is what `summarise_release` made of `released`, which the gate made of `candidate`. `quotes` name the quotes of all
    questions in their order; those of `against` take the other side than their question asks for, by their shown words.
    """
    themes = {(each.question, each.key): each for each in candidate.themes}
    shown = {each.question: each for each in released.questions}
    found: list[WeighingItem] = []
    at = 0
    for question in summary.questions:
        if question.shown:
            mine = quotes[at : at + question.words]
            found += _items_of(question, shown[question.key], themes, mine, against)
            at += question.words
    return tuple(found)


def quoted_items(summary: Summary, quotes: Sequence[str]) -> tuple[WeighingItem, ...]:
    """Return the statements of a draft that shows nothing but quotes, which `quotes` name in their order."""
    found: list[WeighingItem] = []
    left = list(quotes)
    for question in summary.questions:
        mine, left = left[: question.words], left[question.words :]
        found += [_statement(question, place, name) for place, name in enumerate(mine, start=1)]
    return tuple(found)


def _statement(
    question: QuestionSummary, place: int, name: str, matter: str = "", *, against: bool = False
) -> WeighingItem:
    return WeighingItem(
        key=f"{question.number}.{QUOTED}{place}",
        kind=ItemKind.STATEMENT,
        question=question.key,
        source=name,
        matter=matter,
        against=against,
    )


def ask_of_items_only(summary: Summary, items: Sequence[WeighingItem]) -> Summary:
    """Return the draft asking only about what can be weighed: to the rest nobody could answer."""
    keys = {each.key for each in items}
    questions = tuple(
        replace(question, asks=tuple(each for each in question.asks if each.key in keys))
        for question in summary.questions
    )
    return replace(summary, questions=questions)


def _items_of(
    question: QuestionSummary,
    shown: QuestionShown,
    themes: dict[tuple[str, str], ThemeSet],
    quotes: Sequence[str],
    against: Collection[str],
) -> Iterator[WeighingItem]:
    drafted = [themes[question.key, each.key] for each in shown.themes]
    asked = [themes[question.key, key] for key in shown.asks]
    sides = {point.key: theme for point, theme in zip(question.themes, drafted, strict=True)}
    for kind, points, sources in (
        (ItemKind.POINT, question.themes, drafted),
        (ItemKind.CANDIDATE, question.asks, asked),
    ):
        for point, theme in zip(points, sources, strict=True):
            yield WeighingItem(
                key=point.key, kind=kind, question=question.key, matter=theme.matter, against=theme.against
            )
    for place, (name, under) in enumerate(zip(quotes, question.under, strict=True), start=1):
        theme_of = sides.get(under)
        matter = theme_of.matter if theme_of else ""
        yield _statement(question, place, name, matter, against=theme_of.against if theme_of else name in against)
