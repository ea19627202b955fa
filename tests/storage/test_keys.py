"""Master keys, and the order in which data keys come and go."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from storage.cipher import identity_of
from storage.database import open_memory_store, open_store
from storage.errors import WrongKeyError
from storage.failpoints import AFTER_KEY_COMMIT, BEFORE_COMMIT, BEFORE_KEY_COMMIT
from storage.keys import Keys
from storage.master_key import VARIABLE, create_key_file, load_master_key
from storage.memory_key_table import MemoryKeyTable
from tests.support.stores import KEY, new_database

WRITTEN = base64.urlsafe_b64encode(KEY).decode()


def test_a_key_file_is_private_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "master.key"
    create_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    key = load_master_key({}, path)
    assert len(key) == 32
    with pytest.raises(FileExistsError):
        create_key_file(path)
    assert load_master_key({}, path) == key
    create_key_file(tmp_path / "other.key")
    assert load_master_key({}, tmp_path / "other.key") != key


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    create_key_file(tmp_path / "master.key")
    assert load_master_key({VARIABLE: f" {WRITTEN}\n"}, tmp_path / "master.key") == KEY


@pytest.mark.parametrize(
    ("env", "content", "sentence"),
    [
        ({}, None, "There is no master key"),
        ({VARIABLE: "canary"}, None, f"The environment variable {VARIABLE} does not hold a master key"),
        ({VARIABLE: "canary!" * 7}, None, "does not hold"),
        ({}, b"canary", "does not hold"),
        ({}, b"", "does not hold"),
        ({}, b"\xff" * 44, "cannot be read"),
    ],
)
def test_what_is_no_key_is_said_without_showing_it(
    tmp_path: Path, env: dict[str, str], content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "master.key"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WrongKeyError, match=sentence) as caught:
        load_master_key(env, path)
    assert "canary" not in str(caught.value)
    with pytest.raises(WrongKeyError, match="no master key"):
        load_master_key({}, None)


def test_another_master_key_is_refused_at_once(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    with pytest.raises(WrongKeyError, match="not the one with which"):
        open_store(path, bytes(32))
    with pytest.raises(WrongKeyError, match="32 bytes"):
        open_store(path, b"short")
    open_store(path, KEY).close_sync()


def test_a_key_moved_by_hand_to_another_owner_does_not_open() -> None:
    table = MemoryKeyTable()
    keys = Keys("org", table, KEY, os.urandom)
    keys.obtain("ann")
    keys.flush()
    wrapped = table.load("org", "ann")
    assert wrapped
    table._rows["org", "bob"] = type(wrapped)("bob", wrapped.key_id, wrapped.wrapped)
    with pytest.raises(WrongKeyError, match="was changed"):
        Keys("org", table, KEY, os.urandom).get("bob")
    Keys("org", table, KEY, os.urandom).forget("bob")
    assert table.load("org", "bob") is None


def test_keys_are_durable_before_what_they_sealed(tmp_path: Path) -> None:
    passed: list[str] = []
    store = open_store(new_database(tmp_path), KEY, failpoint=passed.append)
    passed.clear()
    store.run_sync(lambda unit: unit.texts.keep("t", "ann", ConfidentialText("words")))
    assert passed[:3] == [BEFORE_KEY_COMMIT, AFTER_KEY_COMMIT, BEFORE_COMMIT]
    passed.clear()
    store.run_sync(lambda unit: unit.texts.keep("u", "ann", ConfidentialText("words")))
    assert BEFORE_KEY_COMMIT not in passed
    store.close_sync()


@pytest.mark.parametrize("broken", [BEFORE_KEY_COMMIT, AFTER_KEY_COMMIT])
def test_a_failing_key_store_fails_the_commit_and_harms_nothing(tmp_path: Path, broken: str) -> None:
    breaking = {broken}

    def failpoint(name: str) -> None:
        if name in breaking:
            raise OSError("disk full")

    for store in (
        open_store(new_database(tmp_path), KEY, failpoint=failpoint),
        open_memory_store(failpoint=failpoint),
    ):
        breaking.add(broken)
        keep: Any = lambda unit: unit.texts.keep("t", "ann", ConfidentialText("words"))  # noqa: E731
        with pytest.raises(OSError, match="disk full"):
            store.run_sync(keep)
        assert store.read_sync(lambda unit: unit.texts.read(["t"])) == [None]
        breaking.clear()
        store.run_sync(keep)
        assert store.read_sync(lambda unit: unit.texts.read(["t"])) == [ConfidentialText("words")]
        store.close_sync()


def test_keys_survive_a_restart_and_many_owners(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    store = open_store(path, KEY)
    owners = [f"m{number}" for number in range(300)]
    store.run_sync(lambda unit: [unit.texts.keep(owner, owner, ConfidentialText(owner)) for owner in owners])
    before = store.run_sync(lambda unit: unit.pseudonym("m7"))
    store.close_sync()
    again = open_store(path, KEY)
    assert again.read_sync(lambda unit: unit.texts.read(owners)) == [ConfidentialText(owner) for owner in owners]
    assert again.read_sync(lambda unit: unit.pseudonym("m7")) == before
    again.close_sync()


def test_the_cache_of_keys_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.keys.CACHED", 3)
    keys = Keys("org", MemoryKeyTable(), KEY, os.urandom)
    made = [keys.obtain(str(number)).id for number in range(9)]
    keys.flush()
    assert len(keys._cache) == 3
    assert [found.id for number in range(9) if (found := keys.get(str(number)))] == made
    assert len(keys._cache) == 3


def test_identities_of_different_parts_differ() -> None:
    assert identity_of("ab", "c") != identity_of("a", "bc")
    assert identity_of("1:a") != identity_of("1", "a")


def test_ids_are_repeatable_in_memory_and_depend_on_the_master_key() -> None:
    stores = [open_memory_store(), open_memory_store(), open_memory_store(master_key=KEY)]
    found = [store.run_sync(lambda unit: unit.vault.hashed("x", "y")) for store in stores]  # type: ignore[attr-defined]
    assert found[0] == found[1] != found[2]
