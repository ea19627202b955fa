"""Points over several summaries as a grid: a row for each point, a column for each summary, a band as so many of four steps."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from bot.pictures.charts import (
    EDGE,
    FILLED,
    GAP,
    INK,
    KEPT,
    LETTERS,
    LINE,
    OUTLINE,
    PAPER,
    RULE,
    STEPS,
    TITLE_LETTERS,
    WIDTH,
    wrap_label,
)
from bot.views.messages.history import TrendChart
from bot.views.view import Picture

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

COLUMNS_AT = 480
STEP_WIDTH, STEP_HEIGHT, BETWEEN = 44, 14, 4
CELL = STEPS * (STEP_HEIGHT + BETWEEN)


@lru_cache(maxsize=KEPT)
def trend_chart(chart: TrendChart) -> Picture:
    """A PNG 1200 pixels wide; where a summary does not have a point, its cell is a short line."""
    # The library costs memory and a moment: it is loaded by the first chart, not at the start.
    from PIL import Image, ImageDraw, ImageFont

    font, large = ImageFont.load_default(LETTERS), ImageFont.load_default(TITLE_LETTERS)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - the wheel is built with it
    rows = [
        (wrap_label(label, font, COLUMNS_AT - EDGE - GAP) or [chart.elsewhere], cells) for label, cells in chart.rows
    ]
    heights = [max(LINE * len(lines), CELL) + GAP for lines, _ in rows]
    top = EDGE + TITLE_LETTERS + GAP
    image = Image.new("RGB", (WIDTH, top + LINE + GAP + sum(heights) + EDGE), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((EDGE, EDGE - 8), chart.title, INK, large)
    lefts = [COLUMNS_AT + place * ((WIDTH - EDGE - COLUMNS_AT) // len(chart.days)) for place in range(len(chart.days))]
    for left, day in zip(lefts, chart.days, strict=True):
        draw.text((left, top), day, INK, ImageFont.load_default(LETTERS - 6))
    top += LINE + GAP // 2
    for (lines, cells), height in zip(rows, heights, strict=True):
        draw.line((EDGE, top, WIDTH - EDGE, top), RULE, 2)
        for place, line in enumerate(lines):
            draw.text((EDGE, top + GAP // 2 + place * LINE), line, INK, font)
        for left, steps in zip(lefts, cells, strict=True):
            _draw_cell(draw, left, top + GAP // 2, steps)
        top += height
    drawn = BytesIO()
    image.quantize(32, dither=Image.Dither.NONE).save(drawn, "PNG", optimize=True)
    return Picture(drawn.getvalue(), chart.alt, "trend.png")


def _draw_cell(draw: ImageDraw, left: int, top: int, steps: int | None) -> None:
    """Draw so many of four steps from below; a short line where the point was not raised."""
    if steps is None:
        draw.line((left, top + CELL // 2, left + STEP_WIDTH // 2, top + CELL // 2), OUTLINE, 3)
        return
    for place in range(STEPS):
        above = top + (STEPS - 1 - place) * (STEP_HEIGHT + BETWEEN)
        filled = place < steps
        box = (left, above, left + STEP_WIDTH, above + STEP_HEIGHT)
        draw.rectangle(box, FILLED if filled else PAPER, FILLED if filled else OUTLINE, 2)
