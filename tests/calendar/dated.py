"""Reads the table of dates and stretches that stands beside the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.calendar import UnclearWords
from bot.calendar.dates import Unsure
from bot.domain.stretch import Stretch

TABLE = Path(__file__).with_name("dates.txt")
_LINE = re.compile(r"(?P<words>.*?) (?P<kind>->|\?>|!>)(?: (?P<meant>.+))?$")
NOON = time(12, tzinfo=UTC)
Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Phrase:
    """Words said on a day. `kind` is read, asked or refused; `meant` the first day, if it is to come, and the day after all."""

    today: date
    words: str
    kind: str
    meant: tuple[Days, ...]

    def __str__(self) -> str:
        return f"{self.words} ({self.today:%a %d %b %Y})"

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, NOON)


def phrases() -> list[Phrase]:
    """Every phrase of the table, in its order."""
    found, today = [], date.min
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# today: "):
            today = _day(line.partition(": ")[2].partition(" ")[2])
        elif line and not line.startswith("#"):
            parts = _LINE.match(line)
            assert parts, line
            meant = tuple(_days(one) for one in (parts["meant"] or "").split(" | ") if one)
            found.append(
                Phrase(today, parts["words"], {"->": "read", "?>": "asked", "!>": "refused"}[parts["kind"]], meant)
            )
    return found


def answered(answer: Stretch | Unsure | UnclearWords) -> tuple[str, tuple[Days, ...]]:
    """An answer as the table writes it."""
    if isinstance(answer, UnclearWords):
        return "refused", ()
    choices = (answer,) if isinstance(answer, Stretch) else answer.choices
    return "read" if isinstance(answer, Stretch) else "asked", tuple((one.first, one.until) for one in choices)


def _days(words: str) -> Days:
    first, _, until = words.rpartition(" .. ")
    return (_day(first) if first else None, None if until == "open" else _day(until))


def _day(words: str) -> date:
    return datetime.strptime(words, "%d %B %Y").replace(tzinfo=UTC).date()
