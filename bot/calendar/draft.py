"""What has been read of a schedule so far. Each thing can be said once."""

from dataclasses import dataclass
from datetime import date, time
from typing import Generic, TypeVar

from bot.calendar.rule import Frequency, HolidayPolicy
from bot.calendar.words import Sentence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Said(Generic[T]):
    """A value, and the tokens it was read from: `first` up to but not including `after`."""

    value: T
    first: int
    after: int


@dataclass(slots=True)
class Draft:
    """The parts of a schedule, in whatever order they were said.

    `today` is the earliest first date unless one is said. `repeats` is set by "every" and by plurals, `of_month` by "of the month".
    """

    sentence: Sentence
    today: date
    at: Said[time] | None = None
    period: Said[tuple[Frequency, int]] | None = None
    weekdays: Said[tuple[int, ...]] | None = None
    ordinals: Said[tuple[int, ...]] | None = None
    month_days: Said[tuple[int, ...]] | None = None
    policy: Said[HolidayPolicy] | None = None
    zone: Said[str] | None = None
    start: Said[date] | None = None
    repeats: bool = False
    of_month: bool = False

    def once(self, held: Said[T] | None, value: T, first: int, after: int, name: str) -> Said[T]:
        """The value as said; raises Misread if another of the same kind was said before."""
        if held is not None:
            said = self.sentence.said(first, after)
            raise self.sentence.misread(
                f'A schedule has one {name}, and "{said}" is a second. Make another schedule for it.', first, after, ""
            )
        return Said(value, first, after)
