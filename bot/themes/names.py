"""Names from the roster, wherever they stand in a text: any case, with or without accents, first or last name alone.

A name that is also a common word ("Will", "May") counts only where it is written as a name.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_TITLED = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof|Professor)\b\.?\s+(?P<name>[A-Z][^\W\d_]+(?:[ '’-][A-Z][^\W\d_]+)*)")
_SENTENCE_END = re.compile(r"(?:^|[.!?\n:…]|^\s*[-*•\"“(])[\s\"'“‘(]*$")
_LETTERS = {"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "’": "'"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
SHORTEST = 2


@cache
def _lists() -> dict[str, frozenset[str]]:
    found = tomllib.loads((files("bot.themes") / "data" / "names-en.toml").read_text(encoding="utf-8"))
    return {key: frozenset(words.split()) for key, words in found.items()}


def fold(word: str) -> str:
    """Lower case, without accents; letters that have no plain form are written out."""
    letters = "".join(_LETTERS.get(letter, letter) for letter in word.lower())
    return "".join(c for c in unicodedata.normalize("NFD", letters) if unicodedata.category(c) != "Mn")


def find_names(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each name, left to right, longest first, without overlaps. A possessive ending stays outside."""
    known = vocabulary(names)
    titled = [match.span("name") for match in _TITLED.finditer(text)]
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        count = _whole_name(text, words, place, known)
        if not count and _is_name(text, words[place], known.single):
            count = 1
        if count:
            yield words[place][0], words[place + count - 1][0] + len(_bare(text[slice(*words[place + count - 1])]))
        else:
            yield from (span for span in titled if span[0] == words[place][0])
        place += count or 1
    yield from _without_blanks(text, known.unspaced)


@dataclass(frozen=True)
class Vocabulary:
    """A roster's names made ready for many texts: whole names as folded words, how long they are, single words."""

    whole: frozenset[tuple[str, ...]]
    lengths: tuple[int, ...]
    single: frozenset[str]
    unspaced: tuple[str, ...]


_latest: tuple[Sequence[str], Vocabulary] | None = None


def vocabulary(names: Sequence[str]) -> Vocabulary:
    """The vocabulary of a roster. The latest is remembered: a round's texts are all read with one roster.

    Only a tuple is remembered, by identity, since a list may change.
    """
    global _latest
    latest = _latest
    if latest is not None and latest[0] is names:
        return latest[1]
    made = _vocabulary(names)
    if isinstance(names, tuple):
        _latest = (names, made)
    return made


def _vocabulary(names: Sequence[str]) -> Vocabulary:
    whole: set[tuple[str, ...]] = set()
    single: set[str] = set()
    for name in names:
        for written in {name, name.lower().translate(_UMLAUTS)}:
            parts = [fold(match[0]) for match in _WORD.finditer(written)]
            whole.add(tuple(parts))
            pieces = {piece for part in parts for piece in {part, *re.split(r"[-.]", part)}}
            single |= {piece for piece in pieces if len(piece) >= SHORTEST and piece not in _lists()["particles"]}
    several = frozenset(parts for parts in whole if len(parts) > 1)
    lengths = tuple(sorted({len(parts) for parts in several}, reverse=True))
    return Vocabulary(several, lengths, frozenset(single), tuple(name for name in names if name and _unspaced(name)))


def _unspaced(name: str) -> bool:
    return all("\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in name)


def _whole_name(text: str, words: list[tuple[int, int]], place: int, known: Vocabulary) -> int:
    """How many words from `place` on are a whole name; 0 for none."""
    for count in known.lengths:
        spans = words[place : place + count]
        said = [text[start:end] for start, end in spans]
        if len(spans) == count and all(text[a:b].strip(" \t\n") == "" for (_, a), (b, _) in pairwise(spans)):
            folded = tuple(fold(word) for word in said[:-1])
            if (*folded, fold(_bare(said[-1]))) in known.whole:
                return count
    return 0


def _bare(word: str) -> str:
    """Without a possessive ending."""
    for ending in ("'s", "’s"):
        if word.lower().endswith(ending):
            return word[: -len(ending)]
    return word


def _is_name(text: str, span: tuple[int, int], single: frozenset[str]) -> bool:
    written = text[slice(*span)]
    bare = _bare(written)
    folded = fold(bare)
    known = folded in single or any(part in single for part in folded.split("-") if "-" in folded)
    plural = folded[:-1] if folded.endswith("s") and folded[:-1] in single else ""
    if not known and plural and text[span[1] : span[1] + 1] in {"'", "’"}:
        return True
    if not known:
        return False
    lists = _lists()
    if folded not in lists["common"] and len(folded) > SHORTEST:
        return True
    if not bare[:1].isupper() or (bare.isupper() and len(bare) > 1):
        return False
    before, after = _neighbours(text, span)
    if folded in lists["months"] and (before in lists["before_month"] or after[:1].isdigit() or before[:1].isdigit()):
        return False
    if not _SENTENCE_END.search(text[max(0, span[0] - 20) : span[0]] if span[0] else ""):
        return True
    return bare != written or (folded not in lists["months"] and after in lists["after_name"])


def _neighbours(text: str, span: tuple[int, int]) -> tuple[str, str]:
    before = re.search(r"(\w+)\W*$", text[max(0, span[0] - 30) : span[0]])
    after = re.match(r"\W*(\w+)", text[span[1] : span[1] + 30])
    return before[1].lower() if before else "", after[1].lower() if after else ""


def _without_blanks(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Names in scripts that put no blanks between words."""
    for name in names:
        start = text.find(name)
        while start >= 0:
            if not any(s <= start < e and text[s:e] == name for s, e in _spans(text)):
                yield start, start + len(name)
            start = text.find(name, start + len(name))


def _spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]
