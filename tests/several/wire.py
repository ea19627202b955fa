"""A process's line to the town in which it works: what people do comes in over it, and messages go out.

Lines of JSON. The town says `{"event": n, ...}` and is answered `{"ack": n, "ok": true}`; a process says `{"ask": n, ...}`, which
is to send or to find a message, and is answered `{"answer": n, ...}`. One that stops itself says `{"stopping": its number, "key":
the message that it held}`. The clock is a file of eight bytes that the town moves.
"""

from __future__ import annotations

import asyncio
import json
import mmap
import os
import random
import signal
import struct
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import FormSubmitted, Sender
from bot.ports import Limits, OnEvent, SendLaterError, SendUncertainError
from bot.views.capabilities import FULL, Capabilities
from bot.views.text import as_text
from bot.views.view import View
from tests.support.clock import START
from tests.support.places import person

LOST_AFTER = 6.0
STOPPED_OPENING = "stopped-opening"
"""Name of the file of a process that has stopped as it opened a round: its number, and the team."""
SLOWEST = 0.02
"""Seconds that may pass in an adapter between its being called and the request, as where an address is asked for first."""


class FileClock:
    """The clock of a town, by how much it is ahead of the monotonic one; only the town moves it."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(struct.pack("d", 0.0))
        with file.open("r+b") as opened:
            self._bytes = mmap.mmap(opened.fileno(), 8)

    def now(self) -> datetime:
        return START + timedelta(seconds=struct.unpack("d", self._bytes[:8])[0] + monotonic())

    def move_to(self, at: datetime) -> None:
        self._bytes[:8] = struct.pack("d", (at - START).total_seconds() - monotonic())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.05))


class TownAdapter:
    """The platform of a town, over a socket."""

    platform = "fake"
    limits = Limits(overall=1e6, per_direct=1e6, per_channel=1e6)
    settles = True

    def __init__(self, socket: Path, now: Callable[[], datetime]) -> None:
        self._socket, self._now = socket, now
        self.pause_every = 0
        """The process stops right before it sends, each time that it has sent so many messages; 0 is never."""
        self._sending = count(1)
        self._may: Callable[[], bool] = lambda: True
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._numbers = count(1)
        self._tasks: set[asyncio.Task[None]] = set()
        self._writer: asyncio.StreamWriter | None = None
        self._on_event: OnEvent | None = None

    def send_while(self, may: Callable[[], bool]) -> None:
        self._may = may

    def capabilities(self, ref: ConversationRef) -> Capabilities:
        return FULL

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        await asyncio.sleep(random.uniform(0, SLOWEST))
        if self.pause_every and next(self._sending) % self.pause_every == 0:
            self._stop_before(key)
        if not self._may():
            raise SendLaterError(0.1)
        return str(await self._ask(do="send", to=str(ref.channel or ref.person), key=key, said=as_text(view)))

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        return sent_ref

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        found = await self._ask(do="find", key=key)
        return str(found) if found else None

    async def start(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        reader, self._writer = await asyncio.open_unix_connection(str(self._socket))
        self._start(self._read(reader))

    async def stop(self) -> None: ...

    async def _ask(self, **what: Any) -> Any:
        number = next(self._numbers)
        self._asked[number] = asyncio.get_running_loop().create_future()
        self._say({"ask": number, **what})
        try:
            async with asyncio.timeout(LOST_AFTER):
                return await self._asked[number]
        except TimeoutError:
            raise SendUncertainError from None
        finally:
            del self._asked[number]

    def _stop_before(self, key: str) -> None:
        """Stop this process at the worst of moments; the town wakes it when another one has sent what it was about to send."""
        self._say({"stopping": os.getpid(), "key": key})
        os.kill(os.getpid(), signal.SIGSTOP)

    def _say(self, what: dict[str, Any]) -> None:
        assert self._writer
        self._writer.write(json.dumps(what).encode() + b"\n")

    async def _read(self, reader: asyncio.StreamReader) -> None:
        async for line in reader:
            heard = json.loads(line)
            if "event" in heard:
                self._start(self._handle(heard))
            elif heard["answer"] in self._asked:
                with suppress(asyncio.InvalidStateError):
                    self._asked[heard["answer"]].set_result(heard["found"])

    async def _handle(self, heard: dict[str, Any]) -> None:
        assert self._on_event
        who = str(heard["who"])
        event = FormSubmitted(
            event_id=heard["id"],
            sender=Sender(ref=person(who), name=who.title()),
            where=person(who),
            at=self._now(),
            form="answer",
            token=heard["round"],
            values={"q1": ConfidentialText(heard["words"])},
        )
        try:
            reply = await self._on_event(event)
        except Exception:
            self._say({"ack": heard["event"], "ok": False})
        else:
            self._say({"ack": heard["event"], "ok": not reply.errors})

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
