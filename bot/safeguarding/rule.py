"""The rule that recognises a risk of harm: to the author, by somebody near them, or to somebody whom they name (C12).

It looks at words alone: nothing remembered, nothing said of where or how often. What it misses is looked at once more by what it
means (`meaning.py`), and what it finds wrongly costs its author one press; so in doubt it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Pattern
from unicodedata import combining, normalize

from bot.safeguarding.patterns import RiskLanguage, risk_languages

_APOSTROPHES = re.compile("['’‘`´ʼ]")
_SENTENCES = re.compile(r"[.!?;\n\r…]+")
_NO_WORD = re.compile(r"[^\w:]+")
_WITHOUT_MARK = str.maketrans({"ł": "l", "ß": "ss", "æ": "ae", "ø": "o"})
_NEW_CLAUSE = re.compile(r".*\b(?:and|but|so|because|i|und|aber|ich|ale|a|ond)\b")
_REACH = 4
"""Words before a pattern among which a denial takes it back."""
_AROUND = 12
"""Words before and after a cue that are looked at: a long message without a full stop takes no longer than its cues."""
_CUT = "~"


def suggests_risk(text: str) -> bool:
    """Return whether the words suggest that somebody is at risk of harm."""
    sentences = list(_split_sentences(text))
    return any(_holds_risk(sentences, language) for language in risk_languages())


def _split_sentences(text: str) -> Iterator[list[str]]:
    """Yield the words of each sentence: in lower case, without marks and apostrophes. A colon stays, as a word."""
    plain = _APOSTROPHES.sub("", text.lower()).translate(_WITHOUT_MARK)
    plain = "".join(letter for letter in normalize("NFKD", plain) if not combining(letter))
    for sentence in _SENTENCES.split(plain):
        words = _NO_WORD.sub(" ", sentence.replace(":", " : ")).split()
        if words:
            yield words


def _holds_risk(sentences: list[list[str]], language: RiskLanguage) -> bool:
    return any(_is_risk(" ".join(language.written.get(word, word) for word in words), language) for words in sentences)


def _is_risk(sentence: str, language: RiskLanguage) -> bool:
    words = sentence.replace("can not", "cannot").split()
    about_clients = language.service.search(sentence) is not None
    for place, word in enumerate(words):
        for risk in language.by_cue.get(word, ()):
            part = _words_around(words, place)
            if _says(risk.patterns, part, language) or (not about_clients and _says(risk.of_others, part, language)):
                return True
    return False


def _words_around(words: list[str], place: int) -> str:
    """Return the words around a cue; what was cut off is marked, so that nothing begins or ends there."""
    first, last = max(0, place - _AROUND), place + _AROUND + 1
    return " ".join([*([_CUT] if first else []), *words[first:last], *([_CUT] if last < len(words) else [])])


def _says(pattern: Pattern[str] | None, sentence: str, language: RiskLanguage) -> bool:
    """Return whether the pattern is there and not taken back by a denial shortly before it."""
    return pattern is not None and any(
        not _is_denied(sentence, found.start(), language) for found in pattern.finditer(sentence)
    )


def _is_denied(sentence: str, start: int, language: RiskLanguage) -> bool:
    if sentence.startswith(("i ", "ich "), start):
        # It has its own subject, and says itself what is denied.
        return False
    before = _NEW_CLAUSE.sub("", sentence[:start])
    return not language.denials.isdisjoint(before.split()[-_REACH:])
