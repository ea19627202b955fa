"""Words that were mistyped: one slip of the finger away from a known word, and no word of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

SHORTEST_MISTYPED_WORD = 6
"""Letters of a known word from which on a wrong, missing or extra letter is taken for a slip; in shorter ones only two that
changed places, since too many other words are one letter away."""
_ENDS = ("s", "d", "r", "y", "ed", "er", "ly", "ing")


Known = Mapping[str, Collection[str]]
"""The known words by their first letter."""


def by_first_letter(words: Iterable[str]) -> Known:
    """Arrange known words for `mend_words`; a slip begins with the right letter, or with the second one."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        found[word[0]].append(word)
    return dict(found)


def mend_words(words: str, known: Known, real: Collection[str]) -> str:
    """Folded words, each that is neither known nor `real` replaced by the one known word that it is a slip of."""
    return "".join(f"{_mended_word(word, known, real)} " for word in words.split())


def _mended_word(word: str, known: Known, real: Collection[str]) -> str:
    if word in known.get(word[0], ()) or word in real or len(word) < 4 or not word.isalpha():
        return word
    near = [other for letter in {word[0], word[1]} for other in known.get(letter, ()) if is_slip_of(word, other)]
    return near[0] if len(near) == 1 else word


def is_slip_of(typed: str, meant: str) -> bool:
    """Return whether `typed` is `meant` with two neighbours swapped or, in a longer word, one letter wrong, missing or too many."""
    if abs(len(typed) - len(meant)) > 1 or len(meant) < 4 or typed == meant:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    left, right = typed[start:], meant[start:]
    if len(left) == len(right) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]:
        return True
    if len(meant) < SHORTEST_MISTYPED_WORD or _is_another_form(typed, meant):
        return False
    return start > 0 and (left[1:] == right[1:] or left[1:] == right or left == right[1:])


def _is_another_form(one: str, other: str) -> bool:
    """Return whether two words differ by their end alone, like a plural: that is another word and no slip."""
    short, long = sorted((one, other), key=len)
    return any(long == short + end or (long + end == short) for end in _ENDS)
