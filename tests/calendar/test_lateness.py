"""How late a round may open: the rarer the longer, within working hours, and never on a day on which nobody works."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import (
    HolidayCalendar,
    Occurrence,
    OwnDay,
    Pause,
    Place,
    Rule,
    Tolerance,
    next_occurrences,
    opening_time,
    parse_schedule,
)
from tests.calendar.strategies import SPOKEN_ZONES, rules
from tests.support.further import only_further

HOURS = Tolerance(timedelta(hours=3), time(9), time(18))
LONDON = ZoneInfo("Europe/London")
ENGLAND = HolidayCalendar(
    "GB", "ENG", own_days=(OwnDay(date(2026, 3, 11), "away day"),), pauses=(Pause(date(2026, 6, 9), date(2026, 6, 12)),)
)
DAY = timedelta(days=1)

TABLE = """
# schedule                                  | due               | back at           | opens
every day at 10:00                          | Tue 3 March 10:00 | Tue 3 March 13:00 | then
every day at 10:00                          | Tue 3 March 10:00 | Tue 3 March 13:01 | never
every day at 16:30                          | Tue 3 March 16:30 | Tue 3 March 18:00 | then
every day at 16:30                          | Tue 3 March 16:30 | Tue 3 March 18:01 | never
every weekday at 10:00                      | Fri 6 March 10:00 | Fri 6 March 14:00 | never
every Monday and Thursday at 10:00          | Mon 2 March 10:00 | Mon 2 March 14:00 | never
every Tuesday at 10:00                      | Tue 3 March 10:00 | Tue 3 March 17:59 | then
every Tuesday at 10:00                      | Tue 3 March 10:00 | Tue 3 March 18:01 | never
every Tuesday at 10:00                      | Tue 3 March 10:00 | Wed 4 March 09:30 | never
every Friday at 15:00                       | Fri 6 March 15:00 | Fri 6 March 17:30 | then
every other Tuesday at 10:00                | Tue 3 March 10:00 | Tue 3 March 17:00 | then
every other Tuesday at 10:00                | Tue 3 March 10:00 | Tue 3 March 19:00 | Wed 4 March 09:00
every other Tuesday at 10:00                | Tue 3 March 10:00 | Wed 4 March 03:00 | Wed 4 March 09:00
every other Tuesday at 10:00                | Tue 3 March 10:00 | Wed 4 March 16:00 | then
every other Tuesday at 10:00                | Tue 3 March 10:00 | Wed 4 March 18:01 | never
every other Friday at 10:00                 | Fri 6 March 10:00 | Sat 7 March 11:00 | Mon 9 March 09:00
every other Friday at 10:00                 | Fri 6 March 10:00 | Mon 9 March 12:00 | then
first Tuesday of the month 10:00            | Tue 3 March 10:00 | Tue 3 March 15:00 | then
first Tuesday of the month 10:00            | Tue 3 March 10:00 | Wed 4 March 10:00 | then
first Tuesday of the month 10:00            | Tue 3 March 10:00 | Thu 5 March 10:00 | never
monthly on the 10th 10:00                   | Tue 10 March 10:00 | Tue 10 March 20:00 | Thu 12 March 09:00
first Thursday of the month 10:00           | Thu 2 April 10:00 | Thu 2 April 20:00 | Tue 7 April 09:00
first Friday of the month 10:00             | Fri 3 April 10:00 | Fri 3 April 12:00 | then
first Friday of the month 10:00             | Fri 3 April 10:00 | Fri 3 April 14:00 | Tue 7 April 09:00
first Sunday of the month 10:00             | Sun 1 March 10:00 | Sun 1 March 12:00 | then
first Sunday of the month 10:00             | Sun 1 March 10:00 | Sun 1 March 15:00 | Mon 2 March 09:00
monthly on the 8th 10:00                    | Mon 8 June 10:00  | Mon 8 June 20:00  | never
every Tuesday at 20:00                      | Tue 3 March 20:00 | Tue 3 March 22:30 | then
every Tuesday at 20:00                      | Tue 3 March 20:00 | Tue 3 March 23:30 | never
every other Tuesday at 20:00                | Tue 3 March 20:00 | Tue 3 March 23:30 | Wed 4 March 09:00
every Tuesday at 06:00                      | Tue 3 March 06:00 | Tue 3 March 08:00 | then
every Tuesday at 06:00                      | Tue 3 March 06:00 | Tue 3 March 09:30 | then
every Tuesday at 06:00                      | Tue 3 March 06:00 | Tue 3 March 09:00 | then
every Tuesday at 05:00                      | Tue 3 March 05:00 | Tue 3 March 08:30 | Tue 3 March 09:00
every other Sunday at 01:30                 | Sun 29 March 01:30 | Sun 29 March 07:00 | Mon 30 March 09:00
"""
"""2026 in England: 11 March is the organisation's own day off, 3 and 6 April are bank holidays, 9 to 12 June a pause."""


