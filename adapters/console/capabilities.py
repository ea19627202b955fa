"""Capabilities and send limits of the console's rooms."""

from __future__ import annotations

from dataclasses import replace

from bot.ports import Limits
from bot.views.capabilities import FULL, MINIMAL, Capabilities, Support

NAMED = {"full": replace(FULL, files=Support.AS_TEXT), "minimal": MINIMAL}
"""A terminal shows a picture by its description, and has nowhere to put a file."""
LIMITS = Limits(overall=1e6, per_direct=1e6, per_channel=1e6)


def capabilities_named(name: str) -> Capabilities:
    """The capabilities called `full` or `minimal`. Raises ValueError for any other name."""
    try:
        return NAMED[name]
    except KeyError:
        raise ValueError(f"no capabilities are called {name!r}; there are {' and '.join(NAMED)}") from None
