"""Items of a draft: chosen when it is made, fixed from then on, and the same for everybody (release rule 11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.model import Release, Round, Urgency, WeighingItem
from bot.domain.outcomes.weighing import WeighingAsked
from bot.domain.releases import Candidate, Released
from bot.domain.weighing import ask_of_items_only, choose_items, drafted_items
from bot.engine.context import WorkContext
from bot.engine.rounds import draft_release, opening


def with_items(work: WorkContext, release: Release, candidate: Candidate, decision: Released) -> Release:
    """Return the release with its items, and store it."""
    offered = drafted_items(release.summary, decision, candidate, draft_release.shown_refs(release))
    items = choose_items(release.id, offered, _shown_words(work, release, offered))
    chosen = replace(release, items=items, summary=ask_of_items_only(release.summary, items))
    work.uow.releases.save(chosen)
    return chosen


def item_labels(release: Release) -> dict[str, str]:
    """Return the wordings of a draft's points, and of what it asks about, by their items' keys."""
    return {
        point.key: point.label for question in release.summary.questions for point in (*question.themes, *question.asks)
    }


def _shown_words(work: WorkContext, release: Release, items: Sequence[WeighingItem]) -> dict[str, str]:
    labels = item_labels(release)
    return {item.key: labels.get(item.key) or work.read(item.source) for item in items}


def ask_to_weigh(work: WorkContext, round_: Round, release: Release) -> None:
    """Invite everybody whom the reminder would reach, in the same words, whether they answered or not."""
    outcome = WeighingAsked(
        round=round_.id,
        name=release.name,
        count=len(release.items),
        until=round_.check_until or work.now,
        zone=round_.zone,
        k=round_.k,
    )
    for interview in opening.reached_by_reminder(work, round_):
        # Not before the draft, which it speaks of: what is urgent alike leaves in the order in which it was said.
        work.tell(interview.member, outcome, Urgency.DIGEST, key=f"weigh:{interview.id}")
