"""The hour at which somebody is asked who lives by another clock than their team."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.calendar import own_hour
from bot.calendar import own_hours as module

TEN = datetime(2026, 3, 3, 10, tzinfo=UTC)
"""10:00 in London, the hour at which the team is asked."""
CLOSE = TEN + timedelta(days=3)


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("", None),
        ("Europe/London", None),
        ("Africa/Abidjan", None),
        ("America/New_York", 5),
        ("America/Los_Angeles", 8),
        ("Europe/Paris", None),
        ("Asia/Kolkata", None),
        ("Australia/Sydney", 13),
        ("Pacific/Auckland", 11),
    ],
)
def test_it_is_the_teams_hour_in_ones_own_day(zone: str, hours: int | None) -> None:
    """Who is a little ahead has passed the hour, and is asked at once while it is day for them."""
    at = own_hour(TEN, "Europe/London", zone, CLOSE)
    assert at == (None if hours is None else TEN + timedelta(hours=hours))


def test_whoever_would_be_left_too_little_time_is_asked_at_once() -> None:
    assert own_hour(TEN, "Europe/London", "America/New_York", TEN + timedelta(hours=10)) is None
    assert own_hour(TEN, "Europe/London", "America/New_York", TEN + timedelta(hours=12)) == TEN + timedelta(hours=5)


def test_an_hour_that_the_clocks_skip_is_the_first_after_it() -> None:
    half_past_two = datetime(2026, 3, 8, 2, 30, tzinfo=UTC)
    at = own_hour(half_past_two, "UTC", "America/New_York", half_past_two + timedelta(days=3))
    assert at == datetime(2026, 3, 8, 7, tzinfo=UTC), "03:00 in New York, on the day on which 02:30 is not there"


def test_without_the_look_at_the_day_somebody_would_be_asked_a_day_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOON", timedelta(days=2))
    assert own_hour(TEN, "Europe/London", "Europe/Paris", CLOSE) == TEN + timedelta(hours=23)
