"""Telegram, before its adapter is made: its settings, its secrets, and what is wrong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from bot.declarations.platform_spec import PlatformSpec, SecretShape, SecretSource, Section
from bot.declarations.setting_rules import (
    PORT,
    SECRET_FILE,
    STRICT,
    Problem,
    Says,
    ValueRule,
    base_address,
    non_empty,
    optional_address,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    __pydantic_config__ = STRICT

    enabled: Annotated[bool, Says("Whether the bot works in Telegram.")] = False
    mode: Annotated[
        Literal["polling", "webhook"], Says('"polling" needs no public address; "webhook" serves requests.')
    ] = "polling"
    api_url: Annotated[str, Says("Where Telegram's Bot API is."), ValueRule(base_address)] = "https://api.telegram.org"
    public_url: Annotated[
        str, Says("The address at which Telegram reaches the webhook."), ValueRule(optional_address)
    ] = ""
    listen_host: Annotated[str, Says('The address that mode "webhook" listens on.'), ValueRule(non_empty)] = "127.0.0.1"
    listen_port: Annotated[int, Says('The port that mode "webhook" listens on.'), PORT] = 8443
    token_file: Annotated[Path | None, Says("The bot's token, unless FOLKMOOT_TELEGRAM_TOKEN is set."), SECRET_FILE] = (
        None
    )
    secret_file: Annotated[
        Path | None, Says("The webhook's secret, unless FOLKMOOT_TELEGRAM_SECRET is set."), SECRET_FILE
    ] = None


_TOKEN = SecretShape(
    re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{30,60}"),
    "is a number, a colon and 35 letters, digits, _ and -",
    "what BotFather said when the bot was made",
)
_SECRET = SecretShape(
    re.compile(r"[A-Za-z0-9_-]{1,256}"), "is 1 to 256 letters, digits, _ and -", "what you chose", always=True
)


def _needed_secrets(telegram: Section) -> Iterator[str]:
    yield "telegram_token"
    if telegram.get("mode") == "webhook":
        yield "telegram_secret"


def _find_disagreements(telegram: Section) -> Iterator[Problem]:
    webhook = telegram.get("enabled") is True and telegram.get("mode") == "webhook"
    if webhook and not telegram.get("public_url"):
        yield Problem("telegram.public_url", 'Mode "webhook" needs it.', "Give the https address of this service.")


SPEC = PlatformSpec(
    section="telegram",
    name="Telegram",
    settings=TelegramSettings,
    module="adapters.telegram.app",
    secrets=(
        SecretSource("telegram_token", "telegram", "token", "Telegram's bot token", _TOKEN),
        SecretSource("telegram_secret", "telegram", "secret", "the webhook's secret", _SECRET),
    ),
    needed_secrets=_needed_secrets,
    find_disagreements=_find_disagreements,
    secret_traces=(re.compile(r"[0-9]{6,}:[A-Za-z0-9_-]{20,}"),),
    privacy_note="Telegram: chats with bots are not end-to-end encrypted.",
)
