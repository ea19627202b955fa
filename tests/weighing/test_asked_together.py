"""Rule 9 in the check: of teams that were asked together, two must have members who agree before something becomes their point."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model.weighing import ItemKind, WeighedLabel
from bot.domain.weighing.counting import COUNTS
from tests.weighing.builders import K, count, everyone, item, weighed

STATEMENT = item("1.q1", ItemKind.STATEMENT)
SMALL = {"m0", "m1", "m2"}
"""Three of the twelve are the small team."""
TEAMS = {member: "small" if member in SMALL else "large" for member in everyone(12)}


def carried(agree: int, differ: int, author: str, control: bool = False) -> bool:
    rules = replace(COUNTS, teams=lambda draft, key, mine: True) if control else COUNTS
    more = {"authors": {STATEMENT.key: author}, "teams": TEAMS}
    told, _ = count([STATEMENT], weighed(STATEMENT.key, agree, differ), 12, K, rules=rules, **more)
    return told.results[0].label is WeighedLabel.SHARED_IN_CHECK


@pytest.mark.parametrize(
    ("agree", "differ", "author", "becomes_one"), [(3, 2, "m0", False), (4, 2, "m0", True), (3, 2, "m11", True)]
)
def test_what_one_team_alone_agrees_to_is_no_point_of_both(
    agree: int, differ: int, author: str, becomes_one: bool
) -> None:
    assert carried(agree, differ, author) is becomes_one
    assert carried(agree, differ, author, control=True)


def test_a_team_asked_alone_needs_no_other() -> None:
    told, _ = count([STATEMENT], weighed(STATEMENT.key, 5, 0), 12, K, authors={STATEMENT.key: "m0"})
    assert told.results[0].label is WeighedLabel.SHARED_IN_CHECK
