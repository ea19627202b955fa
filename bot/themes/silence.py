"""Answers that raise no point: "no", "n/a", "can't think of anything", "all good here thanks", emoji alone.

Only an answer that is made wholly of listed phrases is silence; everything else is an answer, whatever it begins with.
The phrases are data, a file per language.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from bot.themes.phrases import WORD, Phrase, ends_of, read_phrases
from bot.themes.wordpiece import normalise_text

LONGEST = 25
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_CLAUSE = re.compile(r"[.,;:!?()\n…]+|\s[-–—/]+\s|[–—]")
LANGUAGES = ("en", "pl", "de", "cy")
_WELL = r"(?:good|fine|ok|okay|great|well|all ?right|perfect)"
_COMPLAINS = re.compile(
    # Denied: "nothing is good", "not all good".
    rf"\b(?:nothing|none|not|nobody|never|hardly)\b[^.,;:!?()\n…–—-]*\b{_WELL}\b"
    # Asked and denied: "all good? no."
    rf"|\b{_WELL}\b[\s.,;:!?]+(?:no|nope|nah|none|never)\s*(?:[.,;:!?]|$)"
    # An answer that did not come: "still no reply", "no answers".
    r"|\b(?:still|yet|ever)\b.*\b(?:answer|reply|response)|\b(?:answer|reply|response)\b.*\b(?:again|yet|ever)\b"
    r"|\bno (?:answers|replies|responses)\b"
)
"""Words of silence that complain when they stand together so. When unsure it is an answer."""


@dataclass(frozen=True)
class Silence:
    """One language's phrases.

    `nothing` says that there is nothing to say, `well` that all is well, which is an answer where people are asked
    what to keep. `alone` says that all is well where it is a whole clause ("fine", but not "no fine"). `around` may
    stand beside any of these and says nothing by itself.
    """

    nothing: tuple[Phrase, ...]
    well: tuple[Phrase, ...]
    alone: tuple[Phrase, ...]
    around: tuple[Phrase, ...]
    alike: tuple[tuple[re.Pattern[str], str], ...]

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word that stands in a phrase."""
        kinds = (self.nothing, self.well, self.alone, self.around)
        return frozenset(word for kind in kinds for phrase in kind for part in phrase for word in part.words)

    def words(self, clause: str) -> list[str]:
        """The clause's words, in the spelling that the phrases use."""
        for pattern, usual in self.alike:
            clause = pattern.sub(usual, clause)
        return WORD.findall(clause)


def says_nothing(text: str, *, direction: str = "missing") -> bool:
    """Return whether the answer raises no point. `direction` is the question's: "keep", "stop" or "missing"."""
    clauses = [clause for clause in _CLAUSE.split(_LONG_DRAWN.sub(r"\1", normalise_text(text))) if WORD.search(clause)]
    if not clauses:
        return not any(character.isalnum() for character in text)
    if len(WORD.findall(text)) > LONGEST or _COMPLAINS.search(normalise_text(text)):
        return False
    return any(_is_silent(clauses, phrases, keep=direction == "keep") for phrases in shipped_silences())


def _is_silent(clauses: Sequence[str], phrases: Silence, *, keep: bool) -> bool:
    """Return whether every clause is made of phrases only, and at least one of them says something beside courtesies."""
    telling = phrases.nothing if keep else phrases.nothing + phrases.well
    told = False
    for words in map(phrases.words, clauses):
        if not phrases.known.issuperset(words):
            return False
        if not keep and any(len(words) in ends_of(phrase, words, 0) for phrase in phrases.alone):
            told = True
            continue
        made, tells = _made_of(words, telling, phrases.around)
        if not made:
            return False
        told = told or tells
    return told


def _made_of(words: Sequence[str], telling: Sequence[Phrase], around: Sequence[Phrase]) -> tuple[bool, bool]:
    """Return whether the words are a row of these phrases, and whether such a row can hold a telling one."""
    reached: list[set[bool]] = [set() for _ in range(len(words) + 1)]
    reached[0].add(False)
    for start in range(len(words)):
        if not reached[start]:
            continue
        for phrase in telling:
            for end in ends_of(phrase, words, start):
                reached[end].add(True)
        for phrase in around:
            for end in ends_of(phrase, words, start):
                reached[end] |= reached[start]
    return bool(reached[-1]), True in reached[-1]


@cache
def shipped_silences() -> tuple[Silence, ...]:
    """The phrases of every language that has a list. Phrases of `any` belong to each of them."""
    common = _read_silence("any")
    return tuple(_join_silences(_read_silence(language), common) for language in LANGUAGES)


def _join_silences(one: Silence, other: Silence) -> Silence:
    return Silence(
        one.nothing + other.nothing,
        one.well + other.well,
        one.alone + other.alone,
        one.around + other.around,
        one.alike + other.alike,
    )


def _read_silence(language: str) -> Silence:
    found = tomllib.loads((files("bot.themes") / "data" / f"silence-{language}.toml").read_text(encoding="utf-8"))
    nothing, well, alone, around = (
        read_phrases(found.get(kind, ""), found.get("words", {})) for kind in ("nothing", "well", "alone", "around")
    )
    alike = found.get("alike", {}).items()
    spelling = tuple((re.compile(rf"\b{re.escape(normalise_text(said))}\b"), usual) for said, usual in alike)
    return Silence(nothing, well, alone, around, spelling)
