"""The parts of a message: marked stretches of its text, which Telegram counts in UTF-16 units, and what others said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]+))?(?=\s|$)")


def encode_utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def slice_text(text: str, offset: int, length: int) -> str:
    """A stretch of the text; what a surrogate was torn from is replaced."""
    return encode_utf16(text)[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def of_kind(message: Json, *kinds: str) -> Iterator[Json]:
    for entity in message.get("entities") or ():
        if entity.get("type") in kinds:
            yield entity


def command_of(message: Json) -> tuple[str, str, int] | None:
    """The command that a message begins with: its name without the slash, the bot it is for, where it ends in units.

    Telegram marks every command; where nothing is marked at all the text is taken as it stands.
    """
    if not message.get("entities"):
        plain = _COMMAND.match(message["text"])
        return (plain[1], plain[2] or "", plain.end()) if plain else None
    for entity in of_kind(message, "bot_command"):
        if entity["offset"] == 0:
            name, _, bot = slice_text(message["text"], 0, entity["length"])[1:].partition("@")
            return name, bot, entity["length"]
    return None


def rest_after(message: Json, start: int, leaving_out: str = "") -> tuple[str, dict[str, str], bool]:
    """The text from `start` units on, for the bot to read.

    Mentions without a username become `<@id>`, with the names of those people; mentions of the username `leaving_out` go, and
    whether there were any is told.
    """
    text = message["text"]
    names: dict[str, str] = {}
    pieces: list[str] = []
    at, found = start, False
    for entity in sorted(of_kind(message, "text_mention", "mention"), key=lambda e: int(e["offset"])):
        offset, length = entity["offset"], entity["length"]
        if offset < at:
            continue
        if entity["type"] == "text_mention":
            id = str(int(entity["user"]["id"]))
            names[id] = name_of(entity["user"])
            said = f"<@{id}>"
        elif leaving_out and slice_text(text, offset, length).casefold() == f"@{leaving_out}".casefold():
            said, found = "", True
        else:
            continue
        pieces += [slice_text(text, at, offset - at), said]
        at = offset + length
    pieces.append(slice_text(text, at, len(encode_utf16(text)) // 2 - at))
    if leaving_out and not message.get("entities"):
        said, found = _without_plain_mention("".join(pieces), leaving_out)
        pieces = [said]
    return "".join(pieces).strip(" \n,:" if found else None), names, found


def _without_plain_mention(text: str, username: str) -> tuple[str, bool]:
    """The same where nothing is marked at all, which Telegram does not do."""
    left, times = re.subn(rf"@{re.escape(username)}\b", "", text, flags=re.IGNORECASE)
    return left, bool(times)


def kind_of(chat: Json) -> str:
    """Return whether a chat is private, a group or a channel: by its id where that is not said; only people's ids are positive."""
    return str(chat.get("type") or ("private" if int(chat["id"]) > 0 else "group"))


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


def keyboard_of(message: Json) -> list[list[tuple[str, str]]]:
    """The keys under a message, row by row: the label and the data of each that is the bot's own."""
    markup = message.get("reply_markup")
    rows = markup.get("inline_keyboard") if isinstance(markup, Mapping) else None
    return [
        [(str(key["text"]), str(key["callback_data"])) for key in row if "callback_data" in key] for row in rows or ()
    ]


_OF_OTHERS = frozenset({"quote", "external_reply", "pinned_message"})
_PRESSED_AT = frozenset({"chat", "message_id", "message_thread_id", "is_topic_message", "reply_markup"})


def without_others_words(update: Json) -> dict[str, Any]:
    """An update without the words of others that come with it: those that it answers, those under which a button was pressed."""
    found = dict(update)
    for kind in ("message", "edited_message"):
        if isinstance(message := found.get(kind), Mapping):
            found[kind] = {
                name: _author_only(value) if name == "reply_to_message" else value
                for name, value in message.items()
                if name not in _OF_OTHERS
            }
    query = found.get("callback_query")
    if isinstance(query, Mapping) and isinstance(message := query.get("message"), Mapping):
        place = {name: value for name, value in message.items() if name in _PRESSED_AT}
        found["callback_query"] = {**query, "message": place}
    return found


def _author_only(message: object) -> dict[str, Any]:
    """Of a message that is answered, whose it is."""
    author = message.get("from") if isinstance(message, Mapping) else None
    return {"from": {"id": author.get("id")}} if isinstance(author, Mapping) else {}
