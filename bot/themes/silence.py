"""Answers that raise no point: "no", "n/a", "can't think of anything", "all good here thanks", emoji alone.

Only an answer that is made wholly of listed phrases is silence; everything else is an answer, whatever it begins with.
The phrases are data, a file per language.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from bot.themes.phrases import WORD, Phrase, ends_of, read_phrases
from bot.themes.wordpiece import normalise_text

LONGEST = 25
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_CLAUSE = re.compile(r"[.,;:!?()\n…]+|\s[-–—/]+\s|[–—]")
LANGUAGES = ("en", "pl", "de", "cy")


@dataclass(frozen=True)
class Silence:
    """One language's phrases.

    `nothing` says that there is nothing to say, `well` that all is well, which is an answer where people are asked
    what to keep. `alone` says that all is well where it is a whole clause ("fine", but not "no fine"). `around` may
    stand beside any of these and says nothing by itself. `complains` finds what such phrases say together that none says alone.
    """

    nothing: tuple[Phrase, ...]
    well: tuple[Phrase, ...]
    alone: tuple[Phrase, ...]
    around: tuple[Phrase, ...]
    alike: tuple[tuple[re.Pattern[str], str], ...]
    complains: re.Pattern[str]

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
    """Return whether the answer raises no point. `direction` is the question's: "keep", "stop", "missing" or "open"."""
    clauses = [clause for clause in _CLAUSE.split(_LONG_DRAWN.sub(r"\1", normalise_text(text))) if WORD.search(clause)]
    if not clauses:
        return not any(character.isalnum() for character in text)
    if len(WORD.findall(text)) > LONGEST:
        return False
    said = normalise_text(text)
    if any(phrases.complains.search(said) for phrases in shipped_silences()):
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
        one.complains,
    )


def _read_silence(language: str) -> Silence:
    found = tomllib.loads((files("bot.themes") / "data" / f"silence-{language}.toml").read_text(encoding="utf-8"))
    nothing, well, alone, around = (
        read_phrases(found.get(kind, ""), found.get("words", {})) for kind in ("nothing", "well", "alone", "around")
    )
    alike = found.get("alike", {}).items()
    spelling = tuple((re.compile(rf"\b{re.escape(normalise_text(said))}\b"), usual) for said, usual in alike)
    return Silence(nothing, well, alone, around, spelling, _complaints(found.get("complaints", {})))


def _complaints(given: Mapping[str, str]) -> re.Pattern[str]:
    """Return what finds a denied "well" ("nothing is good", "all good? no") and the patterns of `more`, one a line.

    `deny` are words that turn what follows in their clause, `fine` say that all is well, `refuse` answer such a question.
    When unsure it is an answer.
    """
    if not given:
        return re.compile(r"(?!)")
    deny, fine, refuse = ("|".join(map(re.escape, given[name].split(", "))) for name in ("deny", "fine", "refuse"))
    kinds = (
        rf"\b(?:{deny})\b[^.,;:!?()\n…–—-]*\b(?:{fine})\b",
        rf"\b(?:{fine})\b[\s.,;:!?()…–—-]+(?:{refuse})\s*(?:[.,;:!?()]|$)",
        *given.get("more", "").split("\n"),
    )
    return re.compile("|".join(kind for kind in kinds if kind))
