"""The file that is opened is the file that was named, whatever stands in its name, and its owner alone can read it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from bot.domain import model
from storage.database import open_store
from storage.migrations import run as migrations
from storage.sqlite import store as sqlite_store
from storage.upkeep import migrate_stores
from tests.support.stores import KEY

NAMES = (
    "what?.db",
    "what?mode=memory&cache=shared",
    "number#1.db",
    "100%25.db",
    "a name with spaces.db",
    "amper&sand=1;semicolon.db",
    "quote'\"\\back.db",
    "file:other?mode=memory",
    ":memory:",
    "über.db",
    "new\nline.db",
)


@pytest.fixture(autouse=True)
def open_to_all() -> Iterator[None]:
    """Whatever is made without care can be read by everybody."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("name", NAMES)
def test_the_named_file_is_opened_and_no_other(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "a folder? #1 100%25"
    path, keys = folder / name, folder / f"keys of {name}"
    for _ in range(2):
        store = open_store(path, KEY, keys_path=keys)
        store.run_sync(lambda unit: unit.teams.save(model.Team(id="t", name="t")))
        store.close_sync()
        migrate_stores(path, KEY, keys)
    assert {file.name for file in folder.iterdir()} == {path.name, keys.name}
    assert all(file.stat().st_size and file.stat().st_mode & 0o777 == 0o600 for file in folder.iterdir())
    assert migrations.current_revision(sqlite_store.sqlite_url(path)) == migrations.newest_revision()


def test_an_address_that_was_put_together_would_open_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def formatted(path: Path | None) -> URL:
        return make_url(f"sqlite:///{path}")

    monkeypatch.setattr(sqlite_store, "sqlite_url", formatted)
    path = tmp_path / "what?.db"
    open_store(path, KEY).close_sync()
    assert path.stat().st_size == 0
    assert (tmp_path / "what").exists()
