"""Run as a process of its own: forks one more for each line that it reads, and each is a whole Folkmoot on the same two databases.

Reads JSON: the folder of the town, the addresses of both databases, what is taken away from the product (negative controls), and
how many messages it sends before it stops. Answers with the number of the new process.
"""

from __future__ import annotations

from tests.several import hurried  # isort: skip

import asyncio
import json
import logging
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from bot.bootstrap import wire_app
from bot.engine import leases
from bot.engine.leases import Tenure
from bot.engine.outbox import sender
from storage.errors import StorageError
from storage.postgres import opening
from storage.postgres.opening import Making, PostgresPair
from storage.postgres.place import PostgresPlace
from storage.troubles import Troubles
from tests.several.wire import FileClock, TownAdapter
from tests.support.finders import TopicFinder

KEY = bytes(range(32))
TICK = timedelta(seconds=0.1)
assert leases.TERM.total_seconds() == hurried.LEASE_SECONDS


def take_away(what: str) -> None:
    """Defences that a negative control does without."""
    if what == "lease":
        Tenure.take = lambda self, uow, now: True  # type: ignore[method-assign]
    if what == "fence":
        Tenure.is_held = lambda self, uow: True  # type: ignore[method-assign]
        sender.OutboxSender.may_send = lambda self: True  # type: ignore[method-assign]


def lost(error: StorageError) -> None:
    os._exit(1)


async def live(folder: Path, database: str, keys: str, pause_every: int) -> None:
    clock = FileClock(folder / "clock")
    pair = PostgresPair(PostgresPlace(database), PostgresPlace(keys))
    store = opening.open_store(pair, KEY, "org", Making(), Troubles(lost))
    town = TownAdapter(folder / "town", clock.now)
    town.pause_every = pause_every
    app = wire_app(store, clock, [town], TopicFinder())
    await app.serve(asyncio.Event(), tick=TICK)


def be_a_process(folder: str, database: str, keys: str, without: str, pause_every: int) -> None:
    logging.basicConfig(filename=f"{folder}/log", format=f"{os.getpid()} %(asctime)s %(message)s", level=logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    take_away(without)
    try:
        asyncio.run(live(Path(folder), database, keys, pause_every))
    except BaseException:
        logging.exception("it ended")
    os._exit(1)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            be_a_process(*json.loads(line))
        print(pid, flush=True)


if __name__ == "__main__":
    main()
