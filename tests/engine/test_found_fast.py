"""What is asked often is found by an index, however many months are stored."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import HomeOpened, Sender
from bot.domain.model import RoundState
from bot.engine.context import WorkContext
from bot.engine.daily_sweep import DailySweep
from bot.engine.rounds import digests, group_finals
from storage.database import open_store
from storage.sql_box import SqlBox
from tests.support.actions import TEAM, answered, opened, until
from tests.support.further import only_further
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World

GROWING = (
    *("answers", "audits", "checks", "erasures", "inbox", "interviews", "ledger", "meetings", "outbox"),
    *("releases", "rounds", "rulings", "texts", "weighings"),
)
"""Tables that have more rows after some months."""
BY_MORE = re.compile(r"\(organisation_id=\? AND ")


@contextmanager
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, tuple[Any, ...]]]:
    """The statements that are run within, with their parameters."""
    found: dict[str, tuple[Any, ...]] = {}
    run = SqlBox._run

    def noted(box: SqlBox, statement: Any, given: dict[str, Any]) -> Any:
        result = run(box, statement, given)
        found[statement.sql] = statement.bound(given)
        return result

    with monkeypatch.context() as patched:
        patched.setattr(SqlBox, "_run", noted)
        yield found


def scans(path: Path, statements: dict[str, tuple[Any, ...]]) -> list[str]:
    """Return how SQLite goes through a whole growing table, for each of these statements that makes it."""
    with closing(sqlite3.connect(path)) as raw:
        plans = [
            str(row[3])
            for sql, values in statements.items()
            for row in raw.execute(f"explain query plan {sql}", values)
        ]
    lines = [line for line in plans if line.split()[0] in ("SCAN", "SEARCH") and line.split()[1] in GROWING]
    return [line for line in lines if not BY_MORE.search(line)]


async def finished(folder: Path) -> tuple[World, Path]:
    """A round on SQLite that was answered and is final."""
    path = new_database(folder)
    world = World(lambda failpoint: open_store(path, KEY, failpoint=failpoint))
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour as {who} sees it", "", "") for who in TEAM})
    await until(world, round_, RoundState.FINAL)
    return world, path


async def ask_often(world: World) -> None:
    """A tick, `status`, a page, a digest, the finals for the organisation, and the removal of what is past its time."""
    await world.app.scheduler.tick()
    await world.command("ada", "status")
    where = person("amira")
    event = HomeOpened(event_id="home", sender=Sender(ref=where), where=where, at=world.clock.now())
    await world.app.engine.handle(event)

    def within(uow: Any) -> None:
        work = WorkContext(uow, world.clock.now(), world.app.services)
        digests.latest_organisation_summary(work)
        group_finals.collect_finals(work)

    await world.read(within)
    sweep = DailySweep(world.store, world.app.services, lambda: None)
    await sweep.remove_past_time(world.clock.now() + timedelta(days=200))


async def test_nothing_that_is_asked_often_goes_through_a_growing_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, path = await finished(tmp_path)
    with asked(monkeypatch) as statements:
        await ask_often(world)
    await world.store.close()
    assert len(statements) > 20
    left = [line for line in scans(path, statements) if not line.startswith("SEARCH audits")]
    assert left == [], "only the audit of a year is gone through, once a day"


@only_further
@pytest.mark.parametrize(
    "index",
    [
        *("ix_rounds_look_at", "ix_rounds_next_at", "ix_releases_final_pooled", "ix_releases_round"),
        "ix_outbox_created_at",
    ],
)
async def test_control_without_its_index_it_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: str) -> None:
    world, path = await finished(tmp_path)
    with asked(monkeypatch) as statements:
        await ask_often(world)
    await world.store.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"drop index {index}")
    table = index.split("_")[1]
    assert any(line.split()[1] == table for line in scans(path, statements))


async def test_ended_rounds_are_opened_when_their_time_has_come_and_not_each_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _ = await finished(tmp_path)
    await world.command("ada", "schedule pause Alpha")
    opened_on = []
    for day in range(60):
        world.clock.move(timedelta(days=1))
        with asked(monkeypatch) as statements:
            await world.settle()
        if any("checks.round = ?" in sql for sql in statements):
            opened_on.append(day)
    await world.store.close()
    assert opened_on
    assert len(opened_on) < 10
