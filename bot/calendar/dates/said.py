"""A sentence being read and the day on which it is said, with the tests that every part of the reader shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.calendar.dates.found import PASSED, FoundDay, misread_token, not_a_day
from bot.calendar.dates.meaning import DAY, Meaning, Period
from bot.calendar.dates.read_day import read_whole_day
from bot.calendar.dates.unsure import Unsure
from bot.calendar.not_understood import nearest_word
from bot.calendar.words import DAY_NAMES, MONTH_NAMES, MisreadError, Sentence
from bot.domain.stretch import Stretch

UNTIL = {"until", "till", "til", "untill"}
THROUGH = {"through", "thru"}
INCLUSIVE = {"inclusive", "included", "including"}
_CLOSING = {"please", "thanks"}
_JOINING = {"-", "/", "+", "&"}
"""Signs after which something is missing; any other sign may end a sentence."""
_VOCABULARY = (*DAY_NAMES, *MONTH_NAMES, "tomorrow", "week", "weeks", "month", "fortnight", "until")
_SHORTEST = 4
"""Letters that a word needs to be taken for a misspelt one."""
Answer = Stretch | Unsure


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """One sentence, on one day."""

    sentence: Sentence
    today: date

    def words(self, position: int, count: int) -> tuple[str, ...]:
        return tuple(self.sentence.word(position + step) for step in range(count))

    def ends(self, position: int) -> bool:
        """Return whether nothing but politeness follows."""
        return self._closing(position) >= len(self.sentence)

    def closed(self, answer: Answer, after: int) -> Answer:
        """The answer, if the sentence ends there. Raises MisreadError if more is said."""
        if not self.ends(after):
            raise self.unknown(self._closing(after))
        return answer

    def _closing(self, position: int) -> int:
        while self.sentence[position].word in _CLOSING or self._is_sign(position):
            position += 1
        return position

    def _is_sign(self, position: int) -> bool:
        token = self.sentence[position]
        return token.kind == "other" and token.word not in _JOINING

    def refused(self, what: str) -> MisreadError:
        return misread_token(self.sentence, 0, what)

    def unknown(self, position: int) -> MisreadError:
        """Return only what is nearly a known word, as that: whatever else is no date may be anybody's words."""
        word = self.sentence.word(position)
        near = nearest_word(word, _VOCABULARY, cutoff=0.78)
        if not near or near.lower() == word or len(word) < _SHORTEST:
            return not_a_day(self.sentence, position)
        return misread_token(self.sentence, position, f'I cannot read that as days to come. Did you mean "{near}"?')

    def day(self, position: int) -> FoundDay:
        """The day named at a position. Raises MisreadError if there is none."""
        if self.sentence.word(position) == "now":
            return self.day_in("today").ending(position + 1)
        found = read_whole_day(self.sentence, position, self.today)
        if found is None:
            raise self.unknown(position)
        return found

    def day_in(self, words: str) -> FoundDay:
        """Return what other words name on this day."""
        return SentenceReader(Sentence(words), self.today).day(0)

    def begin(self, meaning: Meaning) -> Period:
        """The first run that begins today or later, or that has begun and is not over. Raises MisreadError if all have passed."""
        found = meaning.next_start(self.today - DAY) or meaning.next_end(self.today - DAY)
        if found is None:
            raise self.refused(PASSED)
        return found

    def later(self, day: date) -> date | None:
        """The first day of a stretch, or None if it has begun by then."""
        return day if day > self.today else None


def answer_of(choices: Iterable[Stretch], doubt: str) -> Answer:
    """The one choice, or all of them with the doubt."""
    found = tuple(dict.fromkeys(choices))
    return Unsure(doubt, found) if doubt else found[0]
