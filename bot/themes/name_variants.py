"""Recognition of names in other forms: misspelt, shortened, a nickname, or a given name that nobody on the roster has."""

import re
import tomllib
import unicodedata
from collections.abc import Set
from functools import cache
from importlib.resources import files

from bot.themes.wordlist import shipped_list

_LETTERS = {"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "’": "'"}
_REPEATED = re.compile(r"(.)\1+")
_PET = re.compile(r"(?:y|ie|i|ey|o|a)s?$")
_SOUNDS = (
    ("ee", "i"),
    ("ea", "i"),
    ("ie", "i"),
    ("oo", "u"),
    ("ou", "u"),
    ("ph", "f"),
    ("ck", "k"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
)
_VOWELS = re.compile(r"(?<!^)[aeiouyhw]")
_SHORTENED = re.compile(r"^(.{1,2})(?:zz?a?|zzer|zz)$")
FUZZY_FROM = 4
TWO_SLIPS_FROM = 8
PREFIX_FROM, PREFIX_OF = 3, 5
PET_FROM = 4
PIECE_FROM, LEFT_OUT = 4, 2
SKELETON_FROM, HEARD_FROM = 3, 5
SHORTEST_GIVEN = 3
SURE_GIVEN = 4


def fold_word(word: str) -> str:
    """Lower case, without accents; letters that have no plain form are written out."""
    if word.isascii():
        return word.lower()
    letters = "".join(_LETTERS.get(letter, letter) for letter in word.lower())
    return "".join(c for c in unicodedata.normalize("NFD", letters) if unicodedata.category(c) != "Mn")


@cache
def name_lists() -> dict[str, frozenset[str]]:
    """The lists of `names-en.toml`."""
    found = tomllib.loads((files("bot.themes") / "data" / "names-en.toml").read_text(encoding="utf-8"))
    return {key: frozenset(words.split()) for key, words in found.items()}


@cache
def _read_nicknames() -> dict[str, frozenset[str]]:
    """The names that each familiar form stands for."""
    forms = tomllib.loads((files("bot.themes") / "data" / "nicknames-en.toml").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for name, short in forms.items():
        for form in short.split():
            found.setdefault(form, set()).add(name)
    return {form: frozenset(names) for form, names in found.items()}


def is_word(folded: str) -> bool:
    """Return whether a word of English is written so, or a day, place or product that everybody speaks of."""
    return folded in shipped_list("words-en") or folded in name_lists()["plain"]


def is_familiar_form(folded: str, roster: Set[str]) -> bool:
    """Return whether a word is a known short or respelt form of a name of the roster."""
    return not _read_nicknames().get(folded, frozenset()).isdisjoint(roster)


def stands_for(folded: str, roster: Set[str], *, capital: bool) -> bool:
    """Return whether a word that is no name as it stands means somebody of the roster: a plural, a slip, a short form.

    `roster`: single folded names. A common word counts only where it has a capital.
    """
    word = is_word(folded)
    if folded.endswith("s") and folded[:-1] in roster and (capital or not word):
        return True
    if (capital or not word) and is_familiar_form(folded, roster):
        return True
    if word:
        return False
    stem = _pet_stem(folded)
    return any(
        _is_close(folded, name, capital=capital)
        or (stem and name[0] == stem[0] and len(name) > len(stem) and _REPEATED.sub(r"\1", name).startswith(stem))
        for name in roster
    )


def _is_close(folded: str, name: str, *, capital: bool) -> bool:
    if folded[0] == name[0] and _REPEATED.sub(r"\1", folded) == _REPEATED.sub(r"\1", name):
        return True
    bare = folded.removesuffix("s")
    if capital and len(bare) >= PREFIX_FROM and len(name) >= PREFIX_OF and name.startswith((bare, folded)):
        return True
    if _is_piece_of(folded, name, capital=capital):
        return True
    shortened = _SHORTENED.match(folded)
    if shortened and name.startswith(shortened[1]) and capital:
        return True
    if min(len(folded), len(name)) < FUZZY_FROM or (folded[0] != name[0] and not capital):
        return False
    allowed = 2 if len(name) >= TWO_SLIPS_FROM else 1
    return _count_slips(folded, name, allowed) <= allowed or _count_slips(bare, name, allowed) <= allowed


def _is_piece_of(folded: str, name: str, *, capital: bool) -> bool:
    """Return whether a word is a long beginning of a name ("terenc"), or with a capital its end ("Seun" of Oluwaseun)."""
    if len(folded) < PIECE_FROM or len(name) < len(folded) + LEFT_OUT:
        return False
    return name.startswith(folded) or (capital and len(name) > len(folded) + LEFT_OUT and name.endswith(folded))


def _pet_stem(folded: str) -> str:
    """The beginning of a name that a familiar form ends in its own way: "zbig" of "zbiggy"; "" for none."""
    stem = _REPEATED.sub(r"\1", _PET.sub("", folded))
    return stem if stem != folded and len(stem) >= PET_FROM else ""


def heard_as(word: str) -> str:
    """The consonants of a folded word as they are heard, so that "parvin" is as "parveen"; "" where they are too few to tell."""
    if len(word) < HEARD_FROM:
        return ""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    heard = _REPEATED.sub(r"\1", _VOWELS.sub("", word))
    return heard if len(heard) >= SKELETON_FROM else ""


def _count_slips(one: str, other: str, most: int) -> int:
    """Return how many letters must be changed, added, left out or swapped with their neighbour; more than `most` is `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i] + [0] * len(other)
        for j, wanted in enumerate(other, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


def is_given_name(folded: str, *, capital: bool) -> bool:
    """Return whether people are called so, whoever is on the roster: the name itself, its plural, or without apostrophe."""
    given = shipped_list("given-names")
    for form in (folded, folded.removesuffix("s")):
        if form in given and len(form) >= (SHORTEST_GIVEN if capital else SURE_GIVEN) and not is_word(folded):
            return True
    return False


def is_given_word(folded: str) -> bool:
    """Return whether a common word is a given name too: "grace", "mark"."""
    return folded in name_lists()["given"]
