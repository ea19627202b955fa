"""Checks of single values. Each returns the value as it is kept, or raises Mistake.

A check stands in the annotation of its setting. The validation library reads it from there and is itself imported only
when settings are loaded, so that commands which need none start quickly.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.config.problems import Mistake

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

K_FLOOR = 5


@dataclass(frozen=True, slots=True)
class Says:
    """The plain sentence about a setting that stands above it in the example."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ValueRule:
    """A check of a value that already has its type; `written` is the type in the file where it is not the kept one."""

    check: Callable[[Any], Any]
    written: type | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Hook of pydantic's custom types."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(self.written or source))


def number_between(low: int, high: int, unit: str) -> ValueRule:
    def check(value: int) -> int:
        if not low <= value <= high:
            raise Mistake("It is out of range.", f"Give {low} to {high} {unit}.")
        return value

    return ValueRule(check)


def privacy_threshold(value: int) -> int:
    if value < K_FLOOR:
        raise Mistake(
            f"With fewer than {K_FLOOR} people behind what is shown, its readers could work out who said it.",
            f"Give {K_FLOOR} or more: no setting goes below {K_FLOOR}.",
        )
    if value > 50:
        raise Mistake("With a threshold this high nearly no team would ever see a theme.", "Give 5 to 50 people.")
    return value


def non_empty(value: str) -> str:
    if not value.strip():
        raise Mistake("It is empty.", "Give a value, or leave the line out.")
    return value.strip()


def known_zone(value: str) -> str:
    from bot.calendar.not_understood import UnclearWords
    from bot.calendar.zones import check_zone

    found = check_zone(value)
    if isinstance(found, UnclearWords):
        raise Mistake(found.what, f'For example: "{found.suggestion}".')
    return found


def clock_time(value: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise Mistake("It is not a time of day.", 'Give hours and minutes, for example "18:00".')
    return value


def file_path(value: str) -> Path:
    return Path(non_empty(value))


def optional_path(value: str) -> Path | None:
    return Path(value.strip()) if value.strip() else None


def web_address(value: str) -> str:
    """An https address; http only where the request does not leave the machine's own network, since it carries secrets."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Mistake("It is not a web address.", "Give an address that begins with https://.") from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        raise Mistake("It is not a plain web address.", "Give an address that begins with https://.")
    if parts.scheme == "http" and not _is_near(host):
        raise Mistake("Tokens and answers would travel unencrypted.", "Give an address that begins with https://.")
    return value


def base_address(value: str) -> str:
    return web_address(value).rstrip("/")


def directory_address(value: str) -> str:
    """With a slash at the end: slack_sdk appends the method's name to it."""
    return web_address(value).rstrip("/") + "/"


def optional_address(value: str) -> str:
    return base_address(value) if value else value


def _is_near(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host
