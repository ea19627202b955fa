"""Answers that raise no point: "no", "n/a", "nothing", "all good", "couldn't be better", emoji alone."""

import re

from bot.themes.lexicon import Lexicon, english
from bot.themes.wordpiece import normalise, plain_words

_CLAUSE = re.compile(r"[.,;:!?()\n]+|\s[-–—]+\s|\band\b")
_NOTHING = re.compile(
    r"^(?:absolutely |absolutly |honestly |really |for me |there'?s |there is |there was |but )*"
    r"(?:n/a|no$|none$|nil$|nope$|nah$|nothimg|nohing|nought$"
    r"|no (?:nothing|not|everything|everyone|everybody|all|it|i|thank|thanks|comments?|complaints?|suggestions?|problems?"
    r"|issues?|improvements?|additional|further|need)\b"
    r"|nothing\b(?! (?:was |is |has |ever )?(?:good|too|changed|changes|happens|happened|works|worked|gets|got|ever)\b))"
)
_DENIED = re.compile(
    r"(?:\bnothing|\bnobody|\bno ?one|\bnot\b|n'?t\b|\bcannot|\bnever|\bhard to).*"
    r"\b(?:better|bettered|more|improv\w*|faults?|faulted|anything|any thing|think so|complaints?|differently|a thing)\b"
)
LONGEST_TO_KEEP = 12
LONGEST = 40


def says_nothing(text: str, *, direction: str = "missing") -> bool:
    """Whether the answer raises no point.

    `direction` is the question's: to "keep", "couldn't be better" is an answer; to "stop" and "missing" it is none.
    An answer without a letter or a digit raises none either.
    """
    lexicon = english()
    words = plain_words(text)
    if len(words) > LONGEST:
        return False
    if not words:
        return not any(character.isalnum() for character in text)
    if (
        len(words) <= LONGEST_TO_KEEP
        and lexicon.empty.issuperset(words)
        and any(word in lexicon.denial or word in lexicon.well for word in words)
    ):
        return direction != "keep" or not lexicon.denial.isdisjoint(words)
    clauses = [clause.strip() for clause in _CLAUSE.split(normalise(text))]
    if direction == "keep":
        silent = len(words) <= LONGEST_TO_KEEP and bool(_NOTHING.match(clauses[0]))
    else:
        silent = any(_NOTHING.match(clause) or _DENIED.search(clause) for clause in clauses) or _all_is_well(words)
    return silent and not any(_asks(clause, lexicon) for clause in clauses)


def _asks(clause: str, lexicon: Lexicon) -> bool:
    """Whether a clause wishes for or finds fault with anything. After a negation it does not ("no complaints")."""
    denied = False
    for word in plain_words(clause):
        if word in lexicon.contrast:
            return True
        denied = denied or word in lexicon.negation
        if not denied and (word in lexicon.wish or word in lexicon.complaint):
            return True
    return False


def _all_is_well(words: list[str]) -> bool:
    telling = [word for word in words if word not in english().function]
    return (
        len(words) <= LONGEST_TO_KEEP
        and all(word in english().well | english().whole for word in telling)
        and bool(telling)
    )
