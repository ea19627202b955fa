"""Answers to vectors: a static table of token vectors, 29,525 x 256, stored as one byte a number.

An answer is the mean of its tokens' vectors, each weighed by how rare the token is in this round; length 1.
numpy is imported on first use, never when this package is imported.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.resources import as_file, files
from threading import Lock
from typing import TYPE_CHECKING

from bot.themes.wordpiece import WordPiece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Encode = Callable[[Sequence[str]], Vectors]

RARITY_POWER = 0.9
BLOCK = 1000


class Model:
    """The shipped table and its vocabulary. Immutable once read, so that threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()

    @cached_property
    def _table(self) -> tuple[NDArray[np.int8], Vectors]:
        import numpy as np

        with as_file(files("bot.themes") / "data" / "static-256-int8.npz") as path, np.load(path) as table:
            return table["Q"], table["s"]

    @cached_property
    def _pieces(self) -> WordPiece:
        text = (files("bot.themes") / "data" / "wordpiece.json").read_text(encoding="utf-8")
        return WordPiece(json.loads(text)["model"]["vocab"])

    def warm(self) -> None:
        """Read the files now. Later calls do nothing."""
        with self._lock:
            _ = self._table, self._pieces

    def embed(self, texts: Sequence[str], *, rarity: bool = True) -> Vectors:
        """One row of length 1 per text, or of zeros where no token is known; shape (texts, 256).

        With `rarity`, a token counts by the logarithm of its inverse document frequency among `texts`; without,
        all tokens count the same, so that a row depends on its own text alone.
        """
        self.warm()
        tokens = self._pieces.tokens(texts)
        weights = _token_rarity(tokens) if rarity else {number: 1.0 for row in tokens for number in row}
        return self._weighted_sums(tokens, weights)

    def _weighted_sums(self, tokens: list[list[int]], weights: dict[int, float]) -> Vectors:
        import numpy as np

        numbers = np.array(sorted(weights), dtype=np.intp)
        table, scale = self._table
        weight = np.array([weights[number] for number in numbers.tolist()], dtype=np.float32)
        vectors = table[numbers].astype(np.float32) * (scale[numbers] * weight[:, None])
        place = {number: at for at, number in enumerate(numbers.tolist())}
        rows = np.zeros((len(tokens), table.shape[1]), dtype=np.float32)
        for start in range(0, len(tokens), BLOCK):
            filled = [(row, [place[n] for n in tokens[row]]) for row in range(start, min(start + BLOCK, len(tokens)))]
            filled = [(row, at) for row, at in filled if at]
            if filled:
                offsets = np.cumsum([0] + [len(at) for _, at in filled[:-1]])
                flat = np.array([number for _, at in filled for number in at], dtype=np.intp)
                rows[[row for row, _ in filled]] = np.add.reduceat(vectors[flat], offsets, axis=0)
        return unit_rows(rows)


def _token_rarity(tokens: list[list[int]]) -> dict[int, float]:
    used = Counter(number for row in tokens for number in set(row))
    total = len(tokens) + 1
    return {number: (math.log(total / (count + 0.5)) + 1e-3) ** RARITY_POWER for number, count in used.items()}


def unit_rows(rows: Vectors) -> Vectors:
    """Each row at length 1; rows of zeros stay."""
    import numpy as np

    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    return np.where(lengths > 1e-6, rows / np.maximum(lengths, 1e-6), 0).astype(np.float32)


def centre_rows(rows: Vectors) -> Vectors:
    """Without the mean of the rows that have a direction, at length 1 again; rows of zeros stay."""
    import numpy as np

    known = np.abs(rows).sum(1) > 0
    if not known.any():
        return rows
    return unit_rows(np.where(known[:, None], rows - rows[known].mean(0), 0).astype(np.float32))


MODEL = Model()
