"""Check of words for a published wording: plain English words that name no person and insult nobody."""

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bot.themes.lexicon import english_lexicon, stem_word
from bot.themes.name_variants import is_given_word
from bot.themes.names import vocabulary_of
from bot.themes.wordlist import shipped_list
from bot.themes.wordpiece import plain_words


@dataclass(frozen=True)
class Unfit:
    """Words that nobody's wording shows: swear words, known by how they begin or whole, and insults."""

    swear_stems: tuple[str, ...]
    harmless: frozenset[str]
    whole: frozenset[str]

    def holds(self, word: str) -> bool:
        return word in self.whole or (word.startswith(self.swear_stems) and word not in self.harmless)


@cache
def _read_lists() -> dict[str, frozenset[str]]:
    found = tomllib.loads((files("bot.themes") / "data" / "unfit-en.toml").read_text(encoding="utf-8"))
    return {key: frozenset(words.split()) for key, words in found.items()}


@cache
def unfit_words() -> Unfit:
    """The shipped lists of swear words and insults."""
    lists = _read_lists()
    return Unfit(tuple(sorted(lists["swear_stems"])), lists["harmless"], lists["swear"] | lists["insult"])


@dataclass(frozen=True)
class TellingWords:
    """Words that tell of which team somebody speaks: of a place or of hours, some of them only before a word for a shift."""

    alone: frozenset[str]
    before_shift: frozenset[str]
    shift: frozenset[str]


@cache
def telling_words() -> TellingWords:
    """The shipped words for places and hours."""
    found = tomllib.loads((files("bot.themes") / "data" / "places-en.toml").read_text(encoding="utf-8"))
    words = {key: frozenset(value.split()) for key, value in found.items()}
    return TellingWords(words["place"] | words["hours"], words["before_shift"], words["shift"])


def tells_of_a_team(wording: str, teams: Iterable[str]) -> bool:
    """Return whether a wording has a word for a place or for hours, or one of a team's name, in whatever form."""
    named = {word for team in teams for word in plain_words(team)} - english_lexicon().function
    stems = {stem_word(word) for word in named}
    telling, words = telling_words(), plain_words(wording)
    of_a_shift = any(first in telling.before_shift and then in telling.shift for first, then in pairwise(words))
    return of_a_shift or any(word in telling.alone or stem_word(word) in stems for word in words)


def tells_of_one_of(teams: Collection[str], wording: str) -> bool:
    """Return whether a wording tells of one of several teams that were asked together (rule 9); one team alone stays untold."""
    return len(teams) > 1 and tells_of_a_team(wording, teams)


def may_be_shown(word: str, barred: frozenset[str] = frozenset()) -> bool:
    """Return whether a lower-case word without accents may stand in a wording. `barred`: names of the people concerned.

    A word that the list of English words lacks may be a name, a slip or another language, and is not shown.
    """
    if word in barred or unfit_words().holds(word) or is_given_word(word):
        return False
    return word in _read_lists()["also_words"] or word in english_lexicon().function or word in shipped_list("words-en")


def names_barred(roster: Sequence[str]) -> frozenset[str]:
    """The single words of the roster's names, which no wording may hold in any form."""
    single = vocabulary_of(tuple(roster)).single
    return frozenset(form for name in single for form in (name, f"{name}s"))
