"""C9: who asks in writing is forgotten by their platform's id, also while the bot runs, and the log does not say who."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from storage.keys import Keys
from storage.sqlite.store import SqliteStore
from tests.cli.calling import folkmoot as in_a_process
from tests.support.further import further, only_further, part_of

pytestmark = further

IDS = {"amira": ("T1", "UAMIRA"), "ben": ("T1", "UBEN"), "chiara": ("T2", "UBEN")}


def call(home: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(home / "config.toml")])


def join(unit: Any) -> None:
    for name, (workspace, id) in IDS.items():
        unit.members.save(model.Member(id=name, name=f"Name of {name}"))
        address = unit.addresses.remember(ConversationRef("slack", workspace, person=id))
        unit.identities.save(model.Identity(id=address, member=name))
        unit.texts.keep(f"text {name}", name, ConfidentialText(f"words of {name}"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    assert call(tmp_path, "init").exit_code == 0
    with_store(tmp_path, lambda store: store.run_sync(join))
    return tmp_path


def with_store(home: Path, use: Callable[[SqliteStore], Any]) -> Any:
    store = open_storage(load_settings(home / "config.toml", {}))
    try:
        return use(store)
    finally:
        store.close_sync()


def known(store: SqliteStore) -> dict[str, bool]:
    texts = store.read_sync(lambda unit: unit.texts.read([f"text {name}" for name in IDS]))
    return {name: text is not None for name, text in zip(IDS, texts, strict=True)}


def test_nothing_of_them_is_left_and_the_log_does_not_say_who(home: Path) -> None:
    done = in_a_process(home, "forget", "slack", "UAMIRA", "--yes")
    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    assert "somebody was forgotten on a written request" in done.stderr
    assert not [word for word in ("amira", "UAMIRA", "Amira") if word in said]

    def look(store: SqliteStore) -> None:
        assert known(store) == {"amira": False, "ben": True, "chiara": True}
        assert store.read_sync(lambda unit: unit.members.get("amira")) is None
        assert store.read_sync(lambda unit: len(unit.identities.where())) == 2
        assert store.read_sync(lambda unit: unit.outbox.where()) == []
        assert store.read_sync(lambda unit: unit.audits.where()) == []

    with_store(home, look)


@only_further
def test_a_process_that_runs_cannot_read_them_either(home: Path) -> None:
    def while_it_runs(store: SqliteStore) -> None:
        assert known(store)["amira"]
        assert in_a_process(home, "forget", "slack", "UAMIRA", "--yes").returncode == 0
        assert not store.read_sync(lambda unit: store.vault.keys.get("amira"))
        assert known(store) == {"amira": False, "ben": True, "chiara": True}

    with_store(home, while_it_runs)


@only_further
def test_control_without_noticing_other_processes_it_could(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Keys, "notice_other_processes", lambda self: None)

    def while_it_runs(store: SqliteStore) -> None:
        assert store.vault.keys.get("amira")
        assert in_a_process(home, "forget", "slack", "UAMIRA", "--yes").returncode == 0
        assert store.read_sync(lambda unit: store.vault.keys.get("amira"))
        monkeypatch.undo()
        assert not store.read_sync(lambda unit: store.vault.keys.get("amira"))

    with_store(home, while_it_runs)


def test_one_of_several_workspaces_has_to_be_named(home: Path) -> None:
    done = call(home, "forget", "slack", "UBEN", "--yes")
    assert done.exit_code == 2
    assert "--workspace" in done.output
    assert call(home, "forget", "slack", "UBEN", "--workspace", "T2", "--yes").exit_code == 0
    assert with_store(home, known) == {"amira": True, "ben": True, "chiara": False}


@pytest.mark.parametrize("who", [("telegram", "UAMIRA"), ("slack", "UNOBODY"), ("slack", "Name of amira")])
def test_who_is_not_there_changes_nothing(home: Path, who: tuple[str, str]) -> None:
    done = call(home, "forget", *who, "--yes")
    assert done.exit_code == 2
    assert "Nobody here has this id" in done.output
    assert all(with_store(home, known).values())


@pytest.mark.parametrize("more", [(), ("--yes",)])
@pytest.mark.parametrize("platform", part_of(["slak", "WhatsApp", "console", ""], 2))
def test_a_platform_that_there_is_not_is_said_with_those_that_there_are(
    home: Path, platform: str, more: tuple[str, ...]
) -> None:
    done = call(home, "forget", platform, "UAMIRA", *more)
    assert done.exit_code == 2
    assert "slack or telegram" in done.output
    assert "Nothing was changed" in done.output
    assert all(with_store(home, known).values())


def test_a_platform_is_known_however_it_is_written(home: Path) -> None:
    assert call(home, "forget", "Slack", "UAMIRA", "--yes").exit_code == 0
    assert not with_store(home, known)["amira"]


def test_nobody_is_forgotten_without_a_yes(home: Path) -> None:
    done = call(home, "forget", "slack", "UAMIRA")
    assert done.exit_code == 2
    assert "Nothing was changed" in done.output
    assert all(with_store(home, known).values())


def test_where_there_is_no_database_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    call(tmp_path, "init")
    assert call(tmp_path, "forget", "slack", "U1", "--yes").exit_code == 2
    assert not (tmp_path / "data" / "folkmoot.db").exists()
