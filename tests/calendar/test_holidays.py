"""Public holidays, own days and pauses: what they take away, what they move, and that it can be said."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile

import pytest
from hypothesis import given, settings

from bot.calendar import (
    Country,
    Frequency,
    HolidayCalendar,
    HolidayPolicy,
    OwnDay,
    PassedOver,
    Pause,
    Rule,
    UnclearWords,
    check_country,
    next_occurrences,
    occurrences_from,
    parse_schedule,
    passed_over,
)
from tests.calendar.strategies import days, rules
from tests.calendar.tables import TODAY

ENGLAND = HolidayCalendar("GB", "ENG")
DAY = timedelta(days=1)
CLOSED = HolidayCalendar(
    "GB",
    "ENG",
    own_days=(OwnDay(date(2026, 12, 29), "Stocktaking"),),
    pauses=(Pause(date(2027, 2, 1), date(2027, 2, 14), "a quiet fortnight"),),
)


def _rule(words: str) -> Rule:
    rule = parse_schedule(words, today=TODAY)
    assert isinstance(rule, Rule), rule
    return rule


def _dates(rule: Rule, holidays: HolidayCalendar, start: date, until: date) -> list[date]:
    found = (each.local_date for each in occurrences_from(rule, "Europe/London", holidays, start))
    return list(takewhile(lambda day: day <= until, found))


def test_keep_runs_on_a_holiday_and_skip_does_not() -> None:
    start, until = date(2026, 12, 18), date(2027, 1, 1)
    friday, weekly = "every Friday 10:00", [date(2026, 12, 18), date(2026, 12, 25), date(2027, 1, 1)]
    assert _dates(_rule(friday), ENGLAND, start, until) == weekly
    assert _dates(_rule(f"{friday} except bank holidays"), ENGLAND, start, until) == weekly[:1]
    assert _dates(_rule(f"{friday} except bank holidays"), HolidayCalendar(), start, until) == weekly


def test_the_next_working_day_is_after_weekend_holiday_and_own_day() -> None:
    rule = _rule("every Friday 10:00, if a holiday, the next working day")
    moved = _dates(rule, CLOSED, date(2026, 12, 18), date(2026, 12, 31))
    assert moved == [date(2026, 12, 18), date(2026, 12, 30)]
    # Asked from the middle of the closure, the moved one is still there.
    assert _dates(rule, CLOSED, date(2026, 12, 27), date(2026, 12, 31)) == [date(2026, 12, 30)]
    assert _dates(rule, CLOSED, date(2026, 12, 31), date(2026, 12, 31)) == []


def test_a_moved_date_that_meets_another_is_one() -> None:
    rule = _rule("every weekday 10:00, if a holiday, the next working day")
    found = _dates(rule, ENGLAND, date(2026, 12, 24), date(2026, 12, 30))
    assert found == [date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 30)]


def test_a_date_that_stays_is_not_overtaken_by_one_that_moves() -> None:
    """Good Friday moves past a weekend on which the rule runs as well."""
    rule = _rule("daily 10:00, if a holiday, the next working day")
    found = _dates(rule, ENGLAND, date(2026, 4, 2), date(2026, 4, 8))
    assert [day.day for day in found] == [2, 4, 5, 7, 8]


def test_the_last_working_day_of_a_month_is_one() -> None:
    """Good Friday and New Year's Eve, a day off of the organisation's own here, take the last weekday of their months."""
    closed = HolidayCalendar("GB", "ENG", own_days=(OwnDay(date(2026, 12, 31), "New Year's Eve"),))
    rule = _rule("last working day of the month 10:00")
    found = _dates(rule, closed, date(2024, 3, 1), date(2024, 3, 31))
    assert found == [date(2024, 3, 28)]
    assert _dates(rule, closed, date(2026, 12, 1), date(2027, 1, 31)) == [date(2026, 12, 30), date(2027, 1, 29)]
    # Asked when its moved date has passed, December is over.
    assert _dates(rule, closed, date(2026, 12, 31), date(2027, 1, 31)) == [date(2027, 1, 29)]


def test_a_date_that_moves_back_is_told_before_one_that_stays() -> None:
    """Easter Monday moves to the Thursday before a Saturday on which the rule runs as well."""
    rule = _rule("every Saturday and Monday 10:00, if a holiday, the previous working day")
    assert [day.day for day in _dates(rule, ENGLAND, date(2026, 4, 1), date(2026, 4, 12))] == [2, 4, 11]


def test_a_pause_passes_over_under_every_policy() -> None:
    for policy in ("", " including bank holidays", " except bank holidays", " if a holiday, the next working day"):
        found = _dates(_rule(f"every Monday 10:00{policy}"), CLOSED, date(2027, 1, 25), date(2027, 2, 15))
        assert found == [date(2027, 1, 25), date(2027, 2, 15)]


def test_what_would_move_into_a_pause_is_passed_over() -> None:
    closed = HolidayCalendar(
        "GB", "ENG", pauses=(Pause(date(2026, 12, 29), date(2026, 12, 31), "the turn of the year"),)
    )
    rule = _rule("every Friday 10:00, if a holiday, the next working day")
    assert _dates(rule, closed, date(2026, 12, 19), date(2026, 12, 31)) == []
    assert passed_over(rule, closed, date(2026, 12, 19), date(2026, 12, 31)) == (
        PassedOver(date(2026, 12, 25), "Christmas Day"),
    )


def test_passed_over_dates_can_be_said_with_their_reason() -> None:
    rule = _rule("every weekday 10:00 except bank holidays")
    assert passed_over(rule, CLOSED, date(2026, 12, 21), date(2027, 1, 1)) == (
        PassedOver(date(2026, 12, 25), "Christmas Day"),
        PassedOver(date(2026, 12, 28), "Boxing Day (observed)"),
        PassedOver(date(2026, 12, 29), "Stocktaking"),
        PassedOver(date(2027, 1, 1), "New Year's Day"),
    )
    moving = _rule("every Friday 10:00, if a holiday, the next working day")
    assert passed_over(moving, CLOSED, date(2026, 12, 21), date(2026, 12, 31)) == (
        PassedOver(date(2026, 12, 25), "Christmas Day", moved_to=date(2026, 12, 30)),
    )
    pause = passed_over(_rule("every Monday 10:00"), CLOSED, date(2027, 1, 25), date(2027, 2, 15))
    assert [each.reason for each in pause] == ["a quiet fortnight"] * 2


@given(rule=rules(), start=days)
@settings(max_examples=80)
def test_each_date_of_the_rule_runs_or_is_passed_over(rule: Rule, start: date) -> None:
    """The two lists together are the rule's dates, and nothing runs on a day off unless it is kept."""
    until = start + 400 * DAY
    ran = _dates(rule, CLOSED, start, until)
    lost = passed_over(rule, CLOSED, start, until)
    own = set(takewhile(lambda day: day <= until, rule.dates(start)))
    assert len(set(ran)) == len(ran)
    assert own == (set(ran) & own) | {each.local_date for each in lost}
    assert {each.moved_to for each in lost if each.moved_to and start <= each.moved_to <= until} <= set(ran)
    assert ran == sorted(ran)
    kept = rule.holiday_policy is HolidayPolicy.KEEP
    for day in ran:
        assert CLOSED.pause_on(day) is None
        assert kept or CLOSED.holiday_name(day) is None


