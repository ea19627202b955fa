"""Who installs a new version has a copy of what the earlier one wrote before anything is migrated, and can go on from it."""

from __future__ import annotations

import base64
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from storage import copying
from storage.inspection import look_and_judge, look_at
from storage.migrations.run import newest_revision
from tests.storage.test_earlier_version import restored
from tests.support.further import further, part_of
from tests.support.stores import KEY

pytestmark = further

PAGE = Path(__file__).parents[2] / "docs" / "how-to-upgrade.md"


def call(home: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(home / "config.toml")])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as version 0.1 left it, in which the new program is installed."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    assert call(tmp_path, "init").exit_code == 0
    (tmp_path / "data" / "master.key").write_bytes(base64.urlsafe_b64encode(KEY))
    restored(tmp_path / "data")
    return tmp_path


def content(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as raw:
        return list(raw.iterdump())


def answers(home: Path) -> int:
    """How many answers can be read."""
    store = open_storage(load_settings(home / "config.toml", {}))
    try:
        return store.read_sync(
            lambda uow: sum(text is not None for text in uow.texts.read([row.id for row in uow.answers.where()]))
        )
    finally:
        store.close_sync()


def copies(home: Path) -> tuple[Path, Path]:
    (database,), (keys,) = (home / "backups" / "database").rglob("*.db"), (home / "backups" / "keys").iterdir()
    return database, keys


def test_the_lines_of_the_page_work_on_what_the_earlier_version_left(home: Path) -> None:
    before = content(home / "data" / "folkmoot.db")
    lines = re.findall(r"^ {4}folkmoot (\S.*)$", PAGE.read_text(), re.MULTILINE)
    assert [line.split()[0] for line in lines] == ["backup", "migrate", "check"]
    for line in lines:
        done = call(home, *line.split())
        assert done.exit_code == 0, done.output
        if line.startswith("backup"):
            assert f"at version 0007, and so is its copy; this program needs {newest_revision()}" in done.output
    assert content(copies(home)[0]) == before
    assert look_at(copies(home)[1]).copied
    assert answers(home) == 35


@pytest.mark.parametrize("migrated", [True, False])
@pytest.mark.parametrize("lost", part_of([("folkmoot.db",), ("folkmoot.db", "keys.db"), ()], 3), ids=" ".join)
def test_such_a_copy_is_put_back_and_brought_up_to_date(home: Path, migrated: bool, lost: tuple[str, ...]) -> None:
    assert call(home, "backup", "backups/database", "--keys", "backups/keys").exit_code == 0
    if migrated:
        assert call(home, "migrate").exit_code == 0
    for name in lost:
        (home / "data" / name).unlink()
    words = ["restore", "--database", "backups/database", "--yes"]
    if "keys.db" in lost:
        words += ["--keys", "backups/keys"]
    done = call(home, *words)
    assert done.exit_code == 0, done.output
    assert f"It is at version 0007, and is brought to {newest_revision()}" in done.output
    assert "cannot be told before this database is brought to the version of this program" in done.output
    assert call(home, "check").exit_code == 0
    assert answers(home) == 35


def test_control_where_a_copy_has_to_be_of_the_newest_version_there_is_none(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "look_and_judge", lambda *given, any_version: look_and_judge(*given))
    done = call(home, "backup", "backups/database", "--keys", "backups/keys")
    assert done.exit_code == 2
    assert "run `folkmoot migrate`" in done.output
    assert not (home / "backups").exists()


def test_a_newer_version_is_not_copied(home: Path) -> None:
    with closing(sqlite3.connect(home / "data" / "folkmoot.db")) as raw, raw:
        raw.execute("update alembic_version set version_num = '0999'")
    done = call(home, "backup", "backups/database", "--keys", "backups/keys")
    assert done.exit_code == 2
    assert "made by a newer one" in done.output
