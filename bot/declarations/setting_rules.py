"""Declaration of a setting: the sentence about it, the rule for its value, and a mistake in it.

A rule returns the value as it is kept, or raises SettingMistakeError. It stands in the annotation of its setting. The validation
library reads it from there and is itself imported only when settings are loaded, so that commands which need none start quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.domain.root_error import FolkmootError

STRICT = {"extra": "forbid", "strict": True, "hide_input_in_errors": True}
"""The configuration of a section's class: no other keys, no other types, and no value repeated in an error."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`key` is "section.key", a file or an environment variable; `what` and `remedy` are full sentences."""

    key: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.key}: {self.what} {self.remedy}"


class SettingMistakeError(FolkmootError, ValueError):
    """Raised by a check of one value; becomes a Problem of that value's key."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Says:
    """The plain sentence about a setting that stands above it in the example."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ValueRule:
    """A check of a value that already has its type; `written` is the type in the file where it is not the kept one."""

    check: Callable[[Any], Any]
    written: type | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Hook of pydantic's custom types."""
        from pydantic_core import core_schema  # noqa: PLC0415 (heavy, and needed only where settings are loaded)

        return core_schema.no_info_after_validator_function(self.check, handler(self.written or source))


def number_between(low: int, high: int, unit: str) -> ValueRule:
    def check(value: int) -> int:
        if not low <= value <= high:
            raise SettingMistakeError("It is out of range.", f"Give {low} to {high} {unit}.")
        return value

    return ValueRule(check)


def non_empty(value: str) -> str:
    if not value.strip():
        raise SettingMistakeError("It is empty.", "Give a value, or leave the line out.")
    return value.strip()


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
        raise SettingMistakeError("It is not a web address.", "Give an address that begins with https://.") from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        raise SettingMistakeError("It is not a plain web address.", "Give an address that begins with https://.")
    if parts.scheme == "http" and not _is_near(host):
        raise SettingMistakeError(
            "Tokens and answers would travel unencrypted.", "Give an address that begins with https://."
        )
    return value


def base_address(value: str) -> str:
    return web_address(value).rstrip("/")


def directory_address(value: str) -> str:
    """With a slash at the end: a library may append a method's name to it."""
    return web_address(value).rstrip("/") + "/"


def optional_address(value: str) -> str:
    return base_address(value) if value else value


def _is_near(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host


PORT = number_between(1, 65535, "as a port number")
SECRET_FILE = ValueRule(optional_path, written=str)
