"""A document as one HTML file: printable, without script, and without anything from outside.

Every word goes through the template's autoescape, and through `clean_text` before.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bot.documents.cleaning import clean_text
from bot.views.document import Document

TEMPLATES = Path(__file__).parent / "data"
BAR_HEIGHT, BAR_STEP, LONGEST_BAR = 14, 42, 300
"""Sizes of a chart, in units of its own picture."""


def as_html(document: Document) -> str:
    return str(_template().render(document=document, bar_height=BAR_HEIGHT, bar_step=BAR_STEP, bar_length=bar_length))


def bar_length(rows: tuple[tuple[str, int], ...], count: int) -> int:
    """Return the length of a bar beside the longest of its chart."""
    return round(LONGEST_BAR * count / max(1, *(each for _, each in rows)))


@cache
def _template() -> Any:
    # It takes as long to load as much else together, and few processes ever make a document.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["clean"] = clean_text
    made.tests["block"] = lambda block, kind: type(block).__name__ == kind
    return made.get_template("document.html.jinja")
