"""Several processes that write to one PostgreSQL: a lock for whoever writes, against SERIALIZABLE and doing again what collided.

Answers as in `bench.answers`, by the same number of callers in each process, on a server of its own that commits durably. Keys of
the people are there already. `python -m bench.writing_together`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench.answers import CALLERS, KEY, answer, prepare
from bench.server import new_pair, pair_at, serving
from bench.table import show
from bench.together import run_together
from bot.ports import NotStoredError
from storage.postgres import connection, opening

SERIALIZABLE = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
HOW = ("lock", "serializable")
ALL, SOME = (1, 2, 4), (2,)
"""Numbers of processes."""
ANSWERS, SMALLEST = 1_500, 20
"""Answers of each process."""


async def answer_all(store: Any, numbers: range) -> int:
    """Store that many answers by as many callers at once; how many were begun again because others were in the way."""
    waiting, again = iter(numbers), 0

    async def caller() -> None:
        nonlocal again
        for number in waiting:
            while True:
                try:
                    await store.run(partial(answer, number))
                    break
                except NotStoredError:
                    again += 1

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return again


def work_beside_others(database: str, keys: str, how: str, first: str, total: str) -> None:
    """One of the processes: it opens the store, waits for a line, and says how long it took."""
    if how == "serializable":
        connection.BEGIN_WRITING = SERIALIZABLE
    store = opening.open_store(pair_at(database, keys), KEY)
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    again = asyncio.run(answer_all(store, range(int(first), int(first) + int(total))))
    print(json.dumps([time.perf_counter() - began, again]), flush=True)
    store.close_sync()


def measured(server: Any, how: str, processes: int, total: int) -> list[str]:
    pair = new_pair(server)
    store = opening.open_store(pair, KEY)
    store.run_sync(prepare)
    store.close_sync()
    addresses = pair.database.url, pair.keys.url
    of_each = [(*addresses, how, str(number * total), str(total)) for number in range(processes)]
    told = run_together("bench.writing_together", of_each)
    seconds, again = max(each[0] for each in told), sum(each[1] for each in told)
    return [how, str(processes), f"{processes * total / seconds:,.0f}", f"{again / (processes * total):.2f}"]


def run(smallest: bool = False) -> None:
    """Measure both ways with one process and with several, and print what came of it."""
    total = SMALLEST if smallest else ANSWERS
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        rows = [measured(server, how, processes, total) for processes in (SOME if smallest else ALL) for how in HOW]
    show(
        f"Answers acknowledged on PostgreSQL, {CALLERS} callers in each process",
        ("transactions", "processes", "answers/s", "begun again, each"),
        rows,
    )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        work_beside_others(*sys.argv[1:])
    else:
        run(smallest="--smallest" in sys.argv)
