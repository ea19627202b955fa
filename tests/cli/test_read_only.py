"""On a disk that can only be read, every command ends with a sentence that names what cannot be written, and changes nothing.

The kernel refuses root too, so the folder is mounted anew, read-only, in a namespace of the command's own.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.config import load_settings
from tests.cli.calling import environment
from tests.promises.test_c9_backup import call, copies, home
from tests.support.further import further, only_further, part_of

__all__ = ["home"]

MOUNTED = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'


def in_namespace(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command to which a folder is read-only."""
    return subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", MOUNTED, str(folder), *command],
        cwd=folder.parent,
        env=environment(folder.parent),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


@cache
def can_mount() -> bool:
    with TemporaryDirectory() as name:
        folder = Path(name) / "mounted"
        folder.mkdir()
        try:
            return in_namespace(folder, "sh", "-c", '! touch "$0"/made', str(folder)).returncode == 0
        except OSError:
            return False


pytestmark = [
    further,
    pytest.mark.skipif(not can_mount(), reason="this machine lets nobody mount in a namespace"),
]


def folkmoot(folder: Path, home: Path, *words: str) -> tuple[int, str]:
    done = in_namespace(folder, sys.executable, "-m", "bot", *words, "--config", str(home / "config.toml"))
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    return done.returncode, said


def bytes_in(home: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (home / "data").iterdir()}


def test_check_and_doctor_say_that_a_start_cannot_write(home: Path) -> None:
    before = bytes_in(home)
    for command in ("check", "doctor"):
        code, said = folkmoot(home / "data", home, command)
        assert code == 2, said
        assert f"{home / 'data'} can only be read" in said
        assert "Mount its disk for writing" in said
    assert bytes_in(home) == before
    assert call(home, "check").exit_code == 0


@only_further
@pytest.mark.parametrize(
    "words",
    part_of(
        [
            ("run",),
            ("claim-code",),
            ("migrate",),
            ("forget", "slack", "ben", "--yes"),
            ("keys", "rotate"),
            ("restore", "--yes", "--database", "COPY"),
            ("backup", "DIR"),
        ],
        7,
    ),
    ids=lambda words: words[0],
)
def test_what_has_to_write_there_says_so(home: Path, words: tuple[str, ...]) -> None:
    before = bytes_in(home)
    given = {"COPY": str(copies(home)[0]), "DIR": str(home / "c")}
    code, said = folkmoot(home / "data", home, *(given.get(word, word) for word in words))
    assert code == 2, said
    assert "can only be read" in said
    assert str(home / "data") in said
    assert bytes_in(home) == before


@only_further
def test_a_backup_into_it_names_the_copy(home: Path) -> None:
    (home / "c").mkdir()
    code, said = folkmoot(home / "c", home, "backup", str(home / "c"))
    assert code == 2
    assert f"The copy {home / 'c'}" in said
    assert "Read-only file system" in said
    assert list((home / "c").iterdir()) == []


@only_further
def test_an_export_reads_all_the_same(home: Path) -> None:
    code, said = folkmoot(home / "data", home, "export")
    assert code == 0, said
    assert load_settings(home / "config.toml", {}).storage.path.exists()
