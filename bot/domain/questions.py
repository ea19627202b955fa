"""Questions and their versions: the same text asks the same question, whatever the version of its set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from hashlib import sha256

from bot.domain.model.asking import MOST_QUESTIONS, Question

KEEP, STOP, MISSING, OPEN = "keep", "stop", "missing", "open"
"""The directions of questions: what an answer means that says neither praise nor fault by itself; asked openly, neither."""
DIRECTIONS = (KEEP, STOP, MISSING, OPEN)
LONGEST_QUESTION = 200
"""Characters of a question: short ones are answered more often."""
NUMBERS = range(1, MOST_QUESTIONS + 1)
"""The numbers that questions can have."""
_SAID = (
    {
        KEEP: r"keep(ing)?|continu(e|ing)",
        STOP: r"stop(ping)?|chang(e|ing)|differently",
        MISSING: r"start(ing)?|begin(ning)?|missing",
    },
    {
        KEEP: r"stay|works?|goes well|going well|went well|proud|enjoy",
        STOP: r"less|improved?|better|wrong|annoys?|frustrat(es|ing)|difficult|problems?|wears?|tires?|obstacles?",
        MISSING: r"lacks?|needs?|wish|add(ed)?|helps?|introduced?",
    },
)
"""Words of questions by their direction, the plainest first."""
ALIKE = 0.85
"""Least similarity (0 to 1, letter by letter) of two wordings of which one corrects a slip in the other."""
_NEGATED = re.compile(r"\b(not|never|no longer|without|\w+n['’]t)\b", re.IGNORECASE)


def direction_of(text: str) -> str:
    """Return the direction that a question's words say plainly; empty when they say none, two, or the opposite of one."""
    if _NEGATED.search(text):
        return ""
    for words in _SAID:
        found = [one for one, said in words.items() if re.search(rf"\b({said})\b", text, re.IGNORECASE)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def key_of(text: str) -> str:
    """Return what a question is known by: answers to the same text are one pool."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def answer_field(number: int) -> str:
    """Return the name of the field of the answer form in which the question of this number is answered."""
    return f"q{number}"


def number_in(text: str) -> int | None:
    """Return the number of a question that a button carries; None for anything else."""
    return int(text) if text in {str(number) for number in NUMBERS} else None


def is_repeated(one: str, other: str) -> bool:
    """Return whether two questions differ in nothing but capitals, blanks and punctuation."""
    return one.split() == other.split() or _bare_words(one) == _bare_words(other)


def is_correction(before: str, after: str) -> bool:
    """Return whether the second wording mends slips of the first, so that whoever answered one has answered the other."""
    directions = {direction_of(before), direction_of(after)} - {""}
    if len(directions) > 1 or bool(_NEGATED.search(before)) is not bool(_NEGATED.search(after)):
        return False
    return SequenceMatcher(None, _bare_words(before), _bare_words(after), autojunk=False).ratio() >= ALIKE


def _bare_words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def with_words(questions: Sequence[Question], number: int, text: str) -> tuple[Question, ...]:
    """Return the questions with other words for the one of this number; its key, and so its version, stays."""
    return tuple(replace(one, text=text) if n == number else one for n, one in enumerate(questions, start=1))


def version_of(question: Question) -> str:
    """Return what tells versions of a question apart: the same for two rounds that asked the same question.

    A corrected slip leaves it, whether it was corrected between rounds or in a round that ran; other words change it, and words
    that were asked before bring their version back.
    """
    return question.key


def keys_of(questions: Iterable[Question]) -> tuple[str, ...]:
    return tuple(version_of(question) for question in questions)


def texts_of(questions: Iterable[Question]) -> tuple[str, ...]:
    return tuple(question.text for question in questions)


def text_of_number(questions: Sequence[Question], number: int) -> str:
    """Return the words of the question of this number; empty where there is none."""
    return questions[number - 1].text if 1 <= number <= len(questions) else ""


def key_of_number(questions: Sequence[Question], number: int) -> str:
    """Return the key of the question of this number; empty where there is none."""
    return questions[number - 1].key if 1 <= number <= len(questions) else ""


def merge_questions(sets: Iterable[Iterable[Question]], only: Collection[str] | None = None) -> tuple[Question, ...]:
    """All questions of these sets, or only those of these keys, each once and in the order in which they are first met.

    A question that was corrected is told in the words of the last of these sets.
    """
    asked: dict[str, Question] = {}
    for questions in sets:
        for question in questions:
            if only is None or question.key in only:
                asked[question.key] = question
    return tuple(asked.values())
