"""How many people a round and a point need: the rules that everything else asks."""

from __future__ import annotations

import pytest

from bot.domain.releases.thresholds import K_FLOOR, effective_k, needed_roster, roster_suffices


@pytest.mark.parametrize("k", [5, 6, 8, 50])
def test_the_needed_roster_is_the_smallest_that_suffices(k: int) -> None:
    assert roster_suffices(needed_roster(k), k)
    assert not roster_suffices(needed_roster(k) - 1, k)
    assert needed_roster(k) == k + 2, "two at least may not have answered"


@pytest.mark.parametrize(("setting", "k"), [(None, 5), (1, 5), (5, 5), (9, 9)])
def test_no_setting_reaches_below_the_floor(setting: int | None, k: int) -> None:
    assert effective_k(setting) == k >= K_FLOOR
