"""Challenges to a draft: which of them may be told, and to whom (rule 13)."""

from bot.domain.releases.thresholds import point_may_be_named

MOST_MISSING = 3
"""So many things one person may say to be missing from a draft: each of them is decided on its own."""


def challenge_is_visible(people: int, words: int) -> bool:
    """Return whether those who decide may see a challenge: enough people raise it, or some gave words to be shown to them."""
    return point_may_be_named(people) or words > 0


def checks_are_told(people: int) -> bool:
    """Return whether a draft may be called checked: below, nobody and a few people read alike."""
    return point_may_be_named(people)
