"""Buttons that are used up once one of them was pressed: what they asked is decided, and they lead nowhere any more."""

from __future__ import annotations

_ALL_BESIDE = frozenset(
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
        *("away", "pause", "extend", "closed", "away.other", "question.mend", "link.off"),
    }
)
"""Actions that end every button beside them."""
_CHOICES = (
    frozenset({"check.show", "check.count"}),
    frozenset({"owner.yes", "owner.no"}),
    frozenset({"proposal.show", "proposal.back"}),
)
"""Actions that end one another where they are about the same thing; other buttons beside them still lead somewhere."""

USED_UP = _ALL_BESIDE.union(*_CHOICES)
"""Actions after which an adapter takes buttons away, where its platform lets it."""

Pressable = tuple[str, str]
"""A button by its action and its token. What it is about stands in the token before the first colon."""


def ends(pressed: Pressable, beside: Pressable) -> bool:
    """Return whether the button `beside` leads nowhere once `pressed` was."""
    (action, token), (other, about) = pressed, beside
    if action in _ALL_BESIDE:
        return True
    same = token.partition(":")[0] == about.partition(":")[0]
    return same and any({action, other} <= choice for choice in _CHOICES)
