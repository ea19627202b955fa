"""Wordings of those items of a draft that ask about something else: what was done, was said earlier, or is proposed."""

from __future__ import annotations

from bot.domain.model import Release
from bot.engine.context import WorkContext
from bot.engine.follow_ups import better_now
from bot.engine.lasting_points import asking_again
from bot.engine.proposals import weighed as proposals


def item_labels(work: WorkContext, release: Release) -> dict[str, str]:
    """Return the wordings of a draft's items by their keys; none for those that somebody's words word."""
    asked = better_now.labels_of(work, release) | asking_again.labels_of(work, release)
    return release.summary.labels | asked


def word_names(work: WorkContext, release: Release) -> dict[str, str]:
    """Return under which names the published words stand that word the items about other things, by the items' keys."""
    names = better_now.word_names_of(work, release) | asking_again.word_names_of(work, release)
    return names | proposals.word_names_of(work, release)
