"""That the newest backup is too old, or that there is none, is said by the check, the doctor and the metrics."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap.monitoring import metrics_of
from bot.bootstrap.product import open_storage
from bot.config import load_settings
from bot.engine.vitals import Vitals, read_stored_signs
from bot.system_clock import SystemClock
from storage import copying
from tests.cli.doctored import founded
from tests.promises.test_c9_backup import call, copies

NEVER = "no backup was made yet"
LATE = "the newest backup is of "
REMEDY = "folkmoot backup DIR --keys DIR --prune"


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of which no backup was ever made."""
    return founded(tmp_path, monkeypatch).parent


@pytest.fixture
def home(without: Path) -> Path:
    """An installation of which a backup was made just now."""
    assert call(without, "backup", str(without / "b")).exit_code == 0
    return without


def pass_time(monkeypatch: pytest.MonkeyPatch, **time: float) -> datetime:
    later = SystemClock().now() + timedelta(**time)
    monkeypatch.setattr(SystemClock, "now", lambda self: later)
    return later


def line_of(home: Path, command: str) -> tuple[int, str, str]:
    """The exit code, the state of the line about backups, and the line with its remedy."""
    done = call(home, command)
    lines = done.output.splitlines()
    (at,) = [number for number, line in enumerate(lines) if line[9:].startswith("backup ")]
    return done.exit_code, lines[at].split()[0], " ".join(lines[at : at + 2])


def metric_of(home: Path) -> str:
    store = open_storage(load_settings(home / "config.toml", {}))
    signs = store.read_sync(lambda unit: read_stored_signs(unit, SystemClock().now()))
    store.close_sync()
    lines = metrics_of(Vitals((), signs)).decode().splitlines()
    return "".join(line for line in lines if line.startswith("folkmoot_newest_backup_age_seconds "))


def test_where_none_was_ever_made_it_is_a_hint_and_no_error(without: Path) -> None:
    for command in ("check", "doctor"):
        code, state, line = line_of(without, command)
        assert (code, state) == (0, "note")
        assert NEVER in line
        assert REMEDY in line
    assert metric_of(without) == ""


@pytest.mark.parametrize(("hours", "late"), [(1, False), (71, False), (73, True), (800, True)])
def test_one_that_is_too_old_is_a_note_of_the_check_and_a_problem_of_the_doctor(
    home: Path, monkeypatch: pytest.MonkeyPatch, hours: float, late: bool
) -> None:
    pass_time(monkeypatch, hours=hours)
    found = {command: line_of(home, command) for command in ("check", "doctor")}
    assert found["check"][:2] == (0, "note" if late else "ok")
    assert found["doctor"][:2] == ((2, "problem") if late else (0, "ok"))
    for _, _, line in found.values():
        assert LATE in line
        assert (REMEDY in line) is late
    assert float(metric_of(home).split()[1]) == pytest.approx(hours * 3600, abs=120)


def test_the_limit_is_a_setting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config.toml").write_text("[storage]\nnewest_backup_days = 10\n")
    pass_time(monkeypatch, days=9)
    assert line_of(home, "doctor")[1] == "ok"
    pass_time(monkeypatch, days=2)
    assert line_of(home, "doctor")[1] == "problem"


@pytest.mark.parametrize("noted", [True, False])
def test_a_new_one_ends_it(home: Path, monkeypatch: pytest.MonkeyPatch, noted: bool) -> None:
    """Control: where it is not noted, the old one is still taken for the newest."""
    if not noted:
        monkeypatch.setattr(copying, "note_backup", lambda connection, made: None)
    pass_time(monkeypatch, days=9)
    assert call(home, "backup", str(home / "b")).exit_code == 0
    assert line_of(home, "doctor")[1] == ("ok" if noted else "problem")


def test_one_that_failed_is_none(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pass_time(monkeypatch, days=9)
    (home / "full").mkdir()
    (home / "full" / "database").write_text("a file where a folder is asked for")
    assert call(home, "backup", str(home / "full"), "--prune").exit_code == 2
    assert line_of(home, "doctor")[1] == "problem"


def test_copies_that_were_taken_elsewhere_count(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for copy in copies(home):
        copy.rename(home / copy.name)
    (home / "full").mkdir()
    (home / "full" / "database").write_text("a file where a folder is asked for")
    call(home, "backup", str(home / "full"), "--prune")
    assert line_of(home, "check")[1] == "ok"
    pass_time(monkeypatch, days=9)
    assert line_of(home, "check")[1] == "note"
    assert LATE in line_of(home, "check")[2]


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_key_store_that_is_back_from_a_copy_knows_of_it(home: Path, by_hand: bool) -> None:
    """The copy was made before it was noted that it was."""
    copy = copies(home)[1]
    place = home / "data" / "keys.db"
    place.unlink()
    words = ["--keys", str(copy)]
    if by_hand:
        place.write_bytes(copy.read_bytes())
        words = []
    assert call(home, "restore", *words, "--yes").exit_code == 0
    assert LATE in line_of(home, "check")[2]
