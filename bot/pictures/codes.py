"""A link as a QR code."""

from __future__ import annotations

from io import BytesIO

import segno

from bot.views.view import Picture


def qr_code(link: str, alt: str) -> Picture:
    """A PNG of at least 200 pixels a side with the quiet zone that scanners need; readable with a sixth of it covered (M)."""
    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=8, border=4)
    return Picture(drawn.getvalue(), alt, "link.png")
