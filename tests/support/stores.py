"""Stores for tests: in memory, and in SQLite from a template, since making a schema takes most of a test's time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from storage.database import open_memory_store, open_store
from storage.files import default_keys_path
from storage.inspection import look_at
from storage.memory import MemoryStore
from storage.pairing import Pair
from storage.postgres.store import PostgresStore
from storage.restored_pair import finish_restore, go_on_with_restored, look_at_restored
from storage.sqlite.store import SqliteStore
from tests.support import postgres
from tests.support.further import only_further

KEY = bytes(range(32))
KINDS = ("memory", "sqlite", "postgres")
OFTEN: tuple[Any, ...] = ("memory", "sqlite", pytest.param("postgres", marks=only_further))
"""For what takes long on a server, or says little of it: PostgreSQL is left to the longer run."""
AnyStore = MemoryStore | SqliteStore | PostgresStore
Opener = Callable[[], AnyStore]
Work = Callable[[Any], Any]


@cache
def _template() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        open_store(Path(folder) / "folkmoot.db", KEY).close_sync()
        return {file.name: file.read_bytes() for file in Path(folder).iterdir()}


def new_database(folder: Path) -> Path:
    """An empty database with its key store; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _template().items():
        (folder / name).write_bytes(content)
    return folder / "folkmoot.db"


def open_new(kind: str, folder: Path, **options: Any) -> AnyStore:
    if kind == "memory":
        return open_memory_store(master_key=KEY, **options)
    if kind == "postgres":
        return postgres.open_new(**options)
    return open_store(new_database(folder), KEY, **options)


def open_restored(path: Path, keys_path: Path | None = None, **options: Any) -> SqliteStore:
    """As an operator does who has put back a copy of one of the two, and has said that it is to be gone on with."""
    place = keys_path or default_keys_path(path)
    assert look_at_restored(path, place) is not None
    go_on_with_restored(path, place, KEY)
    finish_restore(path, place)
    return open_store(path, KEY, keys_path=place, **options)


def keep_words(owner: str, words: str = "words") -> Work:
    return lambda unit: unit.texts.keep(f"text of {owner}", owner, ConfidentialText(words))


def readable_of(store: AnyStore, *owners: str) -> list[bool]:
    refs = [f"text of {owner}" for owner in owners]
    return [text is not None for text in store.read_sync(lambda unit: unit.texts.read(refs))]


def pairs_of(path: Path) -> tuple[Pair, Pair]:
    """Return how the database and the key store beside it each note that they belong together."""
    database, keys = look_at(path).pair, look_at(default_keys_path(path)).pair
    assert database and keys
    return database, keys


class NullCipher:
    """Leaves everything readable, to show that a byte scan finds what is not encrypted."""

    def __init__(self, key: bytes) -> None: ...

    def seal(self, nonce: bytes, plain: bytes, identity: bytes) -> bytes:
        return plain

    def open(self, nonce: bytes, sealed: bytes, identity: bytes) -> bytes | None:
        return sealed
