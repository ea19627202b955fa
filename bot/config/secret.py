"""Secrets: a type that shows nothing of itself, and where each of them comes from."""

from __future__ import annotations

import hmac
from dataclasses import dataclass


class Secret:
    """A token or key. Shows nothing wherever it is printed, not even its length (C10)."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value; call it only where a client or a cipher is made with it."""
        return self._value

    def __repr__(self) -> str:
        return "<secret>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(other._value.encode(), self._value.encode())

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> tuple[type, tuple[str]]:
        raise TypeError("a secret is not pickled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What was found; None for what is neither set nor in its file."""

    master_key: Secret | None = None
    slack_bot_token: Secret | None = None
    slack_app_token: Secret | None = None
    slack_signing_secret: Secret | None = None
    slack_client_secret: Secret | None = None
    telegram_token: Secret | None = None
    telegram_secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where one secret comes from: `section` and `key` are what it would be called in the file, where it may not stand."""

    name: str
    section: str
    key: str
    spoken: str

    @property
    def variable(self) -> str:
        return f"FOLKMOOT_{self.name.upper()}"

    @property
    def file_key(self) -> str:
        return f"{self.key}_file"


SOURCES = (
    Source("master_key", "keys", "master_key", "the master key"),
    Source("slack_bot_token", "slack", "bot_token", "Slack's bot token (xoxb-)"),
    Source("slack_app_token", "slack", "app_token", "Slack's app-level token (xapp-)"),
    Source("slack_signing_secret", "slack", "signing_secret", "Slack's signing secret"),
    Source("slack_client_secret", "slack", "client_secret", "Slack's client secret"),
    Source("telegram_token", "telegram", "token", "Telegram's bot token"),
    Source("telegram_secret", "telegram", "secret", "the webhook's secret"),
)
