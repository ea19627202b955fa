"""A single date in plain words: "1 September", "1 September 2030", "2030-09-01", "tomorrow", "Friday"."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.domain.errors import Refusal
from bot.domain.outcomes.schedules import ScheduleNotUnderstood

_EXAMPLES = ("1 September", "2030-09-01", "tomorrow")


def read(words: str, today: date) -> date:
    """The date meant, always after `today`; without a year the next such date. Raises Refusal for anything else."""
    from dateutil import parser

    if words.strip().lower() == "tomorrow":
        return today + timedelta(days=1)
    default = datetime.combine(today, datetime.min.time())
    other = default.replace(year=today.year + 1, month=1, day=1)
    try:
        found = parser.parse(words, default=default, dayfirst=not words[:4].isdigit()).date()
        # A second reading with another default shows which parts the words left open: a day must be among those given.
        open_day = parser.parse(words, default=other, dayfirst=not words[:4].isdigit()).date()
    except (ValueError, OverflowError) as wrong:
        raise _refused(words) from wrong
    if found.year != open_day.year and found <= today:
        found = (
            found.replace(year=found.year + 1)
            if (found.month, found.day) != (2, 29)
            else found.replace(year=found.year + 4)
        )
    if found <= today:
        raise _refused(words)
    return found


def _refused(words: str) -> Refusal:
    return Refusal(
        ScheduleNotUnderstood(
            what=f"I cannot read “{words}” as a day to come.", where="", suggestion="", examples=_EXAMPLES
        )
    )
