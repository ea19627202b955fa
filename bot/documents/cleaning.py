"""Removal of what is not seen from words that a document shows."""

from __future__ import annotations

import re
from unicodedata import category

JOINERS = "\u200c\u200d"
"""Format characters that are part of how words and pictures are written; marks of direction and all others are left out."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean_text(text: str) -> str:
    """Return a text on one line, without control characters and marks that turn the direction of what follows."""
    plain = re.sub(r"\s+", " ", text)
    return "".join(c for c in plain if c in JOINERS or category(c) not in _UNSEEN).strip()
