"""Named points at which a test may stop the process or raise, to see what survives."""

from __future__ import annotations

from collections.abc import Callable

Failpoint = Callable[[str], None]

BEFORE_KEY_COMMIT = "before-key-commit"
AFTER_KEY_COMMIT = "after-key-commit"
BEFORE_COMMIT = "before-commit"
AFTER_COMMIT = "after-commit"
AFTER_KEY_DESTROYED = "after-key-destroyed"

NAMES = (BEFORE_KEY_COMMIT, AFTER_KEY_COMMIT, BEFORE_COMMIT, AFTER_COMMIT, AFTER_KEY_DESTROYED)


def never(name: str) -> None:
    """The failpoint of a store in use."""
