"""Rules for single values that need more than the value: see `bot.declarations.setting_rules`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.declarations.setting_rules import SettingMistakeError
from bot.domain.releases.thresholds import K_FLOOR

_USER_AND_PASSWORD = re.compile(r"://(?![^@]*/[^@/?#]*\?[a-z_]+=)[^@]*:[^@]+@")
"""A password before the server's name, with signs at which an address would end. What looks like a path with a setting behind it,
`/folkmoot?user=`, is none."""
DATABASE_EXAMPLE = 'For example: "postgresql://folkmoot@database.example/folkmoot".'


def privacy_threshold(value: int) -> int:
    if value < K_FLOOR:
        raise SettingMistakeError(
            f"With fewer than {K_FLOOR} people behind what is shown, its readers could work out who said it.",
            f"Give {K_FLOOR} or more: no setting goes below {K_FLOOR}.",
        )
    if value > 50:
        raise SettingMistakeError(
            "With a threshold this high nearly no team would ever see a theme.", f"Give {K_FLOOR} to 50 people."
        )
    return value


def known_zone(value: str) -> str:
    from bot.calendar.not_understood import UnclearWords
    from bot.calendar.zones import check_zone

    found = check_zone(value)
    if isinstance(found, UnclearWords):
        raise SettingMistakeError(found.what, f'For example: "{found.suggestion or found.examples[0]}".')
    return found


def clock_time(value: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise SettingMistakeError("It is not a time of day.", 'Give hours and minutes, for example "18:00".')
    return value


def optional_database(value: str) -> str:
    """An address of a database on PostgreSQL, without a password, or nothing."""
    try:
        parts = urlsplit(value.strip())
        password = parts.password
    except ValueError:
        raise SettingMistakeError("It is not the address of a database.", DATABASE_EXAMPLE) from None
    if value.strip() and parts.scheme not in ("postgresql", "postgres"):
        raise SettingMistakeError("It is not the address of a database on PostgreSQL.", DATABASE_EXAMPLE)
    if password or "password=" in parts.query or _USER_AND_PASSWORD.search(value):
        raise SettingMistakeError(
            "A password stands in it, and the file is read by more people than it should.",
            "Take it out, and name a file that holds it with password_file or keys_password_file.",
        )
    return value.strip()
