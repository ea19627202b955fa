"""Earlier points as a final tells of them: those that its draft asked about, and of which something may be told."""

from __future__ import annotations

from bot.domain.model import Release
from bot.domain.model.sharing import Point
from bot.engine.context import WorkContext
from bot.engine.lasting_points.asking_again import earlier_of
from bot.engine.lasting_points.noting import words_name


def points_weighed_again(work: WorkContext, draft: Release) -> tuple[tuple[Point, ...], tuple[str, ...]]:
    """Return the earlier points of a draft that have a label, and the names of the words that word some of them."""
    results = {each.key: each for each in draft.weighed.results} if draft.weighed else {}
    labelled = [(key, row) for key, row in earlier_of(work, draft).items() if key in results and results[key].label]
    points = tuple(
        Point(
            key=key,
            label=row.label,
            band="",
            weighed=results[key].label,
            some_differ=results[key].some_differ,
            own_words=row.own_words,
        )
        for key, row in labelled
    )
    return points, tuple(words_name(row) for _, row in labelled if row.own_words)
