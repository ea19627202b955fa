"""Run as a process of its own: writes members and texts, says what was acknowledged, and is killed at a failpoint."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from bot.domain import model
from bot.domain.confidential import ConfidentialText
from storage import worker
from storage.database import open_store
from storage.failpoints import AFTER_KEY_DESTROYED, Failpoint
from storage.sql_store import SqlStore

KEY = bytes(range(32))
said = threading.Event()


def killing_at(name: str, after: int) -> Any:
    passed = 0

    def failpoint(reached: str) -> None:
        nonlocal passed
        passed += reached == name
        if reached == name and passed > after:
            said.wait(5)
            os.kill(os.getpid(), signal.SIGKILL)

    return failpoint


def write(id: str, unit: Any) -> None:
    unit.members.add(model.Member(id=id, name=id))
    unit.texts.keep(f"text-{id}", id, ConfidentialText(f"words of {id}"))
    if id == "erased":
        unit.texts.forget("0")


def acknowledge_early() -> None:
    """The defence taken away: callers are told before the commit."""
    proper = SqlStore._write

    def hasty(self: SqlStore, jobs: list[worker.Job[Any]]) -> None:
        for job in jobs:
            job.waiter.set_result(None)
        proper(self, jobs)

    SqlStore._write = hasty  # type: ignore[method-assign]


def opened(place: str, failpoint: Failpoint) -> SqlStore:
    """The store in a file, or on PostgreSQL, of which two addresses are given."""
    if not place.startswith("postgresql:"):
        return open_store(Path(place), KEY, failpoint=failpoint)
    from tests.support.postgres import open_pair, pair_at

    return open_pair(pair_at(*place.split()), failpoint=failpoint)


def main(path: str, name: str, how: str) -> None:
    if how == "early":
        acknowledge_early()
    else:
        said.set()
    store = opened(path, killing_at(name, after=0 if name == AFTER_KEY_DESTROYED else 4))
    for id in ("0", "1", "2", "erased", "4", "5", "6"):
        store.run_sync(lambda unit, id=id: write(id, unit))
        print(id, flush=True)
        if id == "erased":
            said.set()
    for number in range(7, 20):
        store.run_sync(lambda unit, id=str(number): write(id, unit))
    if how == "close":
        store.close_sync()
    print("end", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
