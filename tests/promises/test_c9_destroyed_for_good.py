"""C9: the key store knows for as long as it lives which keys were destroyed, by random ids that name nobody.

A copy of the database can outlive its day, wherever somebody took it, and says nothing of who was forgotten since.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.retention import Retention
from bot.system_clock import SystemClock
from bot.views.messages.privacy_pack import retention_table
from storage.keys import KEY_ID_BYTES
from storage.sweep import NOTES_KEPT
from tests.promises.test_c9_backup import OTHERS, call, copies, home, listed, with_store

__all__ = ["home"]


def notes(home: Path, change: str = "select organisation_id, key_id from destroyed") -> list[tuple[str, bytes]]:
    with closing(sqlite3.connect(home / "data" / "keys.db")) as raw, raw:
        return raw.execute(change).fetchall()


def key_id_of(file: Path, person: str) -> bytes:
    with closing(sqlite3.connect(file)) as raw:
        (found,) = raw.execute("select key_id from keys where owner = ?", (person,)).fetchone()
    return bytes(found)


def sweep_for_years(home: Path) -> None:
    now = SystemClock().now()
    days = range(0, 3 * 365, 100)
    assert timedelta(days=days[-1]) > NOTES_KEPT
    for day in days:
        with_store(home, lambda store, at=now + timedelta(days=day): asyncio.run(store.sweep(at)))


def test_a_note_is_a_random_number_and_names_nobody(home: Path) -> None:
    assert notes(home) == [("org", key_id_of(copies(home)[1], "amira"))]
    assert [len(key_id) for _, key_id in notes(home)] == [KEY_ID_BYTES]


@pytest.mark.parametrize("noted", [True, False])
def test_an_old_copy_of_the_database_brings_nobody_back_after_years(home: Path, noted: bool) -> None:
    """Control: without the note she is listed again."""
    sweep_for_years(home)
    if not noted:
        notes(home, "delete from destroyed")
    (home / "data" / "folkmoot.db").unlink()
    done = call(home, "restore", "--database", str(copies(home)[0]), "--yes")
    assert done.exit_code == 0, done.output
    assert (listed(home)[0] == OTHERS) is noted


def test_the_pages_say_so() -> None:
    row = "| Ids of destroyed keys in the key store: random numbers | as long as it is there |"
    assert row in retention_table(Retention())
    page = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
    assert "The key store keeps the ids of destroyed keys for as long as it is there" in page
