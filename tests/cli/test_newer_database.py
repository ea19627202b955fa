"""An earlier program on the files of a later one: every command ends with a sentence that says so, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.migrations import run as migrations
from tests.promises.test_c9_backup import call, copies, home
from tests.support.further import further, part_of

pytestmark = further

__all__ = ["home"]

COMMANDS = {
    "check": (),
    "doctor": (),
    "run": (),
    "claim-code": (),
    "migrate": (),
    "backup": ("c",),
    "export": (),
    "report": (),
    "restore": ("--yes",),
    "restore a copy": ("--yes", "--database", "COPY"),
    "keys": ("rotate",),
    "forget": ("slack", "ben", "--yes"),
}
SAID = "which this program does not know: it was made by a newer one. Run that one again"


@pytest.fixture
def earlier(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program does not know the newest version of the database yet."""
    known = migrations.all_revisions()[:-1]
    monkeypatch.setattr(migrations, "all_revisions", lambda: known)
    monkeypatch.chdir(home)
    return home


def bytes_in(home: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (home / "data").iterdir()}


def said_by(home: Path, command: str) -> str:
    words = [str(copies(home)[0]) if word == "COPY" else word for word in COMMANDS[command]]
    before = bytes_in(home)
    done = call(home, command.split()[0], *words)
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    assert bytes_in(home) == before
    return done.output


@pytest.mark.parametrize("command", part_of(list(COMMANDS), 3))
def test_it_says_so_and_changes_nothing(earlier: Path, command: str) -> None:
    said = said_by(earlier, command)
    assert SAID in said


def test_control_the_program_that_made_it_goes_on(home: Path) -> None:
    assert call(home, "check").exit_code == 0
    assert call(home, "restore", "--yes", "--database", str(copies(home)[0])).exit_code == 0


def test_such_a_copy_put_back_by_hand_is_refused_too(earlier: Path) -> None:
    for copy, name in zip(copies(earlier), ("folkmoot.db", "keys.db"), strict=True):
        (earlier / "data" / name).write_bytes(copy.read_bytes())
    assert SAID in said_by(earlier, "restore")
