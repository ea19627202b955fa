"""Kinds of personal data that words were shown without: what stands in brackets in their place, and was not written so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

PERSONAL_KINDS = (
    "date of birth",
    "email address",
    "handle",
    "link",
    "name",
    "National Insurance number",
    "NHS number",
    "phone number",
    "postcode",
)
"""What personal data is called where it is left out: "[name]"."""
_KIND = re.compile(rf"\[({'|'.join(PERSONAL_KINDS)})\]")


def kinds_taken_out(words: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the kinds, in the order of the alphabet. `words`: pairs of the words as written and as they are shown.

    What else stands in brackets is somebody's words, and none of them may leave here.
    """
    found = Counter[str]()
    for written, shown in words:
        found |= Counter(_KIND.findall(shown)) - Counter(_KIND.findall(written))
    return tuple(sorted(found, key=str.lower))
