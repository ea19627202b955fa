"""Names of persons wherever they stand in a text: any case, with or without accents, in part, misspelt, shortened.

A name that is also a common word ("Will", "May") counts only where it is written as a name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.themes.common_names import does_as_person, is_known_name, is_month, opens_sentence, without_possessive
from bot.themes.name_disguises import find_spelled, glue_names, is_declined, stems_of
from bot.themes.name_edges import end_with_edges, find_titled, is_public_name, short_forms, start_with_edges
from bot.themes.name_variants import (
    fold_word,
    heard_as,
    is_familiar_form,
    is_given_name,
    is_given_word,
    is_word,
    name_lists,
    stands_for,
)

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:['’.-](?:{_LETTER})+)*")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.[ ]?){1,3}[A-Z]\b\.?")
_CAPITALS = re.compile(r"(?<![\w.])[A-Z]{2,4}(?![\w.])")
SHORTEST = 2
TITLES = frozenset(["dr", "mr", "mrs", "ms", "miss", "sir", "prof", "professor"])


def find_names(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each name, left to right, longest first, without overlaps. A possessive ending stays outside."""
    known = vocabulary_of(names)
    titled = find_titled(text)
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        count = _whole_name(text, words, place, known)
        if not count and _is_person(text, words[place], known):
            count = 1
        if count:
            start, last = words[place][0], words[place + count - 1]
            end = last[0] + len(without_possessive(text[slice(*last)]))
            alone = count == 1 and end == last[1]
            yield start_with_edges(text, start, known.particles), end_with_edges(text, end, alone=alone)
        else:
            yield from (span for span in titled if span[0] == words[place][0])
        place += count or 1
    yield from _find_initials(text, known)
    yield from find_spelled(text, known.single, known.glued)
    yield from _without_blanks(text, known.unspaced)


def _find_initials(text: str, known: "Vocabulary") -> Iterator[tuple[int, int]]:
    for pattern in (_DOTTED, _CAPITALS):
        for match in pattern.finditer(text):
            letters = "".join(character for character in match[0].lower() if character.isalpha())
            counted = text[: match.start()].rstrip(" ")[-1:].isdigit()
            if letters in known.initials and letters not in name_lists()["abbreviations"] and not counted:
                yield match.span()


@dataclass(frozen=True)
class Vocabulary:
    """A roster's names made ready for many texts: whole names as folded words, how long they are, single words."""

    whole: frozenset[tuple[str, ...]]
    lengths: tuple[int, ...]
    single: frozenset[str]
    initials: frozenset[str]
    unspaced: tuple[str, ...]
    glued: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()


_latest: tuple[Sequence[str], Vocabulary] | None = None


def vocabulary_of(names: Sequence[str]) -> Vocabulary:
    """The vocabulary of a roster. The latest is remembered: a round's texts are all read with one roster.

    Only a tuple is remembered, by identity, since a list may change.
    """
    global _latest
    latest = _latest
    if latest is not None and latest[0] is names:
        return latest[1]
    made = _build_vocabulary(names)
    if isinstance(names, tuple):
        _latest = (names, made)
    return made


def _build_vocabulary(names: Sequence[str]) -> Vocabulary:
    whole: set[tuple[str, ...]] = set()
    single: set[str] = set()
    initials: set[str] = set()
    glued: set[str] = set()
    particles: set[str] = set()
    for name in names:
        for written in {name, name.lower().translate(_UMLAUTS)}:
            parts = [fold_word(match[0]) for match in _WORD.finditer(written)]
            plain = [part for part in parts if part not in TITLES]
            whole |= {
                tuple(parts),
                tuple(plain[:2]),
                *short_forms(plain),
                *(tuple(part.split("-")) for part in parts if "-" in part),
            }
            particles |= name_lists()["particles"].intersection(parts)
            pieces = {piece for part in parts for piece in {part, part.replace("-", ""), *re.split(r"[-.']", part)}}
            glued |= glue_names(plain)
            initials |= _initials_of(plain)
            single |= {piece for piece in pieces if len(piece) >= SHORTEST and piece not in name_lists()["particles"]}
    several = frozenset(parts for parts in whole if len(parts) > 1)
    lengths = tuple(sorted({len(parts) for parts in several}, reverse=True))
    unspaced = tuple(name for name in names if name and _has_no_spaces(name))
    alone = frozenset(single - TITLES)
    return Vocabulary(
        several,
        lengths,
        alone,
        frozenset(initials),
        unspaced,
        glued=frozenset(glued),
        stems=stems_of(alone),
        particles=frozenset(particles),
        heard=frozenset(heard_as(f"{name}{ending}") for name in alone for ending in ("", "s") if heard_as(name)) - {""},
    )


def _initials_of(parts: Sequence[str]) -> set[str]:
    """First letters of a whole name, with those of a double name and without."""
    if len(parts) < SHORTEST:
        return set()
    letters = [[piece[0] for piece in part.split("-") if piece] for part in parts]
    whole = "".join(letter for part in letters for letter in part)
    return {whole, "".join(part[0] for part in letters if part), *("".join(part) for part in letters if len(part) > 1)}


def _has_no_spaces(name: str) -> bool:
    return all("\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in name)


def _whole_name(text: str, words: list[tuple[int, int]], place: int, known: Vocabulary) -> int:
    """Return how many words from `place` on are a whole name; 0 for none."""
    for count in known.lengths:
        spans = words[place : place + count]
        said = [text[start:end] for start, end in spans]
        if len(spans) == count and all(text[a:b].strip(" \t\n") == "" for (_, a), (b, _) in pairwise(spans)):
            folded = tuple(fold_word(word) for word in said[:-1])
            if (*folded, fold_word(without_possessive(said[-1]))) in known.whole:
                return count
    return 0


def _is_person(text: str, span: tuple[int, int], known: Vocabulary) -> bool:
    """Return whether one word names a person: of the roster, however written, or by a given name that the roster lacks."""
    if is_public_name(text, span):
        return False
    if is_known_name(text, span, known.single):
        return True
    bare = without_possessive(text[slice(*span)])
    folded = fold_word(bare).strip(".-'")
    if len(folded) <= SHORTEST:
        return is_familiar_form(folded, known.single) and does_as_person(text, span)
    if _is_disguised(bare, known):
        return True
    capital = bare[:1].isupper()
    inside = capital and not opens_sentence(text, span[0])
    meant = inside or (capital and does_as_person(text, span)) if is_word(folded) else capital
    if folded not in known.single and stands_for(folded, known.single, capital=meant):
        return True
    if folded not in known.single and not is_word(folded) and heard_as(folded) in known.heard:
        return True
    if is_given_word(folded):
        return inside and not bare.isupper() and not is_month(text, span, folded)
    return is_given_name(folded, capital=capital)


def _is_disguised(bare: str, known: Vocabulary) -> bool:
    """Return whether a word holds a name of the roster: in an account's name, run together, declined."""
    folded = fold_word(bare)
    pieces = [piece for piece in folded.replace("_", ".").split(".") if piece]
    joined = "".join(pieces)
    if joined in known.glued or folded.replace("-", "") in known.glued:
        return True
    if len(pieces) > 1 and any(
        piece in known.single and len(piece) > SHORTEST and not is_word(piece) for piece in pieces
    ):
        return True
    return is_declined(bare, known.stems)


def _without_blanks(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Names in scripts that put no blanks between words."""
    for name in names:
        start = text.find(name)
        while start >= 0:
            if not any(s <= start < e and text[s:e] == name for s, e in _word_spans(text)):
                yield start, start + len(name)
            start = text.find(name, start + len(name))


def _word_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]
