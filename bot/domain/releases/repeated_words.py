"""Check whether a wording repeats what somebody wrote: a run of five words is theirs, fewer are anybody's (rule 12)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

OWN_RUN: Final = 5
"""So many words in a row are recognisably somebody's."""
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘`´](?=\w)")


def repeats_a_run(wording: str, texts: Iterable[str]) -> bool:
    """Return whether five words in a row of `wording` stand in one of `texts`, whatever their case, signs and spacing."""
    runs = word_runs(wording)
    return any(not runs.isdisjoint(word_runs(text)) for text in texts)


def word_runs(text: str) -> set[tuple[str, ...]]:
    """Return every five words in a row of a text, in lower case and without signs."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = _WORD.findall(_APOSTROPHE.sub("", plain))
    return {tuple(words[start : start + OWN_RUN]) for start in range(len(words) - OWN_RUN + 1)}
