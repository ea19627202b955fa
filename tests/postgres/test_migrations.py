"""Migrations on PostgreSQL, up and down, with data; and what its columns are like (R9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from storage.errors import SchemaMismatchError
from storage.memory_key_table import MemoryKeyTable
from storage.migrations import founding
from storage.migrations import run as migrations
from storage.migrations.sealing import StoredSealing
from storage.postgres import dialect
from storage.postgres.opening import PostgresPair
from storage.postgres.places import PostgresPlaces
from storage.tables import metadata
from tests.support.further import further, only_further, part_of
from tests.support.postgres import KEY, empty_pair, new_pair, open_pair
from tests.support.schemas import schema_of

pytestmark = further

VALUES: dict[type, Any] = {str: "x", int: 2**40, bool: True, bytes: b"x"}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with dialect.engine_of(empty_pair().database) as made:
        yield made


def tables_of(connection: Connection) -> set[str]:
    with connection.begin():
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def fill(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """One row in every table that is there, whatever its columns, in the place of any other; the rows by table."""
    rows = {}
    for table in sorted(tables_of(connection)):
        with connection.begin():
            row = {each["name"]: VALUES[each["type"].python_type] for each in inspect(connection).get_columns(table)}
            connection.execute(text(f"delete from {table}"))
            names = ", ".join(f'"{name}"' for name in row)
            given = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"insert into {table} ({names}) values ({given})"), row)
            rows[table] = [tuple(row.values())]
    return rows


def read(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: [tuple(row) for row in connection.execute(text(f"select * from {table}"))]
        for table in sorted(tables_of(connection))
    }


@only_further
def test_every_revision_goes_up_and_down_with_data(engine: Engine) -> None:
    sealing, before = partial(StoredSealing, MemoryKeyTable(), KEY), ""
    for revision in migrations.all_revisions():
        with engine.connect() as connection:
            migrations.upgrade_on(connection, revision, sealing)
            there = fill(connection)
        migrations.downgrade_on(engine, before or "base", sealing)
        with engine.connect() as connection:
            assert migrations.current_on(connection) == before
            migrations.upgrade_on(connection, revision, sealing)
            assert tables_of(connection) == set(there)
        before = revision
    migrations.downgrade_on(engine, "base", sealing)
    with engine.connect() as connection:
        assert tables_of(connection) == set()


@pytest.mark.parametrize("revision", part_of(migrations.all_revisions(), 100, 12))
def test_what_any_revision_left_is_brought_to_the_newest(engine: Engine, revision: str) -> None:
    sealing = partial(StoredSealing, MemoryKeyTable(), KEY)
    with engine.connect() as connection:
        migrations.upgrade_on(connection, revision, sealing)
        before = fill(connection)
        migrations.upgrade_on(connection, "head", sealing)
        found = read(connection)
    assert set(found) == set(metadata.tables)
    kept = {table for table in set(before) & set(found) if len(found[table]) == 1}
    assert kept >= {"teams", "rounds", "texts", "erasures"}


def columns(pair: PostgresPair) -> list[tuple[str, str, str | None]]:
    """Return type and collation of each column, with its name."""
    query = """
        select table_name || '.' || column_name, data_type, collation_name from information_schema.columns
        where table_schema = 'public' and table_name <> 'alembic_version'
    """
    with pair.database.connect() as connection:
        return connection.execute(query).fetchall()


def unfit(found: list[tuple[str, str, str | None]]) -> list[str]:
    """Return the columns whose numbers have an end before Python's, or whose order is that of a language."""
    texts = ("character varying", "text")
    return [name for name, kind, order in found if kind == "integer" or (kind in texts and order != "C")]


def by_every_revision() -> PostgresPair:
    pair = empty_pair()
    with dialect.engine_of(pair.database) as engine, engine.connect() as connection:
        migrations.upgrade_on(connection)
    return pair


@pytest.mark.parametrize("make", [new_pair, pytest.param(by_every_revision, marks=only_further)])
def test_numbers_are_long_and_texts_compare_byte_by_byte(make: Callable[[], PostgresPair]) -> None:
    found = columns(make())
    assert len(found) > 100 and unfit(found) == []


@only_further
def test_in_sqlalchemy_s_own_types_they_would_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialect, "_with_our_types", lambda dialect: dialect)
    monkeypatch.setattr(founding, "_of_dialects", {})
    pair = empty_pair()
    open_pair(pair).close_sync()
    assert len(unfit(columns(pair))) > 50


@only_further
@pytest.mark.parametrize("make", [new_pair, by_every_revision])
def test_the_tables_are_those_of_the_program(make: Callable[[], PostgresPair]) -> None:
    found = {name for name, _, _ in columns(make())}
    assert found == {f"{table.name}.{each.name}" for table in metadata.tables.values() for each in table.columns}


@only_further
def test_made_at_once_they_are_as_all_revisions_make_them() -> None:
    found = []
    for pair in (new_pair(), by_every_revision()):
        # SQLAlchemy's own dialect: what it asks the catalogue for constraints has numbers that ours makes too long.
        with create_engine("postgresql+psycopg://", creator=pair.database.connect).connect() as connection:
            found.append((migrations.current_on(connection), schema_of(connection)))
    assert found[0] == found[1] and len(found[0][1]) > len(metadata.tables)


@only_further
def test_a_database_of_another_version_is_refused_until_it_is_migrated() -> None:
    pair = empty_pair()
    open_pair(pair).close_sync()
    with dialect.engine_of(pair.database) as engine:
        migrations.downgrade_on(engine, migrations.all_revisions()[-2])
    with pytest.raises(SchemaMismatchError, match="run `folkmoot migrate`"):
        open_pair(pair)
    done = PostgresPlaces(pair).migrate(KEY)
    assert (done.before, done.after) == tuple(migrations.all_revisions()[-2:])
    open_pair(pair).close_sync()
    with pair.database.connect() as connection:
        connection.execute("drop index ix_texts_key_id")
    assert PostgresPlaces(pair).migrate(KEY).indexes == ("ix_texts_key_id",)
