"""python-telegram-bot behind a narrow door: raw updates in, messages out, and its errors in the words of `bot.ports`.

Updates are taken as the bytes that arrived, before the library reads them: one that it cannot read would cost the whole batch.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from ssl import SSLContext
from typing import Any

import httpx
from telegram import (
    Bot,
    BotCommandScope,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    User,
    WebhookInfo,
)
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.request import HTTPXRequest, RequestData

from adapters.telegram import answers, errors
from adapters.telegram.inbound import ALLOWED_UPDATES
from adapters.telegram.reading import KeyedMessage
from adapters.telegram.render import Outgoing
from bot.ports import SendRefusedError

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
FILE_PART = "/file/bot"
"""Part of the address of a file, which is bytes and no answer."""
SOON = 1
"""Seconds until a message that may not leave is tried again."""
NOTHING = b'{"ok": true, "result": []}'
CONNECTIONS = 40
UPDATES_PER_FETCH = 100
AT_LEAST = 0.3
"""Seconds that a fruitless request for updates takes at least: a server that does not hold it open is not to be overrun."""

if find_spec("sniffio") is None:
    # httpcore asks for it several times in each request; so it hears at once that it is not there, without a search on the disk.
    sys.modules["sniffio"] = None  # type: ignore[assignment]


@cache
def trusted_roots() -> SSLContext:
    """Return the certificates that httpx trusts: reading them takes 40 ms, so all connections of a process share them."""
    return httpx.create_ssl_context()


_FROM_THE_OUTBOX: ContextVar[bool] = ContextVar("from the outbox", default=False)


@contextmanager
def looking_first() -> Iterator[None]:
    """Let what this task sends meanwhile leave only while it may."""
    token = _FROM_THE_OUTBOX.set(True)
    try:
        yield
    finally:
        _FROM_THE_OUTBOX.reset(token)


class Requests(HTTPXRequest):
    """Shows the library every answer in the form that it can read. What comes from the outbox leaves only while it may."""

    def __init__(self, connections: int, patience: float, wait_for_place: float) -> None:
        """`patience`: seconds for an answer; `wait_for_place`: seconds for one of the connections to be free."""
        super().__init__(
            connection_pool_size=connections,
            read_timeout=patience,
            write_timeout=patience,
            connect_timeout=5,
            pool_timeout=wait_for_place,
            httpx_kwargs={"verify": trusted_roots()},
        )
        self.may_send: Callable[[], bool] = lambda: True

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Hook of `telegram.request.BaseRequest`."""
        if _FROM_THE_OUTBOX.get() and url.rpartition("/")[2].startswith("send") and not self.may_send():
            raise RetryAfter(SOON)
        code, payload = await super().do_request(url, method, request_data, *args, **kwargs)
        if FILE_PART in url:
            return code, payload
        return answers.normalise_answer(url.rpartition("/")[2], code, payload)


