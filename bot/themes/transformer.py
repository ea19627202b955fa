"""A sentence encoder in NumPy alone: BERT or MPNet, mean of the tokens' last states, length 1.

Devlin et al. 2019; Song et al. 2020 (MPNet adds one bias per distance of two tokens to the attention). The weights come from
`model_files.py`. Texts of like length are run together, so that little is spent on padding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.themes.embed import unit_rows

if TYPE_CHECKING:
    from bot.themes.embed import Vectors
    from bot.themes.wordpiece import WordPiece

BATCH = 32
LONGEST = 126
NEAREST_DISTANCES, DISTANCES, FARTHEST = 8, 16, 128


@dataclass(frozen=True)
class Layer:
    """One layer's weights; matrices are laid out as (in, out)."""

    attend: Vectors
    attend_bias: Vectors
    gather: Vectors
    gather_bias: Vectors
    first_norm: tuple[Vectors, Vectors]
    widen: Vectors
    widen_bias: Vectors
    narrow: Vectors
    narrow_bias: Vectors
    second_norm: tuple[Vectors, Vectors]


@dataclass(frozen=True)
class Weights:
    """A whole model: tables of tokens and places, layers, biases by distance (MPNet), and the tokens at a text's two ends."""

    tokens: Vectors
    places: Vectors
    norm: tuple[Vectors, Vectors]
    layers: tuple[Layer, ...]
    heads: int
    tiny: float
    distances: Vectors | None
    opening: int
    closing: int


class Transformer:
    """Texts to vectors. A row depends on its own text alone, but for the last bits of its numbers."""

    def __init__(self, weights: Weights, pieces: WordPiece) -> None:
        self._weights = weights
        self._pieces = pieces

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 a text, of zeros where no token is known."""
        import numpy as np

        tokens = [row[:LONGEST] for row in self._pieces.tokens(texts)]
        rows = np.zeros((len(texts), self._weights.tokens.shape[1]), dtype=np.float32)
        order = sorted(
            (place for place in range(len(texts)) if tokens[place]), key=lambda place: (len(tokens[place]), place)
        )
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            rows[places] = self._run([tokens[place] for place in places])
        return unit_rows(rows)

    def _run(self, batch: list[list[int]]) -> Vectors:
        import numpy as np

        weights = self._weights
        longest = max(map(len, batch)) + 2
        numbers = np.zeros((len(batch), longest), dtype=np.intp)
        there = np.zeros((len(batch), longest), dtype=np.float32)
        for row, tokens in enumerate(batch):
            numbers[row, : len(tokens) + 2] = [weights.opening, *tokens, weights.closing]
            there[row, : len(tokens) + 2] = 1
        states = _normalise_layer(weights.tokens[numbers] + weights.places[:longest], weights.norm, weights.tiny)
        bias = (there[:, None, None, :] - 1) * 1e9 + _by_distance(weights.distances, longest)
        for layer in weights.layers:
            states = _run_layer(layer, states, bias, weights)
        mean: Vectors = (states * there[..., None]).sum(1) / there.sum(1, keepdims=True)
        return mean


def _run_layer(layer: Layer, states: Vectors, bias: Vectors, weights: Weights) -> Vectors:
    import numpy as np

    count, length, width = states.shape
    head = width // weights.heads
    projected = (states.reshape(-1, width) @ layer.attend + layer.attend_bias).reshape(
        count, length, 3, weights.heads, head
    )
    query, key, value = (projected[:, :, part].transpose(0, 2, 1, 3) for part in range(3))
    scores = query @ key.transpose(0, 1, 3, 2) / math.sqrt(head) + bias
    scores -= scores.max(-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(-1, keepdims=True)
    seen = (scores @ value).transpose(0, 2, 1, 3).reshape(-1, width) @ layer.gather + layer.gather_bias
    states = _normalise_layer(states + seen.reshape(states.shape), layer.first_norm, weights.tiny)
    wide = _gelu_activation(states.reshape(-1, width) @ layer.widen + layer.widen_bias)
    narrow = wide @ layer.narrow + layer.narrow_bias
    return _normalise_layer(states + narrow.reshape(states.shape), layer.second_norm, weights.tiny)


def _normalise_layer(states: Vectors, norm: tuple[Vectors, Vectors], tiny: float) -> Vectors:
    import numpy as np

    states = states - states.mean(-1, keepdims=True)
    states /= np.sqrt((states * states).mean(-1, keepdims=True) + tiny)
    result: Vectors = states * norm[0] + norm[1]
    return result


def _gelu_activation(values: Vectors) -> Vectors:
    """The usual approximation by tanh."""
    import numpy as np

    inner = values * values
    inner *= 0.044715
    inner += 1
    inner *= values
    inner *= math.sqrt(2 / math.pi)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= 0.5
    return inner


def _by_distance(table: Vectors | None, length: int) -> Vectors | float:
    """MPNet's bias for each pair of places: near distances one by one, far ones in growing steps, before and after apart."""
    import numpy as np

    if table is None:
        return 0.0
    ahead = np.arange(length)[None, :] - np.arange(length)[:, None]
    distance = np.abs(ahead)
    spread = np.log(np.maximum(distance, 1) / NEAREST_DISTANCES) / math.log(FARTHEST / NEAREST_DISTANCES)
    far = np.minimum(NEAREST_DISTANCES + (spread * (DISTANCES - NEAREST_DISTANCES)).astype(np.intp), DISTANCES - 1)
    bucket = np.where(distance < NEAREST_DISTANCES, distance, far) + np.where(ahead > 0, DISTANCES, 0)
    result: Vectors = table[bucket].transpose(2, 0, 1)[None]
    return result
