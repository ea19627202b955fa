"""Every setting, its default and a sentence about it. `load_settings` fills these in; `example_text` prints them.

Sections are tables of config.toml, fields are its keys. Secrets are no keys: they come from the environment or from the
files that the `*_file` keys name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from adapters.registry import platform_sections
from bot.config.secret import Secrets
from bot.config.value_rules import clock_time, known_zone, optional_database, privacy_threshold
from bot.declarations.setting_rules import (
    SECRET_FILE,
    STRICT,
    Says,
    ValueRule,
    file_path,
    non_empty,
    number_between,
    optional_address,
    optional_path,
)
from bot.domain.releases.thresholds import K_FLOOR
from bot.domain.retention import LONGEST_WAITING_DAYS

_PATH = ValueRule(file_path, written=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSettings:
    __pydantic_config__ = STRICT

    name: Annotated[str, Says("What people call the organisation."), ValueRule(non_empty)] = "our organisation"
    zone: Annotated[
        str, Says('The time zone of teams that name none, such as "Europe/London".'), ValueRule(known_zone)
    ] = "UTC"
    country: Annotated[str, Says('Whose public holidays count, such as "GB"; empty for none.')] = ""
    region: Annotated[str, Says('The part of the country, where holidays differ, such as "ENG".')] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    __pydantic_config__ = STRICT

    path: Annotated[Path, Says("The database. A path that is not absolute starts at this file's folder."), _PATH] = (
        Path("data/folkmoot.db")
    )
    keys_path: Annotated[
        Path, Says("The people's wrapped keys. Keep its backups apart from the database's, and briefly."), _PATH
    ] = Path("data/keys.db")
    url: Annotated[
        str,
        Says(
            'A database on PostgreSQL in the place of path, such as "postgresql://folkmoot@host/folkmoot"; empty for a file.'
        ),
        ValueRule(optional_database),
    ] = ""
    keys_url: Annotated[
        str, Says("Another database for the people's wrapped keys, where url is set."), ValueRule(optional_database)
    ] = ""
    one_database: Annotated[
        bool, Says("Whether url and keys_url may be one database, whose backups then hold what they should keep apart.")
    ] = False
    password_file: Annotated[
        Path | None,
        Says("The password for url, if it takes one, unless FOLKMOOT_DATABASE_PASSWORD is set."),
        SECRET_FILE,
    ] = None
    keys_password_file: Annotated[
        Path | None,
        Says("The password for keys_url, if it takes one, unless FOLKMOOT_KEYS_DATABASE_PASSWORD is set."),
        SECRET_FILE,
    ] = None
    database_copies_days: Annotated[
        int,
        Says("Days after which “folkmoot backup --prune” deletes a copy of the database."),
        number_between(1, 366, "days"),
    ] = 30
    newest_backup_days: Annotated[
        int,
        Says("Days after which “folkmoot check” and “folkmoot doctor” say that the newest backup is too old."),
        number_between(1, 366, "days"),
    ] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySettings:
    __pydantic_config__ = STRICT

    master_key_file: Annotated[
        Path, Says("The master key, unless FOLKMOOT_MASTER_KEY is set. Nobody else may be able to read it."), _PATH
    ] = Path("data/master.key")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    __pydantic_config__ = STRICT

    k: Annotated[
        int,
        Says(f"How many people at least are behind anything shown; never below {K_FLOOR}."),
        ValueRule(privacy_threshold),
    ] = K_FLOOR
    key_copies_days: Annotated[
        int,
        Says("Days after which you delete every copy of the key store, as people are told; 0 if you make none."),
        number_between(0, 90, "days"),
    ] = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSettings:
    """Times for which things are stored, as in `bot.domain.retention`."""

    __pydantic_config__ = STRICT

    answer_days: Annotated[
        int,
        Says("Days after the organisation's final after which an answer in a published point loses its words."),
        number_between(7, 120, "days"),
    ] = 30
    waiting_days: Annotated[
        int,
        Says("Days after its round closed after which any answer is destroyed, and who was asked and who answered."),
        number_between(30, LONGEST_WAITING_DAYS, "days"),
    ] = LONGEST_WAITING_DAYS
    challenge_days: Annotated[
        int, Says("Days after a final after which its challenges are destroyed."), number_between(7, 120, "days")
    ] = 30
    summary_months: Annotated[
        int,
        Says("Months after which a summary is removed here; what was posted stays."),
        number_between(13, 120, "months"),
    ] = 24
    audit_months: Annotated[
        int, Says("Months after which an admin's action is removed from the audit."), number_between(1, 120, "months")
    ] = 12
    inbox_days: Annotated[
        int,
        Says("Days for which the hash of a platform's event is kept, so that none counts twice."),
        number_between(7, 30, "days"),
    ] = 7
    outbox_days: Annotated[
        int, Says("Days for which a message is kept once it was sent."), number_between(7, 90, "days")
    ] = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportSettings:
    __pydantic_config__ = STRICT

    contacts: Annotated[
        str,
        Says("Whom people at risk can turn to, with a semicolon between two; empty for the emergency number alone."),
    ] = ""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for part in self.contacts.split(";") if (line := " ".join(part.split())))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSettings:
    __pydantic_config__ = STRICT

    window_days: Annotated[int, Says("Days in which a round can be answered."), number_between(1, 60, "days")] = 3
    check_days: Annotated[int, Says("Days in which a draft can be challenged."), number_between(1, 30, "days")] = 2
    decide_days: Annotated[int, Says("Days in which challenges are decided."), number_between(1, 30, "days")] = 1
    weigh_items: Annotated[
        int, Says("How many things of one draft people can weigh at most."), number_between(6, 20, "things")
    ] = 12
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
class ThemeSettings:
    __pydantic_config__ = STRICT

    engine: Annotated[Literal["local"], Says('How points are found: "local", on this machine alone.')] = "local"
    encoder: Annotated[
        Path | None,
        Says("A folder with a larger sentence encoder, to be asked beside ours; empty for ours alone."),
        ValueRule(optional_path, written=str),
    ] = None
    language_model: Annotated[
        str,
        Says(
            "The address of a language model (as OpenAI's, up to /v1) that is shown what a team wrote, without names; empty for "
            "none. People are told."
        ),
        ValueRule(optional_address),
    ] = ""
    language_model_name: Annotated[str, Says("Which model at that address is asked.")] = ""
    language_model_key_file: Annotated[
        Path | None,
        Says("The key for that address, if it wants one, unless FOLKMOOT_LANGUAGE_MODEL_KEY is set."),
        SECRET_FILE,
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringSettings:
    __pydantic_config__ = STRICT

    port: Annotated[
        int,
        Says("The port of /health and /metrics, on this machine's own address 127.0.0.1 alone; 0 for none."),
        number_between(0, 65535, "as a port"),
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    __pydantic_config__ = STRICT

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Says('The least that is logged: "debug", "info", "warning" or "error".'),
    ] = "info"
    format: Annotated[Literal["json", "text"], Says('"json", one object a line, or "text" for reading.')] = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Content of config.toml, and the secrets that were found. Paths are absolute, or as written where no file was read.

    `platforms` holds each platform's own section.
    """

    organisation: OrganisationSettings = field(default_factory=OrganisationSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    support: SupportSettings = field(default_factory=SupportSettings)
    rounds: RoundSettings = field(default_factory=RoundSettings)
    platforms: Mapping[str, Any] = field(
        default_factory=lambda: {name: section() for name, section in platform_sections().items()}
    )
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    monitoring: MonitoringSettings = field(default_factory=MonitoringSettings)
    log: LogSettings = field(default_factory=LogSettings)
    secrets: Secrets = field(default_factory=Secrets)


_BEFORE: dict[str, type[Any]] = {
    "organisation": OrganisationSettings,
    "storage": StorageSettings,
    "keys": KeySettings,
    "privacy": PrivacySettings,
    "retention": RetentionSettings,
    "support": SupportSettings,
    "rounds": RoundSettings,
}
_AFTER: dict[str, type[Any]] = {"themes": ThemeSettings, "monitoring": MonitoringSettings, "log": LogSettings}


def sections() -> dict[str, type[Any]]:
    """Return the class of each section of config.toml, in their order; those of the platforms stand among the others."""
    return {**_BEFORE, **platform_sections(), **_AFTER}
