"""Run as a process of its own: forks one more for each line that it reads, and each is a whole Folkmoot on the same two databases.

Reads JSON: the folder of the town, the addresses of both databases, what is taken away from the product (negative controls), how
many messages it sends before it stops, and whether the first that opens a round stops then. Answers with the number of the new
process.
"""

from __future__ import annotations

from tests.several import hurried  # isort: skip

import asyncio
import json
import logging
import os
import signal
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from bot.bootstrap import wire_app
from bot.domain.model import Organisation, Round, Team
from bot.engine import leases
from bot.engine.context import WorkContext
from bot.engine.leases import Tenure
from bot.engine.outbox import sender
from bot.engine.rounds import opening as opening_round
from storage.errors import StorageError
from storage.postgres import connection, opening
from storage.postgres.opening import PostgresPair, VaultParts
from storage.postgres.place import PostgresPlace
from storage.troubles import Troubles
from tests.several.wire import STOPPED_OPENING, FileClock, TownAdapter
from tests.support.finders import TopicFinder

KEY = bytes(range(32))
TICK = timedelta(seconds=0.1)
IDLE = f"idle_in_transaction_session_timeout = {connection.IDLE_MILLISECONDS}"
assert IDLE in connection.WRITING
assert leases.TERM.total_seconds() == hurried.LEASE_SECONDS


def take_away(what: str) -> None:
    """Defences that a negative control does without."""
    if what == "lease":
        Tenure.take = lambda self, uow, now: True  # type: ignore[method-assign]
    if what == "fence":
        Tenure.is_held = lambda self, uow: True  # type: ignore[method-assign]
        sender.OutboxSender.may_send = lambda self: True  # type: ignore[method-assign]
    if "lock" in what:
        # Nothing begins with the lock of whoever writes, and a transaction in which nothing is done is left alone.
        connection.BEGIN_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        connection.WRITING = connection.WRITING.replace(IDLE, "idle_in_transaction_session_timeout = 0")


def stop_as_it_opens(folder: Path) -> None:
    """Let the first process that opens a round stop when it has looked that there is none, and before it stores it."""
    proper = opening_round.new_round

    def stop_and_make(work: WorkContext, organisation: Organisation, team: Team, occasion: str) -> Round:
        mine = folder / f"opening-{os.getpid()}"
        mine.write_text(f"{os.getpid()} {team.id}")
        with suppress(FileExistsError):
            (folder / STOPPED_OPENING).hardlink_to(mine)
            os.kill(os.getpid(), signal.SIGSTOP)
        return proper(work, organisation, team, occasion)

    opening_round.new_round = stop_and_make


def lost(error: StorageError) -> None:
    os._exit(1)


async def live(folder: Path, database: str, keys: str, pause_every: int) -> None:
    clock = FileClock(folder / "clock")
    pair = PostgresPair(PostgresPlace(database), PostgresPlace(keys))
    store = opening.open_store(pair, KEY, "org", VaultParts(), Troubles(lost))
    town = TownAdapter(folder / "town", clock.now)
    town.pause_every = pause_every
    app = wire_app(store, clock, [town], TopicFinder())
    await app.serve(asyncio.Event(), tick=TICK)


def be_a_process(folder: str, database: str, keys: str, without: str, pause_every: int, stops_opening: bool) -> None:
    logging.basicConfig(filename=f"{folder}/log", format=f"{os.getpid()} %(asctime)s %(message)s", level=logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    take_away(without)
    if stops_opening:
        stop_as_it_opens(Path(folder))
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
