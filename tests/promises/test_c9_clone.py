"""C9: a copy of a clone of the installation ends nobody here who was forgotten there alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.promises.test_c9_backup import ALL, PEOPLE, call, keep, listed, readable, with_store

EVERYBODY = set(PEOPLE)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three people have written something; of a clone one was forgotten, and a backup was made of it."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    here, clone = tmp_path / "here", tmp_path / "clone"
    assert call(here, "init").exit_code == 0
    with_store(here, lambda store: store.run_sync(keep(*PEOPLE)))
    shutil.copytree(here, clone)
    assert call(clone, "forget", "slack", "amira", "--yes").exit_code == 0
    assert call(clone, "backup", str(clone / "b")).exit_code == 0
    return here


def copy_of_clone(home: Path) -> str:
    (found,) = (home.parent / "clone" / "b" / "database").iterdir()
    return str(found)


@pytest.mark.parametrize("ahead", [False, True], ids=["the clone counts higher", "this one counts higher"])
@pytest.mark.parametrize("lost", [False, True])
def test_it_is_refused_before_anybody_ends(home: Path, ahead: bool, lost: bool) -> None:
    if ahead:
        for who in ("dara", "ellis", "finn"):
            with_store(home, lambda store, who=who: store.run_sync(keep(who)))
    if lost:
        (home / "data" / "folkmoot.db").rename(home / "kept.db")
    before = {file.name: file.read_bytes() for file in (home / "data").iterdir()}
    done = call(home, "restore", "--database", copy_of_clone(home), "--yes")
    assert done.exit_code == 2
    assert "says that 1 key was destroyed which the key store" in done.output
    assert "Nothing was changed" in done.output
    assert {file.name: file.read_bytes() for file in (home / "data").iterdir()} == before


def test_control_without_that_she_would_end_here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.restoring.refuse_other_branch", lambda *given: None)
    assert call(home, "restore", "--database", copy_of_clone(home), "--yes").exit_code == 0
    assert readable(home) == {**ALL, "amira": False}


def test_whoever_wants_it_all_the_same_puts_it_in_place_by_hand(home: Path) -> None:
    """As the refusal says."""
    (home / "data" / "folkmoot.db").write_bytes(Path(copy_of_clone(home)).read_bytes())
    assert call(home, "restore", "--yes").exit_code == 0
    assert readable(home) == {**ALL, "amira": False}


def test_a_copy_of_this_installation_is_not_refused(home: Path) -> None:
    """Neither before somebody was forgotten nor after; nor where a copy of the key store was put back with it."""
    for words in (("backup", str(home / "b1")), ("forget", "slack", "ben", "--yes"), ("backup", str(home / "b2"))):
        assert call(home, *words).exit_code == 0
    for folder in ("b1", "b2"):
        done = call(home, "restore", "--database", str(home / folder), "--yes")
        assert done.exit_code == 0, done.output
        assert listed(home)[0] == EVERYBODY - {"ben"}
    (home / "data" / "keys.db").write_bytes(next((home / "b1" / "keys").iterdir()).read_bytes())
    done = call(home, "restore", "--database", str(home / "b2"), "--yes")
    assert done.exit_code == 0, done.output
    assert readable(home) == {**ALL, "ben": False}
