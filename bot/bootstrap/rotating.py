"""`folkmoot keys rotate`: another master key, in steps that can each be interrupted and begun again.

The new key is written beside the old one first; then the key store is wrapped anew, as a whole; then the new key takes the place
of the old one. Which of these was done is seen from which key opens the key store.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap.product import NEW_KEY, CannotOpenError, create_master_key, master_key_of, open_or_explain
from bot.config import Settings


@dataclass(frozen=True, slots=True)
class Rotated:
    """Number of keys wrapped anew, 0 where an interrupted rotation had done so, and the file of the new master key.

    `by_hand` says that the master key comes from the environment, where the operator has to put the new one.
    """

    keys: int
    master_key: Path
    by_hand: bool


def rotate_keys(settings: Settings) -> Rotated:
    """Make a new master key, or go on with the one that an interrupted rotation made. Raises what `open_storage` raises."""
    from storage.master_key import load_master_key
    from storage.rotation import opens_with, wrap_anew

    path, store = settings.keys.master_key_file, settings.storage.keys_path
    if not store.exists():
        raise CannotOpenError(f"There is no key store {store} yet: nothing is wrapped by the master key.")
    new_path = path.with_name(path.name + NEW_KEY)
    with open_or_explain(settings):
        before = master_key_of(settings)
        if opens_with(store, before) and (not _holds_key(new_path) or _stands_in(new_path, before)):
            # Where the operator has put the last one into the environment, it lies there still: another one is wanted now.
            new_path.unlink(missing_ok=True)
            create_master_key(new_path)
        after = load_master_key({}, new_path)
        wrapped = 0 if opens_with(store, after) else wrap_anew(store, before, after)
        by_hand = not _stands_in(path, before)
        if not by_hand:
            new_path.replace(path)
            _sync_folder(path.parent)
    return Rotated(wrapped, new_path if by_hand else path, by_hand)


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


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
