"""Outcomes about the state of teams, and about incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("status-row")
@dataclass(frozen=True, kw_only=True)
class StatusRow:
    """One team's line: its round's state, when that ends, the next round. Never a count of answers.

    `cancels_at` is when its round will be cancelled unless somebody keeps it. `undelivered` says whether the questions of the last
    round that closed did not reach somebody; None where there was none, or while one is open (C3b).
    """

    team: str
    people: int
    state: str
    until: datetime | None
    next_at: datetime | None
    zone: str
    asked_with: tuple[str, ...] = ()
    cancels_at: datetime | None = None
    undelivered: bool | None = None


@stored_as("trouble")
@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A team whose messages could not be delivered, and why."""

    where: str
    why: str


@stored_as("status-shown")
@dataclass(frozen=True, kw_only=True)
class StatusShown(Outcome):
    """`waiting`, `uncertain` and `looked_for` (uncertain as yet) say that there are such posts or digests, never how many, and
    nothing of what is sent to people (C3).

    `set_aside` counts stored rows that cannot be read.
    """

    rows: tuple[StatusRow, ...]
    troubles: tuple[Trouble, ...] = ()
    waiting: bool = False
    uncertain: bool = False
    looked_for: bool = False
    not_joined: tuple[str, ...] = ()
    set_aside: int = 0


@stored_as("step-stuck")
@dataclass(frozen=True, kw_only=True)
class StepStuck(Outcome):
    """Notice to admins: a step of a round, draft, schedule, organisation summary or duty fails, or does `over` again."""

    what: str
    name: str = ""
    over: bool = False
