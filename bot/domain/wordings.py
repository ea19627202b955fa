"""Wordings that are the same: those that differ in capitals, blanks, quotation marks and the sign at the end alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARKS: Final = "\"'`´‘’‚‛“”„‟«»‹›′″＂＇"
_APOSTROPHE = re.compile(rf"(?<=\w)[{_MARKS}](?=\w)")
_QUOTATION_MARK = re.compile(rf"[{_MARKS}]")
_KEPT = "ʼ"
"""Stands for every apostrophe within a word: “were” is not “we’re”."""


def bare_wording(wording: str) -> str:
    """Return what of a wording makes it another one: the same for all that are the same. Signs alone stay as they are."""
    words = _QUOTATION_MARK.sub("", _APOSTROPHE.sub(_KEPT, wording))
    plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return plain.rstrip(" .,:;!?") or plain


def same_wording(one: str, other: str) -> bool:
    """Return whether two wordings are the same."""
    return bare_wording(one) == bare_wording(other)
