"""Answers that raise no point: "no", "n/a", "can't think of anything", "all good here thanks", emoji alone.

Only an answer that is made wholly of listed phrases is silence; everything else is an answer, whatever it begins with.
The phrases are data, a file per language. In a phrase `{name}` stands for any word of that class and `?` marks what may
be left out.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from bot.themes.wordpiece import normalise

LONGEST = 25
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_CLAUSE = re.compile(r"[.,;:!?()\n…]+|\s[-–—/]+\s|[–—]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LANGUAGES = ("en", "pl", "de", "cy")


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str]
    optional: bool


_Phrase = tuple[_Element, ...]


@dataclass(frozen=True)
class Silence:
    """One language's phrases.

    `nothing` says that there is nothing to say, `well` that all is well, which is an answer where people are asked
    what to keep. `alone` says that all is well where it is a whole clause ("fine", but not "no fine"). `around` may
    stand beside any of these and says nothing by itself.
    """

    nothing: tuple[_Phrase, ...]
    well: tuple[_Phrase, ...]
    alone: tuple[_Phrase, ...]
    around: tuple[_Phrase, ...]
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
        return _WORD.findall(clause)


def says_nothing(text: str, *, direction: str = "missing") -> bool:
    """Return whether the answer raises no point. `direction` is the question's: "keep", "stop" or "missing"."""
    clauses = [clause for clause in _CLAUSE.split(_LONG_DRAWN.sub(r"\1", normalise(text))) if _WORD.search(clause)]
    if not clauses:
        return not any(character.isalnum() for character in text)
    if len(_WORD.findall(text)) > LONGEST:
        return False
    return any(_is_silent(clauses, phrases, keep=direction == "keep") for phrases in shipped())


def _is_silent(clauses: Sequence[str], phrases: Silence, *, keep: bool) -> bool:
    """Whether every clause is made of phrases only, and at least one of them says something beside courtesies."""
    telling = phrases.nothing if keep else phrases.nothing + phrases.well
    told = False
    for words in map(phrases.words, clauses):
        if not phrases.known.issuperset(words):
            return False
        if not keep and any(len(words) in _ends(phrase, words, 0) for phrase in phrases.alone):
            told = True
            continue
        made, tells = _made_of(words, telling, phrases.around)
        if not made:
            return False
        told = told or tells
    return told


def _made_of(words: Sequence[str], telling: Sequence[_Phrase], around: Sequence[_Phrase]) -> tuple[bool, bool]:
    """Whether the words are a row of these phrases, and whether such a row can hold a telling one."""
    reached: list[set[bool]] = [set() for _ in range(len(words) + 1)]
    reached[0].add(False)
    for start in range(len(words)):
        if not reached[start]:
            continue
        for phrase in telling:
            for end in _ends(phrase, words, start):
                reached[end].add(True)
        for phrase in around:
            for end in _ends(phrase, words, start):
                reached[end] |= reached[start]
    return bool(reached[-1]), True in reached[-1]


def _ends(phrase: _Phrase, words: Sequence[str], start: int) -> set[int]:
    """Where the phrase can end when it begins at `start`."""
    ends = {start}
    for element in phrase:
        next_ends = {end + 1 for end in ends if end < len(words) and words[end] in element.words}
        ends = ends | next_ends if element.optional else next_ends
        if not ends:
            return ends
    return ends - {start}


@cache
def shipped() -> tuple[Silence, ...]:
    """The phrases of every language that has a list. Phrases of `any` belong to each of them."""
    common = _read("any")
    return tuple(_joined(_read(language), common) for language in LANGUAGES)


def _joined(one: Silence, other: Silence) -> Silence:
    return Silence(
        one.nothing + other.nothing,
        one.well + other.well,
        one.alone + other.alone,
        one.around + other.around,
        one.alike + other.alike,
    )


def _read(language: str) -> Silence:
    found = tomllib.loads((files("bot.themes") / "data" / f"silence-{language}.toml").read_text(encoding="utf-8"))
    classes = {name: frozenset(_words(words)) for name, words in found.get("words", {}).items()}
    nothing, well, alone, around = (
        tuple(_phrases(found.get(kind, ""), classes)) for kind in ("nothing", "well", "alone", "around")
    )
    alike = found.get("alike", {}).items()
    spelling = tuple((re.compile(rf"\b{re.escape(normalise(said))}\b"), usual) for said, usual in alike)
    return Silence(nothing, well, alone, around, spelling)


def _phrases(lines: str, classes: Mapping[str, frozenset[str]]) -> Iterator[_Phrase]:
    for line in lines.splitlines():
        if line.strip():
            yield tuple(_element(part, classes) for part in line.split())


def _element(part: str, classes: Mapping[str, frozenset[str]]) -> _Element:
    word = part.removesuffix("?")
    words = classes[word[1:-1]] if word.startswith("{") else frozenset(_words(word))
    return _Element(words, word != part)


def _words(text: str) -> list[str]:
    return _WORD.findall(normalise(text))
