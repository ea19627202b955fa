"""Choose both thresholds on all files of planted points but one, and measure them on that one: the table of docs/themes.md.

    python .ci/fit_thresholds.py FOLDER [--second ENCODER] [file ...]     FOLDER: planted points with their scorer

Of points: the lowest threshold at which three in four are right, and at most one is claimed for every four questions that have
none. Of candidates: where found and right have the largest harmonic mean. Nothing is written: `thresholds-en.toml` is edited by
hand, and with `--second`, the folder of a larger encoder that is asked beside ours, `thresholds-second.toml`.
"""

import importlib
import json
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, ".")
from bot.themes import finder, score, team_points
from bot.themes.likeness import read_thresholds
from bot.themes.model_files import read_packed
from bot.themes.model_folder import read_folder
from bot.themes.multilingual import load_multilingual_encoder
from bot.themes.second_encoder import SecondEncoder

POINTS = [0.26, 0.28, 0.3, 0.32, 0.34, 0.36]
CANDIDATES = [0.16, 0.18, 0.2, 0.22]
RIGHT, ALARMS = 0.75, 1 / 4
ENGLISH, OTHERS = cache(lambda text: read_english().encode([text])[0]), cache(lambda text: read_others()([text])[0])
find_points = score._find_points
read_english, read_others, read_second = cache(read_packed), cache(load_multilingual_encoder), cache(read_folder)


def count_points(scorer, name: str, declared: dict, point: float, candidate: float) -> tuple[Counter, Counter]:
    """The scorer's counts of one file for points, and for points with candidates."""
    team_points.shipped_thresholds = lambda: replace(read_thresholds("en"), point=point, candidate=candidate)
    team_points.read_thresholds = lambda name: replace(read_thresholds(name), point=point, candidate=candidate)
    score._find_points = cache(find_points)
    return tuple(
        scorer.score_file(find, name, declared[f"{name}.jsonl"])[0] for find in (score.planted, score.candidates)
    )


def shares_of(counts: Counter) -> tuple[float, float]:
    return counts["found"] / max(1, counts["planted"]), counts["right"] / max(1, counts["shown"])


def choose(of: dict, files: list[str]) -> tuple[float, float]:
    """The thresholds of points and of candidates that fit these files."""

    def together(point: float, candidate: float, which: int) -> Counter:
        return sum((of[name, point, candidate][which] for name in files), Counter())

    least = CANDIDATES[0]
    sums = {point: together(point, least, 0) for point in POINTS}
    fit = [
        point
        for point in POINTS
        if shares_of(sums[point])[1] >= RIGHT and sums[point]["false alarms"] <= ALARMS * sums[point]["empty groups"]
    ]
    point = min(fit, default=POINTS[-1])

    def mean(candidate: float) -> float:
        found, right = shares_of(together(point, candidate, 1))
        return 2 * found * right / max(1e-9, found + right)

    return point, max(CANDIDATES, key=lambda candidate: (round(mean(candidate), 3), candidate))


def show(label: str, points: Counter, both: Counter, limits: str = "") -> None:
    texts = [
        f"found {c['found']:3} of {c['planted']:3} ({shares_of(c)[0]:.2f}) right {c['right']:3} of {c['shown']:3}"
        f" ({shares_of(c)[1]:.2f}) false alarms {c['false alarms']}"
        for c in (points, both)
    ]
    print(f"{label:12} {limits:12} points: {texts[0]} | with candidates: {texts[1]}", flush=True)


def main() -> None:
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    scorer = importlib.import_module("score_points")
    declared = json.loads((folder / "points.json").read_text(encoding="utf-8"))
    given = sys.argv[2:]
    second = given.pop(given.index("--second") + 1) if "--second" in given else ""
    files = [name for name in given if name != "--second"] or scorer.FILES
    encode_second = cache(lambda text: read_second(Path(second)).encode([text])[0])
    local = finder.LocalFinder(
        lambda texts: np.stack([ENGLISH(text) for text in texts]),
        lambda texts: np.stack([OTHERS(text) for text in texts]),
        SecondEncoder(lambda texts: np.stack([encode_second(text) for text in texts])) if second else None,
    )
    local.redact = cache(local.redact)
    score._local_finder = lambda: local
    of = {
        (name, point, candidate): count_points(scorer, name, declared, point, candidate)
        for name in files
        for point in POINTS
        for candidate in CANDIDATES
        if candidate < point
    }
    for point in POINTS:
        show(
            "all",
            *(sum((of[name, point, CANDIDATES[0]][k] for name in files), Counter()) for k in (0, 1)),
            f"{point:.2f} {CANDIDATES[0]:.2f}",
        )
    total = (Counter(), Counter())
    for name in files:
        point, candidate = choose(of, [other for other in files if other != name])
        counts = of[name, point, candidate]
        show(name, *counts, f"{point:.2f} {candidate:.2f}")
        total = tuple(sum(pair, Counter()) for pair in zip(total, counts, strict=True))
    show("together", *total)
    point, candidate = choose(of, files)
    show(
        "fitted",
        *(sum((of[name, point, candidate][k] for name in files), Counter()) for k in (0, 1)),
        f"{point:.2f} {candidate:.2f}",
    )


if __name__ == "__main__":
    main()
