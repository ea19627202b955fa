"""Hold the rule of what is a request against answers that people could have written: at most 5 may be taken for one.

    python .ci/score_intents.py ../shared/points

The answers are not for tuning: those that are taken are counted and never printed.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from bot.chatcommands import Role
from bot.chatcommands.intents import read_message
from tests.intents.tables import asked

MOST = 5
NOT_ANSWERS = "silence.jsonl"
shared = Path(sys.argv[1])
files = [path for path in sorted(shared.glob("*.jsonl")) if path.name != NOT_ANSWERS]
answers = [json.loads(line)["text"] for path in files for line in path.read_text(encoding="utf-8").splitlines()]
if len(answers) < 800:
    sys.exit(f"only {len(answers)} answers were found in {shared}")
taken = {role: Counter(type(read_message(text, asked(role))).__name__ for text in answers) for role in Role}
for role, kinds in taken.items():
    eaten = len(answers) - kinds["NoneType"]
    print(f"{role.name.lower():9} {eaten} of {len(answers)} answers taken for a request")
    if eaten > MOST:
        sys.exit(f"more than {MOST} answers would be eaten")
