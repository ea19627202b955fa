"""Places of the two copies: whoever has one of them should not have the other."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli.backup import shared_place
from tests.promises.test_c9_backup import call, home

__all__ = ["home"]


@pytest.mark.parametrize(
    ("database", "keys", "said"),
    [
        ("c", None, "below one folder, {home}/c:"),
        ("c", "c/database", "in one folder, {home}/c/database:"),
        ("c", "c/database/keys", "below one folder, {home}/c/database:"),
        ("c", "link", "in one folder, {home}/c/database:"),
        ("c", "k", "below one folder, {home}:"),
    ],
)
def test_two_copies_that_whoever_has_one_has_both_of_are_warned_of(
    home: Path, database: str, keys: str | None, said: str
) -> None:
    (home / "link").symlink_to(home / "c" / "database")
    (home / "c" / "database").mkdir(parents=True)
    also = ("--keys", str(home / keys)) if keys else ()
    done = call(home, "backup", str(home / database), *also)
    assert f"Both copies lie {said.format(home=home.resolve())} whoever" in done.output


def test_two_copies_below_nothing_in_common_are_on_one_file_system_or_on_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = Path("/usr"), Path("/etc")
    devices = iter((7, 7, 7, 8))
    monkeypatch.setattr(Path, "stat", lambda self, **_: SimpleNamespace(st_dev=next(devices), st_mode=0))
    monkeypatch.setattr(Path, "resolve", lambda self: self)
    assert shared_place(one, other) == "on one file system"
    assert shared_place(one, other) == ""
