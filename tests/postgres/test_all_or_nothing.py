"""A migration on PostgreSQL that does not come to its end leaves everything as it was."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from storage.migrations import run as migrations
from storage.postgres.dialect import engine_of
from storage.postgres.looking import TABLES_HERE, names
from storage.postgres.opening import looked_at
from tests.support.postgres import empty_pair


class CutShortError(Exception):
    """Something came between."""


def test_tables_are_made_all_or_none() -> None:
    pair = empty_pair()

    def interrupt(made: Connection) -> None:
        assert made.exec_driver_sql("select count(*) from members").scalar() == 0, "they are there by then"
        raise CutShortError

    with engine_of(pair.database) as engine, engine.connect() as connection, pytest.raises(CutShortError):
        migrations.upgrade_on(connection, then=interrupt)
    with looked_at(pair) as (database, _):
        assert names(database, TABLES_HERE) == set()
    with engine_of(pair.database) as engine, engine.connect() as connection:
        migrations.upgrade_on(connection)
    with looked_at(pair) as (database, _):
        assert "members" in names(database, TABLES_HERE)
