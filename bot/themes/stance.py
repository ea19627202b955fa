"""Stance of an answer, praise or fault, so that opposite sides never share a point.

Words and negation decide; where they are silent or even, the question's direction does: to "keep" means praise, to
"stop" and to "missing" mean that something is wrong or wished for. Asked openly, only words of praise are praise.
"""

import tomllib
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from importlib.resources import files

from bot.themes.language import ENGLISH, READ
from bot.themes.lexicon import Lexicon, english_lexicon
from bot.themes.phrases import Phrase, ends_of, read_phrases, stands_in, words_of
from bot.themes.wordpiece import normalise_text, plain_words

_BREAKS = str.maketrans(dict.fromkeys(".,;:!?()", "\n"))


class Stance(IntEnum):
    """Direction in which an answer leans."""

    FAULT = -1
    PRAISE = 1


DIRECTIONS = {"keep": Stance.PRAISE, "stop": Stance.FAULT, "missing": Stance.FAULT, "open": Stance.FAULT}
OPEN = "open"


def expected_stance(direction: str) -> Stance:
    """Return what an answer to the question means unless it says otherwise. Raises ValueError for an unknown direction."""
    try:
        return DIRECTIONS[direction]
    except KeyError:
        raise ValueError(f"direction must be one of {', '.join(DIRECTIONS)}") from None


def stance_of(text: str, direction: str) -> Stance:
    """The stance of one answer to a question of that direction.

    Asked what to keep, people weigh in with wishes by way of speech ("could not be better"), so only firm ones count;
    asked what to stop or what is missing, any wish counts.
    """
    lexicon = english_lexicon()
    usual = expected_stance(direction)
    wishes = lexicon.firm_wish if usual is Stance.PRAISE else lexicon.wish
    clauses = normalise_text(text).translate(_BREAKS).split("\n")
    praise, fault, wished = map(
        sum, zip(*(_count_leanings(plain_words(clause), lexicon, wishes) for clause in clauses), strict=True)
    )
    if usual is Stance.PRAISE:
        return Stance.FAULT if fault + wished > praise else Stance.PRAISE
    return Stance.PRAISE if praise > fault and not wished else Stance.FAULT


def leaning_of(texts: Sequence[str]) -> str:
    """Return the direction in which most of these English texts answer by their own words: stop, missing, or open if they do not.

    Praise is told apart before, by `goes_against`.
    """
    found = [_plain_leaning(text) for text in texts]
    return next((side for side in ("stop", "missing") if found.count(side) * 2 > len(found)), OPEN)


def _plain_leaning(text: str) -> str:
    lexicon = english_lexicon()
    clauses = normalise_text(text).translate(_BREAKS).split("\n")
    leans = [_count_leanings(plain_words(clause), lexicon, lexicon.wish) for clause in clauses]
    praise, fault, wished = map(sum, zip(*leans, strict=True))
    if fault > praise:
        return "stop"
    return "missing" if wished > praise else OPEN


@cache
def _read_sides(language: str) -> dict[str, tuple[Phrase, ...]]:
    found = tomllib.loads((files("bot.themes") / "data" / f"stance-{language}.toml").read_text(encoding="utf-8"))
    return {side: read_phrases(found[side], found["words"]) for side in found if side != "words"}


def goes_against(text: str, direction: str, language: str = ENGLISH) -> bool:
    """Return whether a clause plainly takes the other side than the question asks for, as by defending what others would stop.

    `language`: one that is read for points.
    """
    keeping = expected_stance(direction) is Stance.PRAISE
    if keeping and language == ENGLISH and _finds_fault(text):
        return True
    if direction == OPEN and language == ENGLISH and stance_of(text, direction) is Stance.PRAISE:
        return True
    side = "attacks" if keeping else "defends"
    words = words_of(text)
    sides = _read_sides(language)
    return stands_in(sides[side], words) or any(ends_of(phrase, words, 0) for phrase in sides[f"{side}_first"])


def _finds_fault(text: str) -> bool:
    """Return whether a text has more words of fault than of praise. Wishes do not count: "it should stay"."""
    clauses = normalise_text(text).translate(_BREAKS).split("\n")
    leans = [_count_leanings(plain_words(clause), english_lexicon(), frozenset()) for clause in clauses]
    return sum(fault for _, fault, _ in leans) > sum(praise for praise, _, _ in leans)


def sides_of(clauses: Sequence[str], direction: str, languages: Sequence[str] = ()) -> list[bool]:
    """For each clause of one answer, whether it takes the other side than the question asks for.

    Who defends what others would stop leads up to it first, and goes on doing so until the words turn. `languages`: the
    clauses', English if not given; one in a language that is not read takes no side by itself.
    """
    of = list(languages) or [ENGLISH] * len(clauses)
    told = list(zip(clauses, of, strict=True))
    plain = [language in READ and goes_against(clause, direction, language) for clause, language in told]
    turns = [language in READ and _turns(clause, language) for clause, language in told]
    found = list(plain)
    for place in range(1, len(clauses)):
        found[place] = plain[place] or (found[place - 1] and not turns[place])
    if True in plain:
        first = plain.index(True)
        found[:first] = [not any(turns[: first + 1])] * first
    return found


def _turns(clause: str, language: str) -> bool:
    """Return whether a clause says what should go. What others are said to want does not: "some will write that it should go"."""
    sides, words = _read_sides(language), words_of(clause)
    return stands_in(sides["turns"], words) and not stands_in(sides["reports"], words)


def _count_leanings(words: list[str], lexicon: Lexicon, wishes: frozenset[str]) -> tuple[int, int, int]:
    """Return how often one clause praises, finds fault and wishes. A negation turns what follows it in the clause."""
    praise = fault = wished = 0
    denied = False
    for word in words:
        if word in lexicon.negation:
            denied = True
        elif word in lexicon.contrast:
            denied = False
        elif word in lexicon.complaint:
            praise, fault = (praise + 1, fault) if denied else (praise, fault + 1)
        elif word in lexicon.wish:
            praise, wished = (praise + 1, wished) if denied else (praise, wished + (word in wishes))
        elif word in lexicon.praise:
            praise, fault = (praise, fault + 1) if denied else (praise + 1, fault)
    return praise, fault, wished
