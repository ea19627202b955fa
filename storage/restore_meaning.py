"""Summary of a restore before it is agreed to: which of the two is older, and what is lost or may come back with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from bot.ports import UnitOfWork
from storage.errors import DamagedFileError, NoCopyError, OrganisationLostError, UnreachableError
from storage.forgotten import forgotten_members
from storage.inspection import look_at
from storage.known_erasures import Erased, all_known_erasures, read_erasures
from storage.migrations import run as migrations
from storage.pairing import NEW, Evidence, FileFacts
from storage.restored_pair import look_at_restored
from storage.unit_of_work import BoxedUnitOfWork
from storage.upkeep import check_master_key, read_pair


@dataclass(frozen=True, slots=True)
class RestoredRows:
    """Numbers of the rows that cannot be read although their keys are there, and of the people who are to be forgotten again."""

    unreadable: int
    forgotten: int


@dataclass(frozen=True, slots=True)
class RestoreMeaning:
    """`rows` is None for a database of an earlier layout, which cannot be read before it is brought up to date.

    `erasures_known` says that a file which is there surely knows who was forgotten since; `ends` is the day on which the copy of
    the key store is to be deleted, empty where it is none.
    """

    evidence: Evidence
    database_older: bool
    keys_older: bool
    erasures_known: bool
    interrupted: bool
    rows: RestoredRows | None
    ends: str


def meaning_of_restored(path: Path, keys_path: Path, master_key: bytes, organisation: str) -> RestoreMeaning | None:
    """Return what going on with the two in place means; None where they belong together as they are.

    Raises NoCopyError where there is nothing, WrongKeyError, and what `look_at_restored` and `look_at_rows` raise.
    """
    evidence = look_at_restored(path, keys_path)
    database, keys = look_at(path), look_at(keys_path)
    if database.kind in NEW:
        raise NoCopyError(
            f"There is neither a database {path} nor a key store {keys_path} with anybody's keys. Check storage.path and "
            "storage.keys_path, or put copies of both back: “folkmoot restore --database … --keys …”. Nothing was changed."
        )
    migrations.check_known(database.revision)
    check_master_key(keys_path, master_key)
    if evidence is None:
        return None
    ahead = keys.pair.generation - database.pair.generation if keys.pair and database.pair else 0
    keys_older = bool(keys.copied) or ahead < 0
    return RestoreMeaning(
        evidence,
        # Of two that count the same, a copy of the key store may be beside a copy of the database.
        database_older=ahead > 0 or (bool(keys.copied) and ahead == 0),
        keys_older=keys_older,
        erasures_known=are_erasures_known(path, keys, keys_older=keys_older, interrupted=keys.restoring),
        interrupted=keys.restoring,
        rows=look_at_rows(database, keys_path, master_key, organisation, all_known_erasures(path, keys_path)),
        ends=keys.copied,
    )


def are_erasures_known(database: Path, keys: FileFacts, *, keys_older: bool, interrupted: bool) -> bool:
    """Return whether some file surely knows who was forgotten since the key store was copied, if it is a copy at all.

    In an interrupted restore nobody can tell whether the database in place is what was there before.
    """
    return not keys_older or (not interrupted and newer_database_knows(database, keys))


def newer_database_knows(database: Path, keys: FileFacts) -> bool:
    """Return whether a database that can be read whole is newer than this copy of a key store: it knows who was forgotten since.

    One that counts the same may be of the same backup, and then knows no more.
    """
    try:
        found = look_at(database).pair
    except (DamagedFileError, UnreachableError):
        return False
    newer = bool(found and keys.pair and found.id == keys.pair.id and found.generation > keys.pair.generation)
    return newer and read_erasures(database)[1]


def look_at_rows(
    database: FileFacts, keys: Path, master_key: bytes, organisation: str, erased: Erased
) -> RestoredRows | None:
    """Look through a database with these keys; None for one of an earlier layout. `erased` is what other files know of.

    Raises OrganisationLostError where no start would be possible.
    """
    if database.revision != migrations.newest_revision():
        return None
    also = {key_id for where, key_id in erased if where == organisation}

    look = partial(rows_found, str(database.path), also)
    return read_pair(database.path, keys, master_key, organisation, look)


def rows_found(database: str, also: set[bytes], uow: UnitOfWork) -> RestoredRows:
    """Raises OrganisationLostError."""
    if uow.organisations.count() and not uow.organisations.where():
        raise OrganisationLostError(
            f"What the database {database} says of the organisation cannot be read, so that no start would be possible with it. "
            "Nothing was changed: take another copy of the database."
        )
    return RestoredRows(uow.look_through(), len(forgotten_members(cast("BoxedUnitOfWork", uow), also)))
