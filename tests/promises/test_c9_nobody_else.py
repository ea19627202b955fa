"""C9: a restore ends who was forgotten and nobody else, whatever keys were lost before it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import forgotten
from storage.keys import KEY_ID_BYTES
from storage.spec import own_part, spec_of
from storage.unit_of_work import BoxedUnitOfWork
from tests.promises.test_c9_backup import PEOPLE, call, keep, listed, with_store
from tests.support.further import only_further


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three people and a copy; dara comes, amira is forgotten, the key store is lost, and the keys of the copy are put back."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    assert call(tmp_path, "init").exit_code == 0
    with_store(tmp_path, lambda store: store.run_sync(keep(*PEOPLE)))
    assert call(tmp_path, "backup", "monday").exit_code == 0
    with_store(tmp_path, lambda store: store.run_sync(keep("dara")))
    assert call(tmp_path, "forget", "slack", "amira", "--yes").exit_code == 0
    (tmp_path / "data" / "keys.db").unlink()
    put_back(tmp_path, "--keys", "monday")
    assert names(tmp_path) == {"ben", "chiara", "dara"}
    return tmp_path


def put_back(home: Path, *words: str) -> None:
    done = call(home, "restore", *words, "--yes")
    assert done.exit_code == 0, done.output


def names(home: Path) -> set[str]:
    return set(listed(home)[0])


def test_who_lost_a_key_is_ended_by_no_later_restore_of_the_database(home: Path) -> None:
    assert call(home, "backup", "wednesday").exit_code == 0
    put_back(home, "--database", "wednesday")
    assert names(home) == {"ben", "chiara", "dara"}


def test_nor_by_keys_of_another_branch_of_the_same_installation(home: Path) -> None:
    """Both count on from the same copy, so that no number tells which of them is the later."""
    assert call(home, "backup", "wednesday").exit_code == 0
    for name in ("folkmoot.db", "keys.db"):
        (home / "data" / name).unlink()
    put_back(home, "--database", "monday", "--keys", "monday")
    with_store(home, lambda store: store.run_sync(keep("emil")))
    (home / "data" / "keys.db").unlink()
    put_back(home, "--keys", "wednesday")
    assert "emil" in names(home)


def concluding_from_what_is_missing(unit: BoxedUnitOfWork) -> dict[str, bytes]:
    there, spec = set(unit.vault.keys.owners().values()), spec_of(forgotten.Member)
    found = {}
    for values in unit.boxes.of(spec.table).select({}):
        key_id = own_part(spec.seal.open(values, unit.vault))[:KEY_ID_BYTES]
        if key_id and key_id not in there:
            found[str(values[0])] = key_id
    return found


@only_further
def test_control_concluded_from_a_missing_key_they_would_be_ended(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgotten, "forgotten_members", concluding_from_what_is_missing)
    assert call(home, "backup", "wednesday").exit_code == 0
    put_back(home, "--database", "wednesday")
    assert names(home) == {"ben", "chiara"}


def test_a_key_store_of_an_earlier_version_learns_at_the_next_start_what_the_database_knows(home: Path) -> None:
    with closing(sqlite3.connect(home / "data" / "keys.db")) as raw, raw:
        noted = raw.execute("select key_id from destroyed").fetchall()
        raw.execute("drop table destroyed")
    with_store(home, lambda store: store.run_sync(lambda uow: None))
    with closing(sqlite3.connect(home / "data" / "keys.db")) as raw:
        assert noted and raw.execute("select key_id from destroyed").fetchall() == noted
