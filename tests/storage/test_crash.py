"""A process that is killed loses nothing that it acknowledged (R1), and one that is closed ends (R10)."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database import open_store
from storage.failpoints import AFTER_COMMIT, BEFORE_COMMIT, NAMES
from storage.sql_store import SqlStore
from tests.support.further import only_further
from tests.support.stores import KEY, new_database

ROOT = Path(__file__).parents[2]


def run(path: Path, failpoint: str, how: str = "proper") -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "tests.storage.crash_child", str(path), failpoint, how]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert not done.stderr
    return done.returncode, done.stdout.split()


def stored(path: Path) -> list[str]:
    return stored_in(open_store(path, KEY))


def stored_in(store: SqlStore) -> list[str]:
    """Members, once each but the erased one was seen to have name and words whole."""
    members = store.read_sync(lambda unit: unit.members.where())
    texts = store.read_sync(lambda unit: unit.texts.read([f"text-{member.id}" for member in members]))
    store.close_sync()
    words = [text.reveal() if text else None for text in texts]
    pairs = list(zip(members, words, strict=True))
    assert [member.id for member, said in pairs if said is None] == ["0"]
    assert all(said == f"words of {member.id}" and member.name == member.id for member, said in pairs if said)
    return [member.id for member in members]


@pytest.mark.parametrize("failpoint", NAMES)
def test_a_killed_process_keeps_what_it_acknowledged(tmp_path: Path, failpoint: str) -> None:
    path = new_database(tmp_path)
    code, acknowledged = run(path, failpoint)
    assert code == -signal.SIGKILL
    assert len(acknowledged) >= 2
    found = stored(path)
    assert set(acknowledged) <= set(found)
    assert len(found) == len(acknowledged) + (failpoint == AFTER_COMMIT)


@only_further
def test_acknowledging_before_the_commit_would_lose_a_write(tmp_path: Path) -> None:
    path = new_database(tmp_path)
    code, acknowledged = run(path, BEFORE_COMMIT, "early")
    assert code == -signal.SIGKILL
    assert not set(acknowledged) <= set(stored(path))


@pytest.mark.parametrize("how", ["close", "leave"])
def test_the_process_ends(tmp_path: Path, how: str) -> None:
    code, said = run(new_database(tmp_path), "never", how)
    assert (code, said[-1]) == (0, "end")
