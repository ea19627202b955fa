"""R1, R2, R3 with several processes on one PostgreSQL, killed and paused at random while rounds open, close and post.

With FOLKMOOT_ROUNDS set, so many rounds instead of thirty.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from tests.several.town import Found, Town
from tests.support.further import further, only_further
from tests.support.postgres import empty_pair, open_pair

pytestmark = further

ROUNDS = int(os.environ.get("FOLKMOOT_ROUNDS", "30"))
SECONDS_PER_ROUND = 60
PAUSE_EVERY = 30
"""A process stops right before it sends its 30th, 60th, ... message: at a moment that chance alone seldom finds."""


def told(folder: Path, processes: int, rounds: int = ROUNDS, **how: Any) -> Found:
    town = Town(
        folder, how.pop("pair", None) or empty_pair(), min(100, max(5, rounds // 5)), processes, seed=processes, **how
    )

    async def tell() -> Found:
        async with asyncio.timeout(rounds * SECONDS_PER_ROUND):
            return await town.tell(rounds)

    found = asyncio.run(tell())
    print(found)
    return found


@only_further
@pytest.mark.parametrize("processes", [2, 4])
def test_killed_and_paused_at_random_nothing_is_lost_or_done_twice(tmp_path: Path, processes: int) -> None:
    found = told(tmp_path, processes)
    assert found.wrong == (0, 0, 0, 0)
    assert found.rounds >= ROUNDS and found.unsent == 0
    assert found.kills and found.pauses and found.senders > 1
    assert found.acknowledged >= 5 * ROUNDS


@only_further
def test_paused_right_before_it_sends_it_does_not_send_when_it_wakes(tmp_path: Path) -> None:
    found = told(tmp_path, 3, rounds=5, disturbed=False, pause_every=PAUSE_EVERY)
    assert found.wrong == (0, 0, 0, 0)
    assert found.unsent == 0 and found.senders > 1 and found.pauses


@only_further
@pytest.mark.parametrize("without", ["lease", "fence"])
def test_without_the_lease_or_its_number_posts_would_be_doubled(tmp_path: Path, without: str) -> None:
    """Negative controls of the tests above."""
    found = told(tmp_path, 3, rounds=5, disturbed=False, pause_every=PAUSE_EVERY, without=without)
    assert found.pauses and found.doubled


def opened(folder: Path, without: str, occasions: bool) -> Found:
    """One process stops as it opens a round, when it has looked that there is none, and wakes when another has opened it."""
    pair = empty_pair()
    open_pair(pair).close_sync()
    if not occasions:
        with pair.database.connect() as connection:
            connection.execute("alter table rounds drop constraint uq_rounds_occasion")
    return told(folder, 2, rounds=5, disturbed=False, stops_opening=True, without=without, pair=pair)


@only_further
@pytest.mark.parametrize(
    ("without", "occasions"), [("", False), ("lock", True)], ids=["by the lock", "by the occasion"]
)
def test_stopped_as_it_opens_a_round_it_does_not_open_it_again(tmp_path: Path, without: str, occasions: bool) -> None:
    """Each of the two defences is enough."""
    found = opened(tmp_path, without, occasions)
    assert found.wrong == (0, 0, 0, 0)
    assert found.pauses == 1 and found.rounds >= 5 and found.unsent == 0


@only_further
def test_without_lock_and_occasion_it_would_be_opened_twice(tmp_path: Path) -> None:
    """Negative control: and people would be asked twice, each time under another key."""
    found = opened(tmp_path, "lock", occasions=False)
    assert found.pauses == 1 and found.opened_twice
    assert found.said_twice and not found.doubled
