"""Reading the words after a command's name: people, team names, quoted text."""

from __future__ import annotations

import re
from collections.abc import Collection

_PERSON = re.compile(r"<@([^<>|\s]+)(?:\|[^<>]*)?>|(?<![\w<|])(@[A-Za-z]\w{2,31})\b")
_BETWEEN = re.compile(r"(?<=\0)(?:\s|,|;|&|\+|\band\b)+(?=\0)|^[\s,;:]+(?=\0)|(?<=\0)(?:[\s,;:.]|->|→)+", re.IGNORECASE)
"""Small words and marks between mentions, or around them."""
_GROUP = re.compile(
    r"<!subteam\^[^<>|\s]+(?:\|@?(?P<group>[^<>]*))?>|<!(?P<everybody>channel|here|everyone)(?:\|[^<>]*)?>"
    r"|<#[^<>|\s]+(?:\|(?P<channel>[^<>|\s]*))?>"
)
_USER_GROUP = re.compile(r"<!subteam\^(?P<id>[^<>|\s]+)(?:\|@?(?P<name>[^<>]*))?>")
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_QUOTES = "\"'“”‘’«»"
_DOUBLE = '"“”«»'
"""Those that are no apostrophe."""


def people_in(text: str) -> tuple[tuple[str, ...], str]:
    """The ids of the mentioned people, each once and in order, and the words that are left.

    A public name that the platform did not resolve (`@hal`) stands for itself: who knows its bearer may find them by it.
    """
    ids = tuple(dict.fromkeys(id or handle for id, handle in _PERSON.findall(text)))
    return ids, " ".join(_BETWEEN.sub(" ", _PERSON.sub("\0", text)).replace("\0", " ").split())


def groups_in(text: str) -> tuple[str, ...]:
    """The mentions of what is no person, as people see them: a user group, a channel, everybody in one."""
    return tuple(_name_of_group(found) for found in _GROUP.finditer(text))


def user_group_in(text: str) -> tuple[str, str, str] | None:
    """The first user group that is mentioned: its id, its name as people see it, and the text without it; None without one."""
    found = _USER_GROUP.search(text)
    if found is None:
        return None
    name = f"@{found['name']}" if found["name"] else "a user group"
    return found["id"], name, f"{text[: found.start()]} {text[found.end() :]}".strip()


def _name_of_group(found: re.Match[str]) -> str:
    if found[0].startswith("<#"):
        return f"#{found['channel']}" if found["channel"] else "A channel"
    named = found["group"] or found["everybody"]
    return f"@{named}" if named else "A user group"


def strip_quotes(text: str) -> str:
    """Return a text without the quotation marks around the whole of it; those around a part at its end stay: Ward "A"."""
    text = text.strip()
    while len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES and _is_whole(text):
        text = text[1:-1].strip()
    if text[:1] in tuple(_QUOTES) and not _holds(text[1:], _DOUBLE):
        text = text[1:].strip()
    if text[-1:] in tuple(_QUOTES) and not _holds(text[:-1], _DOUBLE):
        text = text[:-1].strip()
    return text


def _is_whole(text: str) -> bool:
    """Return whether the marks at both ends belong together: none like them stands between, save around the whole again."""
    inner = text[1:-1].strip()
    if len(inner) > 1 and inner[0] in _QUOTES and inner[-1] in _QUOTES:
        inner = inner[1:-1]
    return not _holds(inner, {text[0], text[-1]} & set(_DOUBLE))


def _holds(text: str, marks: Collection[str]) -> bool:
    return any(letter in marks for letter in text)


def words_after(text: str, *introductions: str) -> str:
    """The words after one of these small words at the start ("to Crisis line" gives "Crisis line")."""
    for word in introductions:
        if text.lower().startswith(f"{word} "):
            return strip_quotes(text[len(word) + 1 :])
    return strip_quotes(text)
