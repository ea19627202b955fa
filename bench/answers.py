"""How fast an answer is acknowledged after a durable commit: this product's store against one ORM session per answer.

All do the same reads and writes with `synchronous=FULL`, in the same run, with the same number of callers:
`python -m bench.answers`. The async session is measured where SQLAlchemy's asyncio can be loaded.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, create_engine, event
from sqlmodel import Session

from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as
from storage.confidential import filled_up
from storage.database import open_memory_store, open_store
from storage.keys import KEY_ID_BYTES
from storage.spec import Spec, spec_of
from storage.sqlite.store import PRAGMAS
from storage.tables import TableRow, asking, people, plumbing
from storage.vault import ORGANISATION_AS_OWNER, Vault

CALLERS = 50
MEMBERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many answers each side stores in one run, and in how many runs."""

    ours: int = 4_000
    theirs: int = 600
    repeats: int = 3


SMALLEST = Size(ours=100, theirs=100, repeats=1)
KEY = bytes(32)
NOW = datetime(2024, 3, 10, 9, 30, tzinfo=UTC)
MICROSECONDS = int(NOW.timestamp()) * 1_000_000
WORDS = "The handover at seven works well since both shifts meet, but the second trolley is missing again. " * 2
Answering = Callable[[int], Awaitable[None]]


@stored_as("answer-saved-here")
@dataclass(frozen=True, kw_only=True)
class AnswerSavedHere(Outcome):
    number: int


@dataclass(frozen=True, slots=True)
class Measured:
    per_second: float
    p50: float
    p99: float


Drive = Callable[[Path, Vault, int], Awaitable[Measured]]


def prepare(unit: Any) -> None:
    """A round of MEMBERS people who were invited and joined."""
    opened = model.RoundState.OPEN
    unit.rounds.add(
        model.Round(id="r", occasion="r", team="t", teams=("t",), state=opened, questions="q", zone="UTC", k=5)
    )
    for number in range(MEMBERS):
        unit.members.add(model.Member(id=f"m{number}", name=f"Member {number}"))
        unit.identities.add(model.Identity(id=f"a{number}", member=f"m{number}"))
        unit.interviews.add(model.Interview(id=f"i{number}", round="r", member=f"m{number}", team="t"))


def an_answer(number: int) -> model.Answer:
    who = number % MEMBERS
    return model.Answer(
        id=f"{number}",
        round="r",
        interview=f"i{who}",
        member=f"m{who}",
        team="t",
        number=number // MEMBERS,
        question="keep",
    )


def a_message(number: int) -> model.OutboxMessage:
    return model.OutboxMessage(
        id=f"{number}",
        to=f"a{number % MEMBERS}",
        outcome=AnswerSavedHere(number=number),
        urgency=model.Urgency.PERSON,
        created_at=NOW,
    )


def answer(number: int, unit: Any) -> None:
    who = number % MEMBERS
    if not unit.inbox.claim(f"event {number}", NOW):
        return
    identity = unit.identities.get(f"a{who}")
    member = unit.members.get(identity.member)
    interview = unit.interviews.get(f"i{who}")
    if unit.rounds.get(interview.round).state != model.RoundState.OPEN:
        raise AssertionError("the round is open")
    unit.answers.add(an_answer(number))
    unit.texts.keep(f"{number}", member.id, ConfidentialText(WORDS))
    unit.interviews.save(replace(interview, state=model.InterviewState.ASKING))
    unit.outbox.add(a_message(number))


def set_up(engine: Engine) -> Engine:
    def prepare_connection(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare_connection)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def answer_by_orm(session: Session, vault: Vault, number: int) -> None:
    who = number % MEMBERS
    session.add(plumbing.InboxTable(organisation_id="org", id=vault.hashed("inbox", f"{number}"), at=MICROSECONDS))
    session.flush()
    identity, _ = orm_record(session, people.Identities, spec_of(model.Identity), vault, f"a{who}")
    member, _ = orm_record(session, people.Members, spec_of(model.Member), vault, identity.member)
    interview, row = orm_record(session, asking.Interviews, spec_of(model.Interview), vault, f"i{who}")
    asked, _ = orm_record(session, asking.Rounds, spec_of(model.Round), vault, interview.round)
    if asked.state != model.RoundState.OPEN:
        raise AssertionError("the round is open")
    change_row(row, replace(interview, state=model.InterviewState.ASKING), vault)
    session.add_all(
        [
            orm_row(asking.Answers, spec_of(model.Answer), vault, an_answer(number)),
            orm_text(vault, number, member.id),
            orm_row(plumbing.OutboxTable, spec_of(model.OutboxMessage), vault, a_message(number)),
        ]
    )
    session.commit()


def columns_of_row(spec: Spec[Any]) -> list[str]:
    _organisation, *names = (column.name for column in spec.table.columns)
    return names


def orm_row(row: type[TableRow], spec: Spec[Any], vault: Vault, record: Any) -> TableRow:
    """A record as a row of its table, with the columns and values of its one declaration."""
    return row(organisation_id="org", **dict(zip(columns_of_row(spec), spec.values(record, vault), strict=True)))


