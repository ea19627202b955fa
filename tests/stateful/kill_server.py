"""Run as a process of its own: forks a child for every story that is to be told, so that each costs no start of Python.

Reads lines of JSON `[folder, kill_at, early]` and answers each with `[how the child ended, points it passed]`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

from tests.stateful import kill_script


def child(folder: Path, kill_at: int, early: bool) -> None:
    try:
        if kill_at < 0:
            kill_script.prepare(folder)
        else:
            (folder / "points").write_text(str(kill_script.play(folder, kill_at, early)))
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def warm_up() -> None:
    """Tell the story once here, so that no child has to compile a statement again. Its threads end with its store."""
    with tempfile.TemporaryDirectory() as folder:
        kill_script.prepare(Path(folder))
        kill_script.play(Path(folder), 0)


def main() -> None:
    warm_up()
    for line in sys.stdin:
        where, kill_at, early = json.loads(line)
        pid = os.fork()
        if not pid:
            child(Path(where), kill_at, early)
        _, status = os.waitpid(pid, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status)), flush=True)


if __name__ == "__main__":
    main()
