"""R1, R2: killed at every numbered point of a round and again while recovering, nothing is lost or said twice."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.further import GOES_FURTHER, further, only_further

pytestmark = further

ROOT = Path(__file__).parents[2]
EVERY = 1 if GOES_FURTHER else 40
"""Every how many points one is tried."""

PARTS = 6 if GOES_FURTHER else 1
"""Into how many tests the points are divided, so that no worker is left with the rest alone."""


class Stories:
    """Tells stories in forked processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        command = [sys.executable, "-m", "tests.stateful.kill_server"]
        self._server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._template = folder / "template"
        self._found_template()
        assert self._ask(self._template, -1, False) == 0

    def _ask(self, folder: Path, kill_at: int, early: bool) -> int:
        assert self._server.stdin and self._server.stdout
        self._server.stdin.write(json.dumps([str(folder), kill_at, early]) + "\n")
        self._server.stdin.flush()
        return int(json.loads(self._server.stdout.readline()))

    def tell(self, *kills: int, early: bool = False) -> tuple[list[str], int]:
        """What is wrong after being killed at these points, one process after the other; the points of the last one."""
        self._count += 1
        folder = self._folder / str(self._count)
        self._copy_template(folder)
        for kill_at in kills:
            ended = self._ask(folder, kill_at, early)
            assert ended in (0, -signal.SIGKILL), "the process failed"
        assert self._ask(folder, 0, early) == 0
        wrong = folder / "wrong"
        found = wrong.read_text().splitlines() if wrong.exists() else []
        points = int((folder / "points").read_text())
        self._remove(folder)
        return found, points

    def _found_template(self) -> None:
        """Make ready what `prepare` is to fill."""

    def _copy_template(self, folder: Path) -> None:
        shutil.copytree(self._template, folder)

    def _remove(self, folder: Path) -> None:
        shutil.rmtree(folder)

    def close(self) -> None:
        assert self._server.stdin
        self._server.stdin.close()
        self._server.wait(10)


@pytest.fixture(scope="module")
def stories() -> Iterator[Stories]:
    """In memory where the machine can: a killed process leaves its files whole, only a power cut needs the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        made = Stories(Path(folder))
        yield made
        made.close()


@only_further
@pytest.mark.parametrize("part", range(PARTS))
def test_r1_r2_killed_at_every_point_and_again_during_recovery(stories: Stories, part: int) -> None:
    wrong, points = stories.tell()
    assert not wrong
    assert points > 100
    for point in range(1 + part * EVERY, points + 1, PARTS * EVERY):
        found, _ = stories.tell(point, 1 + point % 11)
        assert not found, f"killed at point {point}: {found}"


@only_further
def test_r1_acknowledged_before_the_commit_an_answer_is_lost(stories: Stories) -> None:
    _, points = stories.tell()
    tried = range(points // 6, points)  # one after the other: among them are those just before the commit of an answer
    assert any("lost" in one for point in tried for one in stories.tell(point, early=True)[0])
