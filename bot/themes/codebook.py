"""The codebook: a frame of topics to start from, whose names are fixed wording.

Framework analysis works so: a frame first, open to what it did not foresee. An answer votes for the topic whose
phrases it is most like, both sides centred on the codebook's mean.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.themes.embed import MODEL, unit_rows
from bot.themes.lexicon import content_words, english_lexicon
from bot.themes.wordpiece import plain_words

if TYPE_CHECKING:
    from bot.themes.embed import Vectors


@dataclass(frozen=True)
class CodebookTopic:
    """One topic: its key, its name as shown, phrases that people use about it.

    `broad`: touched in nearly every round, so that agreeing on it proves little in a small one. `praised`: the name
    where people praise it, if the plain one would read as a complaint.
    """

    id: str
    name: str
    about: tuple[str, ...]
    broad: bool = False
    praised: str = ""

    def named(self, *, praised: bool) -> str:
        """The wording to show."""
        return self.praised if praised and self.praised else self.name


@dataclass(frozen=True)
class Codebook:
    """Topics of one language in one version. Raises ValueError when a key or a name comes twice, or none is given."""

    version: str
    language: str
    topics: tuple[CodebookTopic, ...]

    def __post_init__(self) -> None:
        for values in ([topic.id for topic in self.topics], self.wording):
            if not values or len(set(values)) != len(values):
                raise ValueError("a codebook needs topics with different keys and names")
        if not all(topic.about for topic in self.topics):
            raise ValueError("every topic needs at least one phrase")

    @property
    def wording(self) -> tuple[str, ...]:
        """The fixed lexicon: every name that may be shown."""
        return tuple(name for topic in self.topics for name in (topic.name, topic.praised) if name)

    @cached_property
    def _frame(self) -> tuple[Vectors, Vectors, Vectors, list[int]]:
        """The topics' vectors and their phrases', centred; the mean that was taken away; where each topic's begin."""
        import numpy as np

        phrases = [_embed_texts(topic.about) for topic in self.topics]
        topics = unit_rows(np.stack([rows.mean(0) for rows in phrases]))
        mean: Vectors = topics.mean(0)
        starts = np.cumsum([0] + [len(rows) for rows in phrases[:-1]]).tolist()
        return unit_rows(topics - mean), unit_rows(np.concatenate(phrases) - mean), mean, starts

    def votes(self, texts: Sequence[str]) -> Vectors:
        """Return how like each topic each text is, -1 to 1; shape (texts, topics). A row depends on its own text alone.

        Half is the likeness to the topic as a whole, half to the phrase of it that comes nearest.
        """
        import numpy as np

        topics, phrases, mean, starts = self._frame
        rows = _embed_texts(texts)
        known = np.abs(rows).sum(1, keepdims=True) > 0
        rows = unit_rows(np.where(known, rows - mean, 0).astype(np.float32))
        nearest = np.maximum.reduceat(rows @ phrases.T, starts, axis=1)
        result: Vectors = ((rows @ topics.T + nearest) / 2).astype(np.float32)
        return result


def _embed_texts(texts: Sequence[str]) -> Vectors:
    lexicon = english_lexicon()
    return MODEL.embed([" ".join(content_words(plain_words(text), lexicon)) for text in texts], rarity=False)


def read_codebook(text: str) -> Codebook:
    """A codebook from TOML. Raises ValueError on what is not one."""
    try:
        found = tomllib.loads(text)
        topics = tuple(
            CodebookTopic(row["id"], row["name"], tuple(row["about"]), row.get("broad", False), row.get("praised", ""))
            for row in found["topic"]
        )
        return Codebook(found["version"], found["language"], topics)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a codebook: {error}") from error


@cache
def shipped_codebook() -> Codebook:
    """The English codebook that comes with the product."""
    return read_codebook((files("bot.themes") / "data" / "codebook-en.toml").read_text(encoding="utf-8"))
