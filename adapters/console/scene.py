"""A scene as lines of styled text: two views side by side, as wide as they may be together, and one under both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from adapters.console.client import Scene
from adapters.console.render import BAR, RULE, Line, Names, Span, render_view
from bot.views.text import display_width, pad_to

LEFT = 0.37
"""Share of the left view."""


def scene_lines(scene: Scene, columns: int, names: Names) -> Iterator[Line]:
    """The scene without its title."""
    left_columns = int(columns * LEFT) - 1
    left = render_view(scene.left, left_columns, names, apart=False)
    right = render_view(scene.right, columns - left_columns - 1 - len(BAR), names, apart=False)
    for before, after in zip_longest(left, right, fillvalue=()):
        yield (*_filled_up(before, left_columns + 1), Span(BAR, RULE), *after)
    yield ()
    yield from render_view(scene.below, columns, names, apart=False)


def _filled_up(line: Line, columns: int) -> Line:
    used = sum(display_width(span.text) for span in line)
    return (*line, Span(pad_to("", columns - used)))
