"""Users of this machine."""

from __future__ import annotations

import pwd


def name_of_user(user: int) -> str:
    """Return the name of a user of this number; the number itself where this machine has no name for it."""
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
