"""Text files that people send: what is taken for one, and its text. Pure."""

from __future__ import annotations

import re

MOST_BYTES = 200_000
"""Bytes of the largest file that is read: a list of people is far smaller."""
ENDINGS = (".csv", ".tsv", ".txt", ".toml", ".json", ".ics")
_KINDS = (
    *("text/csv", "text/plain", "text/tab-separated-values", "application/csv", "application/vnd.ms-excel"),
    *("application/toml", "application/json", "text/calendar"),
)
_BESIDE = re.compile(r"\s*(?:member\s+add|questions\s+import|closed\s+add)\b", re.IGNORECASE)


def asks_to_read(words: str) -> bool:
    """Return whether the words beside a file ask to read it: a list of people, a pack of questions, or days off. No other file is
    fetched."""
    return bool(_BESIDE.match(words))


def is_text_file(name: str, kind: str, size: int) -> bool:
    """Return whether a file of this name, media type and size in bytes may hold a list, a pack or a calendar."""
    return size <= MOST_BYTES and (name.lower().endswith(ENDINGS) or (kind in _KINDS and "." not in name))


def text_of(data: bytes) -> str | None:
    """The text of a file as spreadsheets and editors write it; None for what is no text."""
    if len(data) > MOST_BYTES:
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
