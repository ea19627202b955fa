"""Nothing personal can be read from dumps and files of either database (C8), and nothing erased comes back with one (C9)."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest

from storage.cipher import AesGcm, MakeCipher
from storage.postgres import key_table
from storage.postgres.key_table import PostgresKeyTable
from storage.postgres.opening import PostgresPair
from storage.postgres.place import PostgresPlace
from storage.postgres.places import PostgresPlaces
from storage.postgres.store import PostgresStore
from tests.storage.canaries import ANSWER, CANARIES, EVENT, PLAIN, fill
from tests.support.further import only_further
from tests.support.postgres import KEY, address, copied, empty_pair, execute_in, open_pair, server
from tests.support.stores import keep_words

CHANGES = 20


def dumped(place: PostgresPlace) -> bytes:
    """Return a dump as an operator makes it, with bytes written so that words among them can be seen."""
    command = [server().bin_path / "pg_dump", "--dbname", place.url]
    env = {**os.environ, "PGOPTIONS": "-c bytea_output=escape"}
    return subprocess.run(command, env=env, check=True, capture_output=True).stdout


def readable(pair: PostgresPair) -> set[str]:
    content = dumped(pair.database) + dumped(pair.keys)
    assert content.count(b"PostgreSQL database dump complete") == 2
    return {word for word in (*CANARIES, PLAIN) if word.encode() in content}


def filled(make_cipher: MakeCipher = AesGcm) -> PostgresPair:
    pair = empty_pair()
    store = open_pair(pair, make_cipher=make_cipher)
    store.run_sync(fill)
    store.close_sync()
    return pair


def test_no_dump_shows_words_names_or_platform_ids() -> None:
    assert readable(filled()) == {PLAIN}


@only_further
def test_the_scan_finds_what_is_not_encrypted() -> None:
    from tests.support.stores import NullCipher

    assert readable(filled(NullCipher)) == {*CANARIES, PLAIN} - {EVENT}


def words_in(pair: PostgresPair) -> list[str | None]:
    """Return what can be read, whether a start would take the two for a pair or not."""
    found = PostgresPlaces(pair)._read(KEY, "org", lambda unit: unit.texts.read(["moved", "second"]))
    return [text.reveal() if text else None for text in found]


@only_further
@pytest.mark.parametrize("with_keys", [False, True])
def test_an_old_copy_of_the_database_gives_nothing_back(with_keys: bool) -> None:
    """Control: with the keys of then it does."""
    pair = filled()
    old, old_keys = copied(pair.database), copied(pair.keys)
    store = open_pair(pair)
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    store.close_sync()
    found = words_in(PostgresPair(old, old_keys if with_keys else pair.keys))
    assert found == ([ANSWER, f"{ANSWER} two"] if with_keys else [None, None])


def files_with(wanted: bytes, folder: str) -> list[Path]:
    if folder == "base":  # after a checkpoint the server may use the files of its log again
        execute_in("postgres", "checkpoint")
    # Unlike Path.rglob, os.walk goes on where a folder is gone by now that another test's database had.
    there = (Path(place, name) for place, _, names in os.walk(server().pgdata / folder) for name in names)
    return [file for file in there if wanted in content_of(file)]


def content_of(path: Path) -> bytes:
    """Return nothing for a file that another test's database had and that is gone by now."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def wrapped_key(pair: PostgresPair) -> bytes:
    with pair.keys.connect() as raw:
        (wrapped,) = raw.execute("select wrapped from folkmoot_keys.keys where owner = 'ann'").fetchone()  # type: ignore[misc]
    assert files_with(wrapped, "base")
    return bytes(wrapped)


def change_until_gone(store: PostgresStore) -> None:
    """Other tests' transactions may be under way when a key is destroyed."""
    for number in range(CHANGES):
        if store.vault.keys._table._deleted_in is None:  # type: ignore[attr-defined]
            return
        time.sleep(0.05)
        store.run_sync(keep_words(f"m{number}"))


