"""Names of a roster written so that no word of a text is one: spelled out, with digits in them, run together, declined."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, permutations

from bot.themes.name_variants import fold_word, is_word

_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?P<gap>[ .\-_*·]{1,3})(?:[^\W\d_](?P=gap))+[^\W\d_](?![^\W_])")
_MIXED = re.compile(r"(?<![\w@$])(?=[\w@$!|]*[\d@$!|])(?=[\w@$!|]*[^\W\d_])[^\W_](?:[\w@$!|]*[^\W_])?")
_LETTERS = str.maketrans("013457@$!|", "oieastasil")
_DECLINED = re.compile(r"(?:ego|emu|owi|iem|em|im|om|ami|ach|a|u|y|i|ie|o|ą|ę)$")
_LAST_VOWEL = re.compile(r"[aeiouy]$")
_FLEETING = re.compile(r"e([kcł])$")
SHORTEST_HIDDEN = 4
SHORTEST_GLUED = 5
SHORTEST_STEM = 3


def find_spelled(text: str, single: Set[str], glued: Set[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each name whose letters stand apart ("B r e n d a") or have digits among them ("Br3nda")."""
    for match in _SPELLED.finditer(text):
        letters = fold_word("".join(letter for letter in match[0] if letter.isalpha()))
        if len(letters) >= SHORTEST_HIDDEN and (letters in single or letters in glued):
            yield match.span()
    for match in _MIXED.finditer(text):
        letters = fold_word(match[0].translate(_LETTERS))
        if len(letters) >= SHORTEST_HIDDEN and letters in single and not is_word(letters):
            yield match.span()


def glue_names(parts: Sequence[str]) -> set[str]:
    """Return how a whole name is run together, as in the names of accounts: "brendaholt", "holtbrenda", "bholt", "brendah"."""
    found = {first + last for first, last in permutations(parts, 2)}
    if len(parts) > 1:
        found |= {parts[0][:1] + parts[-1], parts[0] + parts[-1][:1]}
        found |= {"".join(parts[start:]) for start in range(len(parts) - 1)}
    return {each for each in found if len(each) >= SHORTEST_GLUED and not is_word(each)}


def stems_of(names: Iterable[str]) -> frozenset[str]:
    """Return what is left of each name when it is declined as in Polish: "wojtk", "kowalsk", "mark"."""
    bare = ((name, _LAST_VOWEL.sub("", name)) for name in names)
    shortened = ((stem, _FLEETING.sub(r"\1", name)) for name, stem in bare)
    return frozenset(stem for stem in chain.from_iterable(shortened) if len(stem) >= SHORTEST_STEM)


def is_declined(word: str, stems: Set[str]) -> bool:
    """Return whether a word with a capital is a name of the roster in another case: "Wojtkiem", "Kowalskiego"."""
    folded = fold_word(word)
    ending = _DECLINED.search(word.lower())
    if not word[:1].isupper() or ending is None or is_word(folded):
        return False
    stem = folded[: ending.start()]
    return stem in stems or (stem.endswith("i") and stem[:-1] in stems)
