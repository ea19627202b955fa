"""Steps that SQLite takes for a piece of work: its virtual machine's instructions, which are the same on every machine.

A row that is read, compared or passed over costs some; `https://www.sqlite.org/c3ref/progress_handler.html`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def connections_made() -> Iterator[list[sqlite3.Connection]]:
    """Give a list to which each connection to SQLite is added that is made meanwhile."""
    made: list[sqlite3.Connection] = []

    def remember(connection: Any, record: Any) -> None:
        made.append(connection)

    event.listen(Engine, "connect", remember)
    try:
        yield made
    finally:
        event.remove(Engine, "connect", remember)


async def count_steps(connections: list[sqlite3.Connection], work: Callable[[], Awaitable[object]]) -> int:
    """Do the work once; returns how many steps it took on these connections."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    _watch(connections, count)
    try:
        await work()
    finally:
        _watch(connections, None)
    return steps


def _watch(connections: list[sqlite3.Connection], handler: Callable[[], None] | None) -> None:
    for connection in connections:
        with suppress(sqlite3.ProgrammingError):  # it was closed
            connection.set_progress_handler(handler, 1)
