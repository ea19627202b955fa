"""Tune MiniLM so that answers of one point are near and other answers of the same round far: `python -m training.tune_encoder`.

Low-rank corrections (Hu et al. 2021) of every matrix, by a contrastive loss over the answers of a round (Khosla et al. 2020), held
near the published model by the likeness of answers of different rounds. Needs JAX (`.ci/train.lock`); some 15 minutes on two
cores. Another machine gives other last bits: then `python -m training.pack_data`, and measure.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from bot.themes.model_files import CORRECTED, read_packed
from training.read_answers import TrainingRound, read_rounds

RANK, EPOCHS, RATE, SEED = 8, 5, 8e-4, 1
BATCH, LONGEST, WARM = 96, 32, 20
TEMPERATURE, DROPPED, HELD = 0.1, 0.1, 10.0
UNLIKE = 0.25
MODEL = read_packed(tuned=False)
WEIGHTS = MODEL._weights


def _normalise(states, norm):
    states = states - states.mean(-1, keepdims=True)
    return states / jnp.sqrt((states * states).mean(-1, keepdims=True) + WEIGHTS.tiny) * norm[0] + norm[1]


def _drop(states, key):
    return jnp.where(jax.random.bernoulli(key, 1 - DROPPED, states.shape), states / (1 - DROPPED), 0)


def encode(corrections, numbers, there, key):
    """The model of `bot/themes/transformer.py` with corrections, as JAX can differentiate it."""
    states = _normalise(jnp.asarray(WEIGHTS.tokens)[numbers] + WEIGHTS.places[: numbers.shape[1]], WEIGHTS.norm)
    bias = (there[:, None, None, :] - 1) * 1e9
    count, length, width = states.shape
    for layer, change in zip(WEIGHTS.layers, corrections, strict=True):

        def dense(values, part, layer=layer, change=change):
            first, second = change[part]
            return values @ getattr(layer, part) + getattr(layer, f"{part}_bias") + (values @ first) @ second

        key, one, other = jax.random.split(key, 3)
        heads = dense(states, "attend").reshape(count, length, 3, WEIGHTS.heads, width // WEIGHTS.heads)
        query, asked, value = (heads[:, :, part].transpose(0, 2, 1, 3) for part in range(3))
        scores = jax.nn.softmax(query @ asked.transpose(0, 1, 3, 2) / np.sqrt(width // WEIGHTS.heads) + bias, -1)
        seen = (scores @ value).transpose(0, 2, 1, 3).reshape(count, length, width)
        states = _normalise(states + _drop(dense(seen, "gather"), one), layer.first_norm)
        wide = jax.nn.gelu(dense(states, "widen"), approximate=True)
        states = _normalise(states + _drop(dense(wide, "narrow"), other), layer.second_norm)
    mean = (states * there[..., None]).sum(1) / there.sum(1, keepdims=True)
    return mean / jnp.linalg.norm(mean, axis=1, keepdims=True)


def _likeness(rows, middle):
    centred = rows - middle
    centred = centred / jnp.linalg.norm(centred, axis=1, keepdims=True)
    return centred @ centred.T


def loss_of(corrections, batch, middle, key):
    """Answers of one point against all others of the round, and against those of other rounds that the model holds unlike."""
    numbers, there, rounds, points, published = batch
    now, before = _likeness(encode(corrections, numbers, there, key), middle), _likeness(published, middle)
    real = (rounds >= 0)[:, None] * (rounds >= 0)[None]
    same_round = rounds[:, None] == rounds[None]
    same_point = points[:, None] == points[None]
    positive = same_point * (1 - jnp.eye(len(now))) * real
    negative = (same_round * ~same_point + ~same_round * (before < UNLIKE)) * real
    grown = jnp.exp(now / TEMPERATURE)
    each = -jnp.log(grown / (grown + (grown * negative).sum(1, keepdims=True))) * positive
    paired = positive.sum(1)
    contrast = (each.sum(1) / jnp.maximum(paired, 1)).sum() / jnp.maximum((paired > 0).sum(), 1)
    apart = ~same_round * real
    return contrast + HELD * ((now - before) ** 2 * apart).sum() / jnp.maximum(apart.sum(), 1)


@jax.jit
def adam_step(state, gradient, step, rate):
    """One step of Adam with a little decay."""
    values, mean, square = state
    mean = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, mean, gradient)
    square = jax.tree.map(lambda old, new: 0.99 * old + 0.01 * new * new, square, gradient)
    values = jax.tree.map(
        lambda value, first, second: (
            value - rate * ((first / (1 - 0.9**step)) / (jnp.sqrt(second / (1 - 0.99**step)) + 1e-8) + 0.01 * value)
        ),
        values,
        mean,
        square,
    )
    return values, mean, square


Told = tuple[str, int, int]


def batches_of(rounds: list[list[Told]], order: random.Random) -> Iterator[list[Told]]:
    """Whole rounds in a new order, as many as fit."""
    order.shuffle(rounds)
    batch: list[Told] = []
    for told in rounds:
        if len(batch) + len(told) > BATCH:
            yield batch
            batch = []
        batch = batch + told
    yield batch


def told_in(number: int, each: TrainingRound) -> list[Told]:
    """The texts of a round with its number and their point's; who stands alone makes a point alone."""
    points = [*each.points, *([text] for text in each.alone)]
    return [(text, number, number * 1000 + place) for place, point in enumerate(points) for text in point]


