"""Watchdog: begins anew what has stopped working without an error, and ends the process where that does not help (R12).

Every part shows a sign of life whenever it has come round: the tick, the sender, what listens to each platform, the store. One that
has shown none for a minute is told of and begun anew; one that does not come back within another minute ends the process, so that
whatever runs it starts it again. All this is counted by the monotonic clock. A platform that cannot be heard, because its
connection is gone, is told of as well, and ends nothing: to begin anew would not bring it back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

from bot.domain.model import IncidentKind, LeaseRecord
from bot.engine import incidents
from bot.ports import Clock, Store, UnitOfWork
from bot.ports.listening import Listens

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 5.0
SILENT_SECONDS = 60.0
"""Seconds without a sign of life after which a part is begun anew; after as many more the process ends."""
WATCH_DELAY_SECONDS = 5.0
"""Seconds by which the watch itself may be late before it takes the process to have been stopped."""
STEP_TIMEOUT_SECONDS = 5.0
"""Seconds that anything may take that the watch itself waits for."""

WRITTEN = "last written while writing failed"
"""Not a lease: a row that is written again and again to see whether that succeeds."""


class WatchedPart(Protocol):
    name: str

    @property
    def beaten_at(self) -> float:
        """Return when it last showed a sign of life, by the monotonic clock."""
        ...

    async def begin_anew(self) -> None: ...


class Loop:
    """A part that is one coroutine; `beaten_at` is its own account of when it last came round.

    One without an account is taken to live until it fails or is broken off: it may end, where it has nothing to do.
    """

    def __init__(
        self, name: str, run: Callable[[], Coroutine[Any, Any, None]], beaten_at: Callable[[], float] | None = None
    ) -> None:
        self.name = name
        self._run = run
        self._beaten_at = beaten_at
        self._task: asyncio.Task[None] | None = None
        self._failed_at: float | None = None

    @property
    def beaten_at(self) -> float:
        if self._beaten_at is not None:
            return self._beaten_at()
        return monotonic() if self._failed_at is None else self._failed_at

    def begin(self) -> None:
        self._failed_at = None
        self._task = asyncio.get_running_loop().create_task(self._run())
        self._task.add_done_callback(self._ended)

    async def begin_anew(self) -> None:
        await self.end(STEP_TIMEOUT_SECONDS)
        self.begin()

    async def end(self, seconds: float) -> None:
        """Wait so long for it to end by itself, and break it off."""
        if self._task and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=seconds)

    def _ended(self, task: asyncio.Task[None]) -> None:
        fault = None if task.cancelled() else task.exception()
        if (fault or task.cancelled()) and task is self._task:
            self._failed_at = monotonic()
        if fault:
            log.error("a part of this program has ended", extra={"part": self.name}, exc_info=fault)


class WatchedListener:
    """Listener of a platform, as a watched part."""

    def __init__(self, platform: str, listens: Listens) -> None:
        self.name = f"intake:{platform}"
        self._listens = listens

    @property
    def beaten_at(self) -> float:
        return self._listens.beaten_at

    async def begin_anew(self) -> None:
        await self._listens.listen_again()


class Beats:
    """The store, as a part: it lives as long as it answers, be it with a no.

    While writing fails it is asked to write: in a process that writes nothing else nobody would notice when that is over.
    """

    name = "store"

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.beaten_at = monotonic()
        self._asking: asyncio.Task[None] | None = None

    def ask(self) -> None:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().create_task(self._ask())

    async def _ask(self) -> None:
        with suppress(Exception):
            await self._store.run(self._write if self._store.writing().fails else lambda uow: None)
        self.beaten_at = monotonic()

    def _write(self, uow: UnitOfWork) -> None:
        uow.leases.save(LeaseRecord(id=WRITTEN, holder="", until=self._clock.now()))

    async def begin_anew(self) -> None:
        """Nobody but a new process can."""


@dataclass(slots=True)
class _Seen:
    silent_since: float | None = None
    deaf_since: float | None = None
    told_deaf: bool = False


class Watchdog:
    """`give_up` is called with the name of the part that does not come back."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        parts: Sequence[WatchedPart],
        ears: Mapping[str, Listens],
        give_up: Callable[[str], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._answers = Beats(store, clock)
        self._parts: tuple[WatchedPart, ...] = (
            self._answers,
            *parts,
            *(WatchedListener(name, ear) for name, ear in ears.items()),
        )
        self._ears = ears
        self._seen = {name: _Seen() for name in [*(part.name for part in self._parts), *ears]}
        self._give_up = give_up
        self._counted_from = monotonic()

    async def run(self) -> None:
        await self._keep(_forget_earlier)
        while True:
            self._answers.ask()
            asleep = monotonic()
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            if monotonic() - asleep > 2 * SECONDS_BETWEEN_LOOKS + WATCH_DELAY_SECONDS:
                # The process as a whole was stopped meanwhile: every part has a minute again.
                self._counted_from = monotonic()
            try:
                for part in self._parts:
                    await self._look_at(part)
                for platform, ear in self._ears.items():
                    await self._listen_for(platform, ear)
            except Exception as fault:
                log.error("the watch over this program failed; it goes on", exc_info=fault)

    async def _look_at(self, part: WatchedPart) -> None:
        now, seen = monotonic(), self._seen[part.name]
        beaten_at = max(part.beaten_at, self._counted_from)
        if now - beaten_at <= SILENT_SECONDS and (seen.silent_since is None or part.beaten_at > seen.silent_since):
            if seen.silent_since is not None:
                seen.silent_since = None
                log.info("a part of this program works again", extra={"part": part.name})
                await self._note(IncidentKind.SILENT, part.name, begins=False)
        elif seen.silent_since is None:
            seen.silent_since = now
            log.error("a part of this program has stopped working; it is begun anew", extra={"part": part.name})
            await self._note(IncidentKind.SILENT, part.name, begins=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(2 * STEP_TIMEOUT_SECONDS):
                    await part.begin_anew()
        elif now - max(seen.silent_since, self._counted_from) > SILENT_SECONDS:
            log.critical("a part of this program does not come back: the process ends", extra={"part": part.name})
            self._give_up(part.name)

    async def _listen_for(self, platform: str, ear: Listens) -> None:
        now, seen = monotonic(), self._seen[platform]
        if ear.hears:
            seen.deaf_since = None
            if seen.told_deaf:
                seen.told_deaf = False
                log.info("a platform can be heard again", extra={"platform": platform})
                await self._note(IncidentKind.UNHEARD, platform, begins=False)
        elif seen.deaf_since is None:
            seen.deaf_since = now
        elif now - seen.deaf_since > SILENT_SECONDS and not seen.told_deaf:
            seen.told_deaf = True
            log.error(
                "a platform cannot be heard: what people do there waits, or is lost", extra={"platform": platform}
            )
            await self._note(IncidentKind.UNHEARD, platform, begins=True)

    async def _note(self, kind: IncidentKind, subject: str, begins: bool) -> None:
        def keep(uow: UnitOfWork) -> None:
            if begins:
                incidents.begin_incident(uow, self._clock.now(), kind, subject)
            else:
                incidents.end_incident(uow, kind, subject)

        await self._keep(keep)

    async def _keep(self, keep: Callable[[UnitOfWork], None]) -> None:
        """In the database for `status`, if it answers: the log has it in any case."""
        try:
            async with asyncio.timeout(STEP_TIMEOUT_SECONDS):
                await self._store.run(keep)
        except Exception as fault:
            log.warning("what the watch saw could not be kept", exc_info=fault)


def _forget_earlier(uow: UnitOfWork) -> None:
    """End incidents of a process before this one: what had stopped there has been begun anew."""
    for row in uow.incidents.where(kind=(IncidentKind.SILENT, IncidentKind.UNHEARD)):
        uow.incidents.remove(row.id)
