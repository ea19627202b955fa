"""Secrets: a type that shows nothing of itself, and where each of them comes from."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.registry import PLATFORMS
from bot.declarations.platform_spec import SecretSource


class Secret:
    """A token or key. Shows nothing wherever it is printed, not even its length (C10)."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value; call it only where a client or a cipher is made with it."""
        return self._value

    def __repr__(self) -> str:
        return "<secret>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(other._value.encode(), self._value.encode())

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> tuple[type, tuple[str]]:
        raise TypeError("a secret is not pickled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Secrets that were found, by the names of their sources."""

    found: Mapping[str, Secret] = field(default_factory=dict)

    def get(self, name: str) -> Secret | None:
        """The secret of that name; None for what is neither set nor in its file."""
        return self.found.get(name)

    @property
    def master_key(self) -> Secret | None:
        return self.get(MASTER_KEY.name)


MASTER_KEY = SecretSource("master_key", "keys", "master_key", "the master key")
LANGUAGE_MODEL_KEY = SecretSource("language_model_key", "themes", "language_model_key", "the language model's key")
DATABASE_PASSWORD = SecretSource(
    "database_password", "storage", "password", "the database's password", as_it_stands=True
)
KEYS_PASSWORD = SecretSource(
    "keys_database_password", "storage", "keys_password", "the key store's password", as_it_stands=True
)


def secret_sources() -> tuple[SecretSource, ...]:
    """Return where secrets come from: the master key, the passwords of databases, the language model's, and those of platforms."""
    ours = (MASTER_KEY, DATABASE_PASSWORD, KEYS_PASSWORD, LANGUAGE_MODEL_KEY)
    return (*ours, *(source for spec in PLATFORMS.values() for source in spec.secrets))
