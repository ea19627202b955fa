"""Outcomes about a team's schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.commands import Earlier
from bot.domain.outcomes.windows import RoundsOverlap
from bot.domain.stored import Fields, stored_as, without_fields
from bot.domain.stretch import Stretch


@stored_as("send")
@dataclass(frozen=True, kw_only=True)
class Send:
    """One coming send: its instant, and what moves it: a holiday passed over, a clock change before it."""

    at: datetime
    clock_change: bool = False


def _paused_became_pause(fields: Fields) -> Fields:
    paused, until = fields.pop("paused", False), fields.pop("paused_until", None)
    return {**fields, "pause": {"first": None, "until": until} if paused else None}


@stored_as("schedule-set", (_paused_became_pause,))
@dataclass(frozen=True, kw_only=True)
class ScheduleSet(Outcome):
    """`words` is the schedule said back; `sends` the next four; `passed_over` dates with the reason; `zone` where it is local."""

    team: str
    words: str
    zone: str
    sends: tuple[Send, ...]
    passed_over: tuple[tuple[date, str], ...] = ()
    changed: bool = True
    pause: Stretch | None = None
    today: date | None = None
    asked_with: tuple[str, ...] = ()
    earlier: Earlier | None = None
    overlap: RoundsOverlap | None = None


@stored_as("schedule-not-understood", upgrades=(without_fields("what", "where", "suggestion"),))
@dataclass(frozen=True, kw_only=True)
class ScheduleNotUnderstood(Outcome):
    """`refs` are the sentence that says what is wrong, the words that it is about, and what may have been meant; or nothing."""

    examples: tuple[str, ...]
    refs: tuple[str, ...] = ()


@stored_as("schedule-missing")
@dataclass(frozen=True, kw_only=True)
class ScheduleMissing(Outcome):
    team: str


def _until_became_pause(fields: Fields) -> Fields:
    return {"team": fields["team"], "pause": {"first": None, "until": fields["until"]} if fields["paused"] else None}


@stored_as("schedule-paused", (_until_became_pause,))
@dataclass(frozen=True, kw_only=True)
class SchedulePaused(Outcome):
    """`pause` is None where it was ended."""

    team: str
    pause: Stretch | None
    today: date | None = None
