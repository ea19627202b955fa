"""Time zones as people name them."""

import pytest

from bot.calendar import Rule, UnclearWords, check_zone, parse_schedule
from tests.calendar.strategies import SPOKEN_ZONES, ZONES
from tests.calendar.tables import TODAY

# Read by a person these are places with clock changes; the tz database has some as fixed offsets.
_ABBREVIATED = {"CET", "EET", "EST", "GMT", "HST", "MET", "MST", "WET"}
# The database names these; people who type them mean the place with the modern name.
_RENAMED = {"GB": "Europe/London"}


def test_every_zone_of_the_database_is_known_whatever_its_case() -> None:
    for zone in ZONES:
        for typed in (zone, zone.lower(), zone.upper(), zone.replace("_", " ")):
            found = check_zone(typed)
            if zone in _ABBREVIATED:
                assert isinstance(found, UnclearWords), zone
            else:
                assert found == _RENAMED.get(zone, zone)


def test_every_zone_can_be_said_in_a_schedule() -> None:
    for zone in SPOKEN_ZONES:
        rule = parse_schedule(f"every Tuesday 10:00 in {zone}, except bank holidays", today=TODAY)
        assert isinstance(rule, Rule), rule
        assert rule.zone == zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("London", "Europe/London"),
        ("UK", "Europe/London"),
        (" scotland ", "Europe/London"),
        ("new york", "America/New_York"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Mumbai", "Asia/Kolkata"),
        ("san francisco", "America/Los_Angeles"),
        ("NYC", "America/New_York"),
        ("Pacific", "America/Los_Angeles"),
        ("München", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("Zürich", "Europe/Zurich"),
        ("São Paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
        ("EUROPE/paris", "Europe/Paris"),
    ],
)
def test_a_city_or_country_stands_for_its_zone(typed: str, zone: str) -> None:
    assert check_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("Europe/Lundon", "Europe/London"),
        ("Lodnon", "Europe/London"),
        ("Bangalor", "Asia/Kolkata"),
        ("BST", "Europe/London"),
        ("gmt", "Europe/London"),
        ("EST", "America/New_York"),
        ("USA", "America/New_York"),
        ("Australia", "Australia/Sydney"),
        ("nowhere at all", ""),
        ("Atlantis", ""),
        ("localtime", ""),
        ("", ""),
    ],
)
def test_what_names_no_one_zone_is_refused_with_a_near_one(typed: str, suggestion: str) -> None:
    refused = check_zone(typed)
    assert isinstance(refused, UnclearWords)
    assert refused.where == typed
    assert refused.suggestion == suggestion
    assert all(check_zone(offered) == offered for offered in filter(None, (refused.suggestion, *refused.examples)))
