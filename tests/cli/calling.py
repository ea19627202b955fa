"""Calling `folkmoot` as its users do: in a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 240
"""Seconds after which a process that should have ended is called stuck."""


def environment(folder: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nothing of the machine's own settings; whatever is written to a temporary place is seen in `folder`/tmp."""
    (folder / "tmp").mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV") if name in os.environ}
    own = {"HOME": str(folder), "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT)}
    return {**kept, **own, "TERM": "xterm-256color", **(more or {})}


def folkmoot(folder: Path, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Call a command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=environment(folder, env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Running:
    """A process that goes on until it is told to stop; its two streams are read as one."""

    def __init__(self, folder: Path, *words: str, code: str = "") -> None:
        call = [sys.executable, "-u", "-c", code, *words] if code else [sys.executable, "-u", "-m", "bot", *words]
        self.process = subprocess.Popen(
            call,
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *failed: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def wait_for(self, words: str) -> None:
        """Read until these words stand in a line. Raises AssertionError when the process ends before."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        raise AssertionError(f"ended without {words!r}:\n{self.said}")

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self, seconds: float = PATIENCE) -> int:
        """Its exit code, within so many seconds."""
        rest, _ = self.process.communicate(timeout=seconds)
        self.said += rest
        return self.process.returncode


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