def moment(words: str) -> datetime:
    """The local time in London."""
    return datetime.strptime(f"{words.strip()} 2026", "%a %d %B %H:%M %Y").replace(tzinfo=LONDON).astimezone(UTC)


def rows() -> list[list[str]]:
    lines = [line for line in TABLE.splitlines() if line and not line.startswith("#")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def place_of(words: str, day: date) -> Place:
    rule = parse_schedule(words, today=day)
    assert isinstance(rule, Rule)
    return Place(rule, "Europe/London", ENGLAND)


@pytest.mark.parametrize("row", rows(), ids=" | ".join)
def test_a_late_round_opens_when_the_table_says(row: list[str]) -> None:
    words, due, back, opens = row
    day = moment(due).astimezone(LONDON).date()
    occurrence = Occurrence(day, moment(due) if "01:30" not in due else datetime(2026, 3, 29, 1, tzinfo=UTC))
    found = opening_time(place_of(words, day), occurrence, HOURS, moment(back))
    assert found == {"then": moment(back), "never": None}.get(opens, moment(opens) if " " in opens else None)


late = st.timedeltas(timedelta(0), timedelta(days=6))
starts = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
zones = st.sampled_from(SPOKEN_ZONES)


def due_after(place: Place, start: datetime) -> Occurrence | None:
    return next(iter(next_occurrences(place.rule, place.zone, place.holidays, start, 1)), None)


def check(place: Place, start: datetime, by: timedelta) -> None:
    """An opening is not before the machine is back, nor with the next round; outside its tolerance it is at an hour of work."""
    occurrence = due_after(place, start)
    if occurrence is None:
        return
    now = occurrence.at + by
    opens = opening_time(place, occurrence, HOURS, now)
    assert opens is not None or by > timedelta(0)
    if opens is None:
        assert opening_time(place, occurrence, HOURS, now + timedelta(hours=7)) is None
        return
    assert opens >= now
    following = due_after(place, occurrence.at)
    assert following is None or opens < following.at
    if opens - occurrence.at > HOURS.lateness:
        local = opens.astimezone(ZoneInfo(place.rule.zone or place.zone))
        assert place.holidays.is_working_day(local.date())
        assert place.holidays.pause_on(local.date()) is None
        assert HOURS.begin <= local.time() <= HOURS.end or _skipped_by_the_clock(local)


def _skipped_by_the_clock(local: datetime) -> bool:
    """Whether the clocks of the zone change on that day, so that its working hours begin or end at another time."""
    before, after = (local.replace(hour=hour, minute=0).utcoffset() for hour in (0, 23))
    return before != after


@only_further
@given(rule=rules(zones=st.none()), zone=zones, start=starts, by=late)
@settings(max_examples=400)
def test_a_late_round_opens_at_a_good_hour_or_never(rule: Rule, zone: str, start: datetime, by: timedelta) -> None:
    check(Place(rule, zone, ENGLAND), start, by)


def test_an_hour_on_a_holiday_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the property above: a reader of the calendar that takes each day for a working day."""
    place = place_of("first Thursday of the month 10:00", date(2026, 4, 1))
    monkeypatch.setattr(Place, "works_on", lambda self, day: True)
    monkeypatch.setattr(HolidayCalendar, "next_working_day", lambda self, day: day + DAY)
    with pytest.raises(AssertionError):
        check(place, datetime(2026, 4, 1, tzinfo=UTC), timedelta(hours=20))


@given(at=st.times(time(9), time(17)).map(lambda at: at.replace(second=0, microsecond=0)), by=late, start=starts)
def test_the_rarer_the_rhythm_the_longer_it_may_wait(at: time, by: timedelta, start: datetime) -> None:
    """Of rounds due at the same time, one that a frequent rhythm still opens is opened by a rarer one at that time as well."""
    tuesday = start.date() - DAY * ((start.date().weekday() - 1) % 7)
    clock = f"{at:%H:%M}"
    found = []
    for words in (f"every day at {clock}", f"every Tuesday at {clock}", f"every other Tuesday at {clock}"):
        rule = parse_schedule(words, today=tuesday)
        assert isinstance(rule, Rule)
        place = Place(rule, "UTC", HolidayCalendar())
        occurrence = Occurrence(tuesday, datetime.combine(tuesday, at, UTC))
        found.append(opening_time(place, occurrence, HOURS, occurrence.at + by))
    for frequent, rare in pairwise(found):
        assert frequent is None or rare == frequent
