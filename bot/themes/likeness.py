"""Likeness of clauses, measured against a background that comes with the product and never against the answers themselves.

An answer that many gave would move a mean of the team's own answers, and make any two of the others alike.
"""

from __future__ import annotations

import gzip
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Protocol

from bot.themes.embed import unit_rows
from bot.themes.lexicon import content_words, english_lexicon, stem_word
from bot.themes.wordpiece import plain_words

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

SHORTEST_STEM = 3


@dataclass(frozen=True)
class Thresholds:
    """Thresholds of likeness above which clauses are one point; `thresholds-en.toml` says how they were fitted.

    `second`: the share of a second encoder in the cosines, where there is one; `weights`: a mark of the one that they fit.
    """

    version: str
    rare_words: float
    join: float
    point: float
    candidate: float
    certainty: tuple[tuple[float, float], ...]
    second: float = 0.0
    fitted_with: str = ""
    weights: str = ""

    def certainty_at(self, likeness: float) -> float:
        """Return how often a group whose least like clause is so like the others was right."""
        below = [share for level, share in self.certainty if level <= likeness]
        return below[-1] if below else 0.0


class SecondOpinion(Protocol):
    """A second encoder, of which the cosines of clauses are asked."""

    def cosines(self, clauses: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True)
class Background:
    """Statistics of answers in general: mean vector, the metric in which answers of one point are near, numbers of texts per
    stem.
    """

    mean: Vectors
    metric: Vectors
    texts: int
    counts: Mapping[str, int]

    def likeness(
        self, clauses: Sequence[str], rows: Vectors, limits: Thresholds, others: Vectors | None = None
    ) -> Vectors:
        """A symmetric matrix, about -.2 to 1.3.

        `rows`: the encoder's vectors of the clauses; `others`: a second encoder's cosines of them.
        """
        import numpy as np

        known = np.abs(rows).sum(1, keepdims=True) > 0
        centred = np.where(known, rows - self.mean, 0).astype(np.float32)
        plain, turned = unit_rows(centred), unit_rows(centred @ self.metric)
        cosines = (plain @ plain.T + turned @ turned.T) / 2
        if others is not None:
            cosines = (1 - limits.second) * cosines + limits.second * others
        # Rounded, so that the last bits of a sum decide nothing.
        result: Vectors = np.round(cosines + limits.rare_words * self._shared_stems(clauses), 4).astype(np.float32)
        return result

    def _shared_stems(self, clauses: Sequence[str]) -> Vectors:
        import numpy as np

        stems = [_clause_stems(clause) for clause in clauses]
        weights = [sum(map(self._rarity, sorted(own))) for own in stems]
        shared = np.zeros((len(clauses), len(clauses)), dtype=np.float32)
        for one in range(len(clauses)):
            for other in range(one):
                if common := stems[one] & stems[other]:
                    weight = sum(map(self._rarity, sorted(common)))
                    shared[one, other] = shared[other, one] = weight / (1 + math.sqrt(weights[one] * weights[other]))
        return shared

    def _rarity(self, word: str) -> float:
        return max(0.0, math.log(self.texts / (1 + self.counts.get(word, 0))))


def _clause_stems(clause: str) -> frozenset[str]:
    return frozenset(
        stem_word(word) for word in content_words(plain_words(clause), english_lexicon()) if len(word) >= SHORTEST_STEM
    )


def shipped_thresholds() -> Thresholds:
    """The shipped thresholds for English."""
    return read_thresholds("en")


@cache
def read_thresholds(name: str) -> Thresholds:
    """The shipped thresholds for "en", "multilingual" or "second"."""
    found = tomllib.loads((files("bot.themes") / "data" / f"thresholds-{name}.toml").read_text(encoding="utf-8"))
    return Thresholds(**{**found, "certainty": tuple((level, share) for level, share in found["certainty"])})


@cache
def shipped_background() -> Background:
    """The shipped background of MiniLM's vectors."""
    import numpy as np

    data = files("bot.themes") / "data"
    with as_file(data / "background-en.npz") as path, np.load(path) as found:
        mean, metric = found["mean"].astype(np.float32), found["metric"].astype(np.float32)
    total, *lines = gzip.decompress((data / "rarity-en.txt.gz").read_bytes()).decode().splitlines()
    counts = {word: int(count) for word, count in (line.split() for line in lines)}
    return Background(mean, metric, int(total), counts)
