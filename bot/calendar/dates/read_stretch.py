"""Reads a stretch of days to come: "until Monday", "for two weeks", "next week", "from 3 to 7 April", "until further notice".

Nothing is guessed: what can mean two things is asked back with both, what is more than three months away is asked back too, and
what is no day is refused in words that quote none of it.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.calendar.dates.found import EXAMPLES
from bot.calendar.dates.meaning import add_months
from bot.calendar.dates.read_during import read_during
from bot.calendar.dates.read_range import read_range
from bot.calendar.dates.read_until import read_until
from bot.calendar.dates.said import Answer, SentenceReader
from bot.calendar.dates.unsure import Unsure
from bot.calendar.not_understood import UnclearWords
from bot.calendar.words import MisreadError, Sentence, tidy_text
from bot.domain.stretch import Stretch

NEAR_MONTHS = 3
"""A stretch that reaches further is asked back: it is seldom meant, and for long nobody notices that it was not."""
_LONGEST = 120
_OPEN = (
    ("until", "further", "notice"),
    ("until", "i", "say", "so"),
    ("until", "i'm", "back"),
    ("until", "i", "am", "back"),
    ("indefinitely",),
    ("for", "now"),
)


def read_stretch(words: str, *, now: datetime, zone: str) -> Stretch | Unsure | UnclearWords:
    """The stretch of days that plain words describe when they are said at an aware instant in a zone. It ends after today."""
    text = tidy_text(words)
    today = now.astimezone(ZoneInfo(zone)).date()
    if len(text) > _LONGEST:
        return UnclearWords("That is too long to be a date.", examples=EXAMPLES)
    try:
        return _asked_if_far(_read_any(SentenceReader(Sentence(text), today)), today)
    except MisreadError as misread:
        return UnclearWords(misread.what, examples=EXAMPLES)


def _read_any(said: SentenceReader) -> Answer:
    for words in _OPEN:
        if said.words(0, len(words)) == words:
            return said.closed(Stretch(None, None), len(words))
    return read_until(said) or read_range(said) or read_during(said)


def _asked_if_far(answer: Answer, today: date) -> Answer:
    if isinstance(answer, Stretch) and answer.until and answer.until > add_months(today, NEAR_MONTHS):
        return Unsure("That is more than three months away. Is this what you mean?", (answer,))
    return answer
