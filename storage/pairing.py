"""Check that a database and a key store belong together, and that neither is missing, older or another's (R11). Pure.

Theory of operation. Both carry the id of their pair and a generation. A change of keys raises the generation by one: first in the
key store, together with the change, as *unsettled*; then in the database, with the commit of what caused it; then the key store
notes that it is *settled*. So at every instant the generations are equal, or the key store is one ahead and unsettled, which
is what an interrupted operation leaves and what the next start completes. Everything else means that a file was replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, Generic, TypeVar

from storage.errors import SchemaMismatchError, StoresApartError

FIRST = 1
"""The generation of a pair that was just made."""
CHECK_FILES = "Check storage.path and storage.keys_path, and that their disks are mounted"
CHECK_ADDRESSES = "Check storage.url and storage.keys_url"
RESTORE_AGAIN = "A restore was interrupted: run the same “folkmoot restore” again, and it goes on. Nothing was changed."
MOVED, MOVING = "moved", "moving"
"""Names of the tables that mark a key store whose installation was moved elsewhere, and both stores while one is moved there."""
MOVE_AGAIN = (
    "A move into these two was interrupted: run the same “folkmoot move” again, with the settings as they were then."
)
RESTORE = "If there is no better copy, “folkmoot restore” says what that means and goes on with these two."


class StoreKind(Enum):
    """Kind of a file, as found by looking into it. A file without tables is EMPTY."""

    MISSING = auto()
    EMPTY = auto()
    DATABASE = auto()
    KEY_STORE = auto()
    FOREIGN = auto()


NEW = (StoreKind.MISSING, StoreKind.EMPTY)
ATTEMPTS = 100
"""Number of times that two stores are looked at until neither changes meanwhile."""
SAID = {StoreKind.MISSING: "missing", StoreKind.EMPTY: "empty"}


@dataclass(frozen=True, slots=True)
class Pair:
    id: str
    generation: int
    settled: bool = True
    """Known to the key store alone."""


P = TypeVar("P")
Facts = TypeVar("Facts", bound="AnyFacts")


@dataclass(frozen=True, slots=True)
class StoreFacts(Generic[P]):
    """`path` is where it is, as people are told. `revision` is a database's, `keys` is how many a key store holds. Files of before
    there were pairs have none.

    `copied` is the day on which a copy of a key store is to be deleted, and `made` when it was made; the key store itself has
    neither. `restoring` says that a restore is under way in this key store, `moving` that an installation is being moved into this
    store, and `moved` to which place the one of this key store was moved.
    """

    path: P
    kind: StoreKind
    pair: Pair | None = None
    keys: int = 0
    revision: str = ""
    copied: str = ""
    made: str = ""
    restoring: bool = False
    moving: bool = False
    moved: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts(StoreFacts[Path]):
    """Facts of a store that is a file."""


AnyFacts = StoreFacts[Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts that show whether a database and a key store share keys, whatever their pairs say: of texts, and of people's keys."""

    texts: int
    texts_without_key: int
    owners_without_key: int
    keys: int
    keys_of_nobody: int
    same_organisation_key: bool

    @property
    def belong_together(self) -> bool:
        """One owner's erasure may have been interrupted; more, or many keys of nobody, are no accident."""
        few = max(3, self.keys // 4)
        return self.same_organisation_key and self.owners_without_key <= 1 and self.keys_of_nobody <= few


class PairingPlan(Enum):
    """Action of a start: create both stores (FOUND), use them as they are (GO_ON), or give both their first pair id (ADOPT)."""

    FOUND = auto()
    GO_ON = auto()
    ADOPT = auto()


def look_until_settled(look_at_keys: Callable[[], Facts], look_at_database: Callable[[], Facts]) -> tuple[Facts, Facts]:
    """Return the database and the key store at one instant: the key store changes first and settles last, so if it has not
    changed meanwhile, nothing has."""
    before = look_at_keys()
    for _ in range(ATTEMPTS):
        found, after = look_at_database(), look_at_keys()
        if after == before:
            break
        before = after
    return found, before


def evidence_to_go_on(apart: StoresApartError, gather: Callable[[], Evidence]) -> Evidence:
    """Return what two that were told apart have in common. Raises StoresApartError where nobody can go on with them."""
    if not apart.restorable:
        raise apart
    found = gather()
    if not found.same_organisation_key:
        raise StoresApartError(apart.args[0]) from None
    return found


def check_pairing(database: AnyFacts, keys: AnyFacts, finishing: bool = False) -> PairingPlan:
    """Raises StoresApartError or SchemaMismatchError, with what to do; `finishing` is for the restore itself."""
    if keys.moving or database.moving:
        raise StoresApartError(MOVE_AGAIN)
    if keys.moved and not finishing:
        raise _moved_error(database, keys)
    _check_kinds(database, keys)
    if keys.restoring and not finishing:
        raise StoresApartError(RESTORE_AGAIN, restorable=StoreKind.DATABASE is database.kind)
    if database.kind in NEW:
        if keys.kind in NEW or not keys.keys:
            return PairingPlan.FOUND
        raise StoresApartError(
            f"The key store {keys.path} holds people's keys, and its database {database.path} is {SAID[database.kind]}. "
            f"{_check(database)}, or put the database back from its newest copy. To begin anew, move the key store away."
        )
    if keys.kind in NEW:
        raise StoresApartError(
            f"The database {database.path} is there, and its key store {keys.path} is {SAID[keys.kind]}. {_check(database)}, or "
            "put the key store back from its newest copy: restore it first. To begin anew, move the database away."
        )
    if database.pair is None or keys.pair is None:
        return _judge_unpaired(database, keys)
    if database.pair.id != keys.pair.id:
        raise _strangers_error(database, keys)
    if keys.copied and not finishing:
        raise StoresApartError(
            f"The key store {keys.path} is a copy that was put back by hand: whoever was forgotten since it was made could be "
            "read again. Look for the key store itself. If it is lost, “folkmoot restore” says what it means and goes on with the "
            "copy.",
            restorable=True,
        )
    ahead = keys.pair.generation - database.pair.generation
    if ahead == 0 or (ahead == 1 and not keys.pair.settled):
        return PairingPlan.GO_ON
    raise _older_copy_error(database, keys) if ahead > 0 else _older_copy_error(keys, database)


def _moved_error(database: AnyFacts, keys: AnyFacts) -> StoresApartError:
    files = isinstance(database.path, Path)
    lost = " If that one is lost, “folkmoot restore” says what it means and goes on with these." if files else ""
    return StoresApartError(
        f"This installation was moved to {keys.moved}: name that place below [storage]. {database.path} and {keys.path} are how it "
        f"was until then, and to be deleted.{lost}",
        restorable=files,
    )


def judge_evidence(database: AnyFacts, keys: AnyFacts, evidence: Evidence) -> None:
    """Raises StoresApartError for two that were never paired and do not look as if they belonged together."""
    if not evidence.same_organisation_key:
        raise _strangers_error(database, keys)
    if not evidence.belong_together:
        raise (
            _older_copy_error(keys, database) if evidence.owners_without_key > 1 else _older_copy_error(database, keys)
        )


def _settings_of(database: AnyFacts) -> tuple[str, str]:
    files = isinstance(database.path, Path)
    return ("storage.path", "storage.keys_path") if files else ("storage.url", "storage.keys_url")


def _check(database: AnyFacts) -> str:
    return CHECK_FILES if isinstance(database.path, Path) else CHECK_ADDRESSES


def _check_kinds(database: AnyFacts, keys: AnyFacts) -> None:
    if database.kind is StoreKind.KEY_STORE or keys.kind is StoreKind.DATABASE:
        both = database.kind is StoreKind.KEY_STORE and keys.kind is StoreKind.DATABASE
        wrong, what = (database, "a key store") if database.kind is StoreKind.KEY_STORE else (keys, "a database")
        raise StoresApartError(
            f"{database.path} is a key store and {keys.path} is a database: exchange {' and '.join(_settings_of(database))}."
            if both
            else f"{wrong.path} is {what} of Folkmoot. {_check(database)}."
        )
    if database.kind is StoreKind.FOREIGN:
        raise SchemaMismatchError("The database holds tables that this program did not make: name another place.")
    if keys.kind is StoreKind.FOREIGN:
        raise SchemaMismatchError("The key store holds tables that this program did not make: name another place.")


def _judge_unpaired(database: AnyFacts, keys: AnyFacts) -> PairingPlan:
    """Neither has an id yet, or the key store got one and then something was interrupted."""
    begun = keys.pair is None or (keys.pair.generation == FIRST and not keys.pair.settled)
    if database.pair is None and begun:
        return PairingPlan.ADOPT
    raise _older_copy_error(database, keys) if database.pair is None else _older_copy_error(keys, database)


def _strangers_error(database: AnyFacts, keys: AnyFacts) -> StoresApartError:
    return StoresApartError(
        f"The database {database.path} and the key store {keys.path} belong to different installations. {_check(database)}, or put "
        "back the one that belongs to the other."
    )


def _older_copy_error(older: AnyFacts, newer: AnyFacts) -> StoresApartError:
    names = {StoreKind.DATABASE: "database", StoreKind.KEY_STORE: "key store"}
    what = f"The {names[older.kind]} {older.path} is older than the {names[newer.kind]} {newer.path}"
    return StoresApartError(f"{what}: put its newest copy back. {RESTORE}", restorable=True)
