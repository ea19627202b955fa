"""Hypothesis strategies for rules, days and zones."""

from dataclasses import replace
from datetime import date, time
from zoneinfo import available_timezones

from hypothesis import strategies as st

from bot.calendar import Frequency, HolidayPolicy, Rule, check_zone
from bot.calendar.rule import LONGEST_INTERVAL, ORDINALS_OF_MONTH, WORKING_WEEK

ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})
SPOKEN_ZONES = [zone for zone in ZONES if check_zone(zone) == zone]
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
times = st.times().map(lambda at: time(at.hour, at.minute))


def _ordered(numbers: set[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers, key=lambda number: (number < 0, number)))


_weekdays = st.sets(st.integers(0, 6), min_size=1).map(_ordered)
_ordinals = st.sets(st.sampled_from(ORDINALS_OF_MONTH), min_size=1).map(_ordered)
_month_days = st.sets(st.sampled_from([*range(1, 29), -1]), min_size=1, max_size=5).map(_ordered)
_one_kind = st.one_of(st.integers(0, 6).map(lambda day: (day,)), st.just(WORKING_WEEK))
_patterns = st.one_of(
    st.just({"frequency": Frequency.DAILY}),
    st.fixed_dictionaries({"frequency": st.just(Frequency.WEEKLY), "weekdays": _weekdays}),
    st.fixed_dictionaries({"frequency": st.just(Frequency.MONTHLY), "weekdays": _one_kind, "ordinals": _ordinals}),
    st.fixed_dictionaries({"frequency": st.just(Frequency.MONTHLY), "month_days": _month_days}),
)


@st.composite
def rules(draw: st.DrawFn, zones: st.SearchStrategy[str | None] | None = None) -> Rule:
    """Any rule that a phrase can make: its anchor is one of its own dates."""
    rule = Rule(
        at=draw(times),
        holiday_policy=draw(st.sampled_from(HolidayPolicy)),
        zone=draw(st.none() | st.sampled_from(SPOKEN_ZONES) if zones is None else zones),
        **draw(_patterns),
    )
    interval = draw(st.integers(1, LONGEST_INTERVAL[rule.frequency]))
    if interval == 1 and draw(st.booleans()):
        return rule
    if rule.frequency is Frequency.MONTHLY and draw(st.booleans()):
        rule, interval = replace(rule, months=_ordered(draw(st.sets(st.integers(1, 12), min_size=1)))), 1
        if draw(st.booleans()):
            return rule
    return replace(rule, interval=interval, anchor=next(rule.dates(draw(days))))
