"""Capabilities and send limits of the console's rooms."""

from __future__ import annotations

from bot.ports import Limits
from bot.views.capabilities import FULL, MINIMAL, Capabilities

NAMED = {"full": FULL, "minimal": MINIMAL}
LIMITS = Limits(overall=1e6, per_direct=1e6, per_channel=1e6)


def capabilities_named(name: str) -> Capabilities:
    """The capabilities called `full` or `minimal`. Raises ValueError for any other name."""
    try:
        return NAMED[name]
    except KeyError:
        raise ValueError(f"no capabilities are called {name!r}; there are {' and '.join(NAMED)}") from None
