"""Every setting, its default and a sentence about it. `load_settings` fills these in; `example_text` prints them.

Sections are tables of config.toml, fields are its keys. Secrets are no keys: they come from the environment or from the
files that the `*_file` keys name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal

from bot.config.checks import (
    Says,
    ValueRule,
    base_address,
    clock_time,
    directory_address,
    file_path,
    known_zone,
    non_empty,
    number_between,
    optional_address,
    optional_path,
    privacy_threshold,
)
from bot.config.secret import Secrets

_STRICT = {"extra": "forbid", "strict": True, "hide_input_in_errors": True}
_PORT = number_between(1, 65535, "as a port number")
_PATH = ValueRule(file_path, written=str)
_SECRET_FILE = ValueRule(optional_path, written=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSettings:
    __pydantic_config__ = _STRICT

    name: Annotated[str, Says("What people call the organisation."), ValueRule(non_empty)] = "our organisation"
    zone: Annotated[
        str, Says('The time zone of teams that name none, such as "Europe/London".'), ValueRule(known_zone)
    ] = "UTC"
    country: Annotated[str, Says('Whose public holidays count, such as "GB"; empty for none.')] = ""
    region: Annotated[str, Says('The part of the country, where holidays differ, such as "ENG".')] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    __pydantic_config__ = _STRICT

    path: Annotated[Path, Says("The database. A path that is not absolute starts at this file's folder."), _PATH] = (
        Path("data/folkmoot.db")
    )
    keys_path: Annotated[
        Path, Says("The people's wrapped keys. Keep its backups apart from the database's, and briefly."), _PATH
    ] = Path("data/keys.db")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySettings:
    __pydantic_config__ = _STRICT

    master_key_file: Annotated[
        Path, Says("The master key, unless FOLKMOOT_MASTER_KEY is set. Nobody else may be able to read it."), _PATH
    ] = Path("data/master.key")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    __pydantic_config__ = _STRICT

    k: Annotated[
        int, Says("How many people at least are behind anything shown; never below 5."), ValueRule(privacy_threshold)
    ] = 5
    key_copies_days: Annotated[
        int,
        Says("Days after which you delete every copy of the key store, as people are told; 0 if you make none."),
        number_between(0, 90, "days"),
    ] = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSettings:
    __pydantic_config__ = _STRICT

    window_days: Annotated[int, Says("Days in which a round can be answered."), number_between(1, 60, "days")] = 3
    check_days: Annotated[int, Says("Days in which a draft can be challenged."), number_between(1, 30, "days")] = 2
    decide_days: Annotated[int, Says("Days in which challenges are decided."), number_between(1, 30, "days")] = 1
    lateness_minutes: Annotated[
        int, Says("How many minutes late any round may open."), number_between(1, 1440, "minutes")
    ] = 180
    work_from: Annotated[
        str, Says("Weekly and rarer rounds may open later, between these local times."), ValueRule(clock_time)
    ] = "09:00"
    work_until: Annotated[str, Says("The end of these hours."), ValueRule(clock_time)] = "18:00"
    close_at: Annotated[str, Says("The team's local time at which rounds close."), ValueRule(clock_time)] = "18:00"
    cycle_months: Annotated[
        int, Says("Months between two releases for the whole organisation."), number_between(1, 12, "months")
    ] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    __pydantic_config__ = _STRICT

    enabled: Annotated[bool, Says("Whether the bot works in Slack.")] = False
    mode: Annotated[Literal["socket", "http"], Says('"socket" needs no public address; "http" serves requests.')] = (
        "socket"
    )
    api_url: Annotated[str, Says("Where Slack's Web API is."), ValueRule(directory_address)] = "https://slack.com/api/"
    listen_host: Annotated[str, Says('The address that mode "http" listens on.'), ValueRule(non_empty)] = "127.0.0.1"
    listen_port: Annotated[int, Says('The port that mode "http" listens on.'), _PORT] = 3000
    public_url: Annotated[
        str,
        Says("The address at which people's browsers reach it, to install it by OAuth."),
        ValueRule(optional_address),
    ] = ""
    client_id: Annotated[
        str, Says("The app's client id, to install it in several workspaces by OAuth; empty for one.")
    ] = ""
    bot_token_file: Annotated[
        Path | None, Says("The bot token (xoxb-), unless FOLKMOOT_SLACK_BOT_TOKEN is set."), _SECRET_FILE
    ] = None
    app_token_file: Annotated[
        Path | None, Says("The app-level token (xapp-), unless FOLKMOOT_SLACK_APP_TOKEN is set."), _SECRET_FILE
    ] = None
    signing_secret_file: Annotated[
        Path | None, Says("The signing secret, unless FOLKMOOT_SLACK_SIGNING_SECRET is set."), _SECRET_FILE
    ] = None
    client_secret_file: Annotated[
        Path | None, Says("The client secret, unless FOLKMOOT_SLACK_CLIENT_SECRET is set."), _SECRET_FILE
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    __pydantic_config__ = _STRICT

    enabled: Annotated[bool, Says("Whether the bot works in Telegram.")] = False
    mode: Annotated[
        Literal["polling", "webhook"], Says('"polling" needs no public address; "webhook" serves requests.')
    ] = "polling"
    api_url: Annotated[str, Says("Where Telegram's Bot API is."), ValueRule(base_address)] = "https://api.telegram.org"
    public_url: Annotated[
        str, Says("The address at which Telegram reaches the webhook."), ValueRule(optional_address)
    ] = ""
    listen_host: Annotated[str, Says('The address that mode "webhook" listens on.'), ValueRule(non_empty)] = "127.0.0.1"
    listen_port: Annotated[int, Says('The port that mode "webhook" listens on.'), _PORT] = 8443
    token_file: Annotated[
        Path | None, Says("The bot's token, unless FOLKMOOT_TELEGRAM_TOKEN is set."), _SECRET_FILE
    ] = None
    secret_file: Annotated[
        Path | None, Says("The webhook's secret, unless FOLKMOOT_TELEGRAM_SECRET is set."), _SECRET_FILE
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeSettings:
    __pydantic_config__ = _STRICT

    engine: Annotated[Literal["local"], Says('How themes are found: "local", on this machine alone.')] = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    __pydantic_config__ = _STRICT

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Says('The least that is logged: "debug", "info", "warning" or "error".'),
    ] = "info"
    format: Annotated[Literal["json", "text"], Says('"json", one object a line, or "text" for reading.')] = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """What can stand in config.toml. Paths are absolute, or as written where no file was read."""

    organisation: OrganisationSettings = field(default_factory=OrganisationSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    rounds: RoundSettings = field(default_factory=RoundSettings)
    slack: SlackSettings = field(default_factory=SlackSettings)
    telegram: TelegramSettings = field(default_factory=TelegramSettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    log: LogSettings = field(default_factory=LogSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Sections):
    """All settings, and the secrets that were found."""

    secrets: Secrets = field(default_factory=Secrets)


SECTIONS: dict[str, type[Any]] = {section.name: type(getattr(Sections(), section.name)) for section in fields(Sections)}
