"""Migrations keep what is there, up and down, and a database of another version is refused (R9)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine, event, inspect, text
from sqlalchemy.pool import StaticPool

from storage.database import open_store
from storage.errors import DamagedFileError, SchemaMismatchError, StorageError, UnreachableError
from storage.memory_key_table import MemoryKeyTable
from storage.migrations import run as migrations
from storage.migrations.founding import found_on
from storage.migrations.sealing import StoredSealing
from storage.tables import metadata
from storage.upkeep import migrate_stores
from tests.support.further import only_further
from tests.support.schemas import schema_of
from tests.support.stores import KEY, new_database


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'folkmoot.db'}"


@pytest.fixture
def connection() -> Iterator[Connection]:
    """A database in memory with foreign keys on, in which this package's transactions work."""
    engine = create_engine("sqlite://", poolclass=StaticPool)

    def prepare(raw: Any, record: Any) -> None:
        raw.isolation_level = None
        raw.execute("PRAGMA foreign_keys=ON")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda made: made.exec_driver_sql("BEGIN"))
    with engine.connect() as made:
        yield made
    engine.dispose()


def tables_of(url: str) -> set[str]:
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names()) - {"alembic_version"}
    engine.dispose()
    return names


def a_value(column: Any) -> Any:
    kind = column["type"].python_type
    return {str: "x", int: 7, bool: True, bytes: b"x"}[kind]


def fill(url: str) -> dict[str, tuple[Any, ...]]:
    """One row in every table that is there, whatever its columns, in the place of any other; the rows by table."""
    engine = create_engine(url)
    rows: dict[str, tuple[Any, ...]] = {}
    with engine.begin() as made:
        for table in sorted(set(inspect(made).get_table_names()) - {"alembic_version"}):
            row = {column["name"]: a_value(column) for column in inspect(made).get_columns(table)}
            reflected = Table(table, MetaData(), *(Column(name) for name in row))
            made.execute(reflected.delete())
            made.execute(
                reflected.insert().values(**{name: text(f":v_{name}") for name in row}),
                {f"v_{k}": v for k, v in row.items()},
            )
            rows[table] = tuple(row.values())
    engine.dispose()
    return rows


@only_further
def test_every_revision_goes_up_and_down_with_data(url: str) -> None:
    sealing = partial(StoredSealing, MemoryKeyTable(), KEY)
    before = ""
    for revision in migrations.all_revisions():
        migrations.upgrade_database(url, revision, sealing)
        assert migrations.current_revision(url) == revision
        there = fill(url)
        migrations.downgrade_database(url, before or "base", sealing)
        assert migrations.current_revision(url) == before
        migrations.upgrade_database(url, revision, sealing)
        left = tables_of(url)
        assert left == set(there)
        before = revision
    assert migrations.current_revision(url) == migrations.newest_revision()
    migrations.downgrade_database(url, "base", sealing)
    assert tables_of(url) == set()


def test_a_filled_database_survives_being_brought_up_to_date(url: str) -> None:
    migrations.upgrade_database(url)
    rows = fill(url)
    assert set(rows) == set(metadata.tables)
    migrations.upgrade_database(url)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as raw:
        found = {table: raw.execute(f"select * from {table}").fetchall() for table in rows}
    raw.close()
    assert found == {table: [row] for table, row in rows.items()}


@pytest.mark.parametrize("make", [migrations.upgrade_on, lambda made: found_on(made, lambda _: None)])
def test_the_schema_is_that_of_the_tables(connection: Connection, make: Callable[[Connection], None]) -> None:
    make(connection)
    options = {"compare_type": True}
    with connection.begin():
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        other = MetaData()
        for table in metadata.sorted_tables:
            table.to_metadata(other)
        other.tables["teams"].append_column(Column("new", String))
        assert len(compare_metadata(context, other)) == 1


def family(connection: Connection) -> None:
    with connection.begin():
        connection.exec_driver_sql("CREATE TABLE parents (id INTEGER PRIMARY KEY, name VARCHAR)")
        connection.exec_driver_sql(
            "CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id) ON DELETE CASCADE)"
        )
        connection.exec_driver_sql("INSERT INTO parents VALUES (1, 'a')")
        connection.exec_driver_sql("INSERT INTO children VALUES (1, 1)")


def rebuild_parents(config: Any) -> None:
    operations = Operations(MigrationContext.configure(config.attributes["connection"]))
    with operations.batch_alter_table("parents", recreate="always") as batch:
        batch.add_column(Column("age", Integer))


def children(connection: Connection) -> int:
    with connection.begin():
        return int(connection.exec_driver_sql("SELECT count(*) FROM children").scalar_one())


def test_a_rebuilt_table_takes_nothing_with_it(connection: Connection) -> None:
    family(connection)
    migrations._run_migration(connection, rebuild_parents)
    assert children(connection) == 1
    assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_with_foreign_keys_on_it_would(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    family(connection)
    monkeypatch.setattr(migrations, "_foreign_keys", lambda connection, on: None)
    migrations._run_migration(connection, rebuild_parents)
    assert children(connection) == 0


def test_a_migration_that_leaves_orphans_is_undone(connection: Connection) -> None:
    def empty_parents(config: Any) -> None:
        config.attributes["connection"].exec_driver_sql("DELETE FROM parents")

    family(connection)
    with pytest.raises(StorageError, match="undone"):
        migrations._run_migration(connection, empty_parents)
    with connection.begin():
        assert connection.exec_driver_sql("SELECT count(*) FROM parents").scalar_one() == 1


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute(statement)
    raw.close()


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    change(path, "update alembic_version set version_num = '9999'")
    with pytest.raises(
        SchemaMismatchError, match="at version 9999, which this program does not know: it was made by a newer one"
    ):
        open_store(path, KEY)


def test_a_database_of_an_older_version_is_refused_until_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, latest = new_database(tmp_path), migrations.newest_revision()
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "newest_revision", lambda: "0999")
        with pytest.raises(
            SchemaMismatchError, match=f"at version {latest}, this program needs 0999: run `folkmoot migrate`"
        ):
            open_store(path, KEY)
    open_store(path, KEY).close_sync()


