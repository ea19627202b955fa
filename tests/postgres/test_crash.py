"""A process that is killed on PostgreSQL loses nothing that it acknowledged (R1), and holds nobody up."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT, NAMES
from storage.postgres.opening import PostgresPair
from tests.storage.test_crash import stored_in
from tests.support.further import only_further
from tests.support.postgres import new_pair, open_pair

ROOT = Path(__file__).parents[2]


def run(pair: PostgresPair, failpoint: str, how: str = "proper") -> tuple[int, list[str]]:
    place = f"{pair.database.url} {pair.keys.url}"
    command = [sys.executable, "-m", "tests.storage.crash_child", place, failpoint, how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert not done.stderr
    return done.returncode, done.stdout.split()


@only_further
@pytest.mark.parametrize("failpoint", NAMES)
def test_a_killed_process_keeps_what_it_acknowledged(failpoint: str) -> None:
    pair = new_pair()
    code, acknowledged = run(pair, failpoint)
    assert code == -signal.SIGKILL
    assert len(acknowledged) >= 2
    found = stored_in(open_pair(pair))
    assert set(acknowledged) <= set(found)
    assert len(found) == len(acknowledged) + (failpoint == AFTER_COMMIT)


@only_further
def test_acknowledging_before_the_commit_would_lose_a_write() -> None:
    pair = new_pair()
    code, acknowledged = run(pair, BEFORE_COMMIT, "early")
    assert code == -signal.SIGKILL
    assert not set(acknowledged) <= set(stored_in(open_pair(pair)))


@only_further
@pytest.mark.parametrize("how", ["close", "leave"])
def test_the_process_ends(how: str) -> None:
    code, said = run(new_pair(), "never", how)
    assert (code, said[-1]) == (0, "end")
