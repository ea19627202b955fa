"""The demonstration on a terminal: it draws, it ends when asked, and the terminal is then as it was."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.cli.calling import PATIENCE, environment, files_in
from tests.support.further import further, only_further, part_of

pytestmark = further

F10 = "\x1b[21~"
ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"


class Terminal:
    """A terminal of 120 columns with the demonstration on it."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.main, self.side = pty.openpty()
        termios.tcsetwinsize(self.main, (40, 120))
        self.before = termios.tcgetattr(self.side)
        self.shown = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", *words],
            cwd=folder,
            env=environment(folder),
            stdin=self.side,
            stdout=self.side,
            stderr=self.side,
            start_new_session=True,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *failed: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.main)
        os.close(self.side)

    def read(self, until: str = "") -> None:
        """Read until these words were drawn, or without them until the process has ended and nothing is left."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            ready, _, _ = select.select([self.main], [], [], 0.1)
            if ready:
                self.shown += os.read(self.main, 65536).decode("utf-8", "replace")
            elif self.process.poll() is not None:
                break
            if until and until in self.shown:
                return
        assert not until, f"{until!r} was not drawn"

    def type(self, keys: str) -> None:
        os.write(self.main, keys.encode())


@only_further
@pytest.mark.parametrize("keys", part_of([F10, "\x03"], 2))
def test_it_is_left_cleanly(tmp_path: Path, keys: str) -> None:
    with Terminal(tmp_path) as terminal:
        terminal.read("weighs it, in private")
        terminal.type(keys)
        terminal.read()
        assert terminal.process.wait(3 * PATIENCE) == 0
        assert ENTER in terminal.shown
        assert terminal.shown.rindex(LEAVE) > terminal.shown.rindex(ENTER)
        assert termios.tcgetattr(terminal.side) == terminal.before
    assert "Traceback" not in terminal.shown
    assert files_in(tmp_path) == set()


@only_further
def test_the_story_plays_by_itself_on_the_screen(tmp_path: Path) -> None:
    with Terminal(tmp_path, "--speed", "50") as terminal:
        terminal.read("Four days earlier")
        terminal.type(F10)
        terminal.read()
        assert terminal.process.wait(3 * PATIENCE) == 0


@only_further
def test_auto_on_a_terminal_prints_and_does_not_draw(tmp_path: Path) -> None:
    with Terminal(tmp_path, "--auto", "--speed", "1000") as terminal:
        terminal.read()
        assert terminal.process.wait(3 * PATIENCE) == 0
        assert ENTER not in terminal.shown
        assert "That was one round, and the beginning of the next." in terminal.shown
