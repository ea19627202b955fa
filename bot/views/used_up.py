"""Buttons that are used up once one of them was pressed: what they asked is decided, and they lead nowhere any more."""

from __future__ import annotations

USED_UP = frozenset(
    {
        *(
            "withdraw.yes",
            "withdraw.no",
            "forget.yes",
            "forget.no",
            "discard",
            "held.drop",
            "contact.yes",
            "contact.no",
        ),
        *("away", "pause", "extend", "closed", "away.other"),
    }
)
"""Actions of such buttons. An adapter takes them away with those beside them, where its platform lets it."""
