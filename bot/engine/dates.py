"""Days that a person names: read on the day that it is for them, and asked back where they are not clear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendar import UnclearWords
from bot.calendar.dates import Unsure, read_stretch
from bot.domain.errors import Refusal
from bot.domain.outcomes.dates import DaysAsked, DaysChoice, DaysNotUnderstood
from bot.domain.stretch import Stretch

LEAVE = ("away until Monday", "away for two weeks", "away from 3 to 7 April")
PAUSE = ("schedule pause until Monday", "schedule pause for two weeks", "schedule pause from 3 to 7 April")
_TOKEN = re.compile(r"(\d{8})?-(\d{8})?(\+?)")


@dataclass(frozen=True, slots=True)
class DayContext:
    """Setting in which days are named: the instant, the zone, examples to type, and the action of the button with an answer."""

    now: datetime
    zone: str
    examples: tuple[str, ...]
    action: str
    about: str = ""

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()


def read_days(words: str, day_context: DayContext) -> Stretch:
    """The days meant. Raises Refusal to ask back what is not clear, and for what is no day to come."""
    answer = read_stretch(words, now=day_context.now, zone=day_context.zone)
    if isinstance(answer, UnclearWords):
        raise Refusal(DaysNotUnderstood(what=answer.what, examples=day_context.examples))
    if isinstance(answer, Unsure):
        about = f"{day_context.about}:" if day_context.about else ""
        choices = tuple(DaysChoice(days=one, token=about + _token_of(one)) for one in answer.choices)
        raise Refusal(DaysAsked(what=answer.what, choices=choices, action=day_context.action, today=day_context.today))
    return answer


def chosen_days(token: str, day_context: DayContext) -> Stretch:
    """The days of a button's token. Raises Refusal if they have passed since it was shown."""
    days = _read_token(token)
    if days is None or (days.until and days.until <= day_context.today):
        raise Refusal(DaysNotUnderstood(what="Those days have passed.", examples=day_context.examples))
    begun = days.first is not None and days.first <= day_context.today
    return Stretch(None, days.until, days.through) if begun else days


def can_be_read(words: str, now: datetime, zone: str) -> bool:
    """Return whether words name days to come, if perhaps not clearly."""
    return not isinstance(read_stretch(words, now=now, zone=zone), UnclearWords)


def _token_of(days: Stretch) -> str:
    first, until = (day.strftime("%Y%m%d") if day else "" for day in (days.first, days.until))
    return f"{first}-{until}{'+' if days.through else ''}"


def _read_token(token: str) -> Stretch | None:
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    try:
        first, until = (date.fromisoformat(part) if part else None for part in found.group(1, 2))
    except ValueError:
        return None
    return Stretch(first, until, bool(found[3]))
