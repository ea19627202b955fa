"""Run the shared scorer on this project's grouping and fail below the floor: dev AMI at least .60."""

import os
import re
import subprocess
import sys
from pathlib import Path

FLOOR = 0.60
shared = Path(sys.argv[1])
command = [sys.executable, str(shared / "score.py"), "bot.themes.group:group"]  # a path that .ci/run hands in
ENVIRONMENT = {**os.environ, "PYTHONPATH": "."}
found = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)  # noqa: S603
print(found.stdout)
mean = re.search(r"^MEAN\s+AMI (\S+)", found.stdout, re.MULTILINE)
if mean is None or float(mean[1]) < FLOOR:
    sys.exit(f"dev AMI is below {FLOOR}")
