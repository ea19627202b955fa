"""A scene in front of the rooms: two views side by side, as wide as the terminal allows."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click, Key
from textual.screen import ModalScreen
from textual.widgets import Static

from adapters.console.client import Scene
from adapters.console.render import Line, Names, strip_controls
from adapters.console.scene import scene_lines
from adapters.console.widgets.message import Words


class ScenePage(ModalScreen[None]):
    """Any key or click closes it, and the story goes on."""

    DEFAULT_CSS = """
    ScenePage { align: center middle; background: $background 60%; }
    ScenePage Vertical { width: 100%; max-width: 120; height: auto; max-height: 100%; background: $surface; padding: 0 1; }
    ScenePage .title { text-style: bold; color: $accent; }
    ScenePage .further { color: $foreground 60%; }
    """

    def __init__(self, scene: Scene, names: Names) -> None:
        super().__init__()
        self._scene = scene
        self._names = names

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(strip_controls(self._scene.title)), classes="title")
            yield Words(self._draw)
            yield Static("Any key: how it came to this.", classes="further")

    def _draw(self, columns: int) -> list[Line]:
        return list(scene_lines(self._scene, columns, self._names))

    def on_key(self, event: Key) -> None:
        event.stop()
        self.dismiss()

    def on_click(self, event: Click) -> None:
        self.dismiss()
