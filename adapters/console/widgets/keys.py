"""Every key of the screen, once: what it does there, how the footer names it, and how the help page tells it."""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding


class ScreenKey(NamedTuple):
    """`keys` as the screen's library names them, `shown` as people do; an empty `label` stays out of the footer."""

    keys: str
    action: str
    shown: str
    label: str
    does: str


KEYS = (
    ScreenKey("f1,question_mark", "help", "F1  or ?", "Help", "this page"),
    ScreenKey("f2,h", "hour", "F2  or h", "+1 hour", "an hour passes"),
    ScreenKey("f3,n", "next_event", "F3  or n", "Next event", "time passes until the next thing is due"),
    ScreenKey("f4,space", "play", "F4  or space", "Play/pause", "play the story, or pause it"),
    ScreenKey("f5,p", "next_person", "F5  or p", "Person", "be the next person"),
    ScreenKey("f6,s", "step", "F6  or s", "Step", "one step of the story"),
    ScreenKey("", "", "Tab", "", "go to the next button or room"),
    ScreenKey("", "", "Enter", "", "press the button that is marked"),
    ScreenKey("i", "write", "i", "", "write a message"),
    ScreenKey("slash", "command", "/", "", "write a command"),
    ScreenKey("escape", "rooms", "Escape", "", "leave the line, or close a form"),
    ScreenKey("left", "room(-1)", "left", "", "go to the room before"),
    ScreenKey("right", "room(1)", "right", "", "go to the next room"),
    ScreenKey("f10,q", "quit", "q  or Ctrl+C", "Leave", "leave"),
)


def key_bindings() -> list[Binding]:
    """The keys as bindings; Ctrl+C leaves from everywhere, out of a form too."""
    found = [
        Binding(key.keys, key.action, key.label, show=bool(key.label), key_display=_displayed_key(key))
        for key in KEYS
        if key.keys
    ]
    return [*found, Binding("ctrl+c", "quit", show=False, priority=True)]


def _displayed_key(key: ScreenKey) -> str:
    return "^C" if key.action == "quit" else key.shown.split()[0]
