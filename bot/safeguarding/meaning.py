"""The second look: what a sentence means, by how near it is to phrases that suggest a risk and to others that do not (C12).

The rule knows words; people in need often use none of them. The encoder's vector of each sentence is compared with those of some
thousand phrases, by kernel ridge regression with a Gaussian kernel (Saunders, Gammerman and Vovk, "Ridge regression learning
algorithm in dual variables", 1998). Vectors and weights are data (`data/meaning-en.npz`), made from `training/risk` by
`training/fit_risk.py`. It is asked only about what the rule does not find.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from bot.domain.root_error import FolkmootError

log = logging.getLogger(__name__)

Rows = np.ndarray[Any, np.dtype[np.float32]]
Encode = Callable[[Sequence[str]], Rows]
"""A row of length 1 for each text. Raises FolkmootError when the encoder fails."""

FEWEST_WORDS = 3
"""Words of a sentence below which meaning is a guess: the rule alone looks at those."""
WHOLE_WORDS = 40
"""Words up to which a text is also looked at as a whole, since one sentence may explain the other."""
MOST_PARTS = 120
"""Parts of a text that are looked at; a text of 3,000 letters has fewer."""
_SENTENCES = re.compile(r"[.!?;\n\r…]+")


@dataclass(frozen=True)
class KnownMeanings:
    """Vectors of the known phrases (n x d), their weights (n), the kernel's width, and the score from which there may be a risk."""

    vectors: Rows
    weights: Rows
    width: float
    threshold: float

    def score_rows(self, rows: Rows) -> Rows:
        """Return a score for each row, about -1 for what is harmless and 1 for what suggests a risk."""
        distances = (rows**2).sum(1)[:, None] + (self.vectors**2).sum(1) - 2 * rows @ self.vectors.T
        scores: Rows = np.exp(-self.width * distances) @ self.weights
        return scores


@cache
def shipped_meanings() -> KnownMeanings:
    """The known phrases, for the English encoder that comes with the product."""
    with (files("bot.safeguarding") / "data" / "meaning-en.npz").open("rb") as file, np.load(file) as kept:
        vectors = kept["vectors"].astype(np.float32) * np.float32(kept["scale"])
        return KnownMeanings(vectors, kept["weights"], float(kept["width"]), float(kept["threshold"]))


def split_parts(text: str) -> Iterator[str]:
    """Yield what is looked at of a text: each sentence, and the whole where it is short."""
    plain = text.replace("’", "'")
    sentences = [" ".join(each.split()) for each in _SENTENCES.split(plain)]
    long_enough = [each for each in sentences if len(each.split()) >= FEWEST_WORDS]
    yield from long_enough[:MOST_PARTS]
    whole = " ".join(plain.split())
    if whole not in long_enough and FEWEST_WORDS <= len(whole.split()) <= WHOLE_WORDS:
        yield whole


class EncodedRisk:
    """The port's reader over an encoder: `ready` says whether that answers without starting first."""

    def __init__(
        self, encode: Encode, ready: Callable[[], bool] = lambda: True, known: KnownMeanings | None = None
    ) -> None:
        self._encode = encode
        self._ready = ready
        self._known = known or shipped_meanings()

    def warm_up(self) -> None:
        if not self._ready():
            self._scores_of(["ready"])

    def find_risky(self, texts: Sequence[str]) -> frozenset[str]:
        parts = [(text, part) for text in texts for part in split_parts(text)]
        scores = self._scores_of([part for _, part in parts]) if parts else ()
        return frozenset(
            text for (text, _), score in zip(parts, scores, strict=False) if score >= self._known.threshold
        )

    def _scores_of(self, parts: Sequence[str]) -> Sequence[float]:
        """Return a score for each part; none when the encoder fails."""
        try:
            return [float(each) for each in self._known.score_rows(self._encode(parts))]
        except FolkmootError:
            log.error("the encoder failed; only the rule has looked for words that suggest a risk")
            return ()
