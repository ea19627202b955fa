"""C9: a restore that is killed at any step, and begun again, keeps every erasure that either side knew of, and loses nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bootstrap import copies as copies_of_settings
from storage import inspection, pairing
from tests.promises.test_c9_backup import (
    OTHERS,
    WITHOUT_AMIRA,
    call,
    copies,
    home,
    key_of,
    listed,
    readable,
    stands_in,
    stop,
)
from tests.support.further import GOES_FURTHER, further, part_of
from tests.support.killing import every_kill

pytestmark = further
__all__ = ["home"]

EVERY = 4 if GOES_FURTHER else 120
"""One step in so many is tried."""


def of_database(home: Path) -> tuple[str, ...]:
    return ("--database", str(copies(home)[0]))


def of_keys(home: Path) -> tuple[str, ...]:
    return ("--keys", str(copies(home)[1]))


def of_both(home: Path) -> tuple[str, ...]:
    return (*of_database(home), *of_keys(home))


def lose_nothing(home: Path) -> None:
    """Both are there, and an older database is wanted."""


def lose_database(home: Path) -> None:
    (home / "data" / "folkmoot.db").unlink()


def lose_keys(home: Path) -> None:
    (home / "data" / "keys.db").unlink()


CASES: dict[str, tuple[Callable[[Path], None], Callable[[Path], tuple[str, ...]]]] = {
    "an older database": (lose_nothing, of_database),
    "the database is lost": (lose_database, of_database),
    "the key store is lost": (lose_keys, of_keys),
    "the key store is lost, and an older database": (lose_keys, of_both),
}


def start_again(home: Path, words: tuple[str, ...]) -> None:
    """As an operator does: a check, and where it says so, the same command again, or one without files."""
    if call(home, "check").exit_code:
        done = call(home, "restore", *words, "--yes")
        assert done.exit_code == 0, done.output
    done = call(home, "check")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("case", part_of(list(CASES), 2))
def test_killed_at_any_step_nobody_forgotten_comes_back_and_nobody_else_is_lost(home: Path, case: str) -> None:
    lose, given = CASES[case]
    words, amiras = given(home), key_of(copies(home)[1], "amira")
    lose(home)
    kept = home / "kept"
    shutil.copytree(home / "data", kept)

    def restore() -> None:
        assert call(home, "restore", *words, "--yes").exit_code == 0

    def begin() -> None:
        shutil.rmtree(home / "data")
        shutil.copytree(kept, home / "data")

    for step in every_kill(EVERY, list(CASES).index(case), restore, begin):
        start_again(home, words)
        assert readable(home) == WITHOUT_AMIRA, step
        assert listed(home) == (OTHERS, OTHERS, 2), step
        assert not stands_in(home / "data", amiras), step


def test_control_without_its_mark_a_start_would_list_her(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed when the two are a pair again, and before she is forgotten again."""
    words = of_database(home)
    monkeypatch.setattr(copies_of_settings, "forget_again_after_restore", stop)
    call(home, "restore", *words, "--yes")
    monkeypatch.setattr(pairing, "RESTORE_AGAIN", "as it should be")
    assert "as it should be" in call(home, "check").output
    monkeypatch.setattr(inspection, "_is_restore_under_way", lambda connection, tables: False)
    assert call(home, "check").exit_code == 0
    assert listed(home) == ({*OTHERS, "amira"}, {*OTHERS, "amira"}, 3)
