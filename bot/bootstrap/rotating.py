"""`folkmoot keys rotate`: another master key, in steps that can each be interrupted and begun again.

The new key is written beside the old one first; then the key store is wrapped anew, as a whole; then the old key is kept under
another name, and the new one takes its place. Which of these was done is seen from which key opens the key store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap.places import CannotOpenError, places_of
from bot.bootstrap.product import NEW_KEY, create_master_key, master_key_of, open_or_explain
from bot.config import Settings
from bot.system_clock import SystemClock
from storage.stamps import STAMP

if TYPE_CHECKING:
    from storage.rotation import KeyRotation

OLD_KEY = ".old-"
"""Middle of the names of files in which old master keys are kept; an instant follows it."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """Number of keys wrapped anew, 0 where an interrupted rotation had done so, and the file of the new master key.

    `old` is the file in which the old one is kept; None where the master key comes from the environment, where the operator has
    to put the new one.
    """

    keys: int
    master_key: Path
    old: Path | None


def rotate_keys(settings: Settings) -> Rotated:
    """Make a new master key, or go on with the one that an interrupted rotation made. Raises what `open_storage` raises."""
    from storage.copying import sync_folder
    from storage.files import take_over_owner
    from storage.master_key import load_master_key

    path = settings.keys.master_key_file
    new_path = path.with_name(path.name + NEW_KEY)
    with open_or_explain(settings):
        store = places_of(settings).rotation()
        if not store.is_there():
            raise CannotOpenError(f"There is no key store {store.place} yet: nothing is wrapped by the master key.")
        before = master_key_of(settings)
        opens = store.opens_with(before)
        if not opens:
            _check_goes_on(store, new_path)
        if opens and (not _holds_key(new_path) or _stands_in(new_path, before)):
            # Where the operator has put the last one into the environment, it lies there still: another one is wanted now.
            new_path.unlink(missing_ok=True)
            create_master_key(new_path)
        after = load_master_key({}, new_path)
        wrapped = 0 if store.opens_with(after) else store.wrap_anew(before, after)
        store.leave_nothing_old()
        if not _stands_in(path, before):
            return Rotated(wrapped, new_path, None)
        old = _keep_old(path, before)
        take_over_owner(new_path, path)
        new_path.replace(path)
        sync_folder(path.parent)
    return Rotated(wrapped, path, old)


def _check_goes_on(store: KeyRotation, new_path: Path) -> None:
    """Raises CannotOpenError unless an interrupted rotation has wrapped the key store with the new key already."""
    from storage.master_key import load_master_key

    if not _holds_key(new_path):
        raise CannotOpenError(
            f"The master key is not the one with which the key store {store.place} was made: put that one back where the settings "
            "look for it, and make no new one. Nothing was changed."
        )
    if not store.opens_with(load_master_key({}, new_path)):
        raise CannotOpenError(
            f"Neither the master key nor {new_path} is the one with which the key store {store.place} was made: put that one back "
            "where the settings look for it. Nothing was changed."
        )


def old_keys(settings: Settings) -> list[tuple[Path, datetime]]:
    """Return the files in which old master keys are kept, each with when it was replaced."""
    from storage.files import files_beside

    path, found = settings.keys.master_key_file, []
    for old in files_beside(path, OLD_KEY):
        replaced = _instant_of(old.name.removeprefix(path.name + OLD_KEY))
        if replaced:
            found.append((old, replaced))
    return found


def _instant_of(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(f"{stamp}+0000", f"{STAMP}%z")
    except ValueError:
        return None


def _keep_old(path: Path, key: bytes) -> Path:
    """Return the file in which the key is kept; an interrupted rotation may have made it already."""
    from storage.files import files_beside, take_over_owner
    from storage.master_key import write_key_file

    for kept in files_beside(path, OLD_KEY):
        if _stands_in(kept, key):
            return kept
        if not _holds_key(kept):
            kept.unlink()
    now = SystemClock().now()
    while (made := path.with_name(f"{path.name}{OLD_KEY}{now:{STAMP}}")).exists():
        # Rotated twice within a second.
        now += timedelta(seconds=1)
    write_key_file(made, key)
    take_over_owner(made, path)
    return made


def _holds_key(path: Path) -> bool:
    """Return whether a master key stands in a file: an interruption may have left it empty."""
    from storage.errors import WrongKeyError
    from storage.master_key import load_master_key

    try:
        load_master_key({}, path)
    except WrongKeyError:
        return False
    return True


def _stands_in(path: Path, key: bytes) -> bool:
    """Return whether this is the key in the key file, and not one from the environment."""
    from storage.master_key import load_master_key

    return _holds_key(path) and load_master_key({}, path) == key
