"""Processes that begin to work at the same moment, and say in one line of JSON what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def run_together(module: str, arguments: Iterable[Sequence[str]]) -> list[Any]:
    """Run a module once with each of these arguments; each says "ready", and goes on when all are."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-m", module, *each], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for each in arguments
    ]
    for one in begun:
        assert one.stdout and one.stdout.readline() == "ready\n"
    for one in begun:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    return [json.loads(one.communicate()[0]) for one in begun]
