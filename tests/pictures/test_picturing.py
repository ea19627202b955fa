"""Which message has a picture, and that none is lost because its picture could not be drawn."""

from __future__ import annotations

from typing import Never

import pytest

from bot.domain.outcomes.sharing import FinalPosted
from bot.engine.outbox import charts
from bot.views.view import Picture, Text, View
from tests.pictures.test_charts import SUMMARY

VIEW = View((Text("The words."),), "A summary.")
FINAL = FinalPosted(round="r", name="Crisis line", summary=SUMMARY, k=5)


def test_a_final_stands_under_its_chart() -> None:
    picture, *words = charts.with_pictures(FINAL, (), VIEW).blocks
    assert isinstance(picture, Picture)
    assert tuple(words) == VIEW.blocks


def test_a_chart_that_cannot_be_drawn_costs_nobody_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(chart: object) -> Never:
        raise OSError("no typeface")

    monkeypatch.setattr(charts, "steps_chart", broken)
    assert charts.with_pictures(FINAL, (), VIEW) == VIEW
