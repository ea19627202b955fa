"""Prints how much of the labelled phrases the rule for words that suggest a risk finds, and how much it finds wrongly."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.bootstrap.product import make_risk_reader
from bot.ports import RiskReader
from bot.safeguarding import suggests_risk
from tests.safeguarding.phrases import BLIND, LABELS, LANGUAGES, LONG, later_phrases, phrases


def main() -> None:
    for held_out, half in ((False, "developed on"), (True, "held out")):
        for languages, name in ((("",), "English"), (LANGUAGES, "all languages")):
            found = {
                label: list(map(suggests_risk, phrases(label, held_out, languages))) for label in ("risk", "harmless")
            }
            recall, alarm = (sum(found[label]) / len(found[label]) for label in ("risk", "harmless"))
            print(
                f"{half}, {name}: recall {recall:.1%} of {len(found['risk'])}, false alarm {alarm:.1%} of {len(found['harmless'])}"
            )
    for group in ("met", "unseen"):
        _print_found(f"{group} later, the rule", {label: _by_rule(later_phrases(label, group)) for label in LABELS})
    second = make_risk_reader()
    together: dict[str, list[bool]] = {label: [] for label in LABELS}
    for group in (*BLIND, LONG):
        texts = {label: later_phrases(label, group) for label in LABELS}
        rule = {label: _by_rule(texts[label]) for label in LABELS}
        both = {
            label: [a or b for a, b in zip(rule[label], _by_meaning(second, texts[label]), strict=True)]
            for label in LABELS
        }
        _print_found(f"{group}, the rule", rule)
        _print_found(f"{group}, the rule and the second look", both)
        if group in BLIND:
            together = {label: together[label] + both[label] for label in LABELS}
    _print_found("all that are blind and short, the rule and the second look", together)
    for path in sys.argv[1:]:
        answers = [
            json.loads(line)["text"]
            for file in sorted(Path(path).glob("*.jsonl"))
            for line in file.read_text().splitlines()
        ]
        found = second.find_risky(answers)
        print(f"answers of {path}: {len(found) / len(answers):.1%} of {len(answers)} taken for a risk")


def _by_rule(texts: list[str]) -> list[bool]:
    return [suggests_risk(text) for text in texts]


def _by_meaning(second: RiskReader, texts: list[str]) -> list[bool]:
    found = second.find_risky(texts)
    return [text in found for text in texts]


def _print_found(name: str, found: dict[str, list[bool]]) -> None:
    recall, alarm = (sum(found[label]) / len(found[label]) for label in LABELS)
    print(f"{name}: recall {recall:.1%} of {len(found['risk'])}, false alarm {alarm:.1%} of {len(found['harmless'])}")


if __name__ == "__main__":
    main()
