"""Texts that say the contrary in otherwise the same words: with a denial, an opposite, or another face."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from bot.domain.wordings import APOSTROPHES

_WORD_OR_SIGN = re.compile(r"[^\W\d_]+|[^\w\s]")
_CONTRACTED: Final = re.compile(r"\w+n't\b")
_DENIALS = """
no not never none nothing nobody nor neither without cannot hardly barely scarcely rarely seldom
dont cant wont isnt arent wasnt werent doesnt didnt hasnt havent hadnt couldnt shouldnt wouldnt
kein keine keinen keinem keiner keines nicht nie niemals niemand nichts ohne kaum selten weder
bez nic nie nigdy nikt brak brakuje żaden żadna żadne żadnych rzadko
nid nad nac ddim dim neb heb dydy dyw
"""
"""Words that deny, in English, German, Polish and Welsh; the English ones also without their apostrophe."""
_OPPOSITES = """
more mehr więcej mwy
fewer less weniger mniej llai
enough many much genug viel viele dużo wiele digon llawer
few little wenig wenige mało niewiele ychydig
long longer lang lange länger długo długi długa długie dłużej hir
short shorter kurz kurze kürzer krótko krótki krótka krótkie krócej byr
early earlier früh früher wcześnie wcześniej cynnar
late later spät später późno później hwyr
best better good besser gut gute dobry dobra dobre dobrze lepiej lepszy lepsza lepsze da dda gwell
bad worse worst schlecht schlechte schlechter zły zła złe źle gorzej gorszy gorsza gorsze drwg ddrwg gwael gwaeth
day days tag tage dzień dnia dzienna dziennej dzienne dydd
night nights nacht nächte noc nocy nocna nocnej nocne nos
begin keep start zacząć zachować
drop end stop skończyć przestać
fast faster quick schnell schneller szybko szybciej cyflym
slow slower langsam langsamer wolno wolniej powoli araf
high higher hoch höher wysoko wysoki wysoka wysokie uchel
low lower niedrig niedriger nisko niski niska niskie isel
big bigger large larger groß größer duży duża duże większy mawr fawr
small smaller klein kleiner mały mała małe mniejszy bach fach
easier easy leicht leichter łatwo łatwy łatwa łatwe łatwiej hawdd
difficult hard harder schwer schwerer schwierig trudno trudny trudna trudne trudniej anodd
often oft często
rarely seldom selten rzadko
before vor przed cyn
after nach po wedyn
👍 ✅ ✔ 🙂 😀 😃 😄 😊
👎 ❌ ✖ 🙁 ☹ 😞 😟 😡 😠
"""
"""Two lines at a time, the words and signs by which two texts of otherwise the same words say the contrary."""


@cache
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    lines = [_words_in(line) for line in _OPPOSITES.strip().splitlines()]
    return tuple(zip(lines[::2], lines[1::2], strict=True))


@cache
def _denials() -> frozenset[str]:
    return frozenset(_DENIALS.split())


def says_contrary(one: str, other: str) -> bool:
    """Return whether two texts differ by a denial, by a word and its opposite, or by a word and its "un-"."""
    if not denies_alike(one, other):
        return True
    first, second = _words_in(one), _words_in(other)
    mine, theirs = first - second, second - first
    opposite = any((mine & left and theirs & right) or (mine & right and theirs & left) for left, right in _opposites())
    return opposite or any(f"un{word}" in theirs for word in mine) or any(f"un{word}" in mine for word in theirs)


def denies_alike(one: str, other: str) -> bool:
    """Return whether both texts deny something, or neither does: the same words with a "never" say the contrary."""
    return _denies(one) == _denies(other)


def _denies(text: str) -> bool:
    return bool(_CONTRACTED.search(_plain(text))) or not _denials().isdisjoint(_words_in(text))


def _words_in(text: str) -> frozenset[str]:
    return frozenset(_WORD_OR_SIGN.findall(_plain(text)))


def _plain(text: str) -> str:
    return APOSTROPHES.sub("'", unicodedata.normalize("NFKC", APOSTROPHES.sub("'", text)).casefold())
