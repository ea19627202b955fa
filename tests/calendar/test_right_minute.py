"""R4, the right minute: every local date once across clock changes, in every zone of the tz database.

The expected instants are found without the resolver: by walking the clock of a zone in steps of five minutes and
taking the first instant at which it shows the wanted time or a later one.
"""

from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.calendar import (
    ClockChange,
    Frequency,
    HolidayCalendar,
    Resolver,
    Rule,
    clock_changes_between,
    first_valid_instant,
    occurrences_from,
)
from tests.calendar.strategies import ZONES
from tests.support.further import GOES_FURTHER, further, only_further, part_of

pytestmark = further

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
STEP, DAY = timedelta(minutes=5), timedelta(days=1)
TIMES = [time(0), time(0, 30), time(1), time(1, 45), time(2), time(2, 30), time(3), time(12), time(23, 30)]
OPEN = HolidayCalendar()

Signature = tuple[ClockChange, ...]


@pytest.fixture(scope="module")
def changes() -> dict[str, Signature]:
    """The clock changes of every zone."""
    return {zone: clock_changes_between(zone, FIRST, LAST) for zone in part_of(ZONES, 4)}


def _daily(at: time) -> Rule:
    return Rule(Frequency.DAILY, at)


def _walked(clock: ZoneInfo, around: datetime) -> tuple[list[datetime], list[datetime]]:
    """Instants around a change, and the latest time that the wall clock has shown by each of them."""
    instants = [around + STEP * count for count in range(-864, 865)]
    shown = (instant.astimezone(clock).replace(tzinfo=None) for instant in instants)
    return instants, list(accumulate(shown, max))


def _faults(zone: str, around: datetime, resolve: Resolver) -> list[str]:
    """What is wrong with the occurrences of daily rules in the days around a clock change."""
    clock, faults = ZoneInfo(zone), []
    instants, latest = _walked(clock, around)
    start = around.astimezone(clock).date() - 2 * DAY
    wanted = [start + DAY * count for count in range(4)]
    for at in TIMES:
        found = list(islice(occurrences_from(_daily(at), zone, OPEN, start, resolve), 4))
        if [each.local_date for each in found] != wanted:
            faults.append(f"{zone} {at}: dates")
        if any(later.at <= earlier.at for earlier, later in pairwise(found)):
            faults.append(f"{zone} {at}: order")
        for each in found:
            expected = instants[bisect_left(latest, datetime.combine(each.local_date, at))]
            if each.at != expected:
                faults.append(f"{zone} {each.local_date} {at}: {each.at} instead of {expected}")
    return faults


def _all_faults(changes: dict[str, Signature], resolve: Resolver) -> list[str]:
    """The faults at every change of every zone; zones that share all their changes are walked once."""
    apart = {(seen, ZoneInfo(zone).utcoffset(FIRST.replace(tzinfo=None))): zone for zone, seen in changes.items()}
    return [
        fault for (seen, _), zone in apart.items() for change in seen for fault in _faults(zone, change.at, resolve)
    ]


@only_further
def test_every_date_once_at_the_right_minute_around_every_clock_change_of_every_zone(
    changes: dict[str, Signature],
) -> None:
    assert len(changes) > (400 if GOES_FURTHER else 100)
    assert sum(map(len, changes.values())) > (2000 if GOES_FURTHER else 500)
    assert _all_faults(changes, first_valid_instant) == []


def _shifted_by_the_gap(local: datetime, zone: ZoneInfo) -> datetime:
    """What aware arithmetic does unasked: a missing time keeps the old offset and lands late."""
    return local.replace(tzinfo=zone).astimezone(UTC)


def _second_of_two(local: datetime, zone: ZoneInfo) -> datetime:
    return max(first_valid_instant(local, zone), local.replace(tzinfo=zone, fold=1).astimezone(UTC))


def _offset_of_the_year(local: datetime, zone: ZoneInfo) -> datetime:
    offset = local.replace(month=1, day=1, tzinfo=zone).utcoffset() or timedelta()
    return (local - offset).replace(tzinfo=UTC)


@pytest.mark.parametrize("resolve", [_shifted_by_the_gap, _second_of_two, _offset_of_the_year])
def test_without_the_resolver_the_same_check_fails(resolve: Callable[[datetime, ZoneInfo], datetime]) -> None:
    """Negative control."""
    spring, autumn = clock_changes_between("Europe/London", FIRST, FIRST + timedelta(days=366))
    assert spring.after > spring.before
    assert autumn.after < autumn.before
    faults = [fault for change in (spring, autumn) for fault in _faults("Europe/London", change.at, resolve)]
    assert faults
    assert not _faults("Europe/London", spring.at, first_valid_instant)


@only_further
def test_every_date_of_a_year_once_in_every_zone() -> None:
    """At one time of day and in one year per zone, so that all are met in some zone."""
    for number, zone in enumerate(ZONES):
        start = date(2024 + number % 7, 1, 1)
        found = list(islice(occurrences_from(_daily(TIMES[number % len(TIMES)]), zone, OPEN, start), 367))
        assert [each.local_date for each in found] == [start + DAY * count for count in range(367)]
        assert all(earlier.at < later.at for earlier, later in pairwise(found)), zone


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/London", "2026-03-29 01:30", "2026-03-29 01:00"),  # missing: the clocks jump from 01:00 to 02:00
        ("Europe/London", "2026-10-25 01:30", "2026-10-25 00:30"),  # twice: the first
        ("Europe/London", "2026-07-01 10:00", "2026-07-01 09:00"),
        ("America/New_York", "2026-03-08 02:15", "2026-03-08 07:00"),
        ("America/New_York", "2026-11-01 01:15", "2026-11-01 05:15"),
        ("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-03 15:30"),  # half an hour missing
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),  # half an hour twice
        ("America/Santiago", "2026-09-06 00:30", "2026-09-06 04:00"),  # midnight missing
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23 22:00"),
        ("Antarctica/Troll", "2026-03-29 01:30", "2026-03-29 01:00"),  # two hours missing
        ("Pacific/Apia", "2011-12-30 10:00", "2011-12-30 10:00"),  # the whole date is missing
        ("Asia/Kolkata", "2026-03-29 02:30", "2026-03-28 21:00"),
        ("UTC", "2026-03-29 01:30", "2026-03-29 01:30"),
    ],
)
def test_a_missing_time_is_the_end_of_the_gap_and_a_repeated_one_the_first(zone: str, local: str, instant: str) -> None:
    resolved = first_valid_instant(datetime.fromisoformat(local), ZoneInfo(zone))
    assert resolved == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_clock_changes_are_found_to_the_second() -> None:
    spring, autumn = clock_changes_between("Europe/London", FIRST, FIRST + timedelta(days=366))
    assert spring == ClockChange(datetime(2024, 3, 31, 1, tzinfo=UTC), timedelta(0), timedelta(hours=1))
    assert autumn == ClockChange(datetime(2024, 10, 27, 1, tzinfo=UTC), timedelta(hours=1), timedelta(0))
    assert clock_changes_between("Europe/London", spring.at, autumn.at) == (autumn,)
    assert clock_changes_between("Asia/Kolkata", FIRST, LAST) == ()
    assert clock_changes_between("Europe/London", LAST, FIRST) == ()


def test_a_skipped_date_of_a_zone_has_its_occurrence_before_the_next_date() -> None:
    found = list(islice(occurrences_from(_daily(time(10)), "Pacific/Apia", OPEN, date(2011, 12, 29)), 3))
    assert [each.local_date.day for each in found] == [29, 30, 31]
    assert found[0].at < found[1].at < found[2].at
