"""Choosing the copy that is to be put back: the file that is named, or the newest whole copy in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storage.copy_list import copies_in, is_one_of
from storage.errors import DamagedFileError, NoCopyError, UnreachableError
from storage.inspection import check_tables, check_whole, look_at
from storage.pairing import FileFacts, StoreKind

NAMES = {StoreKind.DATABASE: "database", StoreKind.KEY_STORE: "key store"}
SUBFOLDERS = {StoreKind.DATABASE: "database", StoreKind.KEY_STORE: "keys"}
"""Folders that a backup makes below the one that it is given."""


@dataclass(frozen=True, slots=True)
class ChosenCopy:
    """A copy, what it is, and which newer ones of its folder were passed over: their paths, each with the reason.

    `damaged` are those of them that cannot be read, or not all of it.
    """

    facts: FileFacts
    passed_over: tuple[str, ...] = ()
    damaged: tuple[Path, ...] = ()

    @property
    def path(self) -> Path:
        return self.facts.path


def choose_copy(place: Path, kind: StoreKind, pair: str = "", in_place: tuple[Path, ...] = ()) -> ChosenCopy:
    """Return the copy that a file is, or the newest whole one in a folder that is of this pair, if one is given.

    A folder is also one that was given to a backup. Raises NoCopyError, also for one of the stores `in_place`; DamagedFileError
    for a file that is named.
    """
    if is_one_of(place, in_place):
        raise NoCopyError(f"{place} is in its place already. Nothing was changed.")
    if not place.is_dir():
        return ChosenCopy(_facts_of(place, kind))
    folders = [folder for folder in (place, place / SUBFOLDERS[kind]) if folder.is_dir()]
    found = [copy for folder in folders for copy in copies_in(folder) if not is_one_of(copy.path, in_place)]
    passed: list[str] = []
    damaged: list[Path] = []
    for copy in sorted(found, key=lambda one: (one.made, one.path), reverse=True):
        try:
            facts = _facts_of(copy.path, kind)
        except NoCopyError:
            continue
        except (DamagedFileError, UnreachableError):
            passed.append(f"{copy.path}, which is damaged or cannot be read")
            damaged.append(copy.path)
            continue
        if pair and facts.pair and facts.pair.id != pair:
            passed.append(f"{copy.path}, which is of another installation")
            continue
        return ChosenCopy(facts, tuple(passed), tuple(damaged))
    raise NoCopyError(_said_of_none(place, kind, passed))


def _said_of_none(place: Path, kind: StoreKind, passed: list[str]) -> str:
    said = f"There is no whole copy of a {NAMES[kind]} in {place} that “folkmoot backup” made for this installation."
    return f"{said} Passed over: {'; '.join(passed)}." if passed else said


def _facts_of(path: Path, kind: StoreKind) -> FileFacts:
    check_whole(path, None)
    found = look_at(path)
    if found.kind is not kind:
        raise NoCopyError(f"{path} is not a copy of a {NAMES[kind]} of Folkmoot. Nothing was changed.")
    check_tables(found)
    return found
