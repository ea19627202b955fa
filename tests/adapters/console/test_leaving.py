"""The screen in a real terminal: it comes, and when one leaves, the terminal is as it was."""

import os
import pty
import select
import subprocess
import sys

SHOW = """
import asyncio
from adapters.console.screen import show_stage
from tests.adapters.console.stand import Stand

async def main():
    await show_stage(await Stand().begin())

asyncio.run(main())
print("left")
"""
ALTERNATE, BACK = b"\x1b[?1049h", b"\x1b[?1049l"
CURSOR, MOUSE_OFF = b"\x1b[?25h", b"\x1b[?1000l"
F10 = b"\x1b[21~"
"""Ctrl+C leaves the demonstration in `tests/cli/test_screen.py`."""
PATIENCE = 60.0


def read_until(terminal: int, mark: bytes) -> bytes:
    """What comes out of the terminal up to `mark`, or to its end."""
    found = b""
    while mark not in found:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        assert ready, f"{mark!r} did not come"
        try:
            found += os.read(terminal, 65536)
        except OSError:
            return found
    return found


def test_the_terminal_is_left_as_it_was() -> None:
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
    process = subprocess.Popen([sys.executable, "-c", SHOW], stdin=theirs, stdout=theirs, stderr=theirs, env=environ)
    os.close(theirs)
    try:
        assert ALTERNATE in read_until(ours, b"crisis-line")
        os.write(ours, F10)
        end = read_until(ours, b"left")
        assert process.wait(PATIENCE) == 0
        assert end.index(BACK) < end.index(b"left")
        assert CURSOR in end
        assert MOUSE_OFF in end
    finally:
        process.kill()
        process.wait()
        os.close(ours)
