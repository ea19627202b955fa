"""The store on PostgreSQL beside SQLite in one run: answers acknowledged, and messages sent by one process and by several.

Answers are held against one ORM session per answer on the same server, messages against one at a time. The server is one of its
own, which commits durably. `python -m bench.on_postgres`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from bench import answers
from bench.answers import (
    KEY,
    NOW,
    Measured,
    a_message,
    answer,
    answer_by_orm,
    change_row,
    opened,
    orm_record,
    prepare,
)
from bench.server import new_pair, pair_at, serving
from bench.table import show
from bench.together import run_together
from bot.domain.model import Delivery, OutboxMessage, Urgency
from bot.engine.outbox.message_rows import LEASED_AT_ONCE
from storage.database import open_store
from storage.postgres import opening
from storage.postgres.dialect import engine_of
from storage.postgres.opening import PostgresPair
from storage.spec import spec_of
from storage.tables.plumbing import OutboxTable
from storage.vault import Vault

SESSIONS = (1, 4)
"""ORM sessions at once."""
LEASE = timedelta(minutes=5)
MANY = 4
OUTBOX = spec_of(OutboxMessage)
_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    callers: tuple[int, ...] = (50, 100)
    answers: int = 3_000
    by_orm: int = 500
    messages: int = 4_000
    one_at_a_time: int = 300
    repeats: int = 2


SMALLEST = Extent(callers=(50,), answers=100, by_orm=50, messages=60, one_at_a_time=10, repeats=1)


class Places:
    """Makes a new store in either place, each time another one."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._server = server
        self._folder = folder

    def pair(self) -> PostgresPair:
        return new_pair(self._server)

    def file(self) -> Path:
        return self._folder / str(next(_numbers)) / "folkmoot.db"


def open_at(place: Path | PostgresPair) -> Any:
    return open_store(place, KEY) if isinstance(place, Path) else opening.open_store(place, KEY)


# --- answers


async def ours(place: Path | PostgresPair, callers: int, total: int) -> Measured:
    store = open_at(place)
    await store.run(prepare)
    found = await answers.measured(lambda number: store.run(lambda unit: answer(number, unit)), total, callers)
    if await store.read(lambda unit: unit.answers.count()) != total:
        raise AssertionError("every answer is stored")
    await store.close()
    return found


async def by_orm(pair: PostgresPair, callers: int, total: int, sessions: int) -> Measured:
    store = open_at(pair)
    await store.run(prepare)
    with engine_of(pair.database, kept=sessions) as engine, ThreadPoolExecutor(sessions) as threads:

        def work(number: int) -> None:
            with Session(engine, expire_on_commit=False) as session:
                answer_by_orm(session, store.vault, number)

        loop = asyncio.get_running_loop()
        found = await answers.measured(lambda number: loop.run_in_executor(threads, work, number), total, callers)
    if await store.read(lambda unit: unit.answers.count()) != total:
        raise AssertionError("every answer is stored")
    await store.close()
    return found


def best(do: Callable[[], Any], repeats: int) -> Measured:
    return max((asyncio.run(do()) for _ in range(repeats)), key=lambda one: one.per_second)


def show_answers(places: Places, extent: Extent) -> None:
    for callers in extent.callers:
        rows = {
            f"ORM sessions on PostgreSQL, {sessions} at once": best(
                lambda sessions=sessions, callers=callers: by_orm(places.pair(), callers, extent.by_orm, sessions),  # type: ignore[misc]
                extent.repeats,
            )
            for sessions in SESSIONS
        }
        for name, make in (("this store on PostgreSQL", places.pair), ("this store on SQLite", places.file)):
            rows[name] = best(lambda make=make, callers=callers: ours(make(), callers, extent.answers), extent.repeats)  # type: ignore[misc]
        mine = rows["this store on PostgreSQL"].per_second
        show(
            f"Answers acknowledged after a durable commit, {callers} callers, best of {extent.repeats}; wanted: ratio 5",
            ("", "per second", "p50 ms", "p99 ms", "ratio"),
            [
                (name, f"{one.per_second:,.0f}", f"{one.p50:.1f}", f"{one.p99:.1f}", f"{mine / one.per_second:.1f}")
                for name, one in rows.items()
            ],
        )


# --- messages


def fill(store: Any, total: int) -> None:
    store.run_sync(prepare)
    for first in range(0, total, 500):
        store.run_sync(
            lambda unit, first=first: [
                unit.outbox.add(a_message(number)) for number in range(first, min(first + 500, total))
            ]
        )


