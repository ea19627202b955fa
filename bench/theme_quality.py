"""How good the ways of grouping are, by the scorers that lie beside the answers: for `python -m bench.themes`."""

from __future__ import annotations

import importlib
import json
import statistics
import sys
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType

from bench.table import show
from bench.theme_methods import METHODS, PRODUCT, TOLD, as_points, missing_methods, quiet_warnings

LARGEST = 400


def show_labelled(folder: Path, smallest: bool) -> None:
    """Mean over data sets of each method's agreement with gold themes; ratios are to the product."""
    quiet_warnings()
    if "TF-IDF, k-means" in missing_methods():
        print("\nThe scorer of labelled answers needs scikit-learn, which is not installed: left out.")
        return
    scorer = _load_scorer(folder, "score")
    entries = [each for each in json.loads((folder / "manifest.json").read_text()) if each["size"] <= LARGEST]
    if smallest:
        entries = [each for each in entries if each["size"] == 20 and each["seed"] == 0]
    rounds = [
        (each, [json.loads(line) for line in (folder / each["path"]).read_text(encoding="utf-8").splitlines()])
        for each in entries
    ]
    ways = {name: lambda texts, _, group=group: group(texts) for name, group in METHODS.items()} | TOLD
    rows, base = [], 0.0
    for name, way in ways.items():
        if name in missing_methods():
            continue
        found = defaultdict(list)
        for entry, answers in rounds:
            groups = way([row["text"] for row in answers], entry["gold_k"])
            found[entry["dataset"]].append(scorer.score_round(groups, [row["labels"] for row in answers]))
        mean = {
            key: statistics.mean(statistics.mean(one[key] for one in scored) for scored in found.values())
            for key in ("AMI", "B3", "left_out", "k_ratio")
        }
        base = base or float(mean["AMI"])
        rows.append(
            (name, f"{mean['AMI']:.3f}", f"{mean['AMI'] / base:.2f}", f"{mean['B3']:.3f}", f"{mean['left_out']:.2f}",
             f"{mean['k_ratio']:.2f}")
        )  # fmt: skip
    header = ("method", "AMI", "to Folkmoot", "B-cubed F1", "left out", "groups / gold")
    show(f"Agreement with gold themes, {len(rounds)} rounds of 20 to {LARGEST} answers", header, rows)


def show_planted(folder: Path, smallest: bool) -> None:
    """What of the planted points each method finds in one team's answers; the product as its draft uses it."""
    from bot.themes import score

    quiet_warnings()
    scorer = _load_scorer(folder, "score_points")
    declared = json.loads((folder / "points.json").read_text(encoding="utf-8"))
    ways = {f"{PRODUCT}, points": score.planted, f"{PRODUCT}, with candidates": score.candidates}
    ways |= {
        name: as_points(group) for name, group in METHODS.items() if name != PRODUCT and name not in missing_methods()
    }
    rows = []
    for name, find in ways.items():
        counts: Counter[str] = Counter()
        for file in scorer.FILES[3:4] if smallest else scorer.FILES:
            counts.update(scorer.score_file(find, file, declared[f"{file}.jsonl"])[0])
        found, right = counts["found"] / counts["planted"], counts["right"] / max(1, counts["shown"])
        rows.append(
            (name, f"{counts['found']} of {counts['planted']}", f"{found:.2f}", f"{counts['right']} of {counts['shown']}",
             f"{right:.2f}", counts["false alarms"], counts["mixed"], counts["leaks"])
        )  # fmt: skip
    header = ("method", "points found", "", "right", "", "false alarms", "both sides", "names and insults")
    show("Planted points of teams", header, rows)


def _load_scorer(folder: Path, name: str) -> ModuleType:
    sys.path.insert(0, str(folder))
    return importlib.import_module(name)
