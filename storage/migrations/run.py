"""Bringing a database to a version of its schema. Foreign keys are off meanwhile, or a rebuilt table would cascade; all
references are checked before the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.pool import NullPool

from storage.errors import SchemaMismatchError, StorageError

if TYPE_CHECKING:
    from alembic.config import Config


class Sealing(Protocol):
    """Operations with one organisation's keys that a revision needs to seal or open rows; owner "" stands for the organisation."""

    def seal(self, owner: str, kind: str, id: str, plain: bytes) -> bytes: ...

    def open(self, owner: str, kind: str, id: str, sealed: bytes) -> bytes | None:
        """None for what cannot be opened, for whatever reason: one bad row stops no migration."""
        ...

    def hashed(self, purpose: str, *parts: str) -> str: ...


MakeSealing = Callable[[str], Sealing]
"""The sealing of an organisation."""

# Alembic weighs 12 MB and is needed only when something migrates: at a start, versions are read without it.
HERE = Path(__file__).parent


def newest_revision() -> str:
    """The revision that this version of the product works with."""
    return all_revisions()[-1]


def all_revisions() -> list[str]:
    """Every revision, the first one first: the numbers in the names of their files."""
    return sorted(file.stem[1:5] for file in (HERE / "versions").glob("r[0-9]*.py"))


def current_revision(url: URL | str) -> str:
    """The revision of the database; empty for a new one."""
    return _with_connection(url, current_on)


def upgrade_database(url: URL | str, revision: str = "head", sealing: MakeSealing | None = None) -> None:
    _with_connection(url, lambda connection: upgrade_on(connection, revision, sealing))


def downgrade_database(url: URL | str, revision: str, sealing: MakeSealing | None = None) -> None:
    """Back to a revision; `base` removes every table."""
    with engine_of(url) as engine:
        downgrade_on(engine, revision, sealing)


def downgrade_on(engine: Engine, revision: str, sealing: MakeSealing | None = None) -> None:
    from alembic import command

    with engine.connect() as connection:
        _run_migration(connection, lambda config: command.downgrade(config, revision), sealing)


def current_on(connection: Connection) -> str:
    with connection.begin():
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def upgrade_on(
    connection: Connection,
    revision: str = "head",
    sealing: MakeSealing | None = None,
    then: Callable[[Connection], None] = lambda made: None,
) -> None:
    """Bring a database to a revision; `sealing` is asked for as soon as there is a row to be sealed.

    `then` is done in the same transaction.
    """
    from alembic import command

    def change(config: Config) -> None:
        command.upgrade(config, revision)
        then(connection)

    _run_migration(connection, change, sealing)


def check_on(connection: Connection) -> None:
    """Raises SchemaMismatchError unless the database has exactly the schema that this version works with."""
    check_newest(current_on(connection))


def check_newest(found: str) -> None:
    """Raises SchemaMismatchError for any other version of the schema; an empty one is that of a file without one."""
    wanted = newest_revision()
    if found == wanted:
        return
    if found in all_revisions():
        raise SchemaMismatchError(
            f"The database is at version {found}, this program needs {wanted}: run `folkmoot migrate`."
        )
    check_known(found)


def check_known(found: str) -> None:
    """Raises SchemaMismatchError for a version that no upgrade may touch: a newer one, or none at all."""
    if not found:
        raise SchemaMismatchError(
            "The database holds tables that this program did not make, or none: name another file."
        )
    if found not in all_revisions():
        raise SchemaMismatchError(
            f"The database is at version {found}, which this program does not know: it was made by a newer one. "
            "Run that one again, or put back the copy that was made before it with “folkmoot restore”."
        )


def is_empty(connection: Connection) -> bool:
    with connection.begin():
        return not inspect(connection).get_table_names()


def _run_migration(
    connection: Connection, change: Callable[[Config], None], sealing: MakeSealing | None = None
) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _foreign_keys(connection, on=False)
    try:
        with connection.begin():
            change(_alembic_config(connection, sealing))
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise StorageError("The migration would leave references to nothing: it was undone.")
    finally:
        if sqlite:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, on: bool) -> None:
    """Outside a transaction, where alone the setting has an effect."""
    raw = connection.connection.driver_connection
    if raw is not None:
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _alembic_config(connection: Connection, sealing: MakeSealing | None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["sealing"] = cache(sealing or _no_keys)
    return config


def _no_keys(organisation: str) -> Sealing:  # noqa: ARG001 (a MakeSealing)
    raise StorageError("The database holds rows that are to be sealed, and no keys were given.")


@contextmanager
def engine_of(url: URL | str) -> Iterator[Engine]:
    """For changes of a whole database, each in a transaction of its own."""
    engine = create_engine(url, hide_parameters=True, poolclass=NullPool)
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine, "connect", lambda raw, record: setattr(raw, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        yield engine
    finally:
        engine.dispose()


def _with_connection(url: URL | str, use: Callable[[Connection], str | None]) -> str:
    with engine_of(url) as engine, engine.connect() as connection:
        return use(connection) or ""
