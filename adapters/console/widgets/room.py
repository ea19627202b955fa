"""One room: its name, and its messages as one person sees them."""

from __future__ import annotations

import asyncio
from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, DescendantFocus
from textual.message import Message as Told
from textual.widgets import Static

from adapters.console.client import ConsoleClient, Message
from adapters.console.render import strip_controls
from adapters.console.widgets.message import MessageBox
from bot.domain.conversation import ConversationRef

EMPTY = "Nothing has been said here yet."


def room_title(client: ConsoleClient, place: ConversationRef) -> str:
    """A room as its members would call it."""
    return strip_controls(
        f"#{place.channel}" if place.channel else f"{client.name_of(place.person or '')} and Folkmoot"
    )


class RoomView(Vertical):
    """Shows `place` to `viewer`; told `Entered` when the visitor turns to it."""

    DEFAULT_CSS = """
    RoomView { width: 1fr; height: 1fr; border: round $panel; border-title-color: $foreground 70%; padding: 0 1 0 0; }
    RoomView.active {
        border: round $primary; border-title-color: $primary; border-title-style: bold;
        border-subtitle-color: $foreground 60%;
    }
    RoomView VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; padding: 1 0 0 1; }
    RoomView VerticalScroll:focus { background-tint: $foreground 3%; }
    RoomView .empty { color: $foreground 50%; padding: 0 1; }
    """

    class Entered(Told):
        def __init__(self, room: RoomView) -> None:
            super().__init__()
            self.room = room

    def __init__(self, client: ConsoleClient, place: ConversationRef, viewer: str, zone: tzinfo) -> None:
        super().__init__()
        self.client = client
        self.place = place
        self.viewer = viewer
        self._zone = zone
        self._shown: dict[str, MessageBox] = {}
        self._seen = 0
        self._drawing = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield VerticalScroll(Static(EMPTY, classes="empty"))

    async def on_mount(self) -> None:
        await self.sync()

    @property
    def unseen(self) -> int:
        """Return how many messages have come since the last `look`."""
        return len(self._shown) - self._seen

    def look(self) -> None:
        self._seen = len(self._shown)

    @property
    def messages(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def _visible(self) -> list[Message]:
        viewer = self.place.person or self.viewer
        return self.client.visible(self.place, viewer)

    async def turn(self, place: ConversationRef, viewer: str) -> None:
        """Show another place, or the same to another person."""
        async with self._drawing:
            if (place, viewer) != (self.place, self.viewer):
                self.place, self.viewer = place, viewer
                self._shown.clear()
                await self.messages.remove_children(MessageBox)
                await self._sync()
                self.look()
            await self._sync()

    async def sync(self) -> None:
        """Bring what is shown in line with what is there: new messages, and edits."""
        async with self._drawing:
            await self._sync()

    async def _sync(self) -> None:
        self.border_title = Content(room_title(self.client, self.place)).markup
        there = self._visible()
        stale = [box for box in self._shown.values() if box.message not in there]
        for box in stale:
            await self._renew(box, there)
        new = [m for m in there if m.id not in self._shown]
        boxes = [MessageBox(m, self.client.name_of, self.place.person or self.viewer, self._zone) for m in new]
        self._shown.update({box.message.id: box for box in boxes})
        if boxes:
            await self.messages.mount_all(boxes)
            self.call_after_refresh(self.show_newest)
        self.query_one(".empty").display = not there

    def show_newest(self) -> None:
        """The end of what was said, but of a message that is taller than the room its beginning."""
        self.messages.scroll_end(animate=False)
        newest = next(reversed(self._shown.values()), None)
        if newest and newest.region.height > self.messages.size.height:
            self.messages.scroll_to_widget(newest, top=True, animate=False)

    async def _renew(self, box: MessageBox, there: list[Message]) -> None:
        """Put the edited message in the place of the old one, or take the old one away."""
        now = next((m for m in there if m.id == box.message.id), None)
        if now is None:
            del self._shown[box.message.id]
        else:
            box_now = MessageBox(now, self.client.name_of, self.place.person or self.viewer, self._zone)
            self._shown[now.id] = box_now
            await self.messages.mount(box_now, after=box)
        await box.remove()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self.post_message(self.Entered(self))

    def on_click(self, event: Click) -> None:
        self.post_message(self.Entered(self))
