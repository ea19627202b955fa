"""Every key of the screen, once: what it does there, how the footer names it, and how the help page tells it.

Letters and signs write. So a word that is typed never moves the clock and never leaves.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding


class ScreenKey(NamedTuple):
    """`key` as the screen's library names it, `shown` as people do; an empty `label` stays out of the footer."""

    key: str
    action: str
    shown: str
    label: str
    does: str


LEAVE = "quit"
"""The screen's own action that ends it."""

KEYS = (
    ScreenKey("f1", "help", "F1", "Help", "this page"),
    ScreenKey("f2", "hour", "F2", "+1 hour", "an hour passes"),
    ScreenKey("f3", "next_event", "F3", "Next", "time passes until the next thing is due"),
    ScreenKey("f4", "play", "F4", "Play", "play the story, or pause it"),
    ScreenKey("f5", "next_person", "F5", "Person", "be the next person"),
    ScreenKey("f6", "step", "F6", "Step", "one step of the story"),
    ScreenKey("f7", "room(1)", "F7", "Room", "go to the next room"),
    ScreenKey("", "", "Enter", "", "send what you have written, or press the button"),
    ScreenKey("", "", "Tab", "", "go to the next button"),
    ScreenKey("escape", "write", "Escape", "", "go back to the line, or close a form"),
    ScreenKey("pageup", "scroll(-1)", "Page up", "", "read what was said before"),
    ScreenKey("pagedown", "scroll(1)", "Page down", "", "read on"),
    ScreenKey("f10", LEAVE, "Ctrl+C", "Leave", "leave"),
)


def key_bindings() -> list[Binding]:
    """The keys as bindings; F10 and Ctrl+C leave from everywhere, out of a form and a scene too."""
    found = [
        Binding(
            key.key,
            key.action,
            key.label,
            show=bool(key.label),
            key_display="^C" if key.action == LEAVE else key.shown,
            priority=key.action == LEAVE,
        )
        for key in KEYS
        if key.key
    ]
    return [*found, Binding("ctrl+c", LEAVE, show=False, priority=True)]
