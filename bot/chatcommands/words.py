"""Reading the words after a command's name: people, team names, quoted text."""

from __future__ import annotations

import re

_PERSON = re.compile(r"<@([^<>|\s]+)(?:\|[^<>]*)?>|(?<![\w<])(@[A-Za-z]\w{2,31})\b")
_QUOTES = "\"'“”‘’«»"


def people_in(text: str) -> tuple[tuple[str, ...], str]:
    """The ids of the mentioned people, each once and in order, and the words that are left.

    A public name that the platform did not resolve (`@hal`) stands for itself: who knows its bearer may find them by it.
    """
    ids = tuple(dict.fromkeys(id or handle for id, handle in _PERSON.findall(text)))
    return ids, " ".join(_PERSON.sub(" ", text).split())


def strip_quotes(text: str) -> str:
    return text.strip().strip(_QUOTES).strip()


def words_after(text: str, *introductions: str) -> str:
    """The words after one of these small words at the start ("to Crisis line" gives "Crisis line")."""
    for word in introductions:
        if text.lower().startswith(f"{word} "):
            return strip_quotes(text[len(word) + 1 :])
    return strip_quotes(text)


def split_at(text: str, separator: str) -> tuple[str, str]:
    """The two sides of the first separator, unquoted; the second is empty when there is none."""
    before, _, behind = text.partition(separator)
    return strip_quotes(before), strip_quotes(behind)