def test_a_schedule_that_every_holiday_takes_ends() -> None:
    christmas = Rule(
        Frequency.MONTHLY, time(10), 12, month_days=(25,), anchor=date(2026, 12, 25), holiday_policy=HolidayPolicy.SKIP
    )
    assert next_occurrences(christmas, "Europe/London", ENGLAND, datetime(2026, 11, 23, tzinfo=UTC), 4) == ()
    kept = Rule(Frequency.MONTHLY, time(10), 12, month_days=(25,), anchor=date(2026, 12, 25))
    assert len(next_occurrences(kept, "Europe/London", ENGLAND, datetime(2026, 11, 23, tzinfo=UTC), 4)) == 4


def test_a_schedule_that_begins_in_many_years_begins() -> None:
    rule = _rule("every Tuesday 10:00 starting 1 January 2090")
    assert next(occurrences_from(rule, "Europe/London", ENGLAND, TODAY)).local_date == date(2090, 1, 3)


def test_an_organisation_that_never_works_gets_an_answer() -> None:
    shut = HolidayCalendar(own_days=tuple(OwnDay(TODAY + DAY * count, "closed") for count in range(-500, 500)))
    rule = _rule("every Tuesday 10:00, if a holiday, the next working day")
    first = next(islice(occurrences_from(rule, "Europe/London", shut, TODAY), 1))
    assert first.local_date >= TODAY + 500 * DAY
    assert shut.next_working_day(TODAY) is None


