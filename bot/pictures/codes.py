"""A link as a QR code."""

from __future__ import annotations

from io import BytesIO

import segno

from bot.pictures.charts import wrap_label
from bot.views.view import Picture

PAPER, INK = "#ffffff", "#1b1f24"
EDGE, LETTERS, LINE = 32, 34, 44


def qr_code(link: str, alt: str) -> Picture:
    """A PNG of at least 200 pixels a side with the quiet zone that scanners need; readable with a sixth of it covered (M)."""
    return Picture(_code(link, 8), alt, "link.png")


def _code(link: str, scale: int) -> bytes:
    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=scale, border=4)
    return drawn.getvalue()


def poster_code(link: str, name: str, alt: str) -> Picture:
    """A PNG to print: the code, and a name over it. A name with letters that the font lacks is left to the words beside it."""
    # The library costs memory and a moment: it is loaded by the first picture, not at the start.
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(LETTERS)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - the wheel is built with it
    code = Image.open(BytesIO(_code(link, 12))).convert("L")
    lines = wrap_label(name, font, code.width - 2 * EDGE)
    top = EDGE + LINE * len(lines) if lines else 0
    image = Image.new("L", (code.width, top + code.height), PAPER)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        left = (code.width - font.getlength(line)) / 2
        draw.text((left, EDGE + LINE * number), line, INK, font)
    image.paste(code, (0, top))
    drawn = BytesIO()
    image.save(drawn, "PNG", optimize=True)
    return Picture(drawn.getvalue(), alt, "poster.png")
