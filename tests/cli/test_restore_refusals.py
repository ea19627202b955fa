"""A restore that cannot be done says what is wrong and what is to be done instead, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.promises.test_c9_backup import call, copies, home

__all__ = ["home"]


def refused(home: Path, *words: str) -> str:
    before = {file.name: file.read_bytes() for file in (home / "data").iterdir()}
    done = call(home, "restore", *words, "--yes")
    assert done.exit_code == 2, done.output
    assert {file.name: file.read_bytes() for file in (home / "data").iterdir()} == before
    assert ".restoring" not in done.output
    assert "interrupted" not in done.output
    return done.output


def lose(home: Path, *names: str) -> None:
    for name in names:
        (home / "data" / name).unlink()


@pytest.mark.parametrize("as_folder", [True, False])
@pytest.mark.parametrize(
    ("given", "missing", "option"),
    [("keys", "database", "--database"), ("database", "key store", "--keys")],
)
def test_one_copy_is_not_enough_where_both_are_lost(
    home: Path, given: str, missing: str, option: str, as_folder: bool
) -> None:
    lose(home, "folkmoot.db", "keys.db")
    copy = dict(zip(("database", "keys"), copies(home), strict=True))[given]
    said = refused(home, f"--{given}", str(copy.parent if as_folder else copy))
    place = home / "data" / ("folkmoot.db" if missing == "database" else "keys.db")
    assert f"There is no {missing} {place}" in said
    assert f"Name a copy of the {missing} too, with {option}" in said
    both = call(home, "restore", "--database", str(copies(home)[0]), "--keys", str(copies(home)[1]), "--yes")
    assert both.exit_code == 0, both.output


def test_an_empty_file_is_no_database_either(home: Path) -> None:
    lose(home, "keys.db")
    (home / "data" / "folkmoot.db").write_bytes(b"")
    assert "There is no database" in refused(home, "--keys", str(copies(home)[1]))


def test_without_a_copy_where_both_are_lost_it_names_both_options(home: Path) -> None:
    lose(home, "folkmoot.db", "keys.db")
    said = refused(home)
    assert "There is neither a database" in said
    assert "folkmoot restore --database … --keys …" in said
    assert "belong together" not in said


def test_a_master_key_that_is_not_theirs_is_said_although_they_belong_together(home: Path, tmp_path: Path) -> None:
    assert "there is nothing to do" in call(home, "restore").output, "the control: with its own key they are well"
    (home / "data" / "master.key").unlink()
    call(tmp_path / "other", "init")
    (tmp_path / "other" / "data" / "master.key").rename(home / "data" / "master.key")
    said = refused(home)
    assert "nothing to do" not in said
    assert "The master key is not the one with which this key store was made. Put that one back" in said
