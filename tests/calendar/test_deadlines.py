"""Deadlines in working days, and instants in words."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import (
    HolidayCalendar,
    NoWorkingDayError,
    OwnDay,
    Pause,
    day_words,
    deadline_after,
    next_daily,
    next_working_time,
    working_days_after,
)
from tests.calendar.strategies import ZONES

LONDON = "Europe/London"
ENGLAND = HolidayCalendar("GB", "ENG")
SIX = time(18)
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)


def _at(text: str, zone: str = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("opened", "working_days", "closes"),
    [
        ("2026-11-23 10:00", 3, "2026-11-26 18:00"),
        ("2026-11-26 10:00", 3, "2026-12-01 18:00"),  # over a weekend
        ("2026-12-23 10:00", 3, "2026-12-30 18:00"),  # over Christmas and its substitute day
        ("2026-11-28 10:00", 1, "2026-11-30 18:00"),  # opened on a Saturday
        ("2026-11-23 10:00", 0, "2026-11-23 18:00"),
        ("2026-11-23 18:00", 0, "2026-11-24 18:00"),  # the time of day is past
        ("2026-11-27 19:00", 0, "2026-11-30 18:00"),
        ("2026-11-28 10:00", 0, "2026-11-30 18:00"),
        ("2026-10-23 10:00", 1, "2026-10-26 18:00"),  # over the end of summer time
    ],
)
def test_a_deadline_is_counted_in_working_days(opened: str, working_days: int, closes: str) -> None:
    found = deadline_after(_at(opened), LONDON, ENGLAND, working_days, SIX)
    assert found == _at(closes)
    assert found.utcoffset() == timedelta(0)


def test_own_days_and_pauses_are_not_counted() -> None:
    opened = _at("2026-11-23 10:00")
    own = HolidayCalendar(own_days=(OwnDay(date(2026, 11, 24), "Away day"),))
    paused = HolidayCalendar(pauses=(Pause(date(2026, 11, 24), date(2026, 12, 4)),))
    assert working_days_after(opened, LONDON, HolidayCalendar(), 1) == date(2026, 11, 24)
    assert working_days_after(opened, LONDON, own, 1) == date(2026, 11, 25)
    assert working_days_after(opened, LONDON, paused, 1) == date(2026, 12, 7)


def test_the_count_begins_on_the_local_date() -> None:
    late_evening = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert working_days_after(late_evening, LONDON, HolidayCalendar(), 1) == date(2026, 11, 24)
    assert working_days_after(late_evening, "Asia/Tokyo", HolidayCalendar(), 1) == date(2026, 11, 25)


@given(
    opened=st.integers(0, 6 * 365 * 86400).map(lambda seconds: BEGIN + timedelta(seconds=seconds)),
    zone=st.sampled_from(ZONES),
    working_days=st.integers(0, 15),
    at=st.times(),
)
@settings(max_examples=150)
def test_a_deadline_is_ahead_on_a_working_day_with_the_days_between(
    opened: datetime, zone: str, working_days: int, at: time
) -> None:
    closes = deadline_after(opened, zone, ENGLAND, working_days, at.replace(second=0, microsecond=0))
    first, last = (instant.astimezone(ZoneInfo(zone)).date() for instant in (opened, closes))
    assert closes > opened
    assert ENGLAND.is_working_day(last)
    between = [first + timedelta(days=count) for count in range(1, (last - first).days + 1)]
    counted = sum(map(ENGLAND.is_working_day, between))
    assert counted == working_days or (working_days == 0 and counted == 1)


def test_a_calendar_without_working_days_is_said_to_be_so() -> None:
    shut = HolidayCalendar(pauses=(Pause(date(2026, 1, 1), date(2099, 1, 1)),))
    with pytest.raises(NoWorkingDayError):
        deadline_after(_at("2026-11-23 10:00"), LONDON, shut, 3, SIX)
    with pytest.raises(ValueError, match="ahead"):
        working_days_after(_at("2026-11-23 10:00"), LONDON, ENGLAND, -1)


def test_a_day_is_said_with_its_year_if_that_is_not_the_present_one() -> None:
    assert day_words(date(2026, 12, 25), date(2026, 11, 23)) == "Friday 25 December"
    assert day_words(date(2027, 3, 2), date(2026, 11, 23)) == "Tuesday 2 March 2027"


@pytest.mark.parametrize(
    ("after", "zone", "at", "found"),
    [
        ("2026-03-03 17:00", LONDON, SIX, "2026-03-03 18:00"),
        ("2026-03-03 18:00", LONDON, SIX, "2026-03-03 18:00"),
        ("2026-03-03 18:01", LONDON, SIX, "2026-03-04 18:00"),
        ("2026-03-06 20:00", LONDON, SIX, "2026-03-07 18:00"),  # a Saturday is a day like any other
        ("2026-03-28 20:00", LONDON, time(1, 30), "2026-03-29 02:00"),  # the hour that does not exist
        ("2026-10-24 20:00", LONDON, time(1, 30), "2026-10-25 01:30"),
    ],
)
def test_the_next_time_of_day(after: str, zone: str, at: time, found: str) -> None:
    assert next_daily(_at(after), zone, at) == _at(found)


@given(
    after=st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes)),
    zone=st.sampled_from(ZONES),
    at=st.times(),
)
@settings(max_examples=150)
def test_the_next_time_of_day_is_within_a_day_or_so(after: datetime, zone: str, at: time) -> None:
    found = next_daily(after, zone, at.replace(second=0, microsecond=0))
    assert timedelta() <= found - after <= timedelta(hours=26)


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2026-05-01 09:00", "2026-05-01 09:00"),
        ("2026-05-02 09:00", "2026-05-05 09:00"),  # a Saturday before a Monday that is a bank holiday
        ("2026-04-03 09:00", "2026-04-07 09:00"),  # Good Friday
        ("2026-03-28 09:00", "2026-03-30 09:00"),  # the clocks change in between
    ],
)
def test_the_same_time_on_the_next_working_day(at: str, found: str) -> None:
    assert next_working_time(_at(at), LONDON, ENGLAND) == _at(found)