def orm_record(session: Session, row: type[TableRow], spec: Spec[Any], vault: Vault, id: str) -> tuple[Any, TableRow]:
    """The record of this id, opened, and the row that the session holds of it."""
    found = session.get_one(row, ("org", spec.row_id(id, vault)))
    return opened(found, spec, vault), found


def opened(row: TableRow, spec: Spec[Any], vault: Vault) -> Any:
    return spec.made(tuple(getattr(row, name) for name in columns_of_row(spec)), vault)


def change_row(row: TableRow, record: Any, vault: Vault) -> None:
    """Put a changed record in the place of the one that the row holds."""
    spec: Spec[Any] = spec_of(type(record))
    for name, value in zip(columns_of_row(spec), spec.values(record, vault), strict=True):
        setattr(row, name, value)


def orm_text(vault: Vault, number: int, owner: str) -> plumbing.TextsTable:
    """The same bytes as the product's: the words under their owner's key, and whose they are under the organisation's."""
    row = vault.hashed("texts", f"{number}")
    sealed = vault.seal(owner, "text", f"{number}", filled_up(WORDS.encode()))
    envelope = vault.seal(
        ORGANISATION_AS_OWNER, "texts.envelope", row, filled_up(json.dumps((f"{number}", owner)).encode())
    )
    return plumbing.TextsTable(
        organisation_id="org", id=row, key_id=sealed[:KEY_ID_BYTES], envelope=envelope, sealed=sealed[KEY_ID_BYTES:]
    )


async def measured(do: Answering, total: int, callers: int = CALLERS) -> Measured:
    """Keep so many callers busy until all are acknowledged; latencies in milliseconds."""
    numbers = iter(range(total))
    taken: list[float] = []

    async def caller() -> None:
        for number in numbers:
            start = time.perf_counter()
            await do(number)
            taken.append((time.perf_counter() - start) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    spent = time.perf_counter() - begun
    hundredths = statistics.quantiles(taken, n=100)
    return Measured(total / spent, hundredths[49], hundredths[98])


async def ours(path: Path, total: int) -> Measured:
    store = open_store(path, KEY)
    await store.run(prepare)
    found = await measured(lambda number: store.run(lambda unit: answer(number, unit)), total)
    if await store.read(lambda unit: unit.answers.count()) != total:
        raise AssertionError("every answer is stored")
    await store.close()
    return found


async def by_orm(path: Path, total: int, drive: Drive) -> Measured:
    store = open_store(path, KEY)
    await store.run(prepare)
    found = await drive(path, store.vault, total)
    if await store.read(lambda unit: unit.answers.count()) != total:
        raise AssertionError("every answer is stored")
    await store.close()
    return found


async def sessions_in_a_thread(path: Path, vault: Vault, total: int) -> Measured:
    """One thread and one connection: with more, sessions wait for each other's locks, and fewer answers come through."""
    engine = set_up(create_engine(f"sqlite:///{path}", pool_size=1, max_overflow=0))

    def work(number: int) -> None:
        with Session(engine, expire_on_commit=False) as session:
            answer_by_orm(session, vault, number)

    with ThreadPoolExecutor(1) as thread:
        loop = asyncio.get_running_loop()
        found = await measured(lambda number: loop.run_in_executor(thread, work, number), total)
    engine.dispose()
    return found


async def async_sessions(path: Path, vault: Vault, total: int) -> Measured:
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlmodel.ext.asyncio.session import AsyncSession

    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=1, max_overflow=0)
    set_up(engine.sync_engine)

    async def work(number: int) -> None:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            await session.run_sync(lambda sync: answer_by_orm(cast(Session, sync), vault, number))

    found = await measured(work, total)
    await engine.dispose()
    return found


async def in_memory(total: int) -> Measured:
    store = open_memory_store()
    await store.run(prepare)
    return await measured(lambda number: store.run(lambda unit: answer(number, unit)), total)


def best(do: Callable[[Path], Coroutine[Any, Any, Measured]], repeats: int) -> Measured:
    """The fastest of several runs, each with a database of its own."""
    found: list[Measured] = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            found.append(asyncio.run(do(Path(folder) / "folkmoot.db")))
    return max(found, key=lambda one: one.per_second)


def run(smallest: bool = False) -> None:
    size = SMALLEST if smallest else Size()
    baselines: dict[str, Drive] = {"an ORM session in a thread": sessions_in_a_thread}
    if find_spec("greenlet"):  # SQLAlchemy's asyncio needs it
        baselines["an async ORM session"] = async_sessions
    rows = {
        label: best(partial(by_orm, total=size.theirs, drive=drive), size.repeats) for label, drive in baselines.items()
    }
    mine = rows["this store"] = best(lambda path: ours(path, size.ours), size.repeats)
    rows["this store in memory"] = best(lambda path: in_memory(size.ours), size.repeats)
    print(
        f"answers acknowledged after a durable commit, {CALLERS} callers, best of {size.repeats}; wanted: ratio 4, p99 50 ms"
    )
    print(f"{'':32}{'per second':>12}{'p50 ms':>10}{'p99 ms':>10}{'ratio':>8}")
    for label, row in rows.items():
        ratio = mine.per_second / row.per_second
        print(f"{label:32}{row.per_second:12,.0f}{row.p50:10.1f}{row.p99:10.1f}{ratio:8.1f}")


if __name__ == "__main__":
    run()
