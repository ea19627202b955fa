"""C8: neither the order nor the lengths of rows, nor what recurs in them, tell who did what."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from bot.domain.events import DeliveryRefused
from bot.domain.model import Member
from bot.engine.rounds import opening
from bot.ports import Store, UnitOfWork
from storage.database import open_store
from storage.failpoints import Failpoint
from storage.spec import spec_of
from tests.support.actions import TEAM, opened
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World


async def asked(folder: Path) -> Path:
    """A round has opened and its questions were sent. Ids are drawn as a running product draws them, but the same every time."""
    path, draw = new_database(folder), Random(1)

    def opener(failpoint: Failpoint) -> Store:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener, tokens=lambda: f"{draw.getrandbits(128):032x}")
    await opened(world)
    world.store.close_sync()  # type: ignore[attr-defined]
    return path


def ids_in(path: Path, table: str, order: str) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return [row[0] for row in raw.execute(f"select id from {table} order by {order}")]


def members_of(path: Path, interviews: list[str]) -> list[str]:
    """Whose interviews these are, as only the keys tell."""

    def look(uow: UnitOfWork) -> list[str]:
        found = {row.id: row.member for row in uow.interviews.where()}
        return [found[id] for id in interviews]

    store = open_store(path, KEY)
    try:
        return store.read_sync(look)
    finally:
        store.close_sync()


def rightly_guessed(path: Path) -> int:
    """The most of the team whose interviews a thief finds by laying the rows of both tables side by side."""
    whose = members_of(path, ids_in(path, "interviews", "rowid"))
    orders = (ids_in(path, "members", order) for order in ("id", "rowid"))
    guesses = [guess for order in orders for guess in (order, order[::-1])]
    return max(sum(a == b for a, b in zip(guess, whose, strict=True)) for guess in guesses)


async def test_c8_interviews_do_not_stand_in_the_order_of_their_people(tmp_path: Path) -> None:
    assert rightly_guessed(await asked(tmp_path)) <= len(TEAM) // 2


async def test_c8_written_in_the_order_of_the_roster_they_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opening.interviews_of
    monkeypatch.setattr(opening, "interviews_of", lambda *given: sorted(made(*given), key=lambda pair: pair[1].member))
    assert rightly_guessed(await asked(tmp_path)) == len(TEAM)


async def test_c8_no_column_says_whom_messages_were_for(tmp_path: Path) -> None:
    """Else who was written to alone, when they were added, is known for a month by what recurs in each message to them."""
    path = await asked(tmp_path)
    assert recurring(path) == []


def recurring(path: Path) -> list[str]:
    """The columns of the outbox in which something stands more often than once, besides what its sender goes by."""
    with closing(sqlite3.connect(path)) as raw:
        found = raw.execute("select * from outbox")
        columns = dict(zip((each[0] for each in found.description), zip(*found, strict=True), strict=True))
    assert len(columns["id"]) > len(TEAM)
    known = {"organisation_id", "urgency", "not_before", "edits", "state", "named"}
    return [name for name, values in columns.items() if name not in known and len(set(values)) < len(values)]


async def lengths_of_people(folder: Path) -> list[list[int]]:
    """The lengths of the rows of all people, in the same order: before, and after some stopped, went away and were lost."""
    path = new_database(folder)
    world = World(lambda failpoint: open_store(path, KEY, failpoint=failpoint))
    await opened(world)
    found = [lengths_in(path)]
    await world.command("amira", "stop")
    await world.command("ben", "away until 1 April")
    await world.hear(world.event(DeliveryRefused, "chloe", person("chloe"), reason="blocked"))
    found.append(lengths_in(path))
    world.store.close_sync()  # type: ignore[attr-defined]
    return found


def lengths_in(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as raw:
        return [row[0] for row in raw.execute("select length(body) from members order by id")]


async def test_c8_no_length_tells_who_stopped_or_is_away(tmp_path: Path) -> None:
    before, after = await lengths_of_people(tmp_path)
    assert before == after
    assert len(set(before)) == 1


async def test_c8_rows_as_long_as_what_is_in_them_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spec_of(Member), "_padded", 0)
    before, after = await lengths_of_people(tmp_path)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 3