def test_the_regions_of_a_country_differ() -> None:
    easter, st_andrew = date(2026, 4, 6), date(2026, 11, 30)
    assert ENGLAND.holiday_name(easter) == "Easter Monday"
    assert HolidayCalendar("GB", "SCT").holiday_name(easter) is None
    assert HolidayCalendar("GB", "SCT").holiday_name(st_andrew) is not None
    assert ENGLAND.holiday_name(st_andrew) is None


def test_working_weeks_differ() -> None:
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    assert (ENGLAND.is_working_day(friday), ENGLAND.is_working_day(sunday)) == (True, False)
    saudi = HolidayCalendar("SA")
    assert (saudi.is_working_day(friday), saudi.is_working_day(sunday)) == (False, True)
    assert HolidayCalendar("CN").is_working_day(date(2026, 10, 10))  # a Saturday worked in place of a bridge day


def test_a_holiday_observed_in_the_year_before_counts() -> None:
    assert HolidayCalendar("US").holiday_name(date(2021, 12, 31)) is not None


def test_a_pause_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Pause(date(2027, 1, 2), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("England", Country("GB", "ENG")),
        ("scotland", Country("GB", "SCT")),
        ("Northern Ireland", Country("GB", "NIR")),
        ("UK/England", Country("GB", "ENG")),
        ("gb/wls", Country("GB", "WLS")),
        ("United Kingdom / Wales", Country("GB", "WLS")),
        ("Ireland", Country("IE")),
        ("de", Country("DE")),
        ("Germany/Bayern", Country("DE", "BY")),
        ("USA", Country("US")),
        ("US/new york", Country("US", "NY")),
        ("New Zealand", Country("NZ")),
    ],
)
def test_a_country_is_known_by_its_names(text: str, country: Country) -> None:
    assert check_country(text) == country
    HolidayCalendar(country.code, country.region).is_working_day(TODAY)


@pytest.mark.parametrize(
    ("text", "what", "suggestion"),
    [
        ("UK", "Bank holidays differ within the UK. Name the nation too.", "UK/England"),
        ("UK/", "Bank holidays differ within the UK. Name the nation too.", "UK/England"),
        ("Irland", 'I know no country called "Irland".', "Ireland"),
        ("UK/Egnland", 'I know no region of UK called "Egnland".', "UK/England"),
        ("Germany/Bayren", 'I know no region of Germany called "Bayren".', "Germany/Bayern"),
        ("Ireland/Cork", "The holidays of Ireland are the same in all its regions.", "Ireland"),
        ("", 'I know no country called "".', ""),
        ("Atlantis", 'I know no country called "Atlantis".', ""),
    ],
)
def test_an_unknown_country_is_refused_with_a_known_one(text: str, what: str, suggestion: str) -> None:
    refused = check_country(text)
    assert isinstance(refused, UnclearWords)
    assert (refused.what, refused.suggestion) == (what, suggestion)
    assert all(
        isinstance(check_country(offered), Country) for offered in filter(None, (refused.suggestion, *refused.examples))
    )
