"""Summary of a restore before it is agreed to: which of the two is older, and what is lost or may come back with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.ports import UnitOfWork
from storage.errors import OrganisationLostError
from storage.inspection import look_at
from storage.known_erasures import read_erasures
from storage.migrations import run as migrations
from storage.pairing import Evidence, FileFacts
from storage.restored_pair import look_at_restored
from storage.upkeep import read_pair


@dataclass(frozen=True, slots=True)
class RestoreMeaning:
    """`unreadable` is the number of rows that cannot be read although their keys are there, None for a layout of before.

    `erasures_known` says that a file which is there surely knows who was forgotten since; `ends` is the day on which the copy of
    the key store is to be deleted, empty where it is none.
    """

    evidence: Evidence
    database_older: bool
    keys_older: bool
    erasures_known: bool
    interrupted: bool
    unreadable: int | None
    ends: str


def meaning_of_restored(path: Path, keys_path: Path, master_key: bytes, organisation: str) -> RestoreMeaning | None:
    """Return what going on with the two in place means; None where they belong together as they are.

    Raises what `look_at_restored` and `count_unreadable` raise.
    """
    evidence = look_at_restored(path, keys_path)
    if evidence is None:
        return None
    database, keys = look_at(path), look_at(keys_path)
    ahead = keys.pair.generation - database.pair.generation if keys.pair and database.pair else 0
    keys_older = bool(keys.copied) or ahead < 0
    return RestoreMeaning(
        evidence,
        # Of two that count the same, a copy of the key store may be beside a copy of the database.
        database_older=ahead > 0 or (bool(keys.copied) and ahead == 0),
        keys_older=keys_older,
        erasures_known=not keys_older or (ahead < 0 and read_erasures(path)[1]),
        interrupted=keys.restoring,
        unreadable=count_unreadable(database, keys_path, master_key, organisation),
        ends=keys.copied,
    )


def count_unreadable(database: FileFacts, keys: Path, master_key: bytes, organisation: str) -> int | None:
    """Return how many rows cannot be read although their keys are there; None for a database of an earlier layout.

    Raises OrganisationLostError where no start would be possible.
    """
    if database.revision != migrations.newest_revision():
        return None

    def look(uow: UnitOfWork) -> int:
        if uow.organisations.count() and not uow.organisations.where():
            raise OrganisationLostError(
                f"What the database {database.path} says of the organisation cannot be read, so that no start would be possible "
                "with it. Nothing was changed: take another copy of the database."
            )
        return uow.look_through()

    return read_pair(database.path, keys, master_key, organisation, look)
