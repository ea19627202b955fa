"""Words of the chart that goes with a summary: its points side by side, those that most people raised first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.model.sharing import Summary
from bot.domain.releases.bands import Band, TeamBand
from bot.views.messages.summaries import band_words

TITLE = "The points at a glance"
ELSEWHERE = "(see the words below)"
STEPS = {
    Band.A_FEW.value: 1,
    Band.SEVERAL.value: 2,
    Band.SOME.value: 2,
    Band.ABOUT_HALF.value: 3,
    Band.MORE_THAN_HALF.value: 3,
    Band.MOST.value: 4,
    TeamBand.SEVERAL.value: 2,
    TeamBand.MORE_THAN_HALF.value: 3,
}
"""A band is drawn as so many of four steps: it is an order, not a length that could be measured."""
LEAST, MOST = 3, 16
"""Fewer points need no chart, more are no longer seen at a glance."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One point: its number in the summary, its words, so many of four steps, and what these mean."""

    number: str
    label: str
    steps: int
    band: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`alt` says all that the chart shows; `elsewhere` stands in place of a label that cannot be drawn."""

    title: str
    rows: tuple[ChartRow, ...]
    elsewhere: str
    alt: str


def make_chart(summary: Summary, name: str) -> Chart | None:
    """The chart of a summary that has enough points for one; `name` says whose summary it is."""
    rows = sorted(_chart_rows(summary), key=lambda row: -row.steps)
    if not LEAST <= len(rows) <= MOST:
        return None
    return Chart(
        TITLE, tuple(rows), ELSEWHERE, "\n".join((f"{name}: {TITLE[0].lower()}{TITLE[1:]}", *_described_rows(rows)))
    )


def _chart_rows(summary: Summary) -> Iterator[ChartRow]:
    for question in summary.questions:
        for place, point in enumerate(question.points if question.shown else (), start=1):
            if point.band in STEPS:
                yield ChartRow(f"{question.number}.{place}", point.label, STEPS[point.band], band_words(point.band))


def _described_rows(rows: list[ChartRow]) -> Iterator[str]:
    for each in reversed(STEPS):
        points = [f"{row.number} {row.label}" for row in rows if row.band == band_words(each)]
        if points:
            yield f"{band_words(each).capitalize()}: {'; '.join(points)}."
