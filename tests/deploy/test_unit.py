"""The systemd unit: it starts, stops and is kept in as the page about operating says; and the bot lives with that little."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bot.bootstrap.serving import LONGEST_DRAIN
from tests.cli.calling import Running, environment, folkmoot
from tests.deploy.reading import DEPLOY, unit
from tests.support.further import only_further

UNIT = DEPLOY / "folkmoot.service"
MOST_EXPOSURE = 2.0
"""systemd's own measure, from 0 to 10; a unit without any of these settings has 9.6."""


def test_it_runs_the_bot_and_does_not_restart_what_somebody_has_to_look_at() -> None:
    found = unit(UNIT)
    assert found["ExecStart"] == ["/srv/folkmoot-source/.venv/bin/folkmoot run"]
    assert found["RestartPreventExitStatus"] == ["2"]
    assert found["Restart"] == ["on-failure"]
    assert float(found["TimeoutStopSec"][0]) > LONGEST_DRAIN + 1
    assert found["UMask"] == ["0077"]


def exposure(text: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "folkmoot.service"
        path.write_text(text)
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", str(path)], capture_output=True, text=True
        )
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found, done.stderr
    return float(found[1])


needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")


@needs_systemd
def test_systemd_finds_it_well_kept_in() -> None:
    assert exposure(UNIT.read_text()) <= MOST_EXPOSURE


@needs_systemd
def test_control_without_its_settings_it_is_not() -> None:
    bare = [
        line
        for line in UNIT.read_text().splitlines()
        if not re.match(r"(Protect|Private|Restrict|Cap|System|No)", line)
    ]
    assert exposure("\n".join(bare)) > 2 * MOST_EXPOSURE


@needs_systemd
def test_systemd_can_read_every_line() -> None:
    """What it says of the program that is not installed here is not about the unit."""
    done = subprocess.run(["systemd-analyze", "verify", str(UNIT)], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if "folkmoot.service" in line and "is not executable" not in line]
    assert said == []


SHUT_IN = """
mount --bind "$1" "$1" && mount -o remount,ro,bind / || exit 77
cd "$2" && shift 2 && exec "$@"
"""
"""Everything is read-only but one folder, for one process and those that it starts."""


def shut_in(home: Path, *call: str) -> subprocess.Popen[str]:
    """Start a program that can write into `home`/data alone, not even into a temporary folder."""
    env = {**environment(home), "HOME": "/nonexistent", "TMPDIR": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", SHUT_IN, "sh", str(home / "data"), str(home), *call],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    if shut_in_ends(tmp_path, "true") != 0:
        pytest.skip("this machine does not allow mounts")
    assert folkmoot(tmp_path, "init").returncode == 0
    return tmp_path


def shut_in_ends(home: Path, *call: str) -> int:
    (home / "data").mkdir(mode=0o700, exist_ok=True)
    started = shut_in(home, *call)
    started.communicate(timeout=60)
    return started.returncode


@only_further
def test_the_bot_needs_to_write_into_its_data_alone(home: Path) -> None:
    assert shut_in_ends(home, sys.executable, "-m", "bot", "check") == 0
    bot = Running.__new__(Running)
    bot.process, bot.said = shut_in(home, sys.executable, "-u", "-m", "bot", "run"), ""
    with bot:
        bot.wait_for("SIGTERM or Ctrl-C ends it")
        bot.signal(signal.SIGTERM)
        assert bot.end(15) == 0
    assert (home / "data" / "folkmoot.db").exists()


@only_further
def test_control_elsewhere_it_could_not_write(home: Path) -> None:
    assert shut_in_ends(home, "touch", str(home / "x")) != 0
    assert shut_in_ends(home, "touch", str(home / "data" / "x")) == 0
