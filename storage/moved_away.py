"""Databases and key stores that somebody moved away by hand and left beside those in place: nothing ends them by itself (C9).

A file that a restore moved away has its time in its name, and ends as copies do (see `copy_list`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.copy_list import PART, PUT_ASIDE, copy_of_name, is_one_of
from storage.errors import DamagedFileError, UnreachableError
from storage.files import SIDE_FILES
from storage.inspection import look_at
from storage.known_erasures import MADE
from storage.pairing import StoreKind

HEADER = b"SQLite format 3\0"
BEGINNING = 4096
"""Bytes of a file that are looked at to see whether it is text."""
SAID = {
    StoreKind.DATABASE: ("database", "what was destroyed since then can stand in it"),
    StoreKind.KEY_STORE: ("key store", "whoever was forgotten since then can be readable with it"),
}


@dataclass(frozen=True, slots=True)
class MovedStore:
    """A file of a database or a key store, or a file that SQLite kept beside one."""

    path: Path
    kind: StoreKind

    def __str__(self) -> str:
        what, why = SAID[self.kind]
        return f"{self.path} is a {what} that was moved away: {why}"


def stores_moved_away(database: Path, keys: Path) -> list[MovedStore]:
    """Return what lies beside the two and was one of their kind, in the order of the paths.

    One that cannot be read any more is known by its name, which begins with that of what it was.
    """
    folders = dict.fromkeys((database.absolute().parent, keys.absolute().parent))
    found = (
        MovedStore(path, kind)
        for folder in folders
        for path in _candidates_in(folder, (database, keys))
        if (kind := _kind_of(path, database, keys))
    )
    return sorted(found, key=lambda one: one.path)


def _candidates_in(folder: Path, stores: tuple[Path, Path]) -> Iterator[Path]:
    """Yield the files that are neither in use nor known to something else that ends them."""
    in_use = {store.name + side for store in stores for side in ("", *SIDE_FILES)}
    for path in folder.iterdir() if folder.is_dir() else ():
        known = copy_of_name(path) or PUT_ASIDE.search(path.name) or any(end in path.name for end in (MADE, PART))
        if (
            path.name not in in_use
            and not known
            and path.is_file()
            and path.stat().st_size
            and not is_one_of(path, stores)
        ):
            yield path


def _kind_of(path: Path, database: Path, keys: Path) -> StoreKind | None:
    beginning = _beginning_of(path)
    if beginning.startswith(HEADER):
        try:
            kind = look_at(path).kind
        except (DamagedFileError, UnreachableError):
            kind = StoreKind.FOREIGN
        if kind in SAID:
            return kind
    if _is_text(beginning):
        return None
    named = ((keys, StoreKind.KEY_STORE), (database, StoreKind.DATABASE))
    return next((kind for store, kind in named if path.name.startswith(store.name)), None)


def _beginning_of(path: Path) -> bytes:
    """Return what a file begins with; a nought, which no text holds, where it is another user's."""
    try:
        with path.open("rb") as file:
            return file.read(BEGINNING)
    except PermissionError:
        return b"\0"


def _is_text(beginning: bytes) -> bool:
    """Return whether it is somebody's note; a character may be cut at the end."""
    return b"\0" not in beginning and "\ufffd" not in beginning[:-3].decode("utf-8", "replace")
