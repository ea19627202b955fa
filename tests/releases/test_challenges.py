"""Challenges of several kinds to one point do not tell, side by side, who of a small team challenged it (rules 4 and 13)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.domain.releases.bands import band_of, lower_bound
from bot.domain.releases.challenges import kinds_that_fit
from bot.domain.releases.thresholds import most_quoted


@pytest.mark.parametrize(
    ("kinds", "roster", "fits"),
    [
        ([(3, 0), (3, 0)], 7, [True, False]),
        ([(3, 0), (3, 0)], 9, [True, True]),
        ([(3, 0), (1, 1)], 7, [True, True]),
        ([(4, 4), (1, 1)], 7, [True, False]),
        ([(7, 0), (3, 0)], 10, [True, False]),
        ([(3, 0), (3, 0), (3, 0)], 12, [True, True, True]),
        ([], 7, []),
    ],
)
def test_kinds_are_seen_as_long_as_three_people_stay_open(
    kinds: Sequence[tuple[int, int]], roster: int, fits: Sequence[bool]
) -> None:
    assert kinds_that_fit(kinds, roster) == list(fits)


@pytest.mark.parametrize("roster", range(7, 22))
def test_whatever_is_seen_leaves_three_people_open(roster: int) -> None:
    for first in range(3, roster + 1):
        for second in range(3, roster + 1 - first):
            fits = kinds_that_fit([(first, 0), (second, 0)], roster)
            bands = [band_of(count, roster) for count, fit in zip((first, second), fits, strict=True) if fit]
            assert sum(lower_bound(band, roster) for band in bands if band) <= roster - 3


@pytest.mark.parametrize(("roster", "k", "words"), [(7, 5, 4), (8, 5, 5), (30, 5, 5), (12, 8, 8)])
def test_so_many_words_as_quotes(roster: int, k: int, words: int) -> None:
    assert most_quoted(roster, k) == words