async def send_all(store: Any, most: int) -> list[str]:
    """Lease so many at once, and record what was sent of each for itself, as the sender does; the ids, in their order."""
    sent: list[str] = []

    async def record(message: OutboxMessage) -> None:
        sent.append(message.id)
        over = replace(message, state=Delivery.SENT, leased_until=None, sent_ref="there")
        await store.run(lambda unit: unit.outbox.save(over))

    while True:
        leased = await store.run(lambda unit: unit.outbox.lease(NOW, NOW + LEASE, most, tuple(Urgency)))
        if not leased:
            return sent
        await asyncio.gather(*map(record, leased))


def send_beside_others(database: str, keys: str) -> None:
    """One of several processes: it waits for a line, and says how long it took and which messages it sent."""
    store = opening.open_store(pair_at(database, keys), KEY)
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.perf_counter()
    sent = asyncio.run(send_all(store, LEASED_AT_ONCE))
    print(json.dumps([time.perf_counter() - begun, sent]), flush=True)
    store.close_sync()


def sent_by_one(place: Path | PostgresPair, total: int, most: int) -> float:
    store = open_at(place)
    fill(store, total)
    begun = time.perf_counter()
    sent = asyncio.run(send_all(store, most))
    spent = time.perf_counter() - begun
    store.close_sync()
    _check_once(sent, total)
    return total / spent


def sent_by_orm(pair: PostgresPair, total: int) -> float:
    """One message at a time with two ORM sessions each: one takes it in hand, the other records that it was sent."""
    store = open_at(pair)
    fill(store, total)
    sent: list[str] = []
    with engine_of(pair.database, kept=1) as engine:
        begun = time.perf_counter()
        while row := taken_by_orm(engine, store.vault):
            with Session(engine) as session:
                message, found = orm_record(session, OutboxTable, OUTBOX, store.vault, row)
                change_row(
                    found, replace(message, state=Delivery.SENT, leased_until=None, sent_ref="there"), store.vault
                )
                session.commit()
            sent.append(row)
        spent = time.perf_counter() - begun
    store.close_sync()
    _check_once(sent, total)
    return total / spent


def taken_by_orm(engine: Engine, vault: Vault) -> str:
    """Return the id of a message that is now in hand; empty where none waits."""
    waiting = (
        select(OutboxTable)
        .where(OutboxTable.state == Delivery.WAITING.value)
        .order_by(OutboxTable.urgency, OutboxTable.created_at)  # type: ignore[arg-type]
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with Session(engine) as session:
        found = session.exec(waiting).first()
        if found is None:
            return ""
        message = opened(found, OUTBOX, vault)
        change_row(found, replace(message, state=Delivery.SENDING, leased_until=NOW + LEASE), vault)
        session.commit()
        return str(message.id)


def sent_by_many(pair: PostgresPair, total: int) -> float:
    store = open_at(pair)
    fill(store, total)
    store.close_sync()
    told = run_together("bench.on_postgres", [(pair.database.url, pair.keys.url)] * MANY)
    _check_once([id for _, sent in told for id in sent], total)
    return total / max(seconds for seconds, _ in told)


def _check_once(sent: list[str], total: int) -> None:
    if len(sent) != total or len(set(sent)) != total:
        raise AssertionError("every message is sent once")


def show_messages(places: Places, extent: Extent) -> None:
    alone, total = extent.one_at_a_time, extent.messages
    rows = {
        "PostgreSQL, two ORM sessions for each message": sent_by_orm(places.pair(), alone),
        "PostgreSQL, one message at a time": sent_by_one(places.pair(), alone, 1),
        "PostgreSQL, one process": sent_by_one(places.pair(), total, LEASED_AT_ONCE),
        f"PostgreSQL, {MANY} processes": sent_by_many(places.pair(), total),
        "SQLite, one message at a time": sent_by_one(places.file(), alone, 1),
        "SQLite, one process": sent_by_one(places.file(), total, LEASED_AT_ONCE),
    }
    by_orm, one = list(rows.values())[:2]
    show(
        "Messages leased and recorded as sent, none twice; wanted: ten times one at a time",
        ("", "per second", "of two ORM sessions", "of one at a time"),
        [(name, f"{found:,.0f}", f"{found / by_orm:.1f}", f"{found / one:.1f}") for name, found in rows.items()],
    )


def run(smallest: bool = False) -> None:
    """Measure both, and print what came of it."""
    extent = SMALLEST if smallest else Extent()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        places = Places(server, Path(folder))
        show_answers(places, extent)
        show_messages(places, extent)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        send_beside_others(*sys.argv[1:])
    else:
        run(smallest="--smallest" in sys.argv)
