"""C8: whoever has the database without its keys cannot tell which person answered, drafted, checked or was written to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.model import RoundState
from bot.ports import Store
from storage.database import open_store
from storage.failpoints import Failpoint
from storage.vault import Vault
from tests.support.actions import TEAM, answered, opened, until
from tests.support.stores import KEY, new_database
from tests.support.world import World

PEOPLE = ("members", "identities", "memberships", "handles", "addresses", "exclusions", "followings", "invites")
DEEDS = (
    "interviews", "answers", "checks", "weighings", "rulings", "texts", "dialogues", "menus", "traces", "outbox", "inbox", "ledger",
    "fetched",
)  # fmt: skip


async def lived(folder: Path) -> Path:
    """A round in which people answer, draft, allow, check and are forgotten."""
    path = new_database(folder)

    def opener(failpoint: Failpoint) -> Store:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener)
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM[:6], ("Harbour", "Rotas", "")))
    await world.type("amira", "something more", "m1")
    await world.press("ben", "words", round_.id)
    await world.command("dan", "my data")
    await until(world, round_, RoundState.DRAFT)
    for who in TEAM[:4]:
        await world.submit(who, "weigh", round_.id, {"1.1": "agree", "2.1": "differ"})
    await world.press("eve", "forget.yes")
    await world.settle()
    world.store.close_sync()  # type: ignore[attr-defined]
    return path


def strings(path: Path, tables: tuple[str, ...]) -> set[str]:
    """Every text in these tables that could stand for somebody."""
    with closing(sqlite3.connect(path)) as raw:
        rows = [row for table in tables for row in raw.execute(f"select * from {table}")]
        common = {row[0] for table in ("teams", "rounds") for row in raw.execute(f"select id from {table}")}
    values = {value for row in rows for value in row if isinstance(value, str) and len(value) > 8}
    return values - common


def links(path: Path) -> set[str]:
    """What a person's row has in common with a deed's."""
    deeds = "\n".join(sorted(strings(path, DEEDS)))
    return {value for value in strings(path, PEOPLE) if value in deeds}


async def test_c8_nothing_leads_from_a_person_to_a_deed(tmp_path: Path) -> None:
    path = await lived(tmp_path)
    assert len(strings(path, PEOPLE)) > len(TEAM)
    assert links(path) == set()


async def test_c8_without_the_keyed_hashes_it_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vault, "hashed", lambda self, purpose, *parts: ":".join(parts))
    assert len(links(await lived(tmp_path))) == len(TEAM) - 1  # all but the one who is forgotten
