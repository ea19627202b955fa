"""A schedule's meaning in the small notation of `natural.txt`, made into dates without the code that is tested."""

from calendar import monthrange
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.calendar import HolidayPolicy, Rule, UnclearWords, parse_schedule

TODAY = date(2027, 1, 6)  # a Wednesday
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = 800
_Test = Callable[[date], bool]


@dataclass(frozen=True)
class Meaning:
    """Days, the time, and what else was named: empty if nothing was."""

    days: tuple[date, ...]
    at: time
    zone: str = ""
    holidays: str = ""


def read_meaning(text: str) -> Meaning:
    """The meaning of a line such as "every 2 weeks mon thu 09:00 in Europe/Berlin"."""
    words = text.split()
    zone = words.pop(words.index("in") + 1) if "in" in words else ""
    holidays = words.pop(words.index("holidays") + 1) if "holidays" in words else ""
    start = date.fromisoformat(words.pop(words.index("from") + 1)) if "from" in words else TODAY
    words = [word for word in words if word not in ("in", "holidays", "from")]
    at = time.fromisoformat(words.pop())
    every = [day for day in (TODAY + timedelta(days=distance) for distance in range(_SPAN)) if day >= start]
    return Meaning(tuple(day for day in every if _test_of(words, every)(day)), at, zone, holidays)


def _test_of(words: list[str], every: list[date]) -> _Test:
    if words[0] == "weekly":
        return _one_of(words[1:])
    if words[0] == "monthly":
        return _of_months(words[1:], range(1, 13))
    if words[0] == "months":
        return _of_months(words[2:], [int(month) for month in words[1].split(",")])
    count, unit = int(words[1]), words[2]
    if unit == "days":
        return lambda day: (day - every[0]).days % count == 0
    test = _one_of(words[3:]) if unit == "weeks" else _of_months(words[3:], range(1, 13))
    first = next(day for day in every if test(day))
    if unit == "weeks":
        monday = first - timedelta(days=first.weekday())
        return lambda day: test(day) and (day - monday).days // 7 % count == 0
    return lambda day: test(day) and ((day.year - first.year) * 12 + day.month - first.month) % count == 0


def _one_of(names: list[str]) -> _Test:
    return lambda day: _DAYS[day.weekday()] in names


def _of_months(names: list[str], months: Container[int]) -> _Test:
    return lambda day: day.month in months and any(_is_named(day, name) for name in names)


def _is_named(day: date, name: str) -> bool:
    which, _, what = name.partition("-")
    length = monthrange(day.year, day.month)[1]
    if which == "day":
        return day.day == (length if what == "last" else int(what))
    if which == "work":
        number, what = what, "work"
    else:
        number = which
    wanted = _DAYS[:5] if what == "work" else (what,)
    same = [each for each in range(1, length + 1) if _DAYS[date(day.year, day.month, each).weekday()] in wanted]
    place = {"last": -1, "penult": -2}.get(number) or int(number) - 1
    return place < len(same) and same[place] == day.day


_SAME_CLOCK = {"Europe/Berlin": {"Europe/Paris", "Europe/Madrid", "Europe/Brussels", "CET"}}


def means_the_same(rule: Rule, meaning: Meaning) -> bool:
    """Whether a rule has these days, this time, and the zone and holidays if they were named."""
    until = TODAY + timedelta(days=_SPAN)
    days = []
    for day in rule.dates(TODAY):
        if day >= until:
            break
        days.append(day)
    near = meaning.zone.removesuffix("~")
    zones = {near} | (_SAME_CLOCK.get(near, set()) if meaning.zone.endswith("~") else set())
    return (
        tuple(days) == meaning.days
        and rule.at == meaning.at
        and ((rule.zone or "") in zones)
        and (meaning.holidays != "none" or rule.holiday_policy is HolidayPolicy.KEEP)
    )


def keeps(rule: Rule, named: list[str]) -> bool:
    """Whether a rule has all of the days and times that were named."""
    for word in named:
        if word in _DAYS and _DAYS.index(word) not in (rule.weekdays or range(7)):
            return False
        if ":" in word and rule.at != time.fromisoformat(word):
            return False
    return True


def judge(phrase: str, meanings: str) -> str:
    """How a phrase was answered.

    "understood", "nearest" (refused, with the right form) and "asked" (refused, as it has to be) are right; "refused"
    helps nobody; "misread" and "misleading" are something else than was meant.
    """
    answer = parse_schedule(phrase, today=TODAY)
    choices = meanings.split(" or ")
    wanted = [read_meaning(each) for each in choices if not each.startswith(("ask", "once"))]
    named = [each.split()[1:] for each in choices if each.startswith("ask")]
    if isinstance(answer, Rule):
        return "understood" if any(means_the_same(answer, each) for each in wanted) else "misread"
    assert isinstance(answer, UnclearWords)
    offered = parse_schedule(answer.suggestion, today=TODAY) if answer.suggestion else None
    if isinstance(offered, Rule) and any(means_the_same(offered, each) for each in wanted):
        return "nearest"
    if offered is None:
        return "asked" if named or len(choices) > len(wanted) else "refused"
    if named and isinstance(offered, Rule) and all(keeps(offered, words) for words in named):
        return "asked"
    return "misleading"
