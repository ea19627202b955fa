"""Days that have been, in plain words: always the last ones, or the first after a day; nothing is guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.calendar import UnclearWords
from bot.calendar.dates import Period, read_past

NOW = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
"""A Wednesday in London, and the Thursday after it in Warsaw."""
PAST = {
    "2026-01-31": (date(2026, 1, 31), date(2026, 2, 1)),
    "1 March": (date(2026, 3, 1), date(2026, 3, 2)),
    "5 March": (date(2025, 3, 5), date(2025, 3, 6)),
    "4 March": (date(2026, 3, 4), date(2026, 3, 5)),
    "March": (date(2026, 3, 1), date(2026, 4, 1)),
    "April": (date(2025, 4, 1), date(2025, 5, 1)),
    "march 2024": (date(2024, 3, 1), date(2024, 4, 1)),
    "29 February": None,
    "29 February 2024": (date(2024, 2, 29), date(2024, 3, 1)),
    "2025": (date(2025, 1, 1), date(2026, 1, 1)),
    "31 December 2026": (date(2026, 12, 31), date(2027, 1, 1)),
    "Monday": (date(2026, 3, 2), date(2026, 3, 3)),
    "today": (date(2026, 3, 4), date(2026, 3, 5)),
    "yesterday": (date(2026, 3, 3), date(2026, 3, 4)),
    "last week": (date(2026, 2, 23), date(2026, 3, 2)),
    "last month": (date(2026, 2, 1), date(2026, 3, 1)),
    "Last  Year": (date(2025, 1, 1), date(2026, 1, 1)),
    "31 February": None,
    "1 March at 10:00": None,
    "10.12": None,
    "1999": None,
    "the flood": None,
    "": None,
    "1 March " * 20: None,
}


@pytest.mark.parametrize("words", PAST)
def test_days_that_have_been(words: str) -> None:
    found = read_past(words, now=NOW, zone="Europe/London")
    wanted = PAST[words]
    assert found == Period(*wanted) if wanted else isinstance(found, UnclearWords)


def test_the_day_is_that_of_the_zone() -> None:
    assert read_past("today", now=NOW, zone="Europe/Warsaw") == Period(date(2026, 3, 5), date(2026, 3, 6))


def test_what_is_to_end_after_a_day_does() -> None:
    """“since 1 January until 31 March”, said in February: not the last such March."""
    found = read_past("31 March", now=NOW, zone="UTC", after=date(2026, 1, 1))
    assert found == Period(date(2026, 3, 31), date(2026, 4, 1))
    assert read_past("March", now=NOW, zone="UTC", after=date(2026, 3, 1)) == Period(date(2026, 3, 1), date(2026, 4, 1))
    assert read_past("3 March", now=NOW, zone="UTC", after=date(2025, 5, 1)) == Period(
        date(2026, 3, 3), date(2026, 3, 4)
    )
    swapped = read_past("1 March", now=NOW, zone="UTC", after=date(2026, 3, 3))
    assert swapped == Period(date(2026, 3, 1), date(2026, 3, 2)), "nobody means that of next year"
    before = read_past("31 March 2025", now=NOW, zone="UTC", after=date(2026, 1, 1))
    assert before == Period(date(2025, 3, 31), date(2025, 4, 1)), "its year was said"
