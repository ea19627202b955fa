"""One message in a room: who and when, its words, its buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from itertools import groupby

from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message as Told
from textual.widget import Widget
from textual.widgets import Button, Static

from adapters.console import render
from adapters.console.client import BOT, Message
from adapters.console.printer import format_moment
from adapters.console.widgets.look import styled_content
from bot.domain.conversation import ConversationRef
from bot.views.text import display_width
from bot.views.view import Block, Buttons, View
from bot.views.view import Button as ViewButton

VARIANTS = {"primary": "primary", "danger": "error"}
FRAME = 2
"""Columns that a button needs beside its label."""


class Words(Widget):
    """Lines drawn as wide as there is room."""

    DEFAULT_CSS = "Words { width: 1fr; height: auto; }"

    def __init__(self, draw: Callable[[int], list[render.Line]]) -> None:
        super().__init__()
        self._draw = draw

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._draw(width))

    def render(self) -> Content:
        return styled_content(self._draw(self.content_size.width))


class Choice(Button):
    """A button of a message; its label is shown as it is, never read as markup."""

    def __init__(self, button: ViewButton) -> None:
        super().__init__(Content(render.strip_controls(button.label)), compact=True)
        self.variant = VARIANTS.get(button.style, "default")
        self.choice = button


class Choices(VerticalGroup):
    """Buttons side by side, in as many rows as the width asks for."""

    DEFAULT_CSS = """
    Choices { margin-top: 1; height: auto; }
    Choices HorizontalGroup { height: auto; margin-bottom: 1; }
    Choices HorizontalGroup.last { margin-bottom: 0; }
    Choices Choice { margin-right: 1; min-width: 1; }
    """

    def __init__(self, buttons: Sequence[ViewButton]) -> None:
        super().__init__()
        self._buttons = buttons
        self._rows = button_rows(buttons, 10**6)

    def compose(self) -> ComposeResult:
        for n, row in enumerate(self._rows, 1):
            with HorizontalGroup(classes="last" if n == len(self._rows) else ""):
                for button in row:
                    yield Choice(button)

    def on_resize(self, event: Resize) -> None:
        found = button_rows(self._buttons, event.size.width)
        if found != self._rows:
            self._rows = found
            self.refresh(recompose=True)


def button_rows(buttons: Sequence[ViewButton], columns: int) -> list[list[ViewButton]]:
    """Buttons in rows of at most `columns` terminal columns, one at least in each."""
    found: list[list[ViewButton]] = []
    left = -1
    for button in buttons:
        needed = display_width(button.label) + FRAME + 1
        if needed > left or not found:
            found.append([])
            left = columns
        found[-1].append(button)
        left -= needed
    return found


class MessageBox(VerticalGroup):
    """A message; a press of one of its buttons is told as `Chosen`."""

    DEFAULT_CSS = """
    MessageBox { height: auto; margin: 0 0 1 0; padding: 0 1; border-left: wide $panel; }
    MessageBox.bot { border-left: wide $primary; }
    MessageBox.mine { border-left: wide $accent; }
    MessageBox.private { background: $surface; border-left: wide $secondary; }
    MessageBox .byline { height: 1; width: 1fr; }
    """

    class Chosen(Told):
        def __init__(self, button: ViewButton, where: ConversationRef) -> None:
            super().__init__()
            self.button = button
            self.where = where

    def __init__(self, message: Message, names: render.Names, viewer: str, zone: tzinfo) -> None:
        super().__init__(classes=_css_classes(message, viewer))
        self.message = message
        self._names = names
        self._zone = zone

    def compose(self) -> ComposeResult:
        yield Static(self.byline(), classes="byline")
        for block in _split_at_buttons(self.message.view):
            if isinstance(block, Buttons):
                yield Choices(block.buttons)
            else:
                yield Words(self._drawing(block))

    def byline(self) -> Content:
        message = self.message
        notes = [format_moment(message.at, self._zone)]
        notes += ["edited"] if message.edited else []
        notes += ["in a thread"] if message.ref.thread else []
        notes += ["only you see this"] if message.private_to else []
        style = "bold $primary" if message.author == BOT else "bold"
        name = render.strip_controls(self._names(message.author))
        return Content.assemble((name, style), ("  " + " · ".join(notes), "$foreground 65%"))

    def _drawing(self, part: View) -> Callable[[int], list[render.Line]]:
        """On a short terminal blocks stand close together."""
        return lambda columns: render.render_view(part, columns, self._names, apart=not self.screen.has_class("-short"))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, Choice):
            self.post_message(self.Chosen(event.button.choice, self.message.ref))


def _css_classes(message: Message, viewer: str) -> str:
    author = "bot" if message.author == BOT else "mine" if message.author == viewer else "other"
    return f"{author} private" if message.private_to else author


def _split_at_buttons(view: View) -> Iterator[View | Buttons]:
    """The view cut at its buttons: each run of words a view of its own."""

    def pressable(block: Block) -> bool:
        return isinstance(block, Buttons)

    for are_buttons, run in groupby(view.blocks, pressable):
        blocks = tuple(run)
        if are_buttons:
            yield Buttons(tuple(button for block in blocks if isinstance(block, Buttons) for button in block.buttons))
        else:
            yield View(blocks, view.summary)
    if not view.blocks:
        yield view
