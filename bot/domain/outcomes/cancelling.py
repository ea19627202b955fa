"""Outcomes about cancelling a round, for the admin who asks, the other admins, the team, and everybody who was asked; and about
answers that waited in vain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("round-cancelled-by")
@dataclass(frozen=True, kw_only=True)
class RoundCancelledBy(Outcome):
    team: str
    by: str


@stored_as("cancellation-pending")
@dataclass(frozen=True, kw_only=True)
class CancellationPending(Outcome):
    """Notice to the admin who asked to cancel a round, and to the others with the name in `by`: when that takes effect."""

    team: str
    at: datetime
    zone: str
    by: str = ""


@stored_as("round-kept")
@dataclass(frozen=True, kw_only=True)
class RoundKept(Outcome):
    """Notice to the admin who let a round go on, and to the others with the name in `by`."""

    team: str
    by: str = ""


@stored_as("round-cancelled")
@dataclass(frozen=True, kw_only=True)
class RoundCancelled(Outcome):
    team: str


@stored_as("cancellation-asked")
@dataclass(frozen=True, kw_only=True)
class CancellationAsked(Outcome):
    """Notice to the team that its round will be cancelled unless an admin keeps it, and what that means for answers."""

    team: str
    at: datetime
    zone: str


@stored_as("cancellation-lifted")
@dataclass(frozen=True, kw_only=True)
class CancellationLifted(Outcome):
    team: str


@stored_as("answers-destroyed")
@dataclass(frozen=True, kw_only=True)
class AnswersDestroyed(Outcome):
    """Notice to everybody who was asked in a round that was cancelled, whether they answered or not."""

    team: str


@stored_as("answers-expired")
@dataclass(frozen=True, kw_only=True)
class AnswersExpired(Outcome):
    """Notice to the author of answers that waited `days` for a summary, and are destroyed."""

    team: str
    days: int
