"""A trend is a grid: dark steps where a point was raised, a short line where it was not; the same every time."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from bot.pictures.charts import FILLED, OUTLINE
from bot.pictures.trends import CELL, COLUMNS_AT, trend_chart
from bot.views.messages.history import TrendChart

CHART = TrendChart("Crisis line: points over time", ("6 Mar", "3 Apr"), (("Rota", (4, None)),), "(below)", "all of it")


def colours(left: int, right: int) -> set[tuple[int, ...]]:
    image = Image.open(BytesIO(trend_chart(CHART).data)).convert("RGB")
    part = image.crop((left, image.height - CELL - 60, right, image.height - 48))
    return {colour for _, colour in part.getcolors(100_000) or []}


def has(found: set[tuple[int, ...]], code: str) -> bool:
    """Return whether a colour is among those of a picture, which has few and may round them."""
    wanted = tuple(int(code[place : place + 2], 16) for place in (1, 3, 5))
    return any(all(abs(one - other) < 6 for one, other in zip(each, wanted, strict=True)) for each in found)


def test_a_raised_point_is_drawn_and_one_that_was_not_is_a_line() -> None:
    first, second = colours(COLUMNS_AT, COLUMNS_AT + 60), colours(COLUMNS_AT + 330, COLUMNS_AT + 400)
    assert has(first, FILLED)
    assert has(second, OUTLINE) and not has(second, FILLED)


def test_it_is_the_same_every_time_and_a_label_without_letters_of_the_font_is_left_to_the_words() -> None:
    again = trend_chart.__wrapped__(CHART)
    assert again.data == trend_chart(CHART).data and again.alt == "all of it"
    foreign = TrendChart(CHART.title, CHART.days, (("\u0e01\u0e02", (4, None)),), "(below)", "")
    assert trend_chart(foreign).data != again.data
