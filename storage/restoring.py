"""Putting copies of a database or a key store back, with every erasure that the files in place know of (C9, R11).

Theory of operation. What is to be put in place is made beside it first: a key copy loses the keys that were destroyed since, a
database copy learns of them. Only then are the files in place moved aside, the key store before the database. A restore that was
interrupted leaves two that a start refuses, because the key store has the mark of a restore (see `restored_pair`), and is begun
again. A key store in place that can be read is never replaced: it is the one file that surely knows who was forgotten.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from storage.branches import refuse_other_branch
from storage.copy_choice import NAMES, ChosenCopy, choose_copy
from storage.copy_list import CopyOrder, StoreCopy, copies_in, is_one_of, list_copies
from storage.copying import Change, copy_into, sync_to_disk
from storage.database import said_clearly
from storage.errors import DamagedFileError, NoCopyError, StoreInUseError, StoresApartError, UnreachableError
from storage.files import files_beside, log_of, take_over_owner
from storage.inspection import check_whole, gather_evidence, look_at, read_only, refuse_folder
from storage.known_erasures import (
    ASIDE,
    MADE,
    Erased,
    all_known_erasures,
    told_by,
)
from storage.migrations import run as migrations
from storage.pairing import FileFacts, StoreKind
from storage.restore_meaning import RestoreMeaning, are_erasures_known, look_at_rows
from storage.restored_pair import look_at_restored, note_erasures
from storage.sqlite.key_table import SqliteKeyTable, begin_restore_in, note_backup
from storage.stamps import STAMP
from storage.turns import take_turn
from storage.upkeep import check_master_key

KINDS = (StoreKind.DATABASE, StoreKind.KEY_STORE)
OPTIONS = {StoreKind.DATABASE: "--database", StoreKind.KEY_STORE: "--keys"}
SETTINGS = {StoreKind.DATABASE: "storage.path", StoreKind.KEY_STORE: "storage.keys_path"}


@dataclass(frozen=True, slots=True)
class CopiesWanted:
    """Copies to be put back, each a file or a folder of copies; None for a store that stays as it is."""

    database: Path | None
    keys: Path | None


@dataclass(frozen=True, slots=True)
class Restoration:
    """Files made beside those in place, None where the one in place stays; the copies they are made of, and what it all means."""

    database: Path
    keys: Path
    new_database: Path | None
    new_keys: Path | None
    chosen: tuple[ChosenCopy, ...]
    meaning: RestoreMeaning
    stamps: tuple[tuple[int, int], ...]
    """Identities of the files that were made: another restore may have made others meanwhile."""


def prepare_restoration(
    database: Path, keys: Path, master_key: bytes, organisation: str, wanted: CopiesWanted
) -> Restoration:
    """Make what is to be put in place, and change nothing that is there.

    Raises NoCopyError, StoreInUseError, StoresApartError for what cannot be gone on with, OrganisationLostError, and what
    `open_store` raises.
    """
    with said_clearly(database), take_turn(database):
        chosen = _choose(database, keys, wanted)
        database_copy, key_copy = (next((one for one in chosen if one.facts.kind is kind), None) for kind in KINDS)
        _refuse_one_of_two((database_copy, database), (key_copy, keys))
        if database_copy:
            migrations.check_known(database_copy.facts.revision)
        key_copy = _unless_in_place(key_copy, keys)
        for path in (database, keys):
            _close_journal(path)
        if database_copy and not key_copy:
            refuse_other_branch(database_copy.path, database, keys)
        erased = all_known_erasures(database, keys) | _told_by_copies(chosen)
        _remove_prepared(database, keys)
        new_database = database.with_name(database.name + MADE) if database_copy else None
        new_keys = keys.with_name(keys.name + MADE) if key_copy else None
        try:
            if database_copy and new_database:
                _make_from_copy(database_copy.path, new_database, database, partial(note_erasures, erased=erased))
            if key_copy and new_keys:
                _make_from_copy(key_copy.path, new_keys, keys, partial(begin_restore_in, erased=erased))
            found = (new_database or database, new_keys or keys)
            check_master_key(found[1], master_key)
            evidence = look_at_restored(*found) or gather_evidence(*found)
            rows = look_at_rows(look_at(found[0]), found[1], master_key, organisation, erased)
        except BaseException:
            _remove_prepared(database, keys)
            raise
    facts = look_at(found[1])
    keys_older, interrupted = bool(new_keys or facts.copied), not new_keys and facts.restoring
    meaning = RestoreMeaning(
        evidence,
        database_older=bool(database_copy),
        keys_older=keys_older,
        erasures_known=are_erasures_known(database, facts, keys_older=keys_older, interrupted=interrupted),
        interrupted=interrupted,
        rows=rows,
        ends=facts.copied,
    )
    stamps = tuple(_stamp_of(path) for path in (new_database, new_keys) if path)
    return Restoration(database, keys, new_database, new_keys, chosen, meaning, stamps)


def _told_by_copies(chosen: tuple[ChosenCopy, ...]) -> Erased:
    """Return what the copies say of destroyed keys, and what can be read of the newer ones that are damaged."""
    return told_by(path for one in chosen for path in (one.path, *one.damaged))


def _refuse_one_of_two(*pair: tuple[ChosenCopy | None, Path]) -> None:
    """Raises NoCopyError where one of the two stores is neither there nor to be put back."""
    for (copy, path), kind in zip(pair, KINDS, strict=True):
        if not copy and _is_lost(path):
            raise NoCopyError(
                f"There is no {NAMES[kind]} {path}, and no copy of one was named: the other alone is of no use. Name a copy of the "
                f"{NAMES[kind]} too, with {OPTIONS[kind]}. If it lies elsewhere, correct {SETTINGS[kind]}. Nothing was changed."
            )


def _is_lost(path: Path) -> bool:
    return not path.is_dir() and (not path.exists() or not path.stat().st_size)


def _stamp_of(path: Path) -> tuple[int, int]:
    """Return the inode of a file and when it was changed, in nanoseconds; noughts where there is none."""
    if not path.exists():
        return 0, 0
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


def _choose(database: Path, keys: Path, wanted: CopiesWanted) -> tuple[ChosenCopy, ...]:
    """Return the copies that are wanted, the database's first; in folders, those of the pair of what stays in place."""
    chosen = []
    pair = _pair_of(keys) or _pair_of(database)
    for place, kind in ((wanted.database, StoreKind.DATABASE), (wanted.keys, StoreKind.KEY_STORE)):
        if place:
            chosen.append(choose_copy(place, kind, pair, (database, keys)))
            pair = pair or (chosen[-1].facts.pair.id if chosen[-1].facts.pair else "")
    return tuple(chosen)


