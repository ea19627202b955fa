"""The times at which the daily sweep looks at rounds that have ended: each says when it is to be looked at next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.model import Round
from bot.domain.retention import months
from bot.domain.rounds import AT_ONCE, ENDS, closing_instant
from bot.engine.context import WorkContext

MOST = 100_000


def rounds_to_look_at(work: WorkContext) -> list[str]:
    """Return the ended rounds of which something may be past its time."""
    return [row.id for row in work.uow.rounds.until("look_at", work.now, MOST)]


def look_again(work: WorkContext, ids: Collection[str]) -> None:
    """Let the next look be at those of these rounds that have ended."""
    for round_ in work.uow.rounds.where(id=tuple(ids), state=tuple(ENDS)) if ids else ():
        work.uow.rounds.save(replace(round_, look_at=AT_ONCE))


def look_at_all_again(work: WorkContext) -> int:
    """Let the next look be at every round that has ended; returns at how many."""
    ended = work.uow.rounds.where(state=tuple(ENDS))
    for round_ in ended:
        work.uow.rounds.save(replace(round_, look_at=_at_next_look(work, round_)))
    return len(ended)


def end_if_unasked(work: WorkContext) -> datetime:
    """Return when a round ends that is seen first now, and in which nobody was asked: it is kept for as long as a summary."""
    return work.now + months(work.services.retention.summary_months)


def _at_next_look(work: WorkContext, round_: Round) -> datetime:
    """One in which nobody was asked has no other instant than its end: it may come earlier than was said, never later."""
    if closing_instant(round_) is None and round_.look_at and round_.look_at > AT_ONCE:
        return min(round_.look_at, end_if_unasked(work))
    return AT_ONCE
