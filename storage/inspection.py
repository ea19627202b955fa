"""Looking at a database and a key store without changing a byte of them: what they are, and whether they are whole."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from storage.errors import DamagedFileError, StoresApartError, UnreachableError
from storage.files import ends_within_a_page, log_of, read_only_address
from storage.migrations import run as migrations
from storage.pairing import (
    MOVED,
    MOVING,
    NEW,
    Evidence,
    FileFacts,
    Pair,
    PairingPlan,
    StoreKind,
    check_pairing,
    judge_evidence,
    look_until_settled,
)
from storage.tables import metadata
from storage.troubles import DAMAGE

log = logging.getLogger(__name__)

STEPS = 100_000
"""Steps of SQLite's machine between two looks at the clock: some milliseconds."""
START_CHECK_SECONDS = 5.0
"""Seconds for which a start looks through each file: some gigabytes."""


def look_and_judge(
    database: Path, keys: Path, seconds: float | None, finishing: bool = False, any_version: bool = False
) -> PairingPlan:
    """Return what a start does with these two; `finishing` is for the restore itself, `any_version` for what needs no migration.

    Raises what keeps it from doing anything, and has changed nothing.
    """
    check_both_whole(database, keys, seconds)
    found = look_at_both(database, keys)
    plan = check_pairing(*found, finishing=finishing)
    if plan is not PairingPlan.FOUND:
        check_version = migrations.check_known if any_version else migrations.check_newest
        check_version(found[0].revision)
    if plan is PairingPlan.ADOPT:
        check_evidence(*found)
    check_tables(found[0])
    return plan


def check_tables(database: FileFacts) -> None:
    """Raises DamagedFileError for a database of the newest version that lacks a table of it; one of before lacks some."""
    if database.revision != migrations.newest_revision():
        return
    with read_only(database.path) as connection:
        there = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    lacking = sorted(set(metadata.tables) - there)
    if lacking:
        raise DamagedFileError(
            f"{database.path} lacks {'the table' if len(lacking) == 1 else 'the tables'} {', '.join(lacking)}, which something "
            "other than Folkmoot removed: put its newest copy back. Nothing was changed. Keep this file, in case something has to "
            "be saved from it."
        )


def check_both_whole(database: Path, keys: Path, seconds: float | None = None) -> None:
    """Raises DamagedFileError, after `seconds` for each file at most."""
    for path in (database, keys):
        check_whole(path, seconds)


def check_evidence(database: FileFacts, keys: FileFacts) -> None:
    """Raises StoresApartError for two that were never paired and do not look as if they belonged together."""
    judge_evidence(database, keys, gather_evidence(database.path, keys.path))


def look_at_both(database: Path, keys: Path) -> tuple[FileFacts, FileFacts]:
    """Both at one instant (`look_until_settled`).

    Raises DamagedFileError, StoresApartError or UnreachableError.
    """
    if database.exists() and keys.exists() and database.samefile(keys):
        raise StoresApartError("The database and the key store are the same file: give storage.keys_path another one.")
    return look_until_settled(lambda: look_at(keys), lambda: look_at(database))


def look_at(path: Path) -> FileFacts:
    """Nothing is opened where there is nothing: SQLite would throw away the log of a file that lost its content."""
    if not path.exists():
        return FileFacts(path, StoreKind.MISSING)
    refuse_folder(path)
    if path.stat().st_size == 0:
        return FileFacts(path, StoreKind.EMPTY)
    with read_only(path) as connection:
        tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        if {"checks", "keys"} <= tables:
            return _key_store(path, connection, tables)
        if "alembic_version" in tables:
            return _inspect_database(path, connection, tables)
    return FileFacts(path, StoreKind.FOREIGN if tables else StoreKind.EMPTY, moving=MOVING in tables)


