"""The rooms on a terminal screen, side by side, with buttons, forms, and a clock that the visitor moves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Footer, Input

from adapters.console.client import Change, Narrated, SceneShown
from adapters.console.render import strip_controls
from adapters.console.stage import DemoFront
from adapters.console.widgets.form import FormDialog, Values
from adapters.console.widgets.help import HelpPage
from adapters.console.widgets.keys import key_bindings
from adapters.console.widgets.look import THEME
from adapters.console.widgets.message import MessageBox
from adapters.console.widgets.rooms import Rooms
from adapters.console.widgets.scene import ScenePage
from adapters.console.widgets.status import Narration, StatusBar
from bot.domain.conversation import ConversationRef

HOUR = timedelta(hours=1)
SECONDS_BETWEEN_STEPS = 2.5
"""Seconds between two steps of the story while it plays."""
BEATS_OF_A_SCENE = 6
"""How many of these a scene stays, unless the visitor goes on."""


class ConsoleScreen(App[None]):
    """Plays a Stage. What the visitor does happens one after another, each with all that follows from it."""

    TITLE = "Folkmoot"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - an instance variable in the base
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - as above
    CSS = """
    .-narrow Tabs { display: block; }
    .-narrow RoomView { display: none; }
    .-narrow RoomView.active { display: block; }
    .-narrow #you-are { display: none; }
    .-short TextArea { height: 4; }
    .-narrow.-short RoomView, .-narrow.-short RoomView.active { border: none; }
    #line { border: tall $panel; height: 3; background: $surface; }
    #line:focus { border: tall $primary; }
    .-short #line, .-short #line:focus { border: none; height: 1; padding: 0 1; background: $panel; }
    #line .input--placeholder { color: $foreground 65%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*key_bindings()]

    def __init__(self, stage: DemoFront, pace: float = SECONDS_BETWEEN_STEPS) -> None:
        super().__init__()
        self.stage = stage
        self.console_ = stage.console
        self.client = stage.console.client
        self.person = stage.people[0].handle
        self.playing = False
        self.dialog: FormDialog | None = None
        self._pace = pace
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._page: ScenePage | None = None
        self._beats = 0

    def compose(self) -> ComposeResult:
        yield StatusBar(self.stage)
        yield Narration()
        yield Rooms(self.stage, self.person)
        yield Input(id="line", select_on_focus=False)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        self.client.listen(self._on_change)
        self.set_interval(self._pace, self._play_on)
        self.line.focus()

    def on_unmount(self) -> None:
        self.client.unlisten(self._on_change)

    @property
    def _floor(self) -> Screen[object]:
        """The screen with the rooms, whatever is laid over it."""
        return self.screen_stack[0]

    @property
    def rooms(self) -> Rooms:
        return self._floor.query_one(Rooms)

    @property
    def line(self) -> Input:
        return self._floor.query_one("#line", Input)

    # What is shown.

    def on_rooms_turned(self, event: Rooms.Turned) -> None:
        """The line says where and as whom it writes."""
        place = self.rooms.active.place
        name = strip_controls(self.client.name_of(place.person or self.person))
        where = f"in {self.client.title_of(place)}" if place.channel else "to Folkmoot"
        self.line.placeholder = f"Write {where} as {name}, or a command such as /help"

    def _on_change(self, change: Change) -> None:
        """Draw what a deed brings about once it is done: a round is hundreds of changes."""
        if isinstance(change, Narrated):
            self._floor.query_one(Narration).tell(change.text)
        elif isinstance(change, SceneShown):
            self._page = ScenePage(change.scene, self.client.name_of)
            self._beats = 0
            self.push_screen(self._page)
        if not self._waiting:
            self.call_later(self.sync)

    async def sync(self) -> None:
        """Bring everything on the screen in line with the stage."""
        await self.rooms.sync()
        self._floor.query_one(StatusBar).sync(self.person, self.playing)

    def sync_form(self) -> None:
        """Lay the person's open form over the rooms, or take away one that is no longer open."""
        opened = self.client.forms.get(self.person)
        if self.dialog and self.dialog.opened is not opened:
            dialog, self.dialog = self.dialog, None
            if dialog in self.screen_stack:
                dialog.dismiss(None)
        if opened and self.dialog is None:
            self.dialog = FormDialog(opened)
            self.push_screen(self.dialog, self._form_done(self.dialog))

    def _form_done(self, dialog: FormDialog) -> Callable[[Values | None], None]:
        def done(values: Values | None) -> None:
            if self.dialog is not dialog:
                return
            self.dialog = None
            person = dialog.opened.person
            if values is None:
                self.console_.cancel(person)
            else:
                filled = values
                self.perform(lambda: self.stage.act(self.console_.submit(person, filled)))

        return done

    # What is done.

    def perform(self, deed: Callable[[], Awaitable[object]]) -> None:
        """Do it after what is being done; what goes wrong is said on the screen, which goes on."""
        self._waiting += 1
        self.run_worker(self._perform(deed), group="stage")

    async def _perform(self, deed: Callable[[], Awaitable[object]]) -> None:
        try:
            async with self._turn:
                await deed()
        except Exception as error:
            self.notify(f"{type(error).__name__}: {error}", title="That did not work", severity="error", markup=False)
        finally:
            self._waiting -= 1
        await self.sync()
        self.sync_form()

    async def become(self, handle: str) -> None:
        """Be another person: channels are shown as they see them, and their direct messages are in sight."""
        if handle != self.person:
            self.person = handle
            await self.rooms.turn(handle)
            self.line.focus()
            await self.sync()
            self.sync_form()

    async def _actor(self, where: ConversationRef) -> str:
        """Return who acts in a room: the owner of direct messages, who one then becomes, and oneself in a channel."""
        if where.person:
            await self.become(where.person)
        return self.person

    async def on_message_box_chosen(self, event: MessageBox.Chosen) -> None:
        handle = await self._actor(event.where)
        self.perform(lambda: self.stage.act(self.console_.press_button(handle, event.where, event.button)))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        text, place = event.value.strip(), self.rooms.active.place
        event.input.clear()
        if text:
            handle = await self._actor(place)
            self.perform(lambda: self.stage.act(self.console_.type_text(handle, place, text)))
            event.input.focus()

    async def on_status_bar_became(self, event: StatusBar.Became) -> None:
        await self.become(event.handle)

    def _advance(self, to: datetime) -> None:
        self.perform(lambda: self.stage.advance(to))

    def action_hour(self) -> None:
        self._advance(self.stage.now() + HOUR)

    def action_next_event(self) -> None:
        following = self.stage.next_event_at()
        if following is None:
            self.notify("Nothing more is due.")
        else:
            self._advance(following)

    async def action_play(self) -> None:
        self.playing = not self.playing
        await self.sync()

    def action_step(self) -> None:
        self.perform(self._step)

    async def _step(self) -> None:
        if not await self.stage.next_step():
            self.playing = False
            self.notify("The story is at its end. Go on as you like.")
        elif self.stage.looked_at and not self.line.value:
            await self.rooms.follow(self.stage.looked_at)

    def _play_on(self) -> None:
        """The next step, unless the visitor is busy with a form or the last step is not done; a scene takes a while to read."""
        if not self.playing or self._waiting:
            return
        if self._page in self.screen_stack:
            self._beats += 1
            if self._page and self._beats == BEATS_OF_A_SCENE:
                self._page.dismiss()
        elif len(self.screen_stack) == 1:
            self.action_step()

    async def action_next_person(self) -> None:
        handles = [person.handle for person in self.stage.people]
        await self.become(handles[(handles.index(self.person) + 1) % len(handles)])

    def action_room(self, by: int) -> None:
        self.rooms.step(by)
        self.line.focus()

    def action_write(self) -> None:
        self.line.focus()

    def action_scroll(self, by: int) -> None:
        messages = self.rooms.active.messages
        (messages.scroll_page_up if by < 0 else messages.scroll_page_down)(animate=False)

    def on_key(self, event: Key) -> None:
        """A letter writes wherever one is: it begins a message as if the line had been chosen first."""
        if event.is_printable and event.character and len(self.screen_stack) == 1 and self.focused is not self.line:
            event.stop()
            self.line.focus()
            self.line.insert_text_at_cursor(event.character)

    def action_help(self) -> None:
        self.push_screen(HelpPage())


async def show_stage(stage: DemoFront, pace: float = SECONDS_BETWEEN_STEPS) -> None:
    """Show the stage until the visitor leaves; the terminal is then as it was."""
    await ConsoleScreen(stage, pace).run_async()
