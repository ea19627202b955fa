"""“Is this better now?”: asked once, in the next draft after something was done, and what follows from it (release rule 11)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.follow_ups import reopen_follow_up
from bot.domain.model import FollowUp, FollowUpState, ItemKind, Release, Round, Urgency, WeighingItem
from bot.domain.outcomes.follow_ups import FollowUpReopened
from bot.engine.context import WorkContext
from bot.engine.follow_ups.known import answerers_of, follow_ups_of_group, line_of, refs_of, save_dated


def better_now_items(work: WorkContext, round_: Round) -> tuple[WeighingItem, ...]:
    """Return an item for each point of exactly these teams that was done since, and of which nobody was asked yet."""
    rows = [
        row
        for row in follow_ups_of_group(work, round_)
        if row.state is FollowUpState.DONE and not row.better_asked
        if row.label or work.read(row.ref)
    ]
    rows.sort(key=lambda row: (row.since, row.point))
    return tuple(
        WeighingItem(key=f"f{place}", kind=ItemKind.FOLLOW_UP, source=row.id) for place, row in enumerate(rows, start=1)
    )


def note_asked(work: WorkContext, release: Release) -> None:
    """Note of which points the items of a draft ask, so that it is asked once."""
    for row in _asked_in(work, release).values():
        work.uow.follow_ups.save(replace(row, better_asked=row.turn))


def labels_of(work: WorkContext, release: Release) -> dict[str, str]:
    """Return the wordings of the points that a draft's items ask about, by the items' keys; none for somebody's words."""
    return {key: row.label for key, row in _asked_in(work, release).items() if row.label}


def word_names_of(work: WorkContext, release: Release) -> dict[str, str]:
    """Return under which names the words stand that word the others of these points, by the items' keys."""
    return {key: row.ref for key, row in _asked_in(work, release).items() if row.ref}


def _asked_in(work: WorkContext, release: Release) -> dict[str, FollowUp]:
    asked = [item for item in release.items if item.kind is ItemKind.FOLLOW_UP]
    found = {item.key: work.uow.follow_ups.get(item.source) for item in asked}
    return {key: row for key, row in found.items() if row}


def reopen_points(work: WorkContext, release: Release) -> None:
    """Open those points again of which more people say no than yes, where so many were asked that it may be told.

    One that was answered anew since people were asked stays as it is: they weighed something else.
    """
    reopened = release.weighed.reopened if release.weighed else ()
    for key, row in _asked_in(work, release).items():
        if key not in reopened or row.state is not FollowUpState.DONE or row.turn != row.better_asked:
            continue
        again = reopen_follow_up(row)
        save_dated(work, again)
        outcome = FollowUpReopened(token=again.id, line=line_of(work, again), refs=refs_of([again]))
        for member in answerers_of(work, again):
            work.tell(member, outcome, Urgency.DIGEST, key=f"reopened:{again.id}:{member}")
