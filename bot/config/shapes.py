"""What a secret looks like: read without what copying adds to it, and checked before a platform would refuse it.

A problem never repeats the value. A platform of one's own (another `api_url`) may give out secrets of another shape: there only
what no server could take is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.config.problems import Problem
from bot.config.secret import Source
from bot.config.settings import SECTIONS
from bot.config.together import Document, section_of

BYTE_ORDER_MARK = "\ufeff"
QUOTES = {'"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u2018": "\u2019"}


@dataclass(frozen=True, slots=True)
class SecretShape:
    """`pattern` is what the whole secret matches, `looks` what it looks like in words, `found` where it is to be copied from.

    `always` says that the shape is the same whichever server is used.
    """

    pattern: re.Pattern[str]
    looks: str
    found: str
    always: bool = False


_IN_SLACK = "your app at api.slack.com/apps"
SHAPES: Mapping[str, SecretShape] = {
    "slack_bot_token": SecretShape(
        re.compile(r"(xoxe\.)?xoxb-[A-Za-z0-9-]+"), "begins with xoxb-", f"“OAuth & Permissions” of {_IN_SLACK}"
    ),
    "slack_app_token": SecretShape(
        re.compile(r"xapp-[A-Za-z0-9-]+"), "begins with xapp-", f"“Basic Information” of {_IN_SLACK}"
    ),
    "slack_signing_secret": SecretShape(
        re.compile(r"[0-9a-f]{32}", re.IGNORECASE),
        "is 32 characters, digits and the letters a to f",
        f"“Basic Information” of {_IN_SLACK}",
    ),
    "slack_client_secret": SecretShape(
        re.compile(r"[0-9a-f]{32}", re.IGNORECASE),
        "is 32 characters, digits and the letters a to f",
        f"“Basic Information” of {_IN_SLACK}",
    ),
    "telegram_token": SecretShape(
        re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{30,60}"),
        "is a number, a colon and 35 letters, digits, _ and -",
        "what BotFather said when the bot was made",
    ),
    "telegram_secret": SecretShape(
        re.compile(r"[A-Za-z0-9_-]{1,256}"), "is 1 to 256 letters, digits, _ and -", "what you chose", always=True
    ),
}
_OTHER_KINDS = {
    "xoxb-": "Slack's bot token",
    "xapp-": "Slack's app-level token",
    "xoxp-": "a person's Slack token",
    "xoxe-": "a Slack refresh token",
}


def strip_wrapping(value: str) -> str:
    """A secret as it was meant: without a byte order mark, white space and a pair of quotation marks around it."""
    value = value.strip().strip(BYTE_ORDER_MARK).strip()
    if len(value) > 1 and QUOTES.get(value[0]) == value[-1]:
        value = value[1:-1].strip()
    return value


def shape_problems(source: Source, value: str, key: str, document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the form of a secret that stands at `key`, at most one problem."""
    shape = SHAPES.get(source.name)
    if any(character.isspace() for character in value):
        yield Problem(key, "There is a space or a line break in it.", "Copy the secret alone.")
    elif not value.isprintable() or not value.isascii():
        yield Problem(key, "There is a character in it that no secret has.", "Copy the secret once more.")
    elif shape and not shape.pattern.fullmatch(value) and (shape.always or _is_the_platforms_own(source, document)):
        kind = next((kind for prefix, kind in _OTHER_KINDS.items() if value.startswith(prefix)), "")
        what = f"This is {kind}." if kind and kind not in source.spoken else "It is not complete, or not the right one."
        spoken = source.spoken.partition(" (")[0]
        yield Problem(key, what, f"{spoken[0].upper()}{spoken[1:]} {shape.looks}: see {shape.found}.")


def _is_the_platforms_own(source: Source, document: Document) -> bool:
    """Return whether the secret is for the platform's public server."""
    own = getattr(SECTIONS[source.section](), "api_url", "")
    return str(section_of(document, source.section).get("api_url", own)).rstrip("/") == own.rstrip("/")
