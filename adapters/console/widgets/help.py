"""The page that says what can be done here."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.screen import ModalScreen
from textual.widgets import Static

from adapters.console.render import DIM, HEADING, PLAIN, Line, Span
from adapters.console.widgets.keys import KEYS
from adapters.console.widgets.look import styled_content

ABOUT = (
    "These are the rooms of a made-up workplace. Folkmoot itself is real: it runs here as it would in Slack or "
    "Telegram, with a clock that you can move. Press its buttons, answer its questions, or type /help to it."
)


class HelpPage(ModalScreen[None]):
    """Any key or click closes it."""

    DEFAULT_CSS = """
    HelpPage { align: center middle; background: $background 60%; }
    HelpPage Vertical {
        width: 66; max-width: 96%; height: auto; max-height: 96%; overflow-y: auto;
        background: $surface; border: round $accent; border-title-color: $accent; border-title-style: bold; padding: 1 2;
    }
    HelpPage .about { margin-bottom: 1; }
    """

    def compose(self) -> ComposeResult:
        with Vertical() as page:
            page.border_title = "Help"
            yield Static(Content(ABOUT), classes="about")
            yield Static(styled_content(key_lines()))

    def on_key(self, event: Key) -> None:
        event.stop()
        self.dismiss()

    def on_click(self, event: Click) -> None:
        self.dismiss()


def key_lines() -> list[Line]:
    keys: list[Line] = [(Span(key.shown.ljust(16), HEADING), Span(key.does, PLAIN)) for key in KEYS]
    return [*keys, (), (Span("Any key closes this page.", DIM),)]
