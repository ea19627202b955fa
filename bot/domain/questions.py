"""Questions and their versions: the same text asks the same question, whatever the version of its set."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256

from bot.domain.model.asking import QuestionSet


def key_of(text: str) -> str:
    """What a question is known by: answers to the same text are one pool."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def merged(sets: Iterable[QuestionSet], only: Collection[str] | None = None) -> QuestionSet:
    """All questions of these sets, or only those of these keys, each once and in the order in which they are first met."""
    asked: dict[str, tuple[str, str]] = {}
    for one in sets:
        for key, text, direction in zip(one.keys, one.texts, one.directions, strict=True):
            if only is None or key in only:
                asked.setdefault(key, (text, direction))
    texts = tuple(text for text, _ in asked.values())
    directions = tuple(direction for _, direction in asked.values())
    return QuestionSet(id="", version=0, texts=texts, directions=directions, keys=tuple(asked))