def _pair_of(path: Path) -> str:
    """Return the id of a store's pair; empty where it has none or cannot be read."""
    try:
        pair = look_at(path).pair
    except (DamagedFileError, UnreachableError):
        return ""
    return pair.id if pair else ""


def discard_restoration(restoration: Restoration) -> None:
    """Leave everything as it is."""
    _remove_prepared(restoration.database, restoration.keys)


def put_in_place(restoration: Restoration, order: CopyOrder, now: datetime) -> list[Path]:
    """Move what is there aside, as copies that end as others do, and put the prepared files in its place; the files moved aside.

    `go_on_with_restored` is to follow.
    """
    aside: list[StoreCopy] = []
    with said_clearly(restoration.database), take_turn(restoration.database):
        for prepared in (restoration.new_keys, restoration.new_database):
            if prepared and _stamp_of(prepared) not in restoration.stamps:
                raise NoCopyError(
                    f"{prepared} is not what was made ready. Nothing was changed: begin the restore again."
                )
        steps = (
            (restoration.new_keys, restoration.keys, order.keys_days),
            (restoration.new_database, restoration.database, order.database_days),
        )
        for path in (restoration.database, restoration.keys):
            # A bot may have been started while the operator was asked.
            _close_journal(path)
        if not restoration.new_keys:
            _mark_key_store(restoration)
        for new, path, days in steps:
            if new:
                aside += [StoreCopy(one, now, now + timedelta(days=days)) for one in _move_aside(path, now)]
                new.replace(path)
                sync_to_disk(path.parent)
        with closing(sqlite3.connect(restoration.keys, isolation_level=None)) as connection:
            beside = _copies_beside(restoration)
            list_copies(connection, [*beside, *aside])
            for one in beside:
                note_backup(connection, one.made)
    return [one.path for one in aside]


