"""Fits what the product knows of words that suggest a risk (bot/safeguarding/meaning.py), and says how well it does.

    PYTHONPATH=. .venv/bin/python training/fit_risk.py          writes bot/safeguarding/data/meaning-en.npz

The phrases are in `training/risk` and, those that the rule was developed on, in `tests/safeguarding`, all invented; the answers
that tune the encoder are harmless too. The threshold is chosen by leaving out each fifth of the phrases in turn: the least score
at which at most so many of the harmless ones are taken for a risk. The phrases of `tests/safeguarding` whose names begin with
`blind` are never read here.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.safeguarding.meaning import KnownMeanings, Rows, split_parts
from bot.themes.model_files import read_packed
from training.read_answers import read_rounds

FOLDER = Path(__file__).parent / "risk"
SEEN = Path(__file__).parent.parent / "tests" / "safeguarding"
TARGET = Path(__file__).parent.parent / "bot" / "safeguarding" / "data" / "meaning-en.npz"
WIDTH = 1.0
RIDGE = 1.0
FALSE_ALARMS = 0.09
"""Share of harmless phrases and answers that may be taken for a risk."""
FOLDS = 5
LEVELS = 127


def read_phrases(label: str) -> list[str]:
    """Return the phrases of a label, risk or harmless, one of each."""
    paths = [
        *sorted(FOLDER.glob(f"{label}*.txt")),
        *(SEEN / f"{group}{label}.txt" for group in ("", "met-", "unseen-")),
    ]
    lines = [line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return list(dict.fromkeys(line for line in lines if line))


def read_harmless() -> list[str]:
    """Return the harmless phrases, and the answers of the rounds that tune the encoder."""
    rounds = read_rounds()
    answers = [answer for each in rounds for point in each.points for answer in point]
    return [*read_phrases("harmless"), *answers, *(answer for each in rounds for answer in each.alone)]


def fit_weights(vectors: Rows, risky: Sequence[bool]) -> Rows:
    """Return the weights of kernel ridge regression; both labels weigh the same as a whole."""
    labels = np.where(np.array(risky), 1.0, -1.0)
    known = KnownMeanings(vectors, np.eye(len(vectors), dtype=np.float32), WIDTH, 0.0)
    kernel = known.score_rows(vectors).astype(np.float64)
    each = np.where(labels > 0, (labels < 0).sum() / (labels > 0).sum(), 1.0)
    weights: Rows = np.linalg.solve(kernel + RIDGE * np.diag(1 / each), labels).astype(np.float32)
    return weights


def main() -> None:
    encode = read_packed().encode
    risk, harmless = read_phrases("risk"), read_harmless()
    units = [[text] for text in risk] + [list(dict.fromkeys([text, *split_parts(text)])) for text in harmless]
    texts = [part for unit in units for part in unit]
    risky = [place < len(risk) for place, unit in enumerate(units) for _ in unit]
    fold = np.array([place % FOLDS for place, unit in enumerate(units) for _ in unit])
    vectors = np.vstack([encode(texts[at : at + 64]) for at in range(0, len(texts), 64)])
    scale = float(abs(vectors).max()) / LEVELS
    packed = np.round(vectors / scale).astype(np.int8)
    vectors = packed.astype(np.float32) * np.float32(scale)
    left_out = np.zeros(len(texts), dtype=np.float32)
    for each in range(FOLDS):
        inside = fold != each
        weights = fit_weights(vectors[inside], [label for label, use in zip(risky, inside, strict=True) if use])
        left_out[~inside] = KnownMeanings(vectors[inside], weights, WIDTH, 0.0).score_rows(vectors[~inside])
    highest, at = [], 0
    for unit in units:
        highest.append(float(left_out[at : at + len(unit)].max()))
        at += len(unit)
    threshold = float(np.quantile(highest[len(risk) :], 1 - FALSE_ALARMS))
    recall = float(np.mean([score >= threshold for score in highest[: len(risk)]]))
    weights = fit_weights(vectors, risky)
    np.savez_compressed(TARGET, vectors=packed, weights=weights, scale=scale, width=WIDTH, threshold=threshold)
    sys.stdout.write(
        f"{len(risk)} phrases of risk, {len(harmless)} harmless ones, {len(texts)} vectors: at {threshold:.3f}, where "
        f"{FALSE_ALARMS:.0%} of those left out are taken for a risk, {recall:.1%} of the phrases of risk are found\n"
    )


if __name__ == "__main__":
    main()
