"""The rooms side by side; on a narrow terminal one of them, and a tab for each."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message as Told
from textual.widgets import Tab, Tabs

from adapters.console.stage import DemoFront
from adapters.console.widgets.room import RoomView, room_title
from bot.domain.conversation import ConversationRef


class Rooms(Vertical):
    """One room is always active: it is the one that is written in. Told `Turned` when that becomes another."""

    DEFAULT_CSS = """
    Rooms { height: 1fr; }
    Rooms Tabs { display: none; }
    Rooms Horizontal { height: 1fr; }
    """

    class Turned(Told):
        pass

    def __init__(self, stage: DemoFront, viewer: str) -> None:
        super().__init__()
        self._stage = stage
        self._client = stage.console.client
        self._viewer = viewer

    def compose(self) -> ComposeResult:
        places = self._stage.rooms
        yield Tabs(*(Tab(Content(room_title(self._client, place)), id=f"tab-{n}") for n, place in enumerate(places)))
        with Horizontal():
            for place in places:
                yield RoomView(self._client, place, self._viewer, self._stage.zone)

    def on_mount(self) -> None:
        self.activate(self.all[0])

    @property
    def all(self) -> Sequence[RoomView]:
        return list(self.query(RoomView))

    @property
    def active(self) -> RoomView:
        return next(room for room in self.all if room.has_class("active"))

    def activate(self, active: RoomView) -> None:
        """Turn to a room: what is written is written there."""
        for n, room in enumerate(self.all):
            room.set_class(room is active, "active")
            room.border_subtitle = "you write here" if room is active else ""
            if room is active:
                with self.prevent(Tabs.TabActivated):
                    self.query_one(Tabs).active = f"tab-{n}"
        self._word_tabs()
        self.post_message(self.Turned())

    def step(self, by: int) -> None:
        rooms = self.all
        self.activate(rooms[(rooms.index(self.active) + by) % len(rooms)])

    async def turn(self, viewer: str) -> None:
        """Show channels as `viewer` sees them, and their direct messages in a room of direct messages."""
        rooms = self.all
        home = next((room for room in rooms if room.place.person == viewer), None)
        home = home or next((room for room in rooms if room.place.direct), None)
        for room in rooms:
            await room.turn(self._client.direct(viewer) if room is home else room.place, viewer)
        self.activate(home or self.active)

    async def follow(self, place: ConversationRef) -> None:
        """Turn to where the story goes on; direct messages that are not among the rooms take the place of others."""
        room = next((room for room in self.all if room.place == place), None)
        if room is None and place.direct:
            room = next(room for room in self.all if room.place.direct)
            await room.turn(place, room.viewer)
        if room:
            self.activate(room)
            self.call_after_refresh(room.show_newest)

    async def sync(self) -> None:
        for room in self.all:
            await room.sync()
        self._word_tabs()

    def _word_tabs(self) -> None:
        """Each tab says how many messages have come to its room since it was last looked at."""
        self.active.look()
        for n, room in enumerate(self.all):
            new = f" ({room.unseen} new)" if room.unseen else ""
            self.query_one(f"#tab-{n}", Tab).label = Content(room_title(self._client, room.place) + new)

    def on_room_view_entered(self, event: RoomView.Entered) -> None:
        event.stop()
        if event.room is not self.active:
            self.activate(event.room)

    def on_tabs_tab_activated(self, event: Tabs.TabActivated) -> None:
        event.stop()
        self.activate(self.all[int((event.tab.id or "tab-0").removeprefix("tab-"))])
