"""Settings that are right alone and wrong together. Read from the document as it is, so that every mistake is found at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.registry import PLATFORMS
from bot.config.settings import RoundSettings, StorageSettings
from bot.config.value_rules import optional_database
from bot.declarations.setting_rules import Problem, SettingMistakeError

if TYPE_CHECKING:
    from bot.calendar.countries import Country
    from bot.calendar.not_understood import UnclearWords

Document = Mapping[str, Any]


def section_of(document: Document, name: str) -> Document:
    """A section as it is written; empty where it is absent or no section."""
    table = document.get(name, {})
    return table if isinstance(table, Mapping) else {}


def find_disagreements(document: Document) -> Iterator[Problem]:
    for spec in PLATFORMS.values():
        yield from spec.find_disagreements(section_of(document, spec.section))
    yield from _check_stores(section_of(document, "storage"))
    yield from _check_place(section_of(document, "organisation"))
    yield from _check_working_hours(section_of(document, "rounds"))


def country_of(country: str, region: str) -> Country | UnclearWords:
    """The codes of a country and its region, in the calendar's words."""
    from bot.calendar.countries import check_country

    return check_country(f"{country}/{region}" if region.strip() else country)


def _are_addresses(*values: object) -> bool:
    """Return whether each could be an address of a database, or is empty; of one that could not its own rule says so."""
    if not all(isinstance(value, str) for value in values):
        return False
    try:
        for value in values:
            optional_database(str(value))
    except SettingMistakeError:
        return False
    return True


def _check_stores(storage: Document) -> Iterator[Problem]:
    default = StorageSettings()
    paths = (storage.get("path", str(default.path)), storage.get("keys_path", str(default.keys_path)))
    if all(isinstance(path, str) for path in paths) and Path(paths[0]) == Path(paths[1]):
        yield Problem(
            "storage.keys_path", "Keys and answers would share one file and its backups.", "Name another file."
        )
    url, keys_url = storage.get("url", ""), storage.get("keys_url", "")
    if not _are_addresses(url, keys_url):
        return
    if bool(url) != bool(keys_url):
        missing = "keys_url" if url else "url"
        yield Problem(
            f"storage.{missing}",
            "One of the two stores is on PostgreSQL alone.",
            "Set both url and keys_url, or neither.",
        )
    elif url and url == keys_url and storage.get("one_database") is not True:
        yield Problem(
            "storage.keys_url",
            "Keys and answers would share one database and its backups.",
            "Name another database; to accept it, set one_database = true.",
        )


def _check_working_hours(rounds: Document) -> Iterator[Problem]:
    default = RoundSettings()
    begin, end = rounds.get("work_from", default.work_from), rounds.get("work_until", default.work_until)
    # Both have the form HH:MM, or the mistake is named alone.
    if isinstance(begin, str) and isinstance(end, str) and len(begin) == len(end) == len("09:00") and begin >= end:
        yield Problem("rounds.work_until", "The working hours end before they begin.", "Give a time after work_from.")


def _check_place(organisation: Document) -> Iterator[Problem]:
    country, region = organisation.get("country", ""), organisation.get("region", "")
    if not isinstance(country, str) or not isinstance(region, str):
        return
    if country.strip():
        yield from _unknown_place(country, region)
    elif region.strip():
        yield Problem("organisation.region", "It is a region of no country.", "Set country too.")


def _unknown_place(country: str, region: str) -> Iterator[Problem]:
    from bot.calendar.not_understood import UnclearWords

    found, alone = country_of(country, region), country_of(country, "")
    if isinstance(found, UnclearWords):
        known = not isinstance(alone, UnclearWords) or alone.what != found.what
        key = "organisation.region" if region.strip() and known else "organisation.country"
        name, _, part = (found.suggestion or found.examples[0]).partition("/")
        yield Problem(key, found.what, f'For example: country = "{name}"' + (f', region = "{part}".' if part else "."))
