"""C9: where both stores are lost, what is left of the newer ones still says who was forgotten: their words stay gone, and nobody
asks them anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import known_erasures
from tests.promises.test_c9_backup import (
    ALL,
    OTHERS,
    PEOPLE,
    WITHOUT_AMIRA,
    call,
    keep,
    key_of,
    listed,
    readable,
    stands_in,
    with_store,
)

PAGE = Path(__file__).parents[2] / "docs" / "how-to-back-up-and-restore.md"


def lines_of(heading: str) -> list[list[str]]:
    """The words of each command line below a heading of the page."""
    part = PAGE.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return [line.split() for line in re.findall(r"^ {4}(\S.*)$", part, re.MULTILINE)]


def play(home: Path, lines: list[list[str]]) -> None:
    for program, *words in lines:
        if program == "folkmoot":
            done = call(home, *words)
            assert done.exit_code == 0, done.output
        elif program == "mv":
            (home / words[0]).rename(home / words[1])
        else:
            assert program in ("cd", "systemctl")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies were made as the page has it, and then somebody was forgotten."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    assert call(tmp_path, "init").exit_code == 0
    with_store(tmp_path, lambda store: store.run_sync(keep(*PEOPLE)))
    play(tmp_path, lines_of("Every day"))
    assert call(tmp_path, "forget", "slack", "amira", "--yes").exit_code == 0
    return tmp_path


def copy_of_keys(home: Path) -> Path:
    (found,) = (home / "backups" / "keys").iterdir()
    return found


def leave_it(home: Path) -> None:
    """The page does with the files what it does."""


def move_away(home: Path) -> None:
    (home / "data" / "folkmoot.db").rename(home / "data" / "folkmoot.db.damaged")


@pytest.mark.parametrize("before", [leave_it, move_away])
def test_the_lines_of_the_page_give_no_words_back(home: Path, before: Callable[[Path], None]) -> None:
    amiras = key_of(copy_of_keys(home), "amira")
    before(home)
    play(home, lines_of("Both are lost"))
    assert readable(home) == WITHOUT_AMIRA
    assert listed(home) == (OTHERS, OTHERS, 2)
    assert not stands_in(home / "data", amiras)
    assert stands_in(home / "backups" / "keys", amiras), "the control: the scan finds what is there"


def test_control_without_reading_the_files_beside_it_she_could_be_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_erasures, "files_beside", lambda path, ending: [])
    move_away(home)
    play(home, lines_of("Both are lost"))
    assert readable(home) == ALL


def test_what_is_no_database_beside_it_keeps_nobody_from_restoring(home: Path) -> None:
    (home / "data" / "folkmoot.db.notes").write_text("It failed at noon.")
    (home / "data" / "folkmoot.db.d").mkdir()
    play(home, lines_of("Both are lost"))
    assert readable(home) == WITHOUT_AMIRA
