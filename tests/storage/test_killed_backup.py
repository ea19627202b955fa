"""A backup, and the deleting of copies, killed at any step: what is there is whole, and what is left is found and deleted."""

from __future__ import annotations

import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.system_clock import SystemClock
from storage import copying
from storage.copy_list import NAMED, PART
from storage.inspection import check_whole, gather_evidence, look_at
from storage.pairing import StoreKind
from tests.promises.test_c9_backup import WITHOUT_AMIRA, call, home, readable
from tests.support.further import GOES_FURTHER, further
from tests.support.killing import every_kill

pytestmark = further
__all__ = ["home"]

EVERY = 1 if GOES_FURTHER else 12
"""One step in so many is tried."""
KINDS = {"database": StoreKind.DATABASE, "keys": StoreKind.KEY_STORE}


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def ready(home: Path, kept: Path) -> None:
    shutil.rmtree(home / "c", ignore_errors=True)
    shutil.rmtree(home / "data")
    shutil.copytree(kept, home / "data")


def test_killed_at_any_step_a_backup_leaves_whole_copies_and_what_a_later_one_deletes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = home / "kept"
    shutil.copytree(home / "data", kept)
    now = SystemClock().now()
    left = 0

    def back_up() -> None:
        assert call(home, "backup", str(home / "c")).exit_code == 0

    for step in every_kill(EVERY, 0, back_up, lambda: ready(home, kept)):
        found = files_below(home / "c")
        copies = {path.parent.name: path for path in found if NAMED.search(path.name)}
        for folder, path in copies.items():
            check_whole(path, None)
            assert look_at(path).kind is KINDS[folder], step
        if len(copies) == 2:
            assert gather_evidence(copies["database"], copies["keys"]).texts_without_key == 0
        others = [path for path in found if path not in copies.values()]
        left += len(others)
        with monkeypatch.context() as patch:
            patch.setattr(SystemClock, "now", lambda self: now + timedelta(hours=2))
            said = call(home, "check").output
            assert [path for path in others if f"{path} was left by" not in said] == [], step
            assert call(home, "backup", str(home / "d"), "--prune").exit_code == 0
            assert files_below(home / "c") == sorted(copies.values()), step
            assert call(home, "check").exit_code == 0
        assert readable(home) == WITHOUT_AMIRA
        shutil.rmtree(home / "d")
    assert left > 0


def test_killed_at_any_step_deleting_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = home / "kept"
    assert call(home, "backup", str(home / "c")).exit_code == 0
    shutil.copytree(home / "data", kept)
    shutil.copytree(home / "c", home / "kept-c")
    now = SystemClock().now()
    monkeypatch.setattr(SystemClock, "now", lambda self: now + timedelta(days=40))

    def prune() -> None:
        assert call(home, "backup", str(home / "d"), "--prune").exit_code == 0

    def begin() -> None:
        ready(home, kept)
        shutil.copytree(home / "kept-c", home / "c")
        shutil.rmtree(home / "d", ignore_errors=True)

    for step in every_kill(EVERY, 0, prune, begin):
        shutil.rmtree(home / "d", ignore_errors=True)
        prune()
        assert files_below(home / "c") == [], step
        assert "should have been deleted" not in call(home, "check").output
        assert readable(home) == WITHOUT_AMIRA


def test_control_without_the_list_made_first_nobody_would_know_of_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, left = home / "kept", 0
    shutil.copytree(home / "data", kept)
    now = SystemClock().now()
    monkeypatch.setattr(copying, "list_copies", lambda connection, made: None)
    back_up = partial(call, home, "backup", str(home / "c"))
    for _ in every_kill(EVERY, 0, back_up, lambda: ready(home, kept)):
        left += sum(path.suffix == PART for path in files_below(home / "c"))
        with monkeypatch.context() as patch:
            patch.setattr(SystemClock, "now", lambda self: now + timedelta(hours=2))
            assert "was left by" not in call(home, "check").output
    assert left > 0
