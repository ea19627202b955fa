"""A rule's dates, its text for storage, and what is no rule."""

from calendar import monthrange
from datetime import date, time, timedelta
from itertools import takewhile

import pytest
from hypothesis import given, settings

from bot.calendar import Frequency, Rule
from tests.calendar.strategies import days, rules

TEN = time(10)


def _ranks(day: date, weekdays: tuple[int, ...]) -> set[int]:
    """The ordinals a day has among the given weekdays of its month: from the front, and -1 for the last."""
    month = [date(day.year, day.month, number + 1) for number in range(monthrange(day.year, day.month)[1])]
    among = [other for other in month if other.weekday() in weekdays]
    return {among.index(day) + 1, among.index(day) - len(among)} if day in among else set()


def _runs_on(rule: Rule, day: date) -> bool:
    """Whether a rule has a date, decided from the day alone."""
    if rule.anchor is not None and day < rule.anchor:
        return False
    anchor = rule.anchor or day
    if rule.frequency is Frequency.DAILY:
        return (day - anchor).days % rule.interval == 0
    if rule.frequency is Frequency.WEEKLY:
        mondays = (day - timedelta(day.weekday())) - (anchor - timedelta(anchor.weekday()))
        return day.weekday() in rule.weekdays and mondays.days // 7 % rule.interval == 0
    if rule.months and day.month not in rule.months:
        return False
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    if months % rule.interval:
        return False
    if rule.ordinals:
        return bool(_ranks(day, rule.weekdays) & set(rule.ordinals))
    return bool({day.day, day.day - monthrange(day.year, day.month)[1] - 1} & set(rule.month_days))


@given(rule=rules(), start=days)
@settings(max_examples=150)
def test_the_dates_are_those_that_the_words_mean(rule: Rule, start: date) -> None:
    until = start + timedelta(days=800)
    every = [start + timedelta(days=distance) for distance in range(801)]
    assert list(takewhile(lambda day: day <= until, rule.dates(start))) == [day for day in every if _runs_on(rule, day)]


@given(rule=rules())
def test_a_rule_survives_storage(rule: Rule) -> None:
    assert Rule.from_text(rule.to_text()) == rule


def test_the_stored_text_is_stable() -> None:
    rule = Rule(Frequency.WEEKLY, TEN, 2, weekdays=(1,), zone="Europe/London", anchor=date(2027, 3, 2))
    text = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;AT=10:00;HOLIDAYS=KEEP;ZONE=Europe/London;ANCHOR=2027-03-02"
    assert rule.to_text() == text
    assert Rule.from_text(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "FREQ=DAILY;INTERVAL=1;HOLIDAYS=KEEP",
        "FREQ=HOURLY;INTERVAL=1;AT=10:00;HOLIDAYS=KEEP",
        "FREQ=DAILY;INTERVAL=1;AT=25:00;HOLIDAYS=KEEP",
        "FREQ=DAILY;INTERVAL=1;AT=10:00;HOLIDAYS=KEEP;COUNT=3",
        "FREQ=DAILY;FREQ=DAILY;INTERVAL=1;AT=10:00;HOLIDAYS=KEEP",
        "FREQ=WEEKLY;INTERVAL=1;BYDAY=XX;AT=10:00;HOLIDAYS=KEEP",
        "FREQ=DAILY;INTERVAL=2;AT=10:00;HOLIDAYS=KEEP",
    ],
)
def test_other_text_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Rule.from_text(text)


@pytest.mark.parametrize(
    "fields",
    [
        {"frequency": Frequency.DAILY, "interval": 0},
        {"frequency": Frequency.DAILY, "interval": 2},
        {"frequency": Frequency.DAILY, "weekdays": (1,)},
        {"frequency": Frequency.WEEKLY},
        {"frequency": Frequency.WEEKLY, "weekdays": (7,)},
        {"frequency": Frequency.WEEKLY, "weekdays": (2, 1)},
        {"frequency": Frequency.WEEKLY, "weekdays": (1,), "ordinals": (1,)},
        {"frequency": Frequency.MONTHLY, "weekdays": (1,)},
        {"frequency": Frequency.MONTHLY, "weekdays": (1, 2), "ordinals": (1,)},
        {"frequency": Frequency.MONTHLY, "weekdays": (1,), "ordinals": (5,)},
        {"frequency": Frequency.MONTHLY, "month_days": (1,), "months": (0,)},
        {"frequency": Frequency.MONTHLY, "month_days": (1,), "months": (3,), "interval": 2, "anchor": date(2027, 3, 1)},
        {"frequency": Frequency.WEEKLY, "weekdays": (1,), "months": (3,)},
        {"frequency": Frequency.MONTHLY, "month_days": (29,)},
        {"frequency": Frequency.DAILY, "at": time(10, 0, 30)},
        {"frequency": Frequency.DAILY, "zone": "a;b"},
        {"frequency": Frequency.DAILY, "zone": ""},
    ],
)
def test_what_is_no_schedule_cannot_be_made(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Rule(**({"at": TEN} | fields))  # type: ignore[arg-type]  # wrong on purpose


def test_an_old_anchor_costs_nothing() -> None:
    """The walk begins in step with the anchor and next to the start: the first date is there, and in phase."""
    rule = Rule(Frequency.WEEKLY, TEN, 2, weekdays=(1,), anchor=date(2001, 1, 2))
    first = next(rule.dates(date(2090, 1, 1)))
    assert (first - date(2001, 1, 2)).days % 14 == 0
    assert first - date(2090, 1, 1) < timedelta(days=14)