def erased_key() -> bytes:
    """Return the bytes of a key that was stored, and then destroyed."""
    pair = filled()
    wrapped = wrapped_key(pair)
    store = open_pair(pair)
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    change_until_gone(store)
    store.close_sync()
    return wrapped


@contextmanager
def older_transaction(pair: PostgresPair) -> Iterator[None]:
    """One that has begun in another database of the server, as somebody else's program may."""
    with psycopg.connect(address()) as connection:
        connection.execute("select pg_current_xact_id()")
        yield


@contextmanager
def older_snapshot(pair: PostgresPair) -> Iterator[None]:
    """One of the keys' database, as a backup has for as long as it copies the other: who reads has no number."""
    with psycopg.connect(pair.keys.url) as connection:
        connection.execute("set transaction isolation level repeatable read read only")
        connection.execute("select pg_export_snapshot()")
        yield


Older = Callable[[PostgresPair], AbstractContextManager[None]]
OLDER = pytest.mark.parametrize("older", [older_transaction, older_snapshot])


def key_destroyed_beside(older: Older) -> bytes:
    pair = filled()
    wrapped = wrapped_key(pair)
    store = open_pair(pair)
    with older(pair):
        store.run_sync(lambda unit: unit.texts.forget("ann"))
        assert files_with(wrapped, "base"), "nobody can help that"
    change_until_gone(store)
    store.run_sync(keep_words("last"))
    store.close_sync()
    return wrapped


@only_further
@OLDER
def test_what_is_kept_for_somebody_older_goes_once_that_is_over(older: Older) -> None:
    assert files_with(key_destroyed_beside(older), "base") == []


def gone_though_no_key_changes(older: Older) -> bool:
    pair = filled()
    wrapped = wrapped_key(pair)
    store = open_pair(pair)
    with older(pair):
        store.run_sync(lambda unit: unit.texts.forget("ann"))
    for _ in range(CHANGES):
        store.run_sync(lambda unit: None)
        time.sleep(0.05)
    store.close_sync()
    return not files_with(wrapped, "base")


@only_further
@OLDER
def test_so_it_does_where_no_key_changes_any_more(monkeypatch: pytest.MonkeyPatch, older: Older) -> None:
    monkeypatch.setattr(key_table, "AGAIN_SECONDS", 0.0)
    assert gone_though_no_key_changes(older)


@only_further
@OLDER
def test_control_tried_once_it_would_stay(monkeypatch: pytest.MonkeyPatch, older: Older) -> None:
    monkeypatch.setattr(PostgresKeyTable, "wipe", lambda self: None)
    assert not gone_though_no_key_changes(older)


@only_further
@OLDER
def test_where_nobody_looked_for_who_is_older_it_would_stay(monkeypatch: pytest.MonkeyPatch, older: Older) -> None:
    monkeypatch.setattr(key_table, "HORIZON", "9223372036854775807")
    assert files_with(key_destroyed_beside(older), "base")


@only_further
@OLDER
def test_so_does_what_a_process_has_left_that_ended_meanwhile(older: Older) -> None:
    pair = filled()
    wrapped = wrapped_key(pair)
    with older(pair):
        ended = open_pair(pair)
        ended.run_sync(lambda unit: unit.texts.forget("ann"))
        ended.close_sync()
        store = open_pair(pair)
    change_until_gone(store)
    store.close_sync()
    assert files_with(wrapped, "base") == []


@only_further
def test_a_destroyed_key_is_in_no_file_of_a_table() -> None:
    assert files_with(erased_key(), "base") == []


@only_further
def test_where_its_table_was_not_written_anew_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostgresKeyTable, "_write_anew", lambda self: None)
    assert files_with(erased_key(), "base")


@only_further
def test_the_write_ahead_log_has_it_for_some_time_as_the_page_says() -> None:
    assert files_with(erased_key(), "pg_wal")
    page = (Path(__file__).parents[2] / "docs/postgresql.md").read_text()
    assert "stays until the server recycles that log" in page
