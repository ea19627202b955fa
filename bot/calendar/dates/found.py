"""A day found in a sentence, and the refusals that every reader of days shares."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.calendar.dates.meaning import Meaning
from bot.calendar.words import MisreadError, Sentence

EXAMPLES = ("until Monday", "until 1 September", "for two weeks", "from 3 to 7 April")


@dataclass(frozen=True, slots=True)
class FoundDay:
    """Day named by the tokens up to `after` (exclusive). Several meanings, or a `doubt`, are to be asked back.

    `number` says that a day of the month was said without its month, `stated` that a month was, so that the year alone is open,
    `long` that it is a week, a month or a year rather than a day.
    """

    meanings: tuple[Meaning, ...]
    after: int
    doubt: str = ""
    number: bool = False
    long: bool = False
    stated: bool = False

    def ending(self, after: int) -> FoundDay:
        return replace(self, after=after)


PASSED = "That day has passed. Name one to come."
HOW_MANY = "How many days, weeks or months?"


def misread_token(sentence: Sentence, position: int, what: str) -> MisreadError:
    """A refusal at one token. It quotes nothing of it: what is no date may be anybody's words."""
    return sentence.misread(what, position, position + 1, "")


def not_a_day(sentence: Sentence, position: int) -> MisreadError:
    return misread_token(sentence, position, "I cannot read that as days to come.")


def time_of_day(sentence: Sentence, position: int) -> MisreadError:
    return misread_token(sentence, position, "That is a time of day, and I count in whole days.")
