"""What is given for every quote of a summary goes to its question: names, words and places are split by one rule."""

from __future__ import annotations

import pytest

from bot.domain.model.sharing import QuestionSummary, Summary
from bot.domain.parts import split_by_counts

COUNTS = (2, 0, 3)
SUMMARY = Summary(
    questions=tuple(
        QuestionSummary(number=number, text="", shown=True, words=count) for number, count in enumerate(COUNTS, start=1)
    )
)


@pytest.mark.parametrize(
    ("quotes", "parts"),
    [
        (("a", "b", "c", "d", "e"), [("a", "b"), (), ("c", "d", "e")]),
        (("a", None, "c"), [("a", None), (), ("c",)]),
        ((), [(), (), ()]),
        (("a", "b", "c", "d", "e", "beyond"), [("a", "b"), (), ("c", "d", "e")]),
    ],
)
def test_each_question_gets_as_many_as_it_shows(
    quotes: tuple[str | None, ...], parts: list[tuple[str | None, ...]]
) -> None:
    split = list(SUMMARY.split_by_question(quotes))
    assert [mine for _, mine in split] == parts
    assert [question.number for question, _ in split] == [1, 2, 3]
    assert list(split_by_counts(quotes, COUNTS)) == parts
