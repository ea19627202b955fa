"""Write what belongs to the encoders again, after they or the answers changed: `python -m training.pack_data`.

The background's mean of the English encoder, the vectors of the fixed wording, and mean and metric of the multilingual encoder.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.themes.embed import Vectors, unit_rows
from bot.themes.headings import pack_headings
from bot.themes.model_files import read_packed
from bot.themes.multilingual import load_multilingual_encoder, pack_multilingual
from training.read_answers import answers_of, read_rounds

DATA = Path("bot/themes/data")
SHRUNK = 0.5


def metric_of(points: Sequence[Vectors], mean: Vectors) -> Vectors:
    """The inverse square root of the covariance within a point, half of it shrunk to a sphere."""
    centred = [unit_rows(np.asarray(rows - mean, dtype=np.float32)) for rows in points]
    apart = np.concatenate([rows - rows.mean(0) for rows in centred])
    within = apart.T @ apart / len(apart)
    size = len(within)
    within = (1 - SHRUNK) * within + SHRUNK * np.trace(within) / size * np.eye(size)
    values, vectors = np.linalg.eigh(within)
    metric = (vectors / np.sqrt(values)) @ vectors.T
    return np.asarray(metric / np.sqrt((metric**2).mean()), dtype=np.float32)


def write_data() -> None:
    """Write all three files."""
    rounds = read_rounds()
    answers = answers_of(rounds)
    english, others = read_packed(), load_multilingual_encoder()
    with np.load(DATA / "background-en.npz") as found:
        kept = {name: found[name] for name in found.files}
    np.savez(DATA / "background-en.npz", **{**kept, "mean": english.encode(answers).mean(0).astype(np.float32)})
    pack_headings(english.encode, DATA / "headings-en.npz")
    points = [others(point) for each in rounds for point in each.points]
    mean = others(answers).mean(0)
    pack_multilingual(lambda texts: others(list(texts)), mean, metric_of(points, mean), DATA / "multilingual.npz")


if __name__ == "__main__":
    write_data()
