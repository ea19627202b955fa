"""R1, R2 on PostgreSQL: killed at points of a round and again while recovering, nothing is lost or said twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stateful.kill_script import ADDRESSES
from tests.stateful.test_kill import Stories
from tests.support.further import only_further
from tests.support.postgres import address, empty_pair, execute_in

EVERY = 37
"""Every how many points one is tried: what is done between two of them is the same as on files."""


class StoriesOnPostgres(Stories):
    """Each has copies of the two databases that were made ready."""

    def _found_template(self) -> None:
        pair = empty_pair()
        self._names = [str(one).rpartition("/")[2] for one in (pair.database, pair.keys)]
        self._write_down(self._template, self._names)

    def _copy_template(self, folder: Path) -> None:
        names = [f"{name}_{folder.name}" for name in self._names]
        both = zip(names, self._names, strict=True)
        execute_in("postgres", *[f"create database {new} template {old}" for new, old in both])
        self._write_down(folder, names)

    def _write_down(self, folder: Path, names: list[str]) -> None:
        folder.mkdir()
        (folder / ADDRESSES).write_text("\n".join(map(address, names)))

    def _remove(self, folder: Path) -> None:
        names = [f"{name}_{folder.name}" for name in self._names]
        execute_in("postgres", *[f"drop database {name} with (force)" for name in names])
        super()._remove(folder)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = StoriesOnPostgres(tmp_path_factory.mktemp("stories"))
    yield made
    made.close()


@only_further
def test_r1_r2_killed_at_points_and_again_during_recovery(stories: Stories) -> None:
    wrong, points = stories.tell()
    assert not wrong
    assert points > 100
    for point in range(1, points + 1, EVERY):
        found, _ = stories.tell(point, 1 + point % 11)
        assert not found, f"killed at point {point}: {found}"


@only_further
def test_r1_acknowledged_before_the_commit_an_answer_is_lost(stories: Stories) -> None:
    _, points = stories.tell()
    tried = range(points // 6, points)
    assert any("lost" in one for point in tried for one in stories.tell(point, early=True)[0])
