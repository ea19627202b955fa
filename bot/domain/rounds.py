"""The life of a round, as a table.

A round is inserted as SCHEDULED under its occasion's unique key and leaves that state in the same transaction: OPEN when it
is asked, SKIPPED when it is too late, when the previous one still runs or when there are too few people to ask. While OPEN,
people answer; at the close the set of answers is frozen (CLOSED) and points are looked for outside of any transaction. If
the release gate lets them through, a DRAFT is posted, people check it, and it ends as FINAL; if not, the round is WITHHELD and
its answers wait. CANCELLED is what admins can do before anything was shown: two of them at once, or one and a day's wait, for
which `cancels_at` is set and the round stands still; then its answers are destroyed. FINAL, WITHHELD, SKIPPED and CANCELLED are the
ends: nothing leaves them, so a repeated or late step is a fault that the table refuses.

A draft in which nothing can be weighed is posted again at `words_at`, with the words whose authors allowed them since.

The organisation's round asks nothing: it begins as a DRAFT, is weighed by everybody, and ends as FINAL.

Words that their authors take back from a draft leave the posted message at `corrects_at`, whatever has become of the round by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.domain.errors import InternalError
from bot.domain.model.asking import Round, RoundState


class Step(StrEnum):
    OPEN = "open"
    SKIP = "skip"
    CANCEL = "cancel"
    CLOSE = "close"
    WITHHOLD = "hold"
    DRAFT = "draft"
    FINALISE = "finalise"


TABLE: dict[tuple[RoundState, Step], RoundState] = {
    (RoundState.SCHEDULED, Step.OPEN): RoundState.OPEN,
    (RoundState.SCHEDULED, Step.SKIP): RoundState.SKIPPED,
    (RoundState.SCHEDULED, Step.CANCEL): RoundState.CANCELLED,
    (RoundState.OPEN, Step.CLOSE): RoundState.CLOSED,
    (RoundState.OPEN, Step.CANCEL): RoundState.CANCELLED,
    (RoundState.CLOSED, Step.WITHHOLD): RoundState.WITHHELD,
    (RoundState.CLOSED, Step.DRAFT): RoundState.DRAFT,
    (RoundState.CLOSED, Step.CANCEL): RoundState.CANCELLED,
    (RoundState.DRAFT, Step.FINALISE): RoundState.FINAL,
}

CANCELLING = timedelta(days=1)
"""Time for which one admin's cancellation of a round waits before it takes effect."""
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a round is to be looked at that has just ended."""
AT_WILL = "run:"
"""Prefix of the occasion of a round that an admin started by command; every other occasion comes of a schedule, or of a cycle."""
OF_A_CYCLE = "cycle:"
"""Prefix of the occasion of the organisation's round."""
ENDS = frozenset({RoundState.FINAL, RoundState.WITHHELD, RoundState.SKIPPED, RoundState.CANCELLED})
CLOSED = (RoundState.CLOSED, RoundState.DRAFT, RoundState.FINAL, RoundState.WITHHELD)
RUNNING = (RoundState.OPEN, RoundState.CLOSED, RoundState.DRAFT)
ASKED = (RoundState.OPEN, RoundState.CLOSED, RoundState.DRAFT, RoundState.FINAL, RoundState.WITHHELD)
ENDED = (RoundState.FINAL, RoundState.WITHHELD)
"""States of a round that asked somebody and has ended; `ENDS` has those as well that asked nobody, or were called off."""


def closing_instant(round_: Round) -> datetime | None:
    """Return when a round closed, or what comes nearest to it; None for one in which nobody was asked."""
    return round_.closes_at or round_.opened_at or round_.check_until


def can_step(state: RoundState, step: Step) -> bool:
    return (state, step) in TABLE


def advance_round(round_: Round, step: Step) -> Round:
    """Return the round one step on, with `next_at` for the clock. Raises InternalError for a step that its state does not have."""
    state = TABLE.get((round_.state, step))
    if state is None:
        raise InternalError(f"a round cannot {step} when {round_.state}")
    return with_next_at(replace(round_, state=state))


def with_next_at(round_: Round) -> Round:
    """The round with `next_at` set from its state: the earliest instant at which the clock has something to do for it.

    One that has ended is looked at by the next sweep, which then says when it is to be looked at again.
    """
    look_at = (round_.look_at or AT_ONCE) if round_.state in ENDS else None
    return replace(round_, next_at=_next_at(round_), look_at=look_at)


def _next_at(round_: Round) -> datetime | None:
    if round_.cancels_at and can_step(round_.state, Step.CANCEL):
        return round_.cancels_at
    return min((each for each in (_step_at(round_), round_.corrects_at) if each), default=None)


def _step_at(round_: Round) -> datetime | None:
    if round_.state is RoundState.OPEN:
        return round_.closes_at if round_.reminded else round_.remind_at or round_.closes_at
    if round_.state is RoundState.CLOSED:
        return round_.closes_at
    if round_.state is RoundState.DRAFT:
        return min((each for each in (round_.words_at, open_until(round_)) if each), default=None)
    return closing_instant(round_) if round_.block_due else None


def open_until(round_: Round) -> datetime | None:
    """Return until when people can answer, check the draft, or decide challenges: whatever the round is open for now."""
    if round_.state is RoundState.DRAFT:
        return round_.decide_until if round_.deciding else round_.check_until
    return round_.closes_at


def order_of_ending(round_: Round) -> tuple[int, datetime, str]:
    """Return what rounds of the same teams are sorted by that have ended: a clock that was set back does not change their order."""
    return round_.ended_as, round_.opened_at or AT_ONCE, round_.id


class OfTeams(Protocol):
    @property
    def teams(self) -> tuple[str, ...]:
        """The ids of the teams that were asked together; none for the organisation."""


Row = TypeVar("Row", bound=OfTeams)


def of_same_teams(rows: Iterable[Row], one: OfTeams) -> list[Row]:
    """Return those that are of exactly the teams of `one`, in whatever order."""
    return [row for row in rows if set(row.teams) == set(one.teams)]


def filed_under(one: OfTeams) -> tuple[str, ...]:
    """Return the teams under any of which a row of these teams may stand; an empty one for the organisation.

    Each round of a group is opened by one of its teams, and stands under it: the largest that has a schedule then.
    """
    return one.teams or ("",)


def is_scheduled(round_: Round) -> bool:
    """Return whether a schedule opened the round, and not an admin at a moment of their choice."""
    return not round_.occasion.startswith(AT_WILL)


def is_of_organisation(round_: Round) -> bool:
    """Return whether the round is the check of the organisation's draft, in which nobody is asked anything."""
    return round_.occasion.startswith(OF_A_CYCLE)


def awaits_points(round_: Round) -> bool:
    """Return whether the round's answers are frozen and to be looked through."""
    return round_.state is RoundState.CLOSED and round_.cancels_at is None


def awaits_block(round_: Round) -> bool:
    """Return whether the answers of the block that ends with this round are to be looked through."""
    return round_.block_due and round_.state in (RoundState.FINAL, RoundState.WITHHELD)


def accepts_answers(round_: Round) -> bool:
    """Return whether an answer given now counts at once; otherwise, if at all, it is late."""
    return round_.state is RoundState.OPEN
