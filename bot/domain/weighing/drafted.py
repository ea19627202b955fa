"""The items of a draft that come from the draft itself: its points, what it asks about, and the quotes that it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.domain.model.sharing import QuestionSummary, Summary
from bot.domain.model.weighing import ItemKind, WeighingItem
from bot.domain.releases import Candidate, CandidatePoint, QuestionShown, Released

QUOTED = "q"
"""Mark of the keys of statements, among those of the points of their question."""
SAID_TOGETHER = "t"
"""Mark of the keys of what teams said together in their meetings."""


def drafted_items(
    summary: Summary,
    released: Released,
    candidate: Candidate,
    quotes: Sequence[str],
    against: Collection[str] = (),
) -> tuple[WeighingItem, ...]:
    """Return the points, candidates, statements and team statements of a draft, question by question.

    `summary` is what `summarise_release` made of `released`, which the gate made of `candidate`. `quotes` name the quotes of all
    questions in their order; those of `against` take the other side than their question asks for, by their shown words.
    """
    found_points = {(each.question, each.key): each for each in candidate.points}
    shown = {each.question: each for each in released.questions}
    found: list[WeighingItem] = []
    for question, mine in summary.split_by_question(quotes):
        if question.shown:
            found += _items_of(question, shown[question.key], found_points, mine, against)
        found += _said_together(question)
    return tuple(found)


def quoted_items(summary: Summary, quotes: Sequence[str], against: Collection[str] = ()) -> tuple[WeighingItem, ...]:
    """Return the statements of a draft that shows nothing but quotes, which `quotes` name in their order; `against` as above."""
    return tuple(
        _statement(question, place, name, against=name in against)
        for question, mine in summary.split_by_question(quotes)
        for place, name in enumerate(mine, start=1)
    )


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


def _said_together(question: QuestionSummary) -> Iterator[WeighingItem]:
    for point in question.team_statements:
        yield WeighingItem(key=point.key, kind=ItemKind.TEAM_STATEMENT, question=question.key)


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
    found_points: dict[tuple[str, str], CandidatePoint],
    quotes: Sequence[str],
    against: Collection[str],
) -> Iterator[WeighingItem]:
    drafted = [found_points[question.key, each.key] for each in shown.points]
    asked = [found_points[question.key, key] for key in shown.asks]
    sides = {point.key: source for point, source in zip(question.points, drafted, strict=True)}
    for kind, points, sources in (
        (ItemKind.POINT, question.points, drafted),
        (ItemKind.CANDIDATE, question.asks, asked),
    ):
        for point, source in zip(points, sources, strict=True):
            yield WeighingItem(
                key=point.key, kind=kind, question=question.key, matter=source.matter, against=source.against
            )
    for place, (name, under) in enumerate(zip(quotes, question.under, strict=True), start=1):
        side = sides.get(under)
        matter = side.matter if side else ""
        yield _statement(question, place, name, matter, against=side.against if side else name in against)