def test_a_file_with_tables_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    path.unlink()
    change(path, "create table mine (id integer)")
    with pytest.raises(SchemaMismatchError, match="did not make"):
        open_store(path, KEY)


def test_migrate_tells_both_versions_and_leaves_what_is_new_to_the_first_start(tmp_path: Path) -> None:
    path = tmp_path / "folkmoot.db"
    assert migrate_stores(path, KEY) == ("", "", ())
    assert list(tmp_path.iterdir()) == []
    new_database(tmp_path)
    assert migrate_stores(path, KEY) == (migrations.newest_revision(), migrations.newest_revision(), ())


def test_a_new_database_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "folkmoot.db"
    open_store(path, KEY).close_sync()
    assert migrations.current_revision(f"sqlite:///{path}") == migrations.newest_revision()
    assert all(file.stat().st_mode & 0o077 == 0 for file in path.parent.iterdir())


@pytest.mark.parametrize("broken", ["folkmoot.db", "keys.db"])
def test_a_file_that_is_no_database_is_said_clearly(tmp_path: Path, broken: str) -> None:
    path = new_database(tmp_path)
    (tmp_path / broken).write_bytes(b"canary words " * 500)
    for opening in (lambda: open_store(path, KEY), lambda: migrate_stores(path, KEY)):
        with pytest.raises(
            DamagedFileError, match=rf"{broken} is damaged, or it is no database: put its newest copy back"
        ) as caught:
            opening()
        assert "canary" not in str(caught.value)


def test_a_place_that_cannot_be_written_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreachableError, match="cannot be opened"):
        open_store(tmp_path / "file" / "folkmoot.db", KEY)


def test_revisions_are_read_from_their_files_as_alembic_reads_them() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    config.set_main_option("path_separator", "os")
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert migrations.all_revisions() == walked[::-1]


def test_founded_at_once_it_is_as_all_revisions_make_it(tmp_path: Path) -> None:
    """But for defaults of columns that were added later, which the rows of that time were given."""
    found = []
    for name, make in (("a", migrations.upgrade_on), ("b", lambda made: found_on(made, lambda _: None))):
        with migrations.engine_of(f"sqlite:///{tmp_path / name}") as engine, engine.connect() as connection:
            make(connection)
            found.append((migrations.current_on(connection), schema_of(connection)))
    assert found[0] == found[1]
    assert len(found[0][1]) == len(metadata.tables) + 1


@only_further
def test_a_start_does_not_import_alembic(tmp_path: Path) -> None:
    opening = (
        "import sys; from storage.database import open_store; from pathlib import Path;"
        "open_store(Path(sys.argv[1]), bytes(32)).close_sync(); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", opening, str(tmp_path / "folkmoot.db")]
    said = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() for _ in range(2)]
    assert said == ["False", "False"]


def test_answers_to_a_cancelled_round_go_with_the_upgrade_and_all_others_stay(tmp_path: Path) -> None:
    """C1: a cancelled round's answers are used for nothing; an older version left them where they were."""
    url = f"sqlite:///{tmp_path / 'folkmoot.db'}"
    migrations.upgrade_database(url, "0010")
    blank = {"teams": "[]", "roster": 9, "reminded": 0, "deciding": 0}
    with sqlite3.connect(tmp_path / "folkmoot.db") as raw:
        for organisation, round_, state in (("o", "r1", "cancelled"), ("o", "r2", "held"), ("p", "r1", "final")):
            insert(raw, "rounds", organisation_id=organisation, id=round_, occasion=round_, state=state, **blank)
            answer = f"{round_}:i:2"
            insert(raw, "answers", organisation_id=organisation, id=answer, round=round_, interview=round_, number=2)
            for ref in (answer, f"words:{answer}", f"draft:{round_}"):
                insert(raw, "texts", organisation_id=organisation, id=ref, owner="m")
    raw.close()
    migrations.upgrade_database(url, "0011")
    with sqlite3.connect(tmp_path / "folkmoot.db") as raw:
        answers = raw.execute("select organisation_id, round, turn from answers order by 1, 2").fetchall()
        texts = raw.execute("select organisation_id, id from texts order by 1, 2").fetchall()
    raw.close()
    assert answers == [("o", "r2", 0), ("p", "r1", 0)]
    assert texts == [
        ("o", "draft:r1"),
        *(("o", ref) for ref in ("draft:r2", "r2:i:2", "words:r2:i:2")),
        *(("p", ref) for ref in ("draft:r1", "r1:i:2", "words:r1:i:2")),
    ]


def insert(raw: sqlite3.Connection, table: str, **values: object) -> None:
    """A row with these values, and with something in every other column that may not be empty."""
    columns = raw.execute(f"pragma table_info({table})").fetchall()
    row = {name: values.get(name, b"" if kind == "BLOB" else "") for _, name, kind, needed, *_ in columns if needed}
    marks = ", ".join("?" for _ in row)
    raw.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", tuple(row.values()))
