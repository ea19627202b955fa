"""Files that a visitor names by their path behind a command, where other platforms take one that is sent."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import NamedTuple

from bot.domain.text_files import ENDINGS, MOST_BYTES, asks_to_read, text_of

_NAMED = re.compile(r"(?P<words>.*?[^\s:])[\s:]+(?P<path>\"[^\"]+\"|“[^”]+”|'[^']+'|[^\s\"“”']\S*)")
_PLACES = ("/", "./", "../", "~/")
"""Beginnings of a path, whatever it ends with."""


class TypedFile(NamedTuple):
    """The words beside a file, its path as it was typed, and its text; `trouble` says why there is none."""

    words: str
    path: str
    text: str = ""
    trouble: str = ""


def find_path(typed: str) -> tuple[str, str] | None:
    """Return the words and the path of a command that reads a file; None for any other words."""
    found = _NAMED.fullmatch(typed.strip()) if asks_to_read(typed) and "\n" not in typed.strip() else None
    if found is None or not asks_to_read(found["words"]):
        return None
    path = found["path"].strip("\"'“”")
    return (found["words"], path) if path.lower().endswith(ENDINGS) or path.startswith(_PLACES) else None


def read_named_file(words: str, path: str) -> TypedFile:
    """Return the text of a file on this machine, or why it cannot be read. No more of it is read than is taken."""
    try:
        place = Path(path).expanduser()
        mode = place.stat().st_mode
        if stat.S_ISDIR(mode):
            return TypedFile(words, path, trouble="directory")
        if not stat.S_ISREG(mode):
            return TypedFile(words, path, trouble="no text")
        with place.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return TypedFile(words, path, trouble="missing")
    except (OSError, RuntimeError, ValueError):
        return TypedFile(words, path, trouble="closed")
    if len(data) > MOST_BYTES:
        return TypedFile(words, path, trouble="too large")
    text = text_of(data)
    return TypedFile(words, path, trouble="no text") if text is None else TypedFile(words, path, text)
