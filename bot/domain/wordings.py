"""Wordings that are the same: those that differ in capitals, blanks, quotation marks, dashes and the sign at the end alone.

So they do in what nobody sees: marks of direction, soft hyphens, and which form of a sign is wished for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKS: Final = "\"'`´‘’‚‛“”„‟«»‹›′″＂＇"
APOSTROPHES: Final = re.compile(rf"(?<=\w)[ʼ{_MARKS}](?=\w)")
_QUOTATION_MARK = re.compile(rf"[{_MARKS}]")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff]"
)
_DASH = re.compile("\\s*[‐‑‒–—―−]\\s*|\\s+-\\s+")
_AT_END = " .,:;!?‽؟؛،۔。、।॥"
_KEPT = "ʼ"
"""Stands for every apostrophe within a word: “were” is not “we’re”."""


def bare_wording(wording: str) -> str:
    """Return what of a wording makes it another one: the same for all that are the same. Signs alone stay as they are."""
    seen = _DASH.sub("-", _UNSEEN.sub("", wording))
    words = _plain(_QUOTATION_MARK.sub("", APOSTROPHES.sub(_KEPT, seen)))
    return words.rstrip(_AT_END) or words or _plain(seen)


def _plain(words: str) -> str:
    """In small letters that are the author's own: “Maßen” is not “Massen”."""
    return " ".join(unicodedata.normalize("NFKC", words).lower().split())


def same_wording(one: str, other: str) -> bool:
    """Return whether two wordings are the same."""
    return bare_wording(one) == bare_wording(other)
