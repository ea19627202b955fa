"""Limits of what a final can tell of how its draft was weighed: in the smallest rounds nothing, and then nothing is weighed."""

from __future__ import annotations

from bot.domain.model import Release, Round
from bot.domain.rounds import is_of_organisation
from bot.domain.weighing import labels_are_told


def groups_of(round_: Round, release: Release) -> int | None:
    """Return how many groups a draft of the organisation is made of; None for a round's own."""
    return release.groups if is_of_organisation(round_) else None


def can_be_told(round_: Round, release: Release) -> bool:
    """Return whether the final can tell how anything of a draft was weighed."""
    return labels_are_told(round_.roster, round_.k, groups_of(round_, release))


def count_to_check(round_: Round, release: Release) -> int:
    """Return how many things of a draft people can weigh, or where nothing can be told of that, challenge."""
    if can_be_told(round_, release):
        return len(release.items)
    return sum(len(question.points) + len(question.team_statements) for question in release.summary.questions)
