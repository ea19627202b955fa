"""Whether an answer praises or finds fault, so that opposite points never share a theme.

Words and negation decide; where they are silent or even, the question's direction does: to "keep" means praise, to
"stop" and to "missing" mean that something is wrong or wished for.
"""

from enum import IntEnum

from bot.themes.lexicon import Lexicon, english
from bot.themes.wordpiece import normalise, plain_words

_BREAKS = str.maketrans(dict.fromkeys(".,;:!?()", "\n"))


class Stance(IntEnum):
    """Which way an answer leans."""

    FAULT = -1
    PRAISE = 1


DIRECTIONS = {"keep": Stance.PRAISE, "stop": Stance.FAULT, "missing": Stance.FAULT}


def expected(direction: str) -> Stance:
    """What an answer to the question means unless it says otherwise. Raises ValueError for an unknown direction."""
    try:
        return DIRECTIONS[direction]
    except KeyError:
        raise ValueError(f"direction must be one of {', '.join(DIRECTIONS)}") from None


def stance(text: str, direction: str) -> Stance:
    """The stance of one answer to a question of that direction.

    Asked what to keep, people weigh in with wishes by way of speech ("could not be better"), so only firm ones count;
    asked what to stop or what is missing, any wish counts.
    """
    lexicon = english()
    usual = expected(direction)
    wishes = lexicon.firm_wish if usual is Stance.PRAISE else lexicon.wish
    clauses = normalise(text).translate(_BREAKS).split("\n")
    praise, fault, wished = map(
        sum, zip(*(_lean(plain_words(clause), lexicon, wishes) for clause in clauses), strict=True)
    )
    if usual is Stance.PRAISE:
        return Stance.FAULT if fault + wished > praise else Stance.PRAISE
    return Stance.PRAISE if praise > fault and not wished else Stance.FAULT


def _lean(words: list[str], lexicon: Lexicon, wishes: frozenset[str]) -> tuple[int, int, int]:
    """How often one clause praises, finds fault and wishes. A negation turns what follows it in the clause."""
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
