"""Names of persons wherever they stand in a text: any case, with or without accents, in part, misspelt, shortened.

A name that is also a common word ("Will", "May") counts only where it is written as a name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.themes.name_disguises import find_spelled, glue_names, is_declined, stems_of
from bot.themes.name_variants import fold_word, is_given_name, is_given_word, is_word, name_lists, stands_for

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:['’.-](?:{_LETTER})+)*")
_TITLED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Miss|Sir|Prof|Professor|Sister|Pan|Pani|Herr|Frau)\b\.?\s+"
    r"(?P<name>[A-Z](?:[^\W\d_]+|\b)(?:[ '’-][A-Z](?:[^\W\d_]+|\b))*)"
)
_SENTENCE_END = re.compile(r"(?:^|[.!?\n:…]|^\s*[-*•\"“(])[\s\"'“‘(]*$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_INITIAL_BEFORE = re.compile(r"\b(?:[A-Z]\.?\s?){1,2}$")
_INITIAL_AFTER = re.compile(r"(?:\s[A-Z](?:\.(?!\w)|\b)(?!['’]))")
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.[ ]?){1,3}[A-Z]\b\.?")
_CAPITALS = re.compile(r"(?<![\w.])[A-Z]{2,4}(?![\w.])")
_BESIDE = re.compile(r"\s*(?:(?:&|\+|and|or)\s+(?P<name>[A-Z][^\W\d_]+)|,\s+(?:our|my|the|who)\b)")
SHORTEST = 2
TITLES = frozenset(["dr", "mr", "mrs", "ms", "miss", "sir", "prof", "professor"])


def find_names(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each name, left to right, longest first, without overlaps. A possessive ending stays outside."""
    known = vocabulary_of(names)
    titled = [match.span("name") for match in _TITLED.finditer(text)]
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        count = _whole_name(text, words, place, known)
        if not count and _is_person(text, words[place], known):
            count = 1
        if count:
            start, last = words[place][0], words[place + count - 1]
            end = last[0] + len(_without_possessive(text[slice(*last)]))
            yield (
                start - _match_length(_INITIAL_BEFORE, text[max(0, start - 6) : start]),
                end + _initial_after(text, end),
            )
        else:
            yield from (span for span in titled if span[0] == words[place][0])
        place += count or 1
    yield from _find_initials(text, known)
    yield from find_spelled(text, known.single, known.glued)
    yield from _without_blanks(text, known.unspaced)


def _match_length(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    # "I" is nobody's initial: "as I Brenda told".
    return 0 if found is None or found[0].strip() in {"I", "A"} else len(found[0])


def _initial_after(text: str, end: int) -> int:
    found = _INITIAL_AFTER.match(text, end)
    return 0 if found is None or found[0].strip() in {"I", "A"} else len(found[0].rstrip("."))


def _find_initials(text: str, known: "Vocabulary") -> Iterator[tuple[int, int]]:
    for pattern in (_DOTTED, _CAPITALS):
        for match in pattern.finditer(text):
            letters = "".join(character for character in match[0].lower() if character.isalpha())
            if letters in known.initials and letters not in name_lists()["abbreviations"]:
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
    for name in names:
        for written in {name, name.lower().translate(_UMLAUTS)}:
            parts = [fold_word(match[0]) for match in _WORD.finditer(written)]
            whole.add(tuple(parts))
            pieces = {piece for part in parts for piece in {part, part.replace("-", ""), *re.split(r"[-.']", part)}}
            glued |= glue_names([part for part in parts if part not in TITLES])
            initials |= _initials_of([part for part in parts if part not in TITLES])
            single |= {piece for piece in pieces if len(piece) >= SHORTEST and piece not in name_lists()["particles"]}
    several = frozenset(parts for parts in whole if len(parts) > 1)
    lengths = tuple(sorted({len(parts) for parts in several}, reverse=True))
    unspaced = tuple(name for name in names if name and _has_no_spaces(name))
    alone = frozenset(single - TITLES)
    return Vocabulary(several, lengths, alone, frozenset(initials), unspaced, frozenset(glued), stems_of(alone))


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
            if (*folded, fold_word(_without_possessive(said[-1]))) in known.whole:
                return count
    return 0


def _without_possessive(word: str) -> str:
    """Without a possessive ending."""
    for ending in ("'s", "’s"):
        if word.lower().endswith(ending):
            return word[: -len(ending)]
    return word


def _is_person(text: str, span: tuple[int, int], known: Vocabulary) -> bool:
    """Return whether one word names a person: of the roster, however written, or by a given name that the roster lacks."""
    if _is_name(text, span, known.single):
        return True
    bare = _without_possessive(text[slice(*span)])
    folded = fold_word(bare).strip(".-'")
    if len(folded) <= SHORTEST:
        return False
    if _is_disguised(bare, known):
        return True
    capital = bare[:1].isupper()
    inside = capital and not _SENTENCE_END.search(text[max(0, span[0] - 20) : span[0]] if span[0] else "")
    if folded not in known.single and stands_for(
        folded, known.single, capital=capital if not is_word(folded) else inside
    ):
        return True
    if is_given_word(folded):
        return inside and not bare.isupper() and not _is_month(text, span, folded)
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


def _is_name(text: str, span: tuple[int, int], single: frozenset[str]) -> bool:
    written = text[slice(*span)]
    bare = _without_possessive(written)
    folded = fold_word(bare)
    known = folded in single or any(part in single for part in folded.split("-") if "-" in folded)
    plural = folded[:-1] if folded.endswith("s") and folded[:-1] in single else ""
    if not known and plural and text[span[1] : span[1] + 1] in {"'", "’"}:
        return True
    if not known:
        return False
    lists = name_lists()
    if folded not in lists["common"] and len(folded) > SHORTEST:
        return True
    _, after = _neighbour_words(text, span)
    if folded in lists["modal"] and bare.islower() and after in lists["after_lower"]:
        return True
    if not bare[:1].isupper() or (bare.isupper() and len(bare) > 1):
        return False
    if _is_month(text, span, folded):
        return False
    if not _SENTENCE_END.search(text[max(0, span[0] - 20) : span[0]] if span[0] else ""):
        return True
    if bare != written or (folded not in lists["months"] and after in lists["after_name"]):
        return True
    beside = _BESIDE.match(text, span[1])
    return beside is not None and (beside["name"] is None or fold_word(beside["name"]) in single)


def _is_month(text: str, span: tuple[int, int], folded: str) -> bool:
    lists = name_lists()
    before, after = _neighbour_words(text, span)
    return folded in lists["months"] and (
        before in lists["before_month"] or after[:1].isdigit() or before[:1].isdigit()
    )


def _neighbour_words(text: str, span: tuple[int, int]) -> tuple[str, str]:
    before = re.search(r"(\w+)\W*$", text[max(0, span[0] - 30) : span[0]])
    after = re.match(r"\W*(\w+(?:['’]t\b)?)", text[span[1] : span[1] + 30])
    return before[1].lower() if before else "", after[1].lower().replace("’", "'") if after else ""


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
