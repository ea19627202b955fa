"""Running until a signal says stop (R10). The first signal drains; a second one ends at once."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from types import FrameType

from bot.bootstrap import App
from bot.engine.watchdog import SECONDS_BETWEEN_LOOKS, SILENT_SECONDS

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
LONGEST_DRAIN = 9.0
"""Seconds after which what still hangs is left behind: everything unsent is in the outbox, and the process promised 10."""


def leave_at_once(signum: int, frame: FrameType | None = None) -> None:  # noqa: ARG001 (a handler of signals)
    os._exit(128 + signum)


def leave_late() -> None:
    os._exit(0)


def leave_without_store(error: Exception) -> None:
    """End at once: nothing can be stored any more, and what was sent and not recorded is settled by the next start."""
    log.critical("the store will not work again: the process ends", exc_info=error)
    os._exit(1)


def leave_stuck(part: str) -> None:  # noqa: ARG001 (a Watchdog calls it)
    """End at once: a part does not work any more, and nobody knows what else hangs with it."""
    os._exit(1)


class LoopWatch:
    """A thread that ends the process when its event loop hangs: nothing in the loop itself could tell."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._beaten_at = monotonic()
        self._told = False

    def start(self) -> None:
        threading.Thread(target=self._run, name="folkmoot-watch", daemon=True).start()

    def _beat(self) -> None:
        self._beaten_at = monotonic()

    def _run(self) -> None:
        while not self._loop.is_closed():
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._beat)
            asleep = monotonic()
            time.sleep(SECONDS_BETWEEN_LOOKS)
            if monotonic() - asleep > 2 * SECONDS_BETWEEN_LOOKS:
                # The process as a whole was stopped meanwhile: its loop has to have its chance first.
                self._beat()
            self._look(monotonic() - self._beaten_at)

    def _look(self, silent: float) -> None:
        if silent <= SILENT_SECONDS:
            self._told = False
        elif not self._told:
            self._told = True
            log.error("the event loop has not come round for a minute")
        elif silent > 2 * SILENT_SECONDS:
            log.critical("the event loop does not come round any more: the process ends")
            os._exit(1)


def leave_in_peace() -> None:
    """Keep what was loaded for the start to the end: looking through it for garbage, again and again, costs a tenth of a second
    each time, in which a person's press waits."""
    gc.collect()
    gc.freeze()


@contextmanager
def heard_signal() -> Iterator[asyncio.Event]:
    """Set the event, instead of ending the process, when a signal comes meanwhile."""
    heard, loop = asyncio.Event(), asyncio.get_running_loop()
    for signum in SIGNALS:
        loop.add_signal_handler(signum, heard.set)
    try:
        yield heard
    finally:
        for signum in SIGNALS:
            loop.remove_signal_handler(signum)


async def serve_until_signal(app: App, ready: Callable[[], None] = lambda: None) -> None:
    """Serve; return when a signal came and everything in flight is finished. `ready` is called once
    every platform has let the bot in. Raises CannotStartError."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopping.set()
        for signum in SIGNALS:
            loop.remove_signal_handler(signum)
            signal.signal(signum, leave_at_once)
        late = threading.Timer(LONGEST_DRAIN, leave_late)
        late.daemon = True
        late.start()
        log.info("stopping")

    for signum in SIGNALS:
        loop.add_signal_handler(signum, stop)

    def serving() -> None:
        leave_in_peace()
        ready()

    LoopWatch(loop).start()
    await app.serve(stopping, ready=serving, give_up=leave_stuck)
    log.info("stopped")
