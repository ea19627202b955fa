"""Parts of a schedule read so far. Each can be said once."""

from dataclasses import dataclass
from datetime import date, time
from typing import Generic, TypeVar

from bot.calendar.rule import Frequency, HolidayPolicy
from bot.calendar.words import Sentence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SaidPart(Generic[T]):
    """A value, and the tokens it was read from: `first` up to but not including `after`."""

    value: T
    first: int
    after: int


@dataclass(slots=True)
class Draft:
    """The parts of a schedule, in whatever order they were said.

    `today` is the earliest first date unless one is said. `repeats` is set by "every" and by plurals, `of_month` by "of the month".
    `months_of` is "quarter" or "year", of which a day is the first or the last; `without` are weekdays to leave out;
    `days_apart` is set where days of the week stand in several places of the sentence.
    `counted` is how many times in which unit something is said to happen ("twice a week").
    """

    sentence: Sentence
    today: date
    at: SaidPart[time] | None = None
    period: SaidPart[tuple[Frequency, int]] | None = None
    weekdays: SaidPart[tuple[int, ...]] | None = None
    ordinals: SaidPart[tuple[int, ...]] | None = None
    month_days: SaidPart[tuple[int, ...]] | None = None
    months: SaidPart[tuple[int, ...]] | None = None
    months_of: SaidPart[str] | None = None
    without: SaidPart[tuple[int, ...]] | None = None
    counted: SaidPart[tuple[int, str]] | None = None
    part_of_day: SaidPart[str] | None = None
    policy: SaidPart[HolidayPolicy] | None = None
    zone: SaidPart[str] | None = None
    start: SaidPart[date] | None = None
    repeats: bool = False
    of_month: bool = False
    days_apart: bool = False

    def once(self, held: SaidPart[T] | None, value: T, first: int, after: int, name: str) -> SaidPart[T]:
        """The value as said; raises MisreadError if another of the same kind was said before."""
        if held is not None:
            said = self.sentence.said(first, after)
            raise self.sentence.misread(
                f'A schedule has one {name}, and "{said}" is a second. Choose one of them.', first, after, ""
            )
        return SaidPart(value, first, after)
