"""Cutting of a text that is too long: between paragraphs, then lines, sentences, words, and at last letters."""

from __future__ import annotations

import re
import unicodedata

BREAKS = (
    re.compile(r"\n[ \t]*\n\s*"),
    re.compile(r"\s*\n\s*"),
    re.compile(r"(?<=[.!?…。！？])[”’\"')\]]*\s+"),
    re.compile(r"\s+"),
)
EARLIEST_BREAK_PART = 4
"""A break in the first quarter of the room is passed over for a lesser one further on: it would leave a scrap."""

JOINER = "\u200d"


def text_length(text: str, units: str = "characters") -> int:
    """The length in `units`: characters (code points) or utf-16 (where one outside the basic plane counts two)."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 if units == "utf-16" else len(text)


def cut_text(text: str, room: int, units: str = "characters", words: bool = False) -> tuple[str, str]:
    """The beginning that fits in `room` units and the rest, without the white space between them.

    With `words` a word is never cut: where its first does not fit, the beginning is empty. Otherwise it is empty only
    when there is no room for one character.
    """
    end = _fitting_length(text, room, units)
    if end == len(text):
        return text, ""
    for kind in BREAKS:
        found = [
            m for m in kind.finditer(text[: end + 1]) if end // EARLIEST_BREAK_PART <= m.start() <= end and m.start()
        ]
        if found:
            head = text[: _end_of_head(found[-1], text)].rstrip()
            if head.strip() and text_length(head, units) <= room:
                return head, text[found[-1].end() :].lstrip()
    at = 0 if words else _letter_boundary(text, end)
    return text[:at], text[at:]


def split_pieces(text: str, room: int, units: str = "characters") -> list[str]:
    """The whole text in pieces of at most `room` units each."""
    found = []
    while text:
        head, text = cut_text(text, room, units)
        if not head:
            raise ValueError("no room for a single character")
        found.append(head)
    return found


def _fitting_length(text: str, room: int, units: str) -> int:
    """Return how many characters from the start fit."""
    if text_length(text, units) <= room:
        return len(text)
    if units != "utf-16":
        return max(room, 0)
    used = 0
    for i, c in enumerate(text):
        used += 2 if c > "\uffff" else 1
        if used > room:
            return i
    return len(text)


def _end_of_head(found: re.Match[str], text: str) -> int:
    """Return where the head ends: closing quotes and brackets that the break swallowed belong to it."""
    return found.end() if text[found.start() : found.end()].strip() else found.start()


def _letter_boundary(text: str, end: int) -> int:
    """The last place up to `end` that is between two letters as people see them; `end` itself where there is none."""
    at = end
    while at > 0 and _joins_one_letter(text, at):
        at -= 1
    return at or end


def _joins_one_letter(text: str, at: int) -> bool:
    """Return whether the characters on both sides of `at` make one letter, flag or family of emoji."""
    before, after = text[at - 1], text[at]
    if JOINER in (before, after) or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f" or before + after == "\r\n":
        return True
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flags_before(text, at) % 2 == 1
    return _is_between(after, "\u1160", "\u11ff") and (
        _is_between(before, "\u1100", "\u11ff") or _is_between(before, "\uac00", "\ud7a3")
    )


def _is_flag_letter(c: str) -> bool:
    return "\U0001f1e6" <= c <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    count = 0
    while count < at and _is_flag_letter(text[at - 1 - count]):
        count += 1
    return count


def _is_between(c: str, first: str, last: str) -> bool:
    return first <= c <= last