class RawUpdates(Requests):
    """Captures what `getUpdates` brought for us and shows the library an empty batch."""

    payload: bytes = NOTHING

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Hook of `telegram.request.BaseRequest`."""
        code, payload = await super().do_request(url, method, request_data, *args, **kwargs)
        self.payload = NOTHING
        if code != 200:
            return code, payload
        self.payload = payload
        return code, NOTHING


class TelegramClient:
    """One bot. Every method raises `TelegramError` as it comes, except those that say otherwise."""

    def __init__(self, token: str, api_url: str, connections: int = CONNECTIONS) -> None:
        self._raw = RawUpdates(2, patience=10, wait_for_place=5)
        self._request = Requests(connections, patience=20, wait_for_place=30)
        self._has_menus = True
        self._shows_ephemeral: bool | None = None
        base = api_url.rstrip("/")
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._request,
            get_updates_request=self._raw,
        )

    def send_while(self, may: Callable[[], bool]) -> None:
        self._request.may_send = may

    async def open(self) -> None:
        """Make the connection pools; nobody is contacted."""
        await self._request.initialize()
        await self._raw.initialize()

    async def close(self) -> None:
        await self._request.shutdown()
        await self._raw.shutdown()

    async def who_am_i(self) -> User:
        return await self._bot.get_me()

    async def updates(self, offset: int, wait: int) -> list[Any]:
        """The raw updates from `offset` on, after at most `wait` seconds; what is before `offset` is confirmed."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self._bot.get_updates(
            offset=offset or None, limit=UPDATES_PER_FETCH, timeout=wait, allowed_updates=list(ALLOWED_UPDATES)
        )
        answer = json.loads(self._raw.payload.decode("utf-8", "replace"))
        found = answer.get("result") if isinstance(answer, dict) else None
        if isinstance(found, list) and found:
            return found
        if wait:
            await asyncio.sleep(max(0.0, begun + AT_LEAST - loop.time()))
        return []

    async def listen_at(self, url: str, secret: str, connections: int) -> None:
        await self._bot.set_webhook(
            url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES), max_connections=connections
        )

    async def stop_listening(self) -> None:
        await self._bot.delete_webhook()

    async def webhook(self) -> WebhookInfo:
        return await self._bot.get_webhook_info()

    async def send(self, chat: str, message: Outgoing, topic: str | None = None) -> int:
        """Return the message's id. Raises as `errors.translate_error` does; PictureNotAllowedError where only words are taken."""
        common: dict[str, Any] = {
            "chat_id": int(chat),
            "message_thread_id": int(topic) if topic else None,
            "parse_mode": "HTML",
            "reply_markup": _inline_keyboard(message),
            "disable_notification": message.silent or None,
        }
        try:
            if message.file is not None:
                sent = await self._bot.send_document(
                    document=message.file, caption=message.html, filename=message.name, **common
                )
            elif message.picture is not None:
                sent = await self._bot.send_photo(
                    photo=message.picture, caption=message.html, filename=message.name, **common
                )
            else:
                sent = await self._bot.send_message(text=message.html, link_preview_options=NO_PREVIEW, **common)
        except TelegramError as error:
            if message.captioned and errors.of_the_picture(error):
                raise errors.PictureNotAllowedError from error
            raise errors.translate_error(error) from error
        return sent.message_id

    async def shows_ephemeral(self) -> bool:
        """Return whether the server shows a message of a group to one person alone (Bot API 10.2).

        One that does not passes over what it does not know of a message, and would show it to all. So it is asked for another
        method of that kind first, about a message that there is not.
        """
        if self._shows_ephemeral is None:
            nothing = {"chat_id": 0, "receiver_user_id": 0, "ephemeral_message_id": 0}
            try:
                await self._bot.do_api_request("deleteEphemeralMessage", api_kwargs=nothing)
                # What was not there cannot have been deleted: this server says yes to anything.
                self._shows_ephemeral = False
            except BadRequest as error:
                self._shows_ephemeral = not errors.no_such_method(error)
        return self._shows_ephemeral

    async def send_ephemeral(self, chat: str, message: Outgoing, topic: str | None, to: str, press: str) -> None:
        """Show a message of words in a group to who has just pressed a button there. Raises TelegramError."""
        await self._bot.send_message(
            chat_id=int(chat),
            text=message.html,
            message_thread_id=int(topic) if topic else None,
            parse_mode="HTML",
            reply_markup=_inline_keyboard(message),
            link_preview_options=NO_PREVIEW,
            api_kwargs={"receiver_user_id": int(to), "callback_query_id": press},
        )

    async def edit(self, chat: str, id: int, message: Outgoing, caption: bool) -> None:
        """Change a text, or the caption of a picture. That nothing is changed is no error.

        Raises MessageGoneError where there is no message to be changed, and as `errors.translate_error` does.
        """
        common: dict[str, Any] = {
            "chat_id": int(chat),
            "message_id": id,
            "parse_mode": "HTML",
            "reply_markup": _inline_keyboard(message),
        }
        try:
            if caption:
                await self._bot.edit_message_caption(caption=message.html, **common)
            else:
                await self._bot.edit_message_text(text=message.html, link_preview_options=NO_PREVIEW, **common)
        except TelegramError as error:
            if errors.is_unchanged(error):
                return
            if errors.of_the_message(error):
                raise errors.MessageGoneError from error
            raise errors.translate_error(error) from error

    async def fetch_file(self, id: str, most: int) -> bytes:
        """The bytes of a file that somebody sent. Raises TelegramError, and ValueError for one that is larger."""
        file = await self._bot.get_file(id)
        if (file.file_size or 0) > most:
            raise ValueError("the file is too large")
        return bytes(await file.download_as_bytearray())

    async def pin(self, chat: str, id: int) -> None:
        """Without a sound: the message itself has made one."""
        await self._bot.pin_chat_message(int(chat), id, disable_notification=True)

    async def leave_keys(self, chat: str, pressed: KeyedMessage) -> None:
        """Let a message have those keys alone that still lead somewhere."""
        rows = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in pressed.keys]
        left = InlineKeyboardMarkup(rows) if rows else None
        await self._bot.edit_message_reply_markup(chat_id=int(chat), message_id=pressed.id, reply_markup=left)

    async def answer(self, press: str, text: str = "") -> None:
        await self._bot.answer_callback_query(press, text=text or None, show_alert=True if text else None)

    async def delete(self, chat: str, ids: Sequence[int]) -> None:
        """Many at once, or one by one where the server knows only that."""
        for at in range(0, len(ids), UPDATES_PER_FETCH):
            batch = list(ids[at : at + UPDATES_PER_FETCH])
            try:
                await self._bot.delete_messages(int(chat), batch)
            except TelegramError as error:
                if not errors.no_such_method(error):
                    raise
                for id in batch:
                    await self._bot.delete_message(int(chat), id)

    async def offer(self, commands: Sequence[tuple[str, str]], scope: dict[str, Any]) -> None:
        """Show these commands in the menu of a scope. Raises what `errors.translate_error` makes of an error."""
        if not self._has_menus:
            return
        try:
            await self._bot.set_my_commands(list(commands), scope=BotCommandScope.de_json(scope, None))
        except TelegramError as error:
            if not errors.no_such_method(error):
                raise errors.translate_error(error) from error
            self._has_menus = False
            log.warning("this server has no menus of commands; commands are typed without them")

    async def look_at(self, chat: str) -> None:
        """Return if the bot may write in a group. Raises SendRefusedError if not, or what an error is translated to."""
        try:
            rights = await self.my_rights(chat)
        except TelegramError as error:
            raise errors.translate_error(error) from error
        if rights.get("status") in ("left", "kicked"):
            raise SendRefusedError("removed")
        if rights.get("status") == "restricted" and not rights.get("can_send_messages"):
            raise SendRefusedError("forbidden")

    async def my_rights(self, chat: str) -> dict[str, Any]:
        """Return how the bot stands in a group."""
        me = await self._bot.get_me()
        return (await self._bot.get_chat_member(int(chat), me.id)).to_dict()


def _inline_keyboard(message: Outgoing) -> InlineKeyboardMarkup | None:
    if not message.keys:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(key.label, callback_data=key.data) for key in row] for row in message.keys]
    )
