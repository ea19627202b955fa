"""Days on which an organisation does not work: public holidays, its own days off, and pauses.

Public holidays come from the `holidays` library, which is heavy and therefore imported at the first question.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

_DAY = timedelta(days=1)
_WEEKEND = frozenset({5, 6})
# Longer than any run of holidays; a calendar that closes every day must still give an answer.
_LONGEST_CLOSURE = 366


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day on which the organisation is closed although the country is not."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A run of dates, both ends included, in which nothing is asked. Raises ValueError if it ends before it begins."""

    first: date
    last: date
    reason: str = "a pause"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a pause ends before it begins")


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The days off of one team.

    `country` is an ISO 3166 code and `region` the code of a subdivision, as `check_country` gives them; without a
    country there are no public holidays and the weekend is Saturday and Sunday.
    """

    country: str | None = None
    region: str | None = None
    own_days: tuple[OwnDay, ...] = ()
    pauses: tuple[Pause, ...] = ()

    def holiday_name(self, day: date) -> str | None:
        """Return why the organisation is closed on a day, pauses and ordinary weekends apart; None if it is not."""
        own = next((own.name for own in self.own_days if own.day == day), None)
        return own or _load_year(self.country, self.region, day.year).names.get(day)

    def pause_on(self, day: date) -> Pause | None:
        """The pause that contains a day."""
        return next((pause for pause in self.pauses if pause.first <= day <= pause.last), None)

    def is_working_day(self, day: date) -> bool:
        """Neither weekend nor holiday; a pause does not make a day less of a working day."""
        year = _load_year(self.country, self.region, day.year)
        if self.holiday_name(day) is not None:
            return False
        return day.weekday() not in year.weekend or day in year.worked_weekends

    def next_working_day(self, day: date) -> date | None:
        """The first working day after a day; None if there is none within a year."""
        return next((after for after in _days_from(day, _DAY) if self.is_working_day(after)), None)

    def previous_working_day(self, day: date) -> date | None:
        """The last working day before a day; None if there is none within a year."""
        return next((before for before in _days_from(day, -_DAY) if self.is_working_day(before)), None)

    def closed_since(self, day: date) -> date:
        """The earliest date from which a holiday could move to `day` or later: all between are no working days."""
        return (self.previous_working_day(day) or day - _DAY * _LONGEST_CLOSURE) + _DAY


@dataclass(frozen=True, slots=True)
class _Year:
    names: Mapping[date, str]
    weekend: frozenset[int]
    worked_weekends: frozenset[date]


def _days_from(day: date, step: timedelta) -> Iterator[date]:
    return (day + step * count for count in range(1, _LONGEST_CLOSURE + 1))


@lru_cache(maxsize=512)
def _load_year(country: str | None, region: str | None, year: int) -> _Year:
    """One year of a country, made whole before it is shared: the library fills its calendars while they are read,
    which two threads must not do at once."""
    if country is None:
        return _Year(MappingProxyType({}), _WEEKEND, frozenset())
    from holidays import country_holidays

    found = country_holidays(country, subdiv=region, years=year)
    names = MappingProxyType(dict(found.items()))
    return _Year(names, frozenset(found.weekend), frozenset(found.weekend_workdays))
