"""Hold every call that the stand-in kept against Slack's method reference: python validate.py PLATFORMS CALLS SCOPES.

PLATFORMS is a folder with `slack_validator.py`, CALLS one with the files that the stand-in wrote, SCOPES the manifest's scopes,
separated by commas. Needs jsonschema and nothing of the product.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path


def main(platforms: str, calls: str, scopes: str) -> int:
    sys.path.insert(0, platforms)
    import slack_validator  # type: ignore[import-not-found]

    seen: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    for path in sorted(Path(calls).glob("*.jsonl")):
        for line in path.read_text().splitlines():
            call = json.loads(line)
            seen[call["method"]] += 1
            for problem in slack_validator.validate(**call, scopes=scopes.split(",")):
                problems[f"{call['method']}: {problem}"] += 1
    for problem, count in problems.most_common():
        print(f"{count:6} {problem}")
    print(f"{sum(seen.values())} calls of {len(seen)} methods, {sum(problems.values())} problems")
    return 1 if problems or not seen else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
