"""Challenges to a draft: which of them may be told, and to whom (rule 13)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.releases.bands import band_of, lower_bound
from bot.domain.releases.thresholds import LEFT_OPEN, point_may_be_named

LONGEST_WORDING, LONGEST_REASON = 200, 300
"""Characters of what who decides may type: it is a line of the final."""
MOST_MISSING = 3
"""So many things one person may say to be missing from a draft: each of them is decided on its own."""


def challenge_is_visible(people: int, words: int) -> bool:
    """Return whether those who decide may see a challenge: enough people raise it, or some gave words to be shown to them."""
    return point_may_be_named(people) or words > 0


def kinds_that_fit(kinds: Sequence[tuple[int, int]], roster: int) -> list[bool]:
    """Return for each kind of challenge to one point, as (people, words shown), whether it may be seen beside those before it.

    A person challenges a point in one way, so that who decides knows these people to be apart: their least numbers add up, and
    three of the roster must stay open (rule 4).
    """
    room = roster - LEFT_OPEN
    fitting = []
    for people, words in kinds:
        band = band_of(people, roster)
        least = max(lower_bound(band, roster) if band else 0, words)
        fits = least <= room
        room -= least if fits else 0
        fitting.append(fits)
    return fitting


def checks_are_told(people: int) -> bool:
    """Return whether a draft may be called checked: below, nobody and a few people read alike."""
    return point_may_be_named(people)
