"""Hostile words made plain: nothing in an answer may notify, link, format or turn direction (promise C13).

Words are shown on other platforms than the one they were written on, so this knows no platform: it takes away whatever any of them
could read as a mention, a broadcast, a command or markup. Renderers escape for their own platform as well.
"""

import re
import unicodedata

from bot.themes.patterns import LINK

_BREAKS = str.maketrans(dict.fromkeys("\r\u0085\u2028\u2029\v\f", "\n"))
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
MOST_MARKS = 3
# A person, a conversation or a broadcast in angle brackets, with the words that would be shown for it behind a bar; a link alike.
_BRACKETED_MENTION = re.compile(r"<[@#!](?:[^<>|\n]*\|([^<>\n]*)|[^<>\n]*)>")
_BRACKETED_LINK = re.compile(r"<([a-z][a-z0-9+.-]*:[^<>|\n]*)(?:\|([^<>\n]*))?>", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")
_TAG = re.compile(r"</?[a-z][^<>\n]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31});", re.IGNORECASE)
_AT = re.compile(r"(?<!\w)[@＠]+(?=\w)")
_MARK = re.compile(r"(?<!\w)[#/\\]+(?=[^\W\d])")
_EMPHASIS = re.compile(r"[*~`|]{2,}|(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)")
_LINE_START = re.compile(r"^[ \t]*(?:[>＞]+|#{1,6}(?=\s)|={3,}|-{3,})[ \t]*", re.MULTILINE)
_ANGLES = str.maketrans({"<": "‹", ">": "›", "`": "'"})
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
LINK_WORD = "[link]"


def neutralise_text(text: str) -> str:
    """The text as plain words, at most one empty line in a row. What it gives back, it leaves as it is.

    Links become "[link]"; mentions, commands and tags lose the sign that makes them work.
    """
    plain = visible_text(text)
    while True:
        once = _without_markup(plain)
        if once == plain:
            return plain
        plain = once


def visible_text(text: str) -> str:
    """The text without characters that nobody sees: control, direction, zero width, private, piled-up marks."""
    kept: list[str] = []
    marks = 0
    for character in text.translate(_BREAKS):
        category = unicodedata.category(character)
        if category in {"Mn", "Me"}:
            marks += 1
            if marks <= MOST_MARKS:
                kept.append(character)
            continue
        marks = 0
        if character in "\n\t" or category not in _UNWANTED:
            kept.append(character)
    return "".join(kept)


def _without_markup(text: str) -> str:
    text = _BRACKETED_MENTION.sub(lambda match: match[1] or "", text)
    text = _BRACKETED_LINK.sub(lambda match: match[2] or LINK_WORD, text)
    text = _MARKDOWN_LINK.sub(r"\1", text)
    text = _ENTITY.sub(" ", _TAG.sub("", text))
    text = LINK.sub(LINK_WORD, text)
    text = _LINE_START.sub("", text)
    text = _EMPHASIS.sub("", text)
    text = _MARK.sub("", _AT.sub("", text)).translate(_ANGLES)
    text = _BLANKS.sub(" ", text)
    return _LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()