def arrays_of(batch: list[Told], published: dict[str, np.ndarray]):
    """A batch as arrays of one size; what fills it up belongs to no round."""
    tokens = [row[: LONGEST - 2] for row in MODEL._pieces.tokens([text for text, _, _ in batch])]
    length = 8 * -(-max(len(row) + 2 for row in tokens) // 8)
    numbers, there = np.zeros((BATCH, length), np.int32), np.zeros((BATCH, length), np.float32)
    there[:, 0] = 1
    for place, row in enumerate(tokens):
        numbers[place, : len(row) + 2] = [WEIGHTS.opening, *row, WEIGHTS.closing]
        there[place, : len(row) + 2] = 1
    blank = BATCH - len(batch)
    rounds = np.array([number for _, number, _ in batch] + [-1] * blank)
    points = np.array([point for _, _, point in batch] + [-1 - place for place in range(blank)])
    rows = [published[text] for text, _, _ in batch]
    return numbers, there, rounds, points, np.stack(rows + [rows[0]] * blank)


def tune_encoder(target: Path) -> None:
    """Write the corrections to a file."""
    told = [told_in(number, each) for number, each in enumerate(read_rounds())]
    texts = sorted({text for row in told for text, _, _ in row})
    published = dict(zip(texts, MODEL.encode(texts), strict=True))
    middle = jnp.asarray(np.mean(list(published.values()), axis=0))
    chance, order = np.random.default_rng(SEED), random.Random(SEED)  # noqa: S311
    shapes = [{part: getattr(layer, part).shape for part in CORRECTED} for layer in WEIGHTS.layers]
    values = [
        {
            part: (
                jnp.asarray(chance.normal(size=(wide, RANK)).astype(np.float32) / np.sqrt(wide)),
                jnp.zeros((RANK, high)),
            )
            for part, (wide, high) in layer.items()
        }
        for layer in shapes
    ]
    state = (values, jax.tree.map(jnp.zeros_like, values), jax.tree.map(jnp.zeros_like, values))
    slope = jax.jit(jax.value_and_grad(loss_of))
    step, steps = 0, EPOCHS * len(list(batches_of(told, random.Random(SEED))))  # noqa: S311
    for epoch in range(EPOCHS):
        losses = []
        for batch in batches_of(told, order):
            step += 1
            rate = RATE * min(1, step / WARM) * max(0.05, 1 - step / steps)
            key = jax.random.PRNGKey(step + SEED * 1000)
            loss, gradient = slope(state[0], arrays_of(batch, published), middle, key)
            state = adam_step(state, gradient, step, rate)
            losses.append(float(loss))
        print(epoch, round(float(np.mean(losses)), 4), flush=True)
    np.savez(
        target,
        **{
            f"{number}.{part}.{name}": np.asarray(matrix, dtype=np.float16)
            for number, layer in enumerate(state[0])
            for part, pair in layer.items()
            for name, matrix in zip(("first", "second"), pair, strict=True)
        },
    )


if __name__ == "__main__":
    tune_encoder(Path("bot/themes/data/minilm-tuning.npz"))
