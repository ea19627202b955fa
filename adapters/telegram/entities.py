"""Marked stretches of a message's text. Telegram counts them in UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]


def units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def part(text: str, offset: int, length: int) -> str:
    """A stretch of the text; what a surrogate was torn from is replaced."""
    return units(text)[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def of_kind(message: Json, *kinds: str) -> Iterator[Json]:
    for entity in message.get("entities") or ():
        if entity.get("type") in kinds:
            yield entity


def command_of(message: Json) -> tuple[str, str, int] | None:
    """The command that a message begins with: its name without the slash, the bot it is for, where it ends in units."""
    for entity in of_kind(message, "bot_command"):
        if entity["offset"] == 0:
            name, _, bot = part(message["text"], 0, entity["length"])[1:].partition("@")
            return name, bot, entity["length"]
    return None


def rest_after(message: Json, start: int) -> tuple[str, dict[str, str]]:
    """The text from `start` units on, its mentions without a username as `<@id>`, and the names of those people."""
    text = message["text"]
    names: dict[str, str] = {}
    pieces: list[str] = []
    at = start
    mentions = [e for e in of_kind(message, "text_mention") if e["offset"] >= start]
    for entity in sorted(mentions, key=lambda e: int(e["offset"])):
        id = str(int(entity["user"]["id"]))
        names[id] = name_of(entity["user"])
        pieces += [part(text, at, entity["offset"] - at), f"<@{id}>"]
        at = entity["offset"] + entity["length"]
    pieces.append(part(text, at, len(units(text)) // 2 - at))
    return "".join(pieces).strip(), names


def without_mention(message: Json, username: str) -> tuple[str, bool]:
    """The text without the mentions of one username, and whether there were any."""
    text = message["text"]
    found = [
        e
        for e in of_kind(message, "mention")
        if part(text, e["offset"], e["length"]).casefold() == f"@{username}".casefold()
    ]
    pieces, at = [], 0
    for entity in sorted(found, key=lambda e: int(e["offset"])):
        pieces.append(part(text, at, entity["offset"] - at))
        at = entity["offset"] + entity["length"]
    pieces.append(part(text, at, len(units(text)) // 2 - at))
    return "".join(pieces).strip(" \n,:"), bool(found)


def name_of(user: Json) -> str:
    return " ".join(part for part in (user.get("first_name"), user.get("last_name")) if part)


def keys_of(payload: object, depth: int = 2) -> Iterable[str]:
    """The names of a payload's fields, never a value: enough to know what it was."""
    if not isinstance(payload, Mapping) or not depth:
        return
    for name, value in payload.items():
        if isinstance(name, str) and name.isascii() and name.replace("_", "").isalpha() and len(name) <= 32:
            yield name
            yield from keys_of(value, depth - 1)
