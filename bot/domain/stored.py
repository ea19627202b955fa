"""Under which name and version a class is stored: declared beside the class, and never its own name, so that it can be renamed.

A field that gets a default needs no more than that: what was stored before reads as the default. Any other change of a stored
class gives one more upgrade, a pure function from the fields of the version before, as plain JSON values, to those of the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.domain.root_error import FolkmootError

T = TypeVar("T")
Fields = dict[str, Any]
Upgrade = Callable[[Fields], Fields]


class UnreadableKindError(FolkmootError):
    """Something stored is of a kind or a version that this program does not know; the message is a short word for why, without
    content, that a log line can show."""


@dataclass(frozen=True, slots=True)
class StoredKind:
    """`upgrades` lead from each version to the next: from 1 to 2, from 2 to 3 and so on."""

    name: str
    upgrades: tuple[Upgrade, ...] = ()

    @property
    def version(self) -> int:
        return len(self.upgrades) + 1

    def upgraded(self, fields: Fields, version: int) -> Fields:
        """The fields of that version as this version has them. Raises UnreadableKindError for a version that is not known."""
        if not 1 <= version <= self.version:
            raise UnreadableKindError(f"unknown-version:{self.name}/{version}")
        try:
            for upgrade in self.upgrades[version - 1 :]:
                fields = upgrade(fields)
        except (LookupError, TypeError, ValueError, AttributeError):
            raise UnreadableKindError(f"other-fields:{self.name}/{version}") from None
        return fields


def without_fields(*names: str) -> Upgrade:
    """The upgrade that takes fields away."""
    return lambda fields: {name: value for name, value in fields.items() if name not in names}


def rename_fields(**names: str) -> Upgrade:
    """The upgrade that calls fields otherwise, each by its old name the new one."""
    return lambda fields: {names.get(name, name): value for name, value in fields.items()}


KINDS: dict[str, type] = {}
"""Every stored class by the name of its kind."""

_KIND_OF: dict[type, StoredKind] = {}


def stored_as(name: str, upgrades: tuple[Upgrade, ...] = ()) -> Callable[[type[T]], type[T]]:
    """Declare that instances of a dataclass are stored, under a name that is theirs for good."""

    def declare(cls: type[T]) -> type[T]:
        if name in KINDS:
            raise TypeError(f"two classes are stored as {name}")
        KINDS[name] = cls
        _KIND_OF[cls] = StoredKind(name, upgrades)
        return cls

    return declare


def kind_of(cls: type) -> StoredKind:
    """Raises TypeError for a class that is not declared as stored."""
    found = _KIND_OF.get(cls)
    if found is None:
        raise TypeError(f"{cls.__name__} is not declared with @stored_as")
    return found


def is_stored(cls: object) -> bool:
    return cls in _KIND_OF
