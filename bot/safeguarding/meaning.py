"""The second look: what a sentence means, by how near it is to phrases that suggest a risk and to others that do not (C12).

The rule knows words; people in need often use none of them. Each sentence is compared with some thousand phrases, by kernel ridge
regression (Saunders, Gammerman and Vovk, "Ridge regression learning algorithm in dual variables", 1998). The kernel is a Gaussian
of the encoder's vectors plus the share of words and pairs of words in common: vectors alone do not tell who does what to whom.
Vectors and weights are data (`data/meaning-en.npz`), made from `training/risk` by `training/fit_risk.py`. It is asked only about
what the rule does not find.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import log2
from typing import Any
from zlib import crc32

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
FOR_EACH_DOUBLING = 0.08
"""By so much a score has to be higher where a text has twice as many parts: each is a chance for a false alarm."""
AT_ONCE = 1024
"""Known phrases that are compared at once."""
WORD_BUCKETS = 2**15
"""Places into which words and pairs of words are hashed."""
_SENTENCES = re.compile(r"[.!?;\n\r…]+")
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class KnownMeanings:
    """Vectors of the known phrases (n x d), their weights (n), the kernel's width, and the score from which there may be a risk.

    `words` has the weight of each place of words and pairs (WORD_BUCKETS). The vectors are multiples of `scale`, and stay small
    whole numbers in memory.
    """

    vectors: Rows
    weights: Rows
    width: float
    threshold: float
    words: Rows
    scale: float = 1.0

    def score(self, texts: Sequence[str], rows: Rows) -> Rows:
        """Return a score for each text and its vector, about -1 for what is harmless and 1 for what suggests a risk."""
        scores: Rows = np.array(
            [self.words[places].sum() / max(1, len(places)) ** 0.5 for places in map(word_places, texts)],
            dtype=np.float32,
        )
        for first in range(0, len(self.vectors), AT_ONCE):
            vectors = self.vectors[first : first + AT_ONCE].astype(np.float32) * np.float32(self.scale)
            scores += compare(rows, vectors, self.width) @ self.weights[first : first + AT_ONCE]
        return scores


def compare(rows: Rows, vectors: Rows, width: float) -> Rows:
    """Return the Gaussian kernel of rows (m x d) and vectors (n x d): m x n values from 0 to 1."""
    distances = (rows**2).sum(1)[:, None] + (vectors**2).sum(1) - 2 * rows @ vectors.T
    near: Rows = np.exp(-width * distances)
    return near


def word_places(text: str) -> list[int]:
    """Return the places of a text's words and pairs of neighbouring words, each once."""
    words = _WORDS.findall(text.lower().replace("'", "").replace("’", ""))
    parts = [*words, *(f"{first} {second}" for first, second in pairwise(words))]
    return sorted({crc32(part.encode()) % WORD_BUCKETS for part in parts})


@cache
def shipped_meanings() -> KnownMeanings:
    """The known phrases, for the English encoder that comes with the product."""
    with (files("bot.safeguarding") / "data" / "meaning-en.npz").open("rb") as file, np.load(file) as kept:
        width, threshold, scale = (float(kept[name]) for name in ("width", "threshold", "scale"))
        words = kept["words"].astype(np.float32)
        return KnownMeanings(kept["vectors"], kept["weights"], width, threshold, words, scale)


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
    """The port's reader over an encoder.

    `ready` says whether that answers without starting first, `can_be_read` whether a text means anything to it: one in another
    language, or one that has nothing to say ("can't think of anything"), is near to any phrase and to none.
    """

    def __init__(
        self,
        encode: Encode,
        ready: Callable[[], bool] = lambda: True,
        known: KnownMeanings | None = None,
        can_be_read: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._encode = encode
        self._ready = ready
        self._known = known or shipped_meanings()
        self._can_be_read = can_be_read

    def warm_up(self) -> None:
        if not self._ready():
            self._scores_of(["ready"])

    def find_risky(self, texts: Sequence[str]) -> frozenset[str]:
        parts = [(text, part) for text in texts if self._can_be_read(text) for part in split_parts(text)]
        scores = self._scores_of([part for _, part in parts]) if parts else ()
        several = Counter(text for text, _ in parts)
        return frozenset(
            text
            for (text, _), score in zip(parts, scores, strict=False)
            if score >= self._known.threshold + FOR_EACH_DOUBLING * log2(several[text])
        )

    def _scores_of(self, parts: Sequence[str]) -> Sequence[float]:
        """Return a score for each part; none when the encoder fails."""
        try:
            return [float(each) for each in self._known.score(parts, self._encode(parts))]
        except FolkmootError:
            log.error("the encoder failed; only the rule has looked for words that suggest a risk")
            return ()
