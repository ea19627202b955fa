"""Slack's way of writing: three characters are escaped, mentions and links stand in angle brackets. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MARKED = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
_ABOUT_PEOPLE = re.compile(r"(?:<@[^<>]+>[,:]?)?\s*(?:team|member|lead)s?\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
SHORTENED = "…"


def escape_text(text: str) -> str:
    """`text` so that Slack's mrkdwn shows it letter for letter where mentions, links and entities are concerned."""
    for plain, entity in _ESCAPES:
        text = text.replace(plain, entity)
    return text


def unescape_text(text: str) -> str:
    for plain, entity in reversed(_ESCAPES):
        text = text.replace(entity, plain)
    return text


def strip_controls(text: str) -> str:
    """Without control characters, which Slack refuses or shows as boxes; tabs become spaces."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def shorten_text(text: str, limit: int) -> str:
    """`text` within `limit` characters, an ellipsis in place of what does not fit."""
    return text if len(text) <= limit else text[: limit - len(SHORTENED)].rstrip() + SHORTENED


def as_typed(text: str) -> tuple[str, Mapping[str, str]]:
    """Return what a person typed, from what Slack made of it, and the display names of whom they mentioned, by id.

    People and channels stay `<@id>` and `<#id>`; links become the words they stand under. A user group becomes its name, but in a
    command about people or teams, which needs its id.
    """
    names: dict[str, str] = {}
    needs_ids = bool(_ABOUT_PEOPLE.match(text))

    def plain(found: re.Match[str]) -> str:
        kind, name, label = found[1], found[2], found[3] or ""
        if kind in ("@", "#") and kind:
            if label:
                names[name] = unescape_text(label)
            return f"<{kind}{name}>"
        if kind == "!" and name.startswith("subteam^") and needs_ids:
            return f"<!{name}|{label}>" if label else f"<!{name}>"
        if kind == "!":
            return label or "@" + name.partition("^")[0]
        return label or name.removeprefix("mailto:").removeprefix("tel:")

    pieces, at = [], 0
    for found in _MARKED.finditer(text):
        pieces += [unescape_text(text[at : found.start()]), unescape_text(plain(found))]
        at = found.end()
    return "".join([*pieces, unescape_text(text[at:])]), names


def without_mention(text: str, person: str) -> str:
    """`text` without the mentions of one person, as the bot is named in what is said to it."""
    if not person:
        return text.strip()
    return " ".join(re.split(rf"<@{re.escape(person)}(?:\|[^<>]*)?>[,:]?", text)).strip()
