"""Text as Telegram's HTML. Everything that is not ours is escaped, and made so that no client turns it into a link."""

from __future__ import annotations

import re
import unicodedata
from html import escape

JOINER = "\u2060"
"""Takes no room and is no letter: put after an @, it ends what a client would read as a mention."""

_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MENTIONS = re.compile(r"([@#$](?=\w)|(?<!\S)/(?=\w))")
_LINKS = re.compile(r"(?<=\w)([.:](?=[\w/]))")
_DIGITS = re.compile(r"(\d{3})(?=\d)")


def strip_controls(text: str) -> str:
    """Without characters that turn the direction of writing or control anything."""
    text = _DIRECTIONS.sub("", text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n"))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def escape_text(said: str) -> str:
    """Our own words, in which a name may stand: a mention or a command in them does nothing."""
    return escape(_MENTIONS.sub(rf"\1{JOINER}", strip_controls(said)), quote=False)


def escape_quote(said: str) -> str:
    """Somebody's words: no mention, command, tag, address or number in them can be pressed (C13)."""
    calm = _MENTIONS.sub(rf"\1{JOINER}", strip_controls(said))
    return escape(_DIGITS.sub(rf"\1{JOINER}", _LINKS.sub(rf"\1{JOINER}", calm)), quote=False)


def visible_text(html: str) -> str:
    """The visible text of what `escape_text` and `escape_quote` made."""
    bare = re.sub(r"<[^>]*>", "", html)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
