"""Conversion of views to sent messages, in whatever chat a conversation is in now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from telegram.error import TelegramError

from adapters.telegram.callbacks import Callbacks
from adapters.telegram.client import TelegramClient
from adapters.telegram.errors import ChatMovedError, MessageGoneError, PictureNotAllowedError, TopicGoneError
from adapters.telegram.reading import KeyedMessage
from adapters.telegram.render import Outgoing, render_view
from bot.domain.conversation import ConversationRef
from bot.ports import Clock, CommandMenu, SendLaterError, SendRefusedError
from bot.views import split
from bot.views.view import Button, PostedMessage, View

log = logging.getLogger(__name__)

SUPERGROUPS = -(10**12)
"""Ids of supergroups are below this number; members find a message of one at an address with the rest of the id."""
CAPTION = "p"
"""Marks the name of a message that is a picture or a file: its caption is edited instead of its text."""
SCOPES = {"everyone": "all_private_chats", "groups": "all_group_chats", "person": "chat"}
MOST_COMMANDS, LONGEST_DOES = 100, 256
T = TypeVar("T")


class OnMoved(Protocol):
    async def __call__(self, old: str, new: int, topic: str = "") -> None: ...


class Sending:
    """`on_moved` is told the old and the new id of a group that became a supergroup, or of one with a topic that is gone."""

    def __init__(
        self,
        client: TelegramClient,
        callbacks: Callbacks,
        clock: Clock,
        on_moved: OnMoved,
    ) -> None:
        self.closed = True
        self._client = client
        self._callbacks = callbacks
        self._clock = clock
        self._on_moved = on_moved
        self._moved: dict[str, str] = {}
        self._in_flight = 0

    async def send(self, ref: ConversationRef, view: View) -> str:
        """Returns the name of the first message. Raises SendRefusedError, SendLaterError or SendUncertainError."""
        first = ""
        for message in render_view(view.linked(self._address(view.posted)), self._packing(ref)):
            name = await self._send_one(ref, message, patient=bool(first))
            first = first or name
        if view.pinned and first:
            await self._pin(ref, first)
        return first

    async def _pin(self, ref: ConversationRef, name: str) -> None:
        """Keep a message on top of its chat, if the bot may; that it may not is no reason to send it again."""
        try:
            await self._sent(self._client.pin(self._chat(ref), int(name.removeprefix(CAPTION))))
        except (TelegramError, SendLaterError) as error:
            log.info("a message could not be pinned", exc_info=error)

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View) -> str:
        """Change a message in place; what does not fit into it any more is sent after it. One that is gone is sent anew."""
        first, *more = render_view(view.linked(self._address(view.posted)), self._packing(ref))
        caption = sent_ref.startswith(CAPTION)
        chat = self._chat(ref)
        try:
            await self._sent(self._client.edit(chat, int(sent_ref.removeprefix(CAPTION)), first, caption))
        except MessageGoneError:
            return await self.send(ref, view)
        for message in more:
            await self._send_one(ref, message, patient=True)
        return sent_ref

    async def send_ephemeral(self, ref: ConversationRef, view: View, person: ConversationRef, press: str) -> bool:
        """Show a view in a group to who has just pressed a button there, and to nobody else. False where that cannot be done."""
        message, *more = render_view(view, self._packing(ref))
        if more or message.captioned or ref.direct:
            return False
        try:
            if not await self._client.shows_ephemeral():
                return False
            topic = ref.topic or ref.thread
            await self._sent(self._client.send_ephemeral(self._chat(ref), message, topic, person.person or "", press))
        except (TelegramError, SendLaterError) as error:
            log.info("a message to one person in a group was not taken", exc_info=error)
            return False
        return True

    async def leave_keys(self, ref: ConversationRef, pressed: KeyedMessage) -> None:
        """Take the used keys of a message away; one that is gone has none."""
        try:
            await self._sent(self._client.leave_keys(self._chat(ref), pressed))
        except (TelegramError, SendLaterError) as error:
            log.info("used buttons could not be taken away", exc_info=error)

    async def clear(self, ref: ConversationRef, message_ids: Sequence[str]) -> bool:
        """Delete messages of a direct chat; Telegram lets a bot do that within 48 hours. False when it refused."""
        ids = [int(id.removeprefix(CAPTION)) for id in message_ids if id.removeprefix(CAPTION).isdecimal()]
        try:
            await self._client.delete(self._chat(ref), ids)
        except TelegramError as error:
            log.warning("messages could not be deleted", exc_info=error)
            return False
        return True

    async def offer(self, menu: CommandMenu) -> None:
        """Telegram's names have underscores: `/team_add` says the same as `team add`."""
        commands = [
            (name.replace(" ", "_"), split.cut_text(does, LONGEST_DOES, "utf-16")[0]) for name, does in menu.commands
        ]
        scope: dict[str, Any] = {"type": SCOPES[menu.audience]}
        if menu.person:
            scope["chat_id"] = int(self._chat(menu.person))
        await self._sent(self._client.offer(commands[:MOST_COMMANDS], scope))

    async def _send_one(self, ref: ConversationRef, message: Outgoing, patient: bool) -> str:
        """Returns its name. Without its picture rather than without its words, where the picture is not taken.

        `patient`: what belongs to a message that is partly there is waited for, since all of it cannot be sent again.
        """
        while True:
            chat = self._chat(ref)
            # What moved to another chat left its topics behind.
            topic = (ref.topic or ref.thread) if chat == (ref.channel or ref.person) else None
            try:
                id = await self._sent(self._client.send(chat, message, topic))
                return f"{CAPTION if message.captioned else ''}{id}"
            except PictureNotAllowedError:
                log.warning("a picture or a file was not taken; its words go without it")
                message = message.words_alone()
            except ChatMovedError as away:
                await self._move(chat, away.to)
            except TopicGoneError:
                ref = await self._leave_topic(ref)
            except SendLaterError as later:
                if not patient or self.closed:
                    raise
                await self._clock.sleep(later.seconds)

    async def _sent(self, request: Coroutine[None, None, T]) -> T:
        if self.closed:
            request.close()
            raise SendLaterError(1, "closed")
        self._in_flight += 1
        try:
            return await request
        finally:
            self._in_flight -= 1

    async def _move(self, old: str, new: int) -> None:
        """The group has another id now: use it at once, and let the engine know."""
        self._moved[old] = str(new)
        await self._on_moved(old, new)

    async def _leave_topic(self, ref: ConversationRef) -> ConversationRef:
        """Rather in the chat itself than nowhere; that a place of its own is gone the engine has to know."""
        if ref == ref.with_all_topics():
            raise SendRefusedError("invalid")
        if ref.topic:
            await self._on_moved(ref.channel or "", int(ref.channel or 0), ref.topic)
        return ref.with_all_topics()

    def _chat(self, ref: ConversationRef) -> str:
        chat = ref.person or ref.channel or ""
        return self._moved.get(chat, chat)

    def _address(self, posted: PostedMessage | None) -> str:
        """Return the address of a message, where its group is one whose messages have addresses; else nothing."""
        chat = self._chat(posted.ref) if posted else "0"
        if posted is None or int(chat) >= SUPERGROUPS:
            return ""
        topic = f"{posted.ref.topic}/" if posted.ref.topic and chat == posted.ref.channel else ""
        return f"https://t.me/c/{SUPERGROUPS - int(chat)}/{topic}{posted.name.removeprefix(CAPTION)}"

    def _packing(self, ref: ConversationRef) -> Callable[[Button], str]:
        chat = self._chat(ref)

        def pack(button: Button) -> str:
            try:
                return self._callbacks.pack(chat, button.action, button.token)
            except ValueError:
                log.error("a button carries too much", extra={"action": button.action})
                return self._callbacks.pack(chat, button.action, "")

        return pack

    async def finish(self, seconds: float) -> None:
        """Begin nothing more, and wait for what is in flight."""
        self.closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._in_flight:  # noqa: ASYNC110 - counted, and over in a moment
                    await asyncio.sleep(0.01)