def _copies_beside(restoration: Restoration) -> list[StoreCopy]:
    """Return the copies in the folders that these came from: what was made after the copy of a key store is not on its list."""
    folders = dict.fromkeys(one.path.absolute().parent for one in restoration.chosen)
    pairs = {one.facts.pair.id for one in restoration.chosen if one.facts.pair}
    stores = (restoration.database, restoration.keys)
    found = [one for folder in folders for one in copies_in(folder) if not is_one_of(one.path, stores)]
    return [one for one in found if _pair_of(one.path) in ("", *pairs)]


def _unless_in_place(copy: ChosenCopy | None, keys: Path) -> ChosenCopy | None:
    """Return the copy of a key store, None where it is in place. Raises StoresApartError where the one there must stay."""
    if copy and _is_in_place(copy.facts, keys):
        return None
    if copy:
        _check_replaceable(keys)
    return copy


def _is_in_place(copied: FileFacts, keys: Path) -> bool:
    """Return whether an interrupted restore has put this copy in place already: it may have changed since then."""
    try:
        there = look_at(keys)
    except (DamagedFileError, UnreachableError):
        return False
    return (
        there.restoring
        and bool(copied.made)
        and (there.pair and there.pair.id, there.made)
        == (
            copied.pair and copied.pair.id,
            copied.made,
        )
    )


def _mark_key_store(restoration: Restoration) -> None:
    with closing(SqliteKeyTable(restoration.keys)) as table:
        table.begin_restore()


def _check_replaceable(keys: Path) -> None:
    try:
        check_whole(keys, None)
        found = look_at(keys)
    except (DamagedFileError, UnreachableError):
        return
    if found.kind is StoreKind.KEY_STORE and found.keys and not found.copied:
        raise StoresApartError(
            f"The key store {keys} is there and whole, and it alone knows for sure who was forgotten since your copy was made. "
            "Leave --keys out: it goes with an older database too. Nothing was changed."
        )


def _close_journal(path: Path) -> None:
    """Bring everything into the file itself, which only works while nobody else has it open. Raises StoreInUseError."""
    refuse_folder(path)
    if not path.exists() or not path.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as connection:
            connection.execute("pragma locking_mode=exclusive")
            connection.execute("select count(*) from sqlite_master").fetchone()
            connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreInUseError(path) from None
        raise
    except sqlite3.DatabaseError:
        return


def _make_from_copy(copy: Path, target: Path, place: Path, change: Change) -> None:
    """And make it whose the file in its place is: the bot has to open it, whoever restores."""
    with read_only(copy) as source:
        copy_into(source, target, change)
    take_over_owner(target, place)


def _move_aside(path: Path, now: datetime) -> list[Path]:
    """The file and the journals beside it, which belong to it alone."""
    journal = log_of(path)
    moved = []
    for one in (path, journal, path.with_name(path.name + "-shm")):
        if one.exists():
            target = one.with_name(f"{path.name}{ASIDE}{now:{STAMP}}{one.name.removeprefix(path.name)}")
            one.replace(target)
            moved.append(target)
    return moved


def _remove_prepared(*stores: Path) -> None:
    """Remove what this restore, or one that was interrupted, has made beside the files in place."""
    for path in stores:
        for one in files_beside(path, MADE):
            one.unlink(missing_ok=True)
