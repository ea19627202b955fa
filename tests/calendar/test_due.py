"""R3 and R4 over time: calls of `due` chained over any clock lose no occurrence and repeat none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import (
    Frequency,
    HolidayCalendar,
    HolidayPolicy,
    Occurrence,
    OwnDay,
    Pause,
    Rule,
    due_occurrences,
    next_occurrences,
    occurrences_from,
)
from tests.calendar.strategies import ZONES, rules

BEGIN = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ENGLAND = HolidayCalendar(
    "GB",
    "ENG",
    own_days=(OwnDay(date(2026, 4, 8), "Founders' day"),),
    pauses=(Pause(date(2026, 4, 13), date(2026, 4, 15), "moving house"),),
)
# The clock goes on by these between two ticks, or back.
JUMPS = [timedelta(seconds=1), timedelta(minutes=10), DAY, -timedelta(seconds=1), -timedelta(minutes=10), -DAY]
ticks = st.lists(st.sampled_from([*JUMPS, timedelta(minutes=1), 6 * HOUR, 3 * DAY]), min_size=5, max_size=60)
daily = st.times().map(lambda at: Rule(Frequency.DAILY, time(at.hour, at.minute)))


def _clock(jumps: Sequence[timedelta]) -> Iterator[datetime]:
    now = BEGIN
    for jump in jumps:
        now += jump
        yield now


def _chained(rule: Rule, zone: str, clock: Sequence[datetime], *, goes_back: bool = False) -> list[Occurrence]:
    """What a ticker is told. `since` is the latest `now` so far, unless `goes_back` breaks that rule."""
    since, told = BEGIN, []
    for now in clock:
        told += due_occurrences(rule, zone, ENGLAND, since=since, now=now)
        since = now if goes_back else max(since, now)
    return told


def _running(rule: Rule) -> Rule:
    """The rule with its anchor, if any, before the test begins."""
    if rule.anchor is None:
        return rule
    early = replace(rule, interval=1, anchor=None)
    return replace(rule, anchor=next(early.dates(date(2026, 1, 1))))


def _expected(rule: Rule, zone: str, until: datetime) -> list[Occurrence]:
    everything = occurrences_from(rule, zone, ENGLAND, BEGIN.date() - 3 * DAY)
    return [each for each in takewhile(lambda each: each.at <= until, everything) if each.at > BEGIN]


@given(rule=daily | rules(zones=st.none()), zone=st.sampled_from(ZONES), jumps=ticks)
@settings(max_examples=250)
def test_ticks_over_a_jumping_clock_tell_each_occurrence_once(rule: Rule, zone: str, jumps: list[timedelta]) -> None:
    rule = _running(rule)
    clock = list(_clock(jumps))
    told = _chained(rule, zone, clock)
    assert told == _expected(rule, zone, max(clock))
    assert len({each.local_date for each in told}) == len(told)


def test_a_since_that_goes_back_with_the_clock_tells_twice() -> None:
    """Negative control: the same check fails without the one rule for chaining."""
    rule, clock = Rule(Frequency.DAILY, time(18)), list(_clock([DAY, -DAY, DAY]))
    expected = _expected(rule, "Europe/London", max(clock))
    assert _chained(rule, "Europe/London", clock) == expected
    assert _chained(rule, "Europe/London", clock, goes_back=True) != expected


@pytest.mark.parametrize("jump", JUMPS[:3])
@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_even_steps_across_both_clock_changes(zone: str, jump: timedelta) -> None:
    """Steps of a second and of ten minutes are taken around each occurrence, steps of a day throughout."""
    rule = Rule(Frequency.DAILY, time(1, 30))
    year = takewhile(lambda each: each.at < BEGIN + 365 * DAY, occurrences_from(rule, zone, ENGLAND, BEGIN.date()))
    clock = [now for each in year if each.at > BEGIN for now in (each.at - jump, each.at, each.at + jump)]
    told = _chained(rule, zone, clock)
    assert told == _expected(rule, zone, max(clock))
    assert len(told) > 350


def test_the_edge_belongs_to_the_earlier_call() -> None:
    rule, at = Rule(Frequency.DAILY, time(10)), datetime(2026, 7, 1, 9, tzinfo=UTC)
    tick = timedelta(seconds=1)

    def told(since: datetime, now: datetime) -> int:
        return len(due_occurrences(rule, "Europe/London", ENGLAND, since=since, now=now))

    assert told(at - tick, at) == 1
    assert told(at, at + tick) == 0
    assert told(at, at) == 0
    assert told(at + tick, at - tick) == 0


def test_the_zone_of_the_rule_goes_before_that_of_the_team() -> None:
    at = next_occurrences(Rule(Frequency.DAILY, time(10), zone="Asia/Kolkata"), "Europe/London", ENGLAND, BEGIN, 1)
    assert at[0].at == datetime(2026, 3, 21, 4, 30, tzinfo=UTC)


@given(rule=daily, zone=st.sampled_from(ZONES), count=st.integers(0, 8))
@settings(max_examples=100)
def test_the_next_occurrences_are_those_that_will_be_due(rule: Rule, zone: str, count: int) -> None:
    rule = replace(rule, holiday_policy=HolidayPolicy.NEXT_WORKING_DAY)
    confirmed = next_occurrences(rule, zone, ENGLAND, BEGIN, count)
    assert len(confirmed) == count
    told = due_occurrences(rule, zone, ENGLAND, since=BEGIN, now=BEGIN + 60 * DAY)
    assert tuple(told[:count]) == confirmed
