"""Named points at which a test may stop the process or raise, to see what survives."""

from __future__ import annotations

from collections.abc import Callable

Failpoint = Callable[[str], None]

BEFORE_KEY_COMMIT = "before-key-commit"
AFTER_KEY_COMMIT = "after-key-commit"
BEFORE_COMMIT = "before-commit"
AFTER_COMMIT = "after-commit"
AFTER_KEY_DESTROYED = "after-key-destroyed"

AFTER_KEYS_FOUNDED = "after-keys-founded"
AFTER_DATABASE_FOUNDED = "after-database-founded"

NAMES = (BEFORE_KEY_COMMIT, AFTER_KEY_COMMIT, BEFORE_COMMIT, AFTER_COMMIT, AFTER_KEY_DESTROYED)
JOINING = (AFTER_KEYS_FOUNDED, AFTER_DATABASE_FOUNDED)
"""While a database and a key store become a pair."""


def never_fail(name: str) -> None:
    """The failpoint of a store in use."""
