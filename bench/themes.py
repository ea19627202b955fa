"""How long finding points takes, how much memory, and how good it is, beside what is usual: `python -m bench.themes`.

Cost: answers made from parts with a fixed seed; each method and size runs in a process of its own with one thread, warm, the
best of three. The peers need scikit-learn and umap-learn, which the product does not: they are in `.ci/score.lock`, and are left
out with the reason where they are not installed.

    python -m bench.themes [--labelled FOLDER] [--planted FOLDER]

Quality, where folders with their scorers are given. `--labelled`: rounds of 20 to 400 answers with gold themes. `--planted`: teams
of 7 to 15 people of whom some say one thing in their own words.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.table import show
from bench.theme_methods import METHODS, PRODUCT, missing_methods, quiet_warnings
from bot.themes import THREADS

SIZES, SMALLEST = (400, 2_000, 10_000), (60,)
TEAMS, SMALLEST_TEAM = (15, 60, 150), (15,)
REPEATS, ENOUGH_SECONDS = 3, 20.0
LONGEST_RECIPE = 2_000
"""The recipe encodes every answer by MiniLM: at 10,000 that alone takes minutes."""
FINDING, TEAM = "Folkmoot, found and worded", "one team"
_PARTS = (
    "the rota|my laptop|the canteen|our Monday meeting|parking near the depot|the booking system|training for new starters"
    "|my manager|the open office|night shifts|the pay scale|handover between teams|the waiting list|the stock room",
    "comes too late|is slow|costs too much|never works|could be shorter|is what keeps me here|is badly planned"
    "|has improved a lot|needs more people|is far too noisy|leaves no time to think|changes every week",
    "in winter|for part-time staff|since the move|on the ground floor|when two of us are away|at the weekend"
    "|and nobody says why|after the merger|for the third year|with the new rules",
    "please ask us first|I would share it|it makes me tired|others say the same|we could fix it ourselves|it is unfair"
    "|thank you for asking|that is all|the old way was better|nothing else matters as much",
)  # fmt: skip


def answers(count: int) -> list[str]:
    """That many made-up answers, the same every time."""
    chance = random.Random(7)
    parts = [part.split("|") for part in _PARTS]
    return [
        f"{chance.choice(parts[0])} {chance.choice(parts[1])} {chance.choice(parts[2])}. {chance.choice(parts[3])}"
        for _ in range(count)
    ]


def measure(method: str, count: int) -> dict[str, float]:
    """Seconds for that many answers, warm and at best; seconds of the first call; and the peak memory in MB."""
    quiet_warnings()
    texts, step = answers(count), _step_of(method)
    cold = _seconds(step, texts[:60])
    taken: list[float] = []
    while len(taken) < REPEATS and sum(taken) < ENOUGH_SECONDS:
        taken.append(_seconds(step, texts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {"seconds": min(taken), "cold": cold, "peak": peak}


def _seconds(step: Callable[[list[str]], object], texts: list[str]) -> float:
    start = time.perf_counter()
    step(texts)
    return time.perf_counter() - start


def _step_of(method: str) -> Callable[[list[str]], object]:
    """What is measured, as a function of the answers."""
    if method in METHODS:
        return METHODS[method]
    from bot.ports import Item
    from bot.themes.codebook import shipped_codebook
    from bot.themes.find import find_points
    from bot.themes.finder import LocalFinder
    from bot.themes.model_files import read_packed

    def items(texts: list[str]) -> list[Item]:
        return [Item(f"r{number}", f"w{number}", text) for number, text in enumerate(texts)]

    if method == FINDING:
        return lambda texts: find_points(items(texts), direction="missing", codebook=shipped_codebook(), small=False)
    # In this process and not in a child, so that the peak is the encoder's.
    finder = LocalFinder(read_packed().encode)
    return lambda texts: finder.find(items(texts), "missing", small=True)


def _measured(method: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.themes", "--measure", method, "--count", str(count)]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment).stdout)


def show_cost(smallest: bool) -> None:
    """The table of methods; ratios are to the product's grouping of as many answers."""
    absent = missing_methods()
    rows = []
    for count in SMALLEST if smallest else SIZES:
        base = 0.0
        for method in (PRODUCT, FINDING, *list(METHODS)[1:]):
            if method in absent or (method not in (PRODUCT, FINDING) and count > LONGEST_RECIPE and "TF" not in method):
                continue
            found = _measured(method, count)
            base = base or found["seconds"]
            ratio = f"{found['seconds'] / base:.1f}"
            rows.append((count, method, f"{found['seconds']:.3f}", ratio, f"{found['peak']:.0f}"))
    show("Grouping an organisation's answers", ("answers", "method", "s", "to Folkmoot", "peak MB"), rows)
    for method, reason in absent.items():
        print(f"  {method} is left out: {reason}.")
    teams = [(count, _measured(TEAM, count)) for count in (SMALLEST_TEAM if smallest else TEAMS)]
    first = teams[0][1]["seconds"]
    show(
        "Points of one team, encoded and worded",
        ("answers", "s", "to the smallest", "peak MB"),
        [
            (count, f"{found['seconds']:.3f}", f"{found['seconds'] / first:.1f}", f"{found['peak']:.0f}")
            for count, found in teams
        ],
    )


def run(smallest: bool = False) -> None:
    """Print what it costs."""
    show_cost(smallest)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.themes", description=__doc__)
    parser.add_argument("--labelled", type=Path, metavar="FOLDER")
    parser.add_argument("--planted", type=Path, metavar="FOLDER")
    parser.add_argument("--smallest", action="store_true", help="only to see that it still runs")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure, given.count)))
        return
    show_cost(given.smallest)
    if given.labelled or given.planted:
        from bench.theme_quality import show_labelled, show_planted

        if given.labelled:
            show_labelled(given.labelled, given.smallest)
        if given.planted:
            show_planted(given.planted, given.smallest)


if __name__ == "__main__":
    main()
