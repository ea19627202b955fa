"""Handing events to the engine, and showing its reply: every press is answered, in time, whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from telegram.error import TelegramError

from adapters.telegram.capabilities import NOTICE_LIMIT
from adapters.telegram.client import TelegramClient
from adapters.telegram.reading import ParsedUpdate
from adapters.telegram.render import notice_text
from adapters.telegram.sending import Sending
from bot.domain.confidential import ConfidentialText
from bot.domain.events import AnyEvent, ButtonPressed, MessageReceived, expects_answer
from bot.domain.outcomes.joining import WriteToMeFirst
from bot.domain.text_files import MOST_BYTES, asks_to_read, text_of
from bot.ports import NotStoredError, OnEvent, Reply, SendLaterError, SendRefusedError, SendUncertainError
from bot.views import messages
from bot.views.messages.platforms import not_saved_yet
from bot.views.split import text_length
from bot.views.used_up import USED_UP
from bot.views.view import View

log = logging.getLogger(__name__)

PRESS_ANSWER_SECONDS = 3.0
"""Seconds after which a press is answered even if it is still being handled: its button must not spin."""
REMEMBERED_PRESSES = 1000
WRITE_FIRST = notice_text(messages.word_outcome(WriteToMeFirst(pressed=True)))


class Handling:
    """`on_event` is set by the adapter's start; `spawn` keeps a task that nobody waits for."""

    def __init__(self, client: TelegramClient, sending: Sending, patience: float = PRESS_ANSWER_SECONDS) -> None:
        self.on_event: OnEvent | None = None
        self._client = client
        self._sending = sending
        self._patience = patience
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[int, None] = {}

    async def act(self, heard: ParsedUpdate) -> None:
        """Let the engine handle an update's events; what is shown at once does not hold up the next update."""
        if self.on_event is None:
            raise RuntimeError("the adapter is not started")
        press = Press(heard.callback)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._patience, lambda: self.spawn(self._answer(press)))
        try:
            for told in heard.events:
                event = await self._with_file(told)
                reply = await self.on_event(event)
                self.spawn(self._show(event, reply, press))
                if isinstance(event, ButtonPressed) and event.action in USED_UP and heard.pressed:
                    self.spawn(self._sending.leave_keys(event.where, heard.pressed))
        except NotStoredError:
            self.tell_not_saved(heard, press)
            raise
        finally:
            timer.cancel()
            if not heard.events:
                self.spawn(self._answer(press))

    async def _with_file(self, event: AnyEvent) -> AnyEvent:
        """The event with the text of its file, if it has one that can be fetched."""
        if not isinstance(event, MessageReceived) or not event.file_ref:
            return event
        if not asks_to_read(event.text.reveal()):
            return event
        try:
            text = text_of(await self._client.fetch_file(event.file_ref, MOST_BYTES))
        except (TelegramError, OSError, ValueError) as error:
            log.warning("a file could not be fetched", exc_info=error)
            return event
        return event if text is None else replace(event, file=ConfidentialText(text))

    def tell_not_saved(self, heard: ParsedUpdate, press: Press | None = None) -> None:
        """Say once, to whoever waits for an answer, that it will take time: the update is tried or brought again."""
        event = next((event for event in heard.events if expects_answer(event)), None)
        if event is None or heard.update_id in self._told:
            return
        self._told[heard.update_id] = None
        while len(self._told) > REMEMBERED_PRESSES:
            del self._told[next(iter(self._told))]
        self.spawn(self._show(event, Reply(notice=not_saved_yet()), press or Press(heard.callback)))

    async def _show(self, event: AnyEvent, reply: Reply, press: Press) -> None:
        """A notice beside the button where it is short enough; anything else as a direct message.

        Whoever cannot be written to directly is told beside the button how they can be.
        """
        if reply.clear:
            await self._sending.clear(event.sender.ref, reply.clear)
        said = notice_text(reply.notice) if reply.notice else ""
        if reply.notice and not (press.waits and text_length(said, "utf-16") <= NOTICE_LIMIT):
            told = await self._send_notice(event, reply.notice, press)
            told = told or (bool(press.id) and await self._send_ephemeral(event, reply.notice, press))
            said = "" if told else WRITE_FIRST
        await self._answer(press, said)

    async def _send_notice(self, event: AnyEvent, view: View, press: Press) -> bool:
        """Send a notice directly; False where nothing can be sent there. A press does not wait long for that."""
        timer = asyncio.get_running_loop().call_later(self._patience, lambda: self.spawn(self._answer(press)))
        try:
            await self._sending.send(event.sender.ref, view)
        except SendRefusedError:
            return False
        except (SendLaterError, SendUncertainError) as error:
            log.warning("a notice could not be shown", exc_info=error)
        finally:
            timer.cancel()
        return True

    async def _send_ephemeral(self, event: AnyEvent, view: View, press: Press) -> bool:
        return await self._sending.send_ephemeral(event.where, view, event.sender.ref, press.id)

    async def _answer(self, press: Press, text: str = "") -> None:
        """A press that is too old can no longer be answered, and needs no more."""
        if not press.waits:
            return
        press.waits = False
        try:
            await self._client.answer(press.id, text)
        except TelegramError as error:
            log.info("a press could not be answered", exc_info=error)

    @property
    def busy(self) -> bool:
        """Return whether anything is still being shown."""
        return bool(self._tasks)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    async def finish(self, seconds: float) -> None:
        """Wait for everything spawned, and end what takes longer."""
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in late:
                task.cancel()

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("a background task failed", exc_info=task.exception())


class Press:
    """One press that `waits` for its answer until it gets one; none where `id` is empty."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.waits = bool(id)
