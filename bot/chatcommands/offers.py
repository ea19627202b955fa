"""Requests that a message may have been, when it could as well be an answer: it stays one, and the request is offered beside it.

Nothing is done for what is offered until it is pressed. That is why more may be offered than is ever taken: a sentence beside a few
other words, and words about us in an order that nobody wrote down.
"""

from __future__ import annotations

import re

from bot.chatcommands import BY_NAME, phrases, typos
from bot.chatcommands.complete_command import Situation
from bot.chatcommands.intents import MOST_LETTERS, OTHERS, Meant, meant_by, read_phrase
from bot.chatcommands.language import Language, english_language
from bot.domain.questions import NUMBERS

MOST_WORDS = 14
"""Words above which a message tells something, whatever else it asks."""
MOST_CLAUSES = 3
"""Parts of a message, as commas and full stops divide it, above which none of them is looked at alone."""
_ABOUT_A_DRAFT = ("take off", "throw away", *(f"place {number}" for number in NUMBERS), "point")
"""Requests about words that are in a draft already: its buttons stand there."""
_CLAUSE_END = re.compile(r"[.,;:!?…\n]+|\s[-–—]+\s")


def offered_request(text: str, situation: Situation) -> str:
    """The name of the request that words of an answer may have been instead; empty when there is none."""
    language = english_language()
    if len(text) > MOST_LETTERS:
        return ""
    words = typos.mend_words(phrases.fold_words(text, language.contractions), language.known, language.real)
    if not 1 < len(words.split()) <= MOST_WORDS:
        return ""
    name = _request_of_bags(text, words, language) or _request_of_clause(text, language, situation)
    return name if name and meant_by(name).role <= situation.role else ""


def _request_of_bags(text: str, words: str, language: Language) -> str:
    *_, shortest = phrases.without_fillers(words, language.leading, language.trailing)
    parts = frozenset(words.split())
    begins = {words.split()[0], shortest.split()[0]}
    asks = not language.opens.isdisjoint(begins) or text.rstrip().endswith("?")
    return next((bag.meaning for bag in language.offers if bag.holds(parts, asks)), "")


def _request_of_clause(text: str, language: Language, situation: Situation) -> str:
    """A request beside a few other words, like "I am in a rush, remind me later"."""
    clauses = [words for part in _CLAUSE_END.split(text) if (words := phrases.fold_words(part, language.contractions))]
    if not 1 < len(clauses) <= MOST_CLAUSES:
        return ""
    found = (read_phrase(words, language, situation) for words in reversed(clauses))
    return next((meant.name for meant in found if meant and meant.sure and meant.name not in _ABOUT_A_DRAFT), "")


def request_of(name: str) -> Meant | None:
    """The request that was offered under this name; None when there is none of it."""
    return meant_by(name, sure=True) if name in OTHERS or name in BY_NAME else None
