"""Run the shared scorer of planted points on what a draft uses, and fail below the floors of each way of calling it."""

import os
import re
import subprocess
import sys
from pathlib import Path

# found and right at least; false alarms at most (points only), mixed and leaks at most; silence wrong and missed at most.
FLOORS = {"planted": (0.30, 0.72, 3), "candidates": (0.55, 0.60, 12)}
MOST_WRONGLY_SILENT, MOST_MISSED = 2, 12
shared = Path(sys.argv[1])
ENVIRONMENT = {**os.environ, "PYTHONPATH": "."}
ROW = re.compile(r"^all\s+(\d+)\s+(\d+)\s+\S+\s+(\d+)\s+(\d+)\s+\S+\s+(\d+) \(in\s+\d+\)\s+(\d+)\s+(\d+)", re.MULTILINE)
SILENCE = re.compile(r"missed (\d+) of \d+ that say nothing, wrongly silent (\d+) of")
failed = []
for function, (least_found, least_right, most_alarms) in FLOORS.items():
    command = [sys.executable, str(shared / "score_points.py"), f"bot.themes.score:{function}", "--no-table"]
    text = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout  # noqa: S603
    print(f"{function}\n{text}")
    row, silence = ROW.search(text), SILENCE.search(text)
    if row is None or silence is None:
        sys.exit("the scorer's output is not understood")
    planted, found, shown, right, alarms, mixed, leaks = map(int, row.groups())
    missed, wrong = map(int, silence.groups())
    failed += [f"{function}: found {found / planted:.2f}"] if found / planted < least_found else []
    failed += [f"{function}: right {right / max(shown, 1):.2f}"] if right / max(shown, 1) < least_right else []
    failed += [f"{function}: {alarms} false alarms"] if alarms > most_alarms else []
    failed += [f"{function}: {mixed} mixed, {leaks} leaks"] if mixed or leaks else []
    failed += (
        [f"silence: {wrong} wrong, {missed} missed"] if wrong > MOST_WRONGLY_SILENT or missed > MOST_MISSED else []
    )
if failed:
    sys.exit("\n".join(failed))