def check_whole(
    path: Path, seconds: float | None = START_CHECK_SECONDS, clock: Callable[[], float] = time.monotonic
) -> None:
    """Look through a file for damage, for so many seconds at most. Raises DamagedFileError, or UnreachableError."""
    refuse_folder(path)
    if not path.exists() or path.stat().st_size == 0:
        return
    end = None if seconds is None else clock() + seconds
    with read_only(path) as connection:
        connection.set_progress_handler(lambda: end is not None and clock() > end, STEPS)
        try:
            (found,) = connection.execute("pragma quick_check(1)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            log.warning("a file is too large to be looked through at a start: folkmoot check takes its time")
            return
        if found != "ok" or ends_within_a_page(path):
            raise _damaged_file(path)


def refuse_folder(path: Path) -> None:
    """Raises UnreachableError for a folder in the place of a file."""
    if path.is_dir():
        raise UnreachableError(
            f"{path} is a folder, and a file of Folkmoot belongs there: move the folder away and put the file back, or correct "
            "storage.path and storage.keys_path. Where a file that is not there is mounted into a container, such a folder is made "
            "instead. Nothing was changed."
        )


def refuse_newer(database: Path) -> None:
    """Raises SchemaMismatchError for the database of a later program: what belongs to it may be other than this one knows."""
    try:
        found = look_at(database)
    except (DamagedFileError, UnreachableError):
        return
    if found.kind is StoreKind.DATABASE:
        migrations.check_known(found.revision)


def refuse_lost(database: Path, keys: Path) -> None:
    """Raises StoresApartError for a key store that holds people's keys, and whose database is missing or empty."""
    try:
        found = look_at(database)
    except (DamagedFileError, UnreachableError):
        return
    if found.kind in NEW:
        check_pairing(found, look_at(keys))


def gather_evidence(database: Path, keys: Path) -> Evidence:
    """Return what a database and a key store have in common."""
    with read_only(keys) as connection:
        keys_held = connection.execute("select organisation_id, owner, key_id from keys").fetchall()
    with read_only(database) as connection:
        texts = connection.execute(
            "select organisation_id, key_id, count(*) from texts group by organisation_id, key_id"
        ).fetchall()
        members = connection.execute("select organisation_id, id from members").fetchall()
        sealed = connection.execute("select organisation_id, substr(sealed_ref, 1, 8) from addresses").fetchall()
    return evidence_of(keys_held, texts, members, sealed)


def evidence_of(
    keys: Iterable[Sequence[Any]], texts: Sequence[Sequence[Any]], members: Iterable[Any], sealed: Iterable[Any]
) -> Evidence:
    """`keys` are organisation, owner and id of each; `texts` organisation, id of the key and their number; `members` organisation
    and id; `sealed` organisation and id of the key of what is the organisation's own."""
    held = {(row[0], row[1]): row[2] for row in keys}
    owners = {(organisation, key_id): owner for (organisation, owner), key_id in held.items()}
    lost = [count for organisation, key_id, count in texts if (organisation, key_id) not in owners]
    people = {who for who in held if who[1]}
    known = {(row[0], owners.get((row[0], row[1]))) for row in texts} | {tuple(row) for row in members}
    return Evidence(
        texts=sum(row[2] for row in texts),
        texts_without_key=sum(lost),
        owners_without_key=len(lost),
        keys=len(people),
        keys_of_nobody=len(people - known),
        same_organisation_key=all(held.get((row[0], "")) == row[1] for row in {tuple(row) for row in sealed}),
    )


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """Raises DamagedFileError, or UnreachableError with the reason."""
    try:
        with closing(sqlite3.connect(read_only_address(path), uri=True, isolation_level=None, timeout=5)) as connection:
            yield connection
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE:
            raise _damaged_file(path) from None
        raise UnreachableError(f"{path} cannot be read: {error}.") from None


def _key_store(path: Path, connection: sqlite3.Connection, tables: set[str]) -> FileFacts:
    (keys,) = connection.execute("select count(*) from keys").fetchone()
    if keys and not connection.execute("select 1 from checks where id = 'master'").fetchone():
        raise _damaged_file(path)
    found = connection.execute("select id, generation, settled from pair").fetchone() if "pair" in tables else None
    pair = Pair(found[0], found[1], bool(found[2])) if found else None
    made, copied = _copy_mark(connection, tables)
    restoring = _is_restore_under_way(connection, tables)
    moved = connection.execute(f"select place from {MOVED}").fetchone() if MOVED in tables else None  # noqa: S608 - ours
    return FileFacts(
        path,
        StoreKind.KEY_STORE,
        pair,
        keys,
        copied=copied[:10],
        made=made,
        restoring=restoring,
        moving=MOVING in tables,
        moved=moved[0] if moved else "",
    )


def _copy_mark(connection: sqlite3.Connection, tables: set[str]) -> tuple[str, str]:
    """Return when a copy was made and when it is to be deleted, in ISO form; both empty for what is no copy."""
    found = connection.execute("select made, expires from copy").fetchone() if "copy" in tables else None
    return (found[0], found[1]) if found else ("", "")


def _is_restore_under_way(connection: sqlite3.Connection, tables: set[str]) -> bool:
    return "restoring" in tables and connection.execute("select 1 from restoring").fetchone() is not None


def _inspect_database(path: Path, connection: sqlite3.Connection, tables: set[str]) -> FileFacts:
    version = connection.execute("select version_num from alembic_version").fetchone()
    found = connection.execute("select pair, generation from pairing").fetchone() if "pairing" in tables else None
    pair = Pair(found[0], found[1]) if found else None
    return FileFacts(path, StoreKind.DATABASE, pair, revision=version[0] if version else "", moving=MOVING in tables)


def _damaged_file(path: Path) -> DamagedFileError:
    journal = log_of(path)
    if journal.exists():
        return DamagedFileError(
            f"{path} is damaged, or the journal {journal} beside it is another file's. If {path} is a copy that you put back, move "
            "the journal away, and the -shm file with it; if not, put its newest copy back, without them. Nothing was changed. "
            "Keep all of these files, in case something has to be saved from them."
        )
    return DamagedFileError(
        f"{path} is damaged, or it is no database: put its newest copy back. Nothing was changed. Keep the damaged file, in case "
        "something has to be saved from it."
    )
