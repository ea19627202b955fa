"""The hour at which somebody is asked who lives by another clock than their team."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.calendar import QuietHours, own_hour, read_hours
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


@pytest.mark.parametrize(
    ("zone", "begin", "end", "hours"),
    [
        ("", "09:00", "12:00", 2),
        ("", "12:00", "09:00", None),
        ("America/New_York", "20:00", "11:00", 6),
        ("Europe/Paris", "10:30", "13:15", 2.25),
        ("Europe/Paris", "11:00", "12:00", 1),
        ("", "10:00", "08:00", None),
    ],
)
def test_in_quiet_hours_of_ones_own_nothing_is_asked_unless_too_little_time_would_be_left(
    zone: str, begin: str, end: str, hours: float | None
) -> None:
    """The last asks for 22 hours of quiet: no more than 20 hours are left until the close."""
    until = TEN + timedelta(hours=20)
    quiet = QuietHours(time.fromisoformat(begin), time.fromisoformat(end))
    at = own_hour(TEN, "Europe/London", zone, until, quiet)
    assert at == (None if hours is None else TEN + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("20:00 to 8:00", ("20:00", "08:00")),
        ("10pm - 7am", ("22:00", "07:00")),
        ("from 18:30 until 9:00", ("18:30", "09:00")),
        ("between noon and 2pm", ("12:00", "14:00")),
        ("8:00 to 8:00", None),
        ("at night", None),
        ("22 to 7", None),
        ("20:00", None),
        ("20:00 to 8:00 on Mondays", None),
    ],
)
def test_hours_are_read_whole_or_not_at_all(words: str, hours: tuple[str, str] | None) -> None:
    read = read_hours(words)
    assert (read and (f"{read.begin:%H:%M}", f"{read.end:%H:%M}")) == hours
