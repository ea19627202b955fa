"""The line above the rooms: what is played, the simulated date and time, how the round stands, and who one is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message as Told
from textual.widgets import Select, Static

from adapters.console.printer import format_day, format_moment
from adapters.console.render import strip_controls
from adapters.console.stage import DemoFront
from bot.views.text import display_width


class Narration(Static):
    """The last word of the story, under the status bar; nothing until there is one."""

    DEFAULT_CSS = """
    Narration { dock: top; margin-top: 2; height: auto; max-height: 3; padding: 0 1; display: none; }
    """

    def tell(self, text: str) -> None:
        self.update(Content.assemble(("The story  ", "bold $accent"), (strip_controls(text), "italic")))
        self.display = True


class StatusBar(Vertical):
    """Shows `stage`; told `Became` when the visitor chooses to be somebody else."""

    DEFAULT_CSS = """
    StatusBar { dock: top; height: 2; background: $panel; padding: 0 1; }
    StatusBar Horizontal { height: 1; }
    StatusBar #when { width: 1fr; height: 1; }
    StatusBar #standing { height: 1; color: $foreground 75%; }
    StatusBar #you-are { width: auto; height: 1; padding: 0 1; color: $foreground 70%; }
    StatusBar Select { width: 34; height: 1; }
    """

    class Became(Told):
        def __init__(self, handle: str) -> None:
            super().__init__()
            self.handle = handle

    def __init__(self, stage: DemoFront) -> None:
        super().__init__()
        self._stage = stage
        self.playing = False

    def compose(self) -> ComposeResult:
        people = [(self._label(p.name, p.about), p.handle) for p in self._stage.people]
        with Horizontal():
            yield Static(id="when")
            yield Static("You are", id="you-are")
            yield Select(people, value=people[0][1], allow_blank=False, compact=True, id="person")
        yield Static(id="standing")

    @staticmethod
    def _label(name: str, about: str) -> Content:
        return Content.assemble(
            (strip_controls(name), "bold"), (strip_controls(f", {about}" if about else ""), "$foreground 60%")
        )

    def _draw(self) -> None:
        """Two rows: what and when; how the round stands and what comes next. What does not fit whole is left away."""
        stage = self._stage
        now = stage.now()
        following = stage.next_event_at()
        ahead = f"next: {format_moment(following, stage.zone)}" if following else "nothing more is due"
        playing = "▶ the story plays" if self.playing else "‖ the story waits"
        when = self.query_one("#when", Static)
        title = f"   {stage.title}"
        date = f"{format_day(now, stage.zone)}, {now.astimezone(stage.zone):%H:%M}"
        room = when.size.width - len(date)
        when.update(Content.assemble((date, "bold"), (title if len(title) <= room else "", "bold $accent")))
        standing = ""
        for part in (strip_controls(stage.state()), ahead, playing):
            longer = f"{standing}  ·  {part}" if standing else part
            standing = longer if not standing or display_width(longer) <= self.content_size.width else standing
        self.query_one("#standing", Static).update(Content(standing))

    def on_resize(self) -> None:
        self._draw()

    def sync(self, person: str, playing: bool) -> None:
        self.playing = playing
        self._draw()
        select = self.query_one("#person", Select)
        if select.value != person:
            with select.prevent(Select.Changed):
                select.value = person

    def on_select_changed(self, event: Select.Changed) -> None:
        event.stop()
        self.post_message(self.Became(str(event.value)))
