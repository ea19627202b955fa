"""The second look: what a sentence means, by how near it is to phrases that suggest a risk and to others that do not (C12).

The rule knows words; people in need often use none of them. Each sentence is compared with some thousand phrases, by kernel ridge
regression (Saunders, Gammerman and Vovk, "Ridge regression learning algorithm in dual variables", 1998). The kernel is a Gaussian
of the encoder's vectors plus the share of words and pairs of words in common: vectors alone do not tell who does what to whom. In a
long answer a sentence is compared together with those beside it as well: much that sounds like need by itself is told of a printer.
Vectors and weights are data (`data/meaning-en.npz`), made from `training/risk` by `training/fit_risk.py`. It is asked only about
what the rule does not find.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from math import inf, log2
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
AROUND = 0.4
"""Share of the score of a sentence with its neighbours, beside its own, in an answer too long to be looked at as a whole."""
FOR_LONG = 0.15
"""By so much a score has to be higher there, however many sentences there are."""
MOST_AROUND = 5
"""Sentences of such an answer, of the highest scores, whose neighbours are looked at: more would take longer and find no more."""
FEWEST_SENTENCES = 3
"""Sentences of an answer below which all of it would stand around each."""
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
    long_enough = [each for each in _sentences(text) if len(each.split()) >= FEWEST_WORDS]
    yield from long_enough[:MOST_PARTS]
    whole = " ".join(_plain(text).split())
    if whole not in long_enough and FEWEST_WORDS <= len(whole.split()) <= WHOLE_WORDS:
        yield whole


def parts_with_surroundings(text: str) -> list[tuple[str, str]]:
    """Return each sentence of a long answer with those beside it; nothing of a short one."""
    sentences = _sentences(text)
    if len(text.split()) <= WHOLE_WORDS or len(sentences) < FEWEST_SENTENCES:
        return []
    around = [". ".join(sentences[max(0, at - 1) : at + 2]) for at in range(len(sentences))]
    pairs = [pair for pair in zip(sentences, around, strict=True) if len(pair[0].split()) >= FEWEST_WORDS]
    return pairs[:MOST_PARTS]


def _plain(text: str) -> str:
    return text.replace("’", "'")


def _sentences(text: str) -> list[str]:
    found = [" ".join(each.split()) for each in _SENTENCES.split(_plain(text))]
    return [each for each in found if each]


def _highest(pairs: Sequence[tuple[str, str]], scores: Mapping[str, float]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: scores[pair[0]], reverse=True)[:MOST_AROUND]


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
        readable = [text for text in texts if self._can_be_read(text)]
        long = {text: pairs for text in readable if (pairs := parts_with_surroundings(text))}
        short = {text: parts for text in readable if text not in long and (parts := list(split_parts(text)))}
        scores = self._scores_by_text([*chain(*short.values()), *(part for part, _ in chain(*long.values()))])
        risky = {text for text, parts in short.items() if self._is_short_risky([scores[part] for part in parts])}
        long = {text: _highest(pairs, scores) for text, pairs in long.items()}
        scores |= self._scores_by_text([around for _, around in chain(*long.values())])
        return frozenset(risky | {text for text, pairs in long.items() if self._is_long_risky(pairs, scores)})

    def _is_short_risky(self, scores: Sequence[float]) -> bool:
        return max(scores) >= self._known.threshold + FOR_EACH_DOUBLING * log2(len(scores))

    def _is_long_risky(self, pairs: Sequence[tuple[str, str]], scores: Mapping[str, float]) -> bool:
        hurdle = self._known.threshold + FOR_LONG
        return any((1 - AROUND) * scores[part] + AROUND * scores[around] >= hurdle for part, around in pairs)

    def _scores_by_text(self, texts: Sequence[str]) -> dict[str, float]:
        """Return a score for each text; of each the lowest that there is when the encoder fails."""
        if not texts:
            return {}
        scores = self._scores_of(texts)
        return dict(zip(texts, scores, strict=True)) if scores else dict.fromkeys(texts, -inf)

    def _scores_of(self, parts: Sequence[str]) -> Sequence[float]:
        """Return a score for each part; none when the encoder fails."""
        try:
            return [float(each) for each in self._known.score(parts, self._encode(parts))]
        except FolkmootError:
            log.error("the encoder failed; only the rule has looked for words that suggest a risk")
            return ()
