"""Whoever restores or rotates, root too: the bot's user can open what comes of it, and the check says where it cannot."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.bootstrap.file_check import check_owners
from bot.cli import settings
from bot.config import load_settings
from storage import files
from storage.files import take_over_owner
from tests.promises.test_c9_backup import call, copies, home
from tests.support.further import further, part_of

pytestmark = further

__all__ = ["home"]

SERVICE, OTHER = 23_456, 34_567
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture(autouse=True)
def root_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands refuse root before; here it is let through."""
    monkeypatch.setattr(settings, "refuse_as_root", lambda path: None)


def give_to_service(home: Path) -> None:
    for path in (home / "data", *(home / "data").iterdir()):
        os.chown(path, SERVICE, SERVICE)


def foreign_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.stat().st_uid != SERVICE or path.stat().st_gid != SERVICE]


@as_root
@pytest.mark.parametrize("lost", [(), ("folkmoot.db",), ("keys.db",), ("folkmoot.db", "keys.db")])
def test_what_root_restores_is_the_services(home: Path, lost: tuple[str, ...]) -> None:
    database, keys = copies(home)
    give_to_service(home)
    (home / "data" / "folkmoot.db").chmod(0o640)
    for name in lost:
        (home / "data" / name).unlink()
    words = ["--database", str(database)] + (["--keys", str(keys)] if "keys.db" in lost else [])
    assert call(home, "restore", *words, "--yes").exit_code == 0
    assert foreign_in(home / "data") == []
    mode = stat.S_IMODE((home / "data" / "folkmoot.db").stat().st_mode)
    assert mode == (0o600 if "folkmoot.db" in lost else 0o640)
    assert stat.S_IMODE((home / "data" / "keys.db").stat().st_mode) == 0o600


@as_root
def test_what_root_rotates_is_the_services(home: Path) -> None:
    give_to_service(home)
    assert call(home, "keys", "rotate").exit_code == 0
    assert foreign_in(home / "data") == []


@as_root
def test_control_without_it_the_check_says_what_the_service_cannot_open(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_to_service(home)
    assert call(home, "check").exit_code == 0
    monkeypatch.setattr("storage.restoring.take_over_owner", lambda path, place: None)
    assert call(home, "restore", "--database", str(copies(home)[0]), "--yes").exit_code == 0
    assert foreign_in(home / "data") == ["folkmoot.db"]
    done = call(home, "check")
    assert done.exit_code == 2
    place = home / "data" / "folkmoot.db"
    assert f"{place} belongs to root, so that {SERVICE} cannot open it" in done.output
    assert f"Run as root: chown {SERVICE} {place}" in done.output


def test_the_services_own_check_says_so_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As its user would see it: what it may not open is said before the database is looked at."""
    place = home / "data" / "keys.db"
    monkeypatch.setattr(os, "geteuid", lambda: SERVICE)
    monkeypatch.setattr(os, "access", lambda path, mode: path != place)
    done = call(home, "check")
    assert done.exit_code == 2
    assert f"{place} belongs to " in done.output
    assert f"so that {SERVICE} cannot open it" in done.output


@as_root
@pytest.mark.parametrize("name", part_of(["folkmoot.db", "keys.db", "master.key"], 3))
@pytest.mark.parametrize(
    ("owner", "group", "mode", "opens"),
    [
        (OTHER, OTHER, 0o600, False),
        (OTHER, SERVICE, 0o660, True),
        (OTHER, SERVICE, 0o600, False),
        (0, SERVICE, 0o660, True),
        (0, SERVICE, 0o600, False),
        (SERVICE, OTHER, 0o600, True),
        (SERVICE, OTHER, 0o000, False),
    ],
)
def test_root_is_told_of_whatever_the_service_cannot_open(
    home: Path, name: str, owner: int, group: int, mode: int, opens: bool
) -> None:
    give_to_service(home)
    place = home / "data" / name
    os.chown(place, owner, group)
    place.chmod(mode)
    found = [one for one in check_owners(load_settings(home / "config.toml", {})) if str(place) in one.found]
    assert (found == []) is opens
    assert [one.ok for one in found] == [False] * len(found)


def test_a_master_key_that_nobody_may_write_is_well(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is only read; a store is written."""
    monkeypatch.setattr(os, "geteuid", lambda: SERVICE)
    for name, opens in (("master.key", True), ("keys.db", False)):
        place = home / "data" / name
        monkeypatch.setattr(os, "access", lambda path, mode, shut=place: path != shut or not mode & os.W_OK)
        found = list(check_owners(load_settings(home / "config.toml", {})))
        assert (found == []) is opens


@pytest.mark.parametrize("flags", [0, os.ST_RDONLY])
def test_a_disk_that_can_only_be_read_is_a_problem(home: Path, monkeypatch: pytest.MonkeyPatch, flags: int) -> None:
    monkeypatch.setattr(os, "statvfs", lambda path: SimpleNamespace(f_flag=flags))
    done = call(home, "check")
    assert done.exit_code == (2 if flags else 0)
    assert (f"{home / 'data'} can only be read" in done.output) is bool(flags)


def test_who_may_not_give_files_away_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, place = tmp_path / "made", tmp_path / "place"
    for path in (made, place):
        path.touch(0o600)
    asked: list[tuple[int, int]] = []

    def refuse(path: Path, owner: int, group: int) -> None:
        asked.append((owner, group))
        raise PermissionError

    monkeypatch.setattr(files.os, "chown", refuse)
    take_over_owner(made, place)
    assert asked == []
    own = os.stat_result
    before = Path.stat

    def of_another(self: Path, **options: bool) -> os.stat_result:
        found = before(self, **options)
        return own((*found[:4], SERVICE, SERVICE, *found[6:])) if self == place else found

    monkeypatch.setattr(Path, "stat", of_another)
    take_over_owner(made, place)
    assert asked == [(SERVICE, SERVICE)]
