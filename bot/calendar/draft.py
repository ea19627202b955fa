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
    """

    sentence: Sentence
    today: date
    at: SaidPart[time] | None = None
    period: SaidPart[tuple[Frequency, int]] | None = None
    weekdays: SaidPart[tuple[int, ...]] | None = None
    ordinals: SaidPart[tuple[int, ...]] | None = None
    month_days: SaidPart[tuple[int, ...]] | None = None
    policy: SaidPart[HolidayPolicy] | None = None
    zone: SaidPart[str] | None = None
    start: SaidPart[date] | None = None
    repeats: bool = False
    of_month: bool = False

    def once(self, held: SaidPart[T] | None, value: T, first: int, after: int, name: str) -> SaidPart[T]:
        """The value as said; raises MisreadError if another of the same kind was said before."""
        if held is not None:
            said = self.sentence.said(first, after)
            raise self.sentence.misread(
                f'A schedule has one {name}, and "{said}" is a second. Make another schedule for it.', first, after, ""
            )
        return SaidPart(value, first, after)
