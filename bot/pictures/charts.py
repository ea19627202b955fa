"""A summary's points as rows of steps. Drawn alike every time; what is dark and what is outlined is plain without colour."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from bot.views.messages.charts import Chart, ChartRow
from bot.views.view import Picture

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, EDGE, GAP = 1200, 48, 26
LETTERS, TITLE_LETTERS, LINE = 30, 38, 38
LABEL_AT, STEPS_AT, BAND_AT = 128, 630, 896
STEP_WIDTH, STEP_HEIGHT, BETWEEN, STEPS = 50, 30, 10, 4
LINES = 3
PAPER, INK, FILLED, OUTLINE, RULE = "#ffffff", "#1b1f24", "#1f4e66", "#7a828c", "#d9dde2"
KEPT = 8
NO_GLYPH = "\uffff"
SIMPLER = str.maketrans({"–": "-", "—": "-", "‑": "-", "\u00ad": ""})
"""Signs that the font lacks, and those that mean the same."""
SHORTENED = "…"


@lru_cache(maxsize=KEPT)
def steps_chart(chart: Chart) -> Picture:
    """A PNG 1200 pixels wide. A label with letters that the font lacks is left to the description."""
    # The library costs memory and a moment: it is loaded by the first chart, not at the start.
    from PIL import Image, ImageDraw, ImageFont

    font, large = ImageFont.load_default(LETTERS), ImageFont.load_default(TITLE_LETTERS)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - the wheel is built with it
    rows = [(row, *_draw_lines(row, chart.elsewhere, font)) for row in chart.rows]
    heights = [LINE * max(len(label), len(band)) + GAP for _, label, band in rows]
    top = EDGE + TITLE_LETTERS + GAP
    image = Image.new("RGB", (WIDTH, top + sum(heights) + EDGE), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((EDGE, EDGE - 8), chart.title, INK, large)
    for (row, label, band), height in zip(rows, heights, strict=True):
        draw.line((EDGE, top, WIDTH - EDGE, top), RULE, 2)
        _draw_row(draw, row, label, band, top + GAP // 2, font)
        top += height
    drawn = BytesIO()
    image.quantize(32, dither=Image.Dither.NONE).save(drawn, "PNG", optimize=True)
    return Picture(drawn.getvalue(), chart.alt, "points.png")


def _draw_lines(row: ChartRow, elsewhere: str, font: FreeTypeFont) -> tuple[list[str], list[str]]:
    """A row's label and its band, each in a few lines."""
    label = wrap_label(row.label, font, STEPS_AT - LABEL_AT - GAP) or [elsewhere]
    return label, wrap_label(row.band, font, WIDTH - EDGE - BAND_AT)


def _draw_row(draw: ImageDraw, row: ChartRow, label: list[str], band: list[str], top: int, font: FreeTypeFont) -> None:
    draw.text((EDGE, top), row.number, INK, font)
    for left, lines in ((LABEL_AT, label), (BAND_AT, band)):
        for n, line in enumerate(lines):
            draw.text((left, top + n * LINE), line, INK, font)
    for n in range(STEPS):
        left = STEPS_AT + n * (STEP_WIDTH + BETWEEN)
        box = (left, top + 4, left + STEP_WIDTH, top + 4 + STEP_HEIGHT)
        draw.rectangle(box, FILLED if n < row.steps else PAPER, FILLED if n < row.steps else OUTLINE, 3)


def wrap_label(label: str, font: FreeTypeFont, width: int) -> list[str]:
    """The label in a few lines of a width, an ellipsis for what is over; nothing where the font lacks a letter of it."""
    words = label.translate(SIMPLER).split()
    if not _has_glyphs(font, "".join(words)):
        return []
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(_cut_word(word, font, width))
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], _cut_word(f"{lines[LINES - 1]} {SHORTENED}", font, width)]
    return lines


def _cut_word(word: str, font: FreeTypeFont, width: int) -> str:
    while font.getlength(word) > width:
        word = word.removesuffix(SHORTENED)[:-1].rstrip() + SHORTENED
    return word


def _has_glyphs(font: FreeTypeFont, letters: str) -> bool:
    lacking = _glyph_shape(font, NO_GLYPH)
    return all(_glyph_shape(font, letter) != lacking for letter in sorted(set(letters)))


def _glyph_shape(font: FreeTypeFont, letter: str) -> bytes:
    return bytes(font.getmask(letter))
