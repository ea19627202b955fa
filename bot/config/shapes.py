"""Shapes of secrets: read without what copying adds to them, and checked before a platform would refuse them.

A problem never repeats the value. A platform of one's own (another `api_url`) may give out secrets of another shape: there only
what no server could take is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator

from adapters.registry import PLATFORMS
from bot.config.disagreements import Document, section_of
from bot.config.settings import sections
from bot.declarations.platform_spec import SecretSource
from bot.declarations.setting_rules import Problem

BYTE_ORDER_MARK = "\ufeff"
QUOTES = {'"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u2018": "\u2019"}


def strip_wrapping(value: str) -> str:
    """A secret as it was meant: without a byte order mark, white space and a pair of quotation marks around it."""
    value = value.strip().strip(BYTE_ORDER_MARK).strip()
    if len(value) > 1 and QUOTES.get(value[0]) == value[-1]:
        value = value[1:-1].strip()
    return value


def without_line_end(value: str) -> str:
    """A secret as it stands: without a byte order mark before it and the line break with which a file ends."""
    return value.removeprefix(BYTE_ORDER_MARK).removesuffix("\n").removesuffix("\r")


def meant_by(source: SecretSource, value: str) -> str:
    """Return the secret that somebody has written down."""
    return without_line_end(value) if source.as_it_stands else strip_wrapping(value)


def shape_problems(source: SecretSource, value: str, key: str, document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the form of a secret that stands at `key`, at most one problem."""
    shape = source.shape
    if source.as_it_stands:
        if any(character in value for character in "\n\r\0"):
            yield Problem(key, "There is more than one line in it.", "Put the secret alone into it, in one line.")
    elif any(character.isspace() for character in value):
        yield Problem(key, "There is a space or a line break in it.", "Copy the secret alone.")
    elif not value.isprintable() or not value.isascii():
        yield Problem(key, "There is a character in it that no secret has.", "Copy the secret once more.")
    elif shape and not shape.pattern.fullmatch(value) and (shape.always or _is_the_platforms_own(source, document)):
        kinds = [each for spec in PLATFORMS.values() for each in spec.token_kinds]
        kind = next((kind for prefix, kind in kinds if value.startswith(prefix)), "")
        what = f"This is {kind}." if kind and kind not in source.spoken else "It is not complete, or not the right one."
        spoken = source.spoken.partition(" (")[0]
        yield Problem(key, what, f"{spoken[0].upper()}{spoken[1:]} {shape.looks}: see {shape.found}.")


def _is_the_platforms_own(source: SecretSource, document: Document) -> bool:
    """Return whether the secret is for the platform's public server."""
    own = getattr(sections()[source.section](), "api_url", "")
    return str(section_of(document, source.section).get("api_url", own)).rstrip("/") == own.rstrip("/")
