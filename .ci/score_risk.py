"""Prints how much of the labelled phrases the rule for words that suggest a risk finds, and how much it finds wrongly."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.safeguarding import suggests_risk
from tests.safeguarding.phrases import LANGUAGES, later_phrases, phrases


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
        found = {label: list(map(suggests_risk, later_phrases(label, group))) for label in ("risk", "harmless")}
        recall, alarm = (sum(found[label]) / len(found[label]) for label in ("risk", "harmless"))
        print(
            f"{group} later: recall {recall:.1%} of {len(found['risk'])}, false alarm {alarm:.1%} of {len(found['harmless'])}"
        )


if __name__ == "__main__":
    main()
