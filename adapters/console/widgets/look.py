"""Colours of the screen, and how styled lines become content of the screen's library."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.theme import Theme

from adapters.console import render
from adapters.console.render import Line

THEME = Theme(
    name="folkmoot",
    dark=True,
    primary="#4fa89f",
    secondary="#7fa7c9",
    accent="#e0a458",
    warning="#e0a458",
    error="#d9705f",
    success="#7fb069",
    foreground="#e6e3dc",
    background="#12181b",
    surface="#182125",
    panel="#212d32",
)
STYLES = {
    render.HEADING: "bold",
    render.DIM: "$foreground 60%",
    render.QUOTE: "italic",
    render.RULE: "$accent",
    render.BUTTON: "bold $primary",
}


def styled_content(lines: Iterable[Line]) -> Content:
    """The lines one under another; their text is never read as markup."""
    return Content("\n").join(
        Content.assemble(*((span.text, STYLES.get(span.style, "")) for span in line)) for line in lines
    )
