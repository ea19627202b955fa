"""Questions and their versions: the same text asks the same question, whatever the version of its set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from hashlib import sha256

from bot.domain.model.asking import QuestionSet

KEEP, STOP, MISSING = "keep", "stop", "missing"
"""The directions of questions: what an answer means that says neither praise nor fault by itself."""
_SAID = (
    {
        KEEP: r"keep(ing)?|continu(e|ing)",
        STOP: r"stop(ping)?|chang(e|ing)|differently",
        MISSING: r"start(ing)?|begin(ning)?|missing",
    },
    {
        KEEP: r"stay|works?|goes well|going well|went well|proud|enjoy",
        STOP: r"less|improved?|better|wrong|annoys?|frustrat(es|ing)|difficult|problems?|wears?|tires?|obstacles?",
        MISSING: r"lacks?|needs?|wish|add(ed)?|helps?|introduced?",
    },
)
"""Words of questions by their direction, the plainest first."""
_NEGATED = re.compile(r"\b(not|never|no longer|without|\w+n['’]t)\b", re.IGNORECASE)


def direction_of(text: str) -> str:
    """Return the direction that a question's words say plainly; empty when they say none, two, or the opposite of one."""
    if _NEGATED.search(text):
        return ""
    for words in _SAID:
        found = [one for one, said in words.items() if re.search(rf"\b({said})\b", text, re.IGNORECASE)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def key_of(text: str) -> str:
    """Return what a question is known by: answers to the same text are one pool."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def merge_sets(sets: Iterable[QuestionSet], only: Collection[str] | None = None) -> QuestionSet:
    """All questions of these sets, or only those of these keys, each once and in the order in which they are first met."""
    asked: dict[str, tuple[str, str]] = {}
    for one in sets:
        for key, text, direction in zip(one.keys, one.texts, one.directions, strict=True):
            if only is None or key in only:
                asked.setdefault(key, (text, direction))
    texts = tuple(text for text, _ in asked.values())
    directions = tuple(direction for _, direction in asked.values())
    return QuestionSet(id="", version=0, texts=texts, directions=directions, keys=tuple(asked))
