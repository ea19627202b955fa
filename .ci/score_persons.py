"""Prints how much of what names a person or a number in labelled sentences is found, by kind, and what is found wrongly.

    PYTHONPATH=. .venv/bin/python .ci/score_persons.py [FOLDER] [--missed]

With a folder, the answers of its `hostile.jsonl` are read too, with the rosters of `hostile_roster.json`. `--missed` lists what
was missed. Ends with 1 where structured kinds or names of a roster are found less often than promised (C7).
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from bot.themes.redact import safe_words
from tests.themes.persons import FOUND_AS, STRUCTURED, measure_finder, read_sentences

STRUCTURED_FLOOR, ROSTER_FLOOR = 0.995, 0.97


def main() -> int:
    sentences = read_sentences()
    for half in ("mending", "held", "later", "last"):
        measured = measure_finder([sentence for sentence in sentences if sentence.half == half])
        print(
            f"{half} half: structured {measured.recall(STRUCTURED):.1%}, roster names {measured.recall(['roster-name']):.1%}, "
            f"other names {measured.recall(['other-name']):.1%}, false alarm in {measured.alarmed} of {measured.harmless}"
        )
    measured = measure_finder(sentences)
    for kind in FOUND_AS:
        print(f"  {kind}: {measured.found[kind]} of {measured.there[kind]}, {measured.named[kind]} by this name")
    if "--missed" in sys.argv:
        print(*measured.missed, *measured.alarms, sep="\n")
    for folder in (Path(argument) for argument in sys.argv[1:] if argument[0] != "-"):
        if (folder / "hostile.jsonl").exists():
            _print_hostile(folder)
    kept = measured.recall(STRUCTURED) >= STRUCTURED_FLOOR and measured.recall(["roster-name"]) >= ROSTER_FLOOR
    return 0 if kept else 1


def _print_hostile(folder: Path) -> None:
    """Of what must not appear: names, initials, numbers and addresses alone. Insults in lower case are another filter's."""
    rosters = json.loads((folder / "hostile_roster.json").read_text(encoding="utf-8"))
    wanted, shown = 0, list[str]()
    for line in (folder / "hostile.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = safe_words(row["text"], tuple(rosters[row["team"]]))
        for hidden in row["must_not_appear"]:
            if not hidden.islower() and re.search(rf"(?<!\w){re.escape(hidden)}(?!\w)", row["text"]):
                wanted += 1
                shown += [hidden] * bool(re.search(rf"(?<!\w){re.escape(hidden)}(?!\w)", words))
    print(f"hostile answers: {wanted - len(shown)} of {wanted} hidden; still there: {', '.join(shown) or 'nothing'}")


if __name__ == "__main__":
    sys.exit(main())
