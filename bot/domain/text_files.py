"""Text files that people send: what is taken for one, and its text. Pure."""

from __future__ import annotations

MOST_BYTES = 200_000
"""Bytes of the largest file that is read: a list of people is far smaller."""
_ENDINGS = (".csv", ".tsv", ".txt")
_KINDS = ("text/csv", "text/plain", "text/tab-separated-values", "application/csv", "application/vnd.ms-excel")


def is_text_file(name: str, kind: str, size: int) -> bool:
    """Return whether a file of this name, media type and size in bytes may hold a list."""
    return size <= MOST_BYTES and (name.lower().endswith(_ENDINGS) or (kind in _KINDS and "." not in name))


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
