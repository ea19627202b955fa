"""Backup and restore with the settings: where the files are, and when their copies are to be deleted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.bootstrap.forgetting import forget_again_after_restore
from bot.bootstrap.places import is_in_files, places_of
from bot.bootstrap.product import (
    ORGANISATION_ID,
    go_on_with_restored_storage,
    master_key_of,
    open_files_or_explain,
    open_or_explain,
)
from bot.config import Settings
from bot.system_clock import SystemClock

if TYPE_CHECKING:
    from storage.copy_list import CopiesFound, CopyOrder, StoreCopy
    from storage.moved_away import MovedStore
    from storage.restore_meaning import RestoreMeaning
    from storage.restoring import Restoration


def copy_storage(settings: Settings, folder: Path, keys_folder: Path | None) -> list[StoreCopy]:
    """Copy the database into `folder`/database and the key store into its own folder; the copies.

    Raises what `open_storage` raises.
    """
    from storage.copying import copy_stores

    place, order = settings.storage, _order(settings, folder, keys_folder)
    if not is_in_files(settings):
        with open_or_explain(settings):
            return _dump_databases(settings, order)
    with open_files_or_explain(settings):
        return copy_stores(place.path, place.keys_path, order, SystemClock().now())


def _dump_databases(settings: Settings, order: CopyOrder) -> list[StoreCopy]:
    places: Any = places_of(settings)
    from storage.postgres.dumping import dump_stores

    return dump_stores(places.pair, order, SystemClock().now())


def earlier_version_of(copy: Path) -> tuple[str, str] | None:
    """Return the version of a database's copy and that of this program, where the copy's is an earlier one."""
    from storage.inspection import look_at
    from storage.migrations.run import newest_revision

    if copy.suffix == ".dump":  # of PostgreSQL: it does not say its version
        return None
    found, newest = look_at(copy).revision, newest_revision()
    return (found, newest) if found and found != newest else None


def prune_copies(settings: Settings, folder: Path, keys_folder: Path | None) -> tuple[CopiesFound, list[Path]]:
    """Delete the copies past their end, and what an interrupted backup or restore left, listed, in these folders or beside the
    stores; which these were, and those that could not be deleted. Raises what `open_storage` raises.
    """
    from storage.copy_list import copies_to_delete, remove_copies, remove_files

    place, order = settings.storage, _order(settings, folder, keys_folder)
    folders = (order.database_folder, order.keys_folder)
    if not is_in_files(settings):
        places_of(settings)
        from storage.postgres.dumping import dumps_to_delete

        found = dumps_to_delete(folders, SystemClock().now())
        return found, remove_files(found)
    with open_files_or_explain(settings):
        found = copies_to_delete(place.path, place.keys_path, order, SystemClock().now(), folders)
        return found, remove_copies(place.keys_path, found)


def late_copies(settings: Settings) -> CopiesFound:
    """Return the copies that are still there although they are past their end, and what an interrupted backup or restore left.

    Raises what `open_storage` raises.
    """
    from storage.copy_list import copies_to_delete

    place = settings.storage
    with open_files_or_explain(settings):
        return copies_to_delete(place.path, place.keys_path, _order(settings, Path(), None), SystemClock().now())


def moved_stores(settings: Settings) -> list[MovedStore]:
    """Return the databases and key stores that were moved away by hand, which nothing deletes.

    Raises what `open_storage` raises.
    """
    from storage.moved_away import stores_moved_away

    if not is_in_files(settings):
        return []
    with open_files_or_explain(settings):
        return stores_moved_away(settings.storage.path, settings.storage.keys_path)


def prepare_copies(settings: Settings, database: Path | None, keys: Path | None) -> Restoration:
    """Make ready what is to be put back, each a file or a folder of copies, and change nothing yet.

    Raises what `open_storage` raises.
    """
    from storage.restoring import CopiesWanted, prepare_restoration

    place, wanted = settings.storage, CopiesWanted(database, keys)
    with open_files_or_explain(settings):
        return prepare_restoration(place.path, place.keys_path, master_key_of(settings), ORGANISATION_ID, wanted)


def meaning_of_going_on(settings: Settings) -> RestoreMeaning | None:
    """Return what going on with the two in place means; None where they belong together as they are.

    Raises what `open_storage` raises.
    """
    with open_or_explain(settings):
        return places_of(settings).meaning_of_restored(master_key_of(settings), ORGANISATION_ID)


def is_past(day: str) -> bool:
    """Return whether a day in ISO form is over."""
    return day < SystemClock().now().date().isoformat()


def discard_copies(prepared: Restoration) -> None:
    """Leave everything as it was."""
    from storage.restoring import discard_restoration

    discard_restoration(prepared)


def put_copies_in_place(settings: Settings, prepared: Restoration) -> list[Path]:
    """Put it in place and go on with it; where the files are that were there. Raises what `open_storage` raises."""
    from storage.restoring import put_in_place

    with open_files_or_explain(settings):
        aside = put_in_place(prepared, _order(settings, Path(), None), SystemClock().now())
    go_on_after_restore(settings)
    return aside


def go_on_after_restore(settings: Settings) -> None:
    """Make the two a pair again, and forget those again who were forgotten since. Raises what `open_storage` raises.

    No start is possible before the last step, whatever comes between.
    """
    go_on_with_restored_storage(settings)
    forget_again_after_restore(settings)
    with open_or_explain(settings):
        places_of(settings).finish_restore()


def _order(settings: Settings, folder: Path, keys_folder: Path | None) -> CopyOrder:
    from storage.copy_list import CopyOrder

    return CopyOrder(
        folder / "database",
        keys_folder or folder / "keys",
        settings.storage.database_copies_days,
        settings.privacy.key_copies_days,
    )
