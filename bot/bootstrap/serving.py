"""Running until a signal says stop (R10). The first signal drains; a second one ends at once."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from bot.bootstrap import App

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGTERM, signal.SIGINT)
LONGEST_DRAIN = 9.0
"""Seconds after which what still hangs is left behind: everything unsent is in the outbox, and the process promised 10."""


def leave_at_once(signum: int, frame: FrameType | None = None) -> None:
    os._exit(128 + signum)


def leave_late() -> None:
    os._exit(0)


def leave_without_store(error: Exception) -> None:
    """End at once: nothing can be stored any more, and what was sent and not recorded is settled by the next start."""
    log.critical("the store will not work again: the process ends", exc_info=error)
    os._exit(1)


def leave_in_peace() -> None:
    """What was loaded for the start stays to the end: looking through it for garbage, again and again, costs a tenth of a second
    each time, in which a person's press waits."""
    gc.collect()
    gc.freeze()


async def serve_until_signal(app: App, ready: Callable[[], None] = lambda: None) -> None:
    """Serve; return when a signal came and everything in flight is finished. `ready` is called once
    every platform has let the bot in. Raises CannotStart."""
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

    await app.serve(stopping, ready=serving)
    log.info("stopped")
