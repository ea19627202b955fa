"""The end of what is stored (release rule 15): for how long it is kept, and the instants that follow for each part of a round.

`bot/engine/retention.py` finds what is past these instants and destroys it. The defaults are what the settings begin with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS_OF_A_MONTH = 30.44
LONGEST_WAITING_DAYS = 120
"""Days after its round closed after which nothing is left of an answer, whatever the settings are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """`answer_days` after the organisation's final an answer in a published point loses its words; `waiting_days` after its round
    closed any answer does, and everything goes that says who was asked and who answered. What the organisation's summary needs of a
    final names people under pseudonyms, for `LONGEST_WAITING_DAYS` at most. `challenge_days` are from a final on.
    `copies_days` and `key_copies_days` are how long the operator keeps copies of the database and of the keys, 0 for none.
    """

    answer_days: int = 30
    waiting_days: int = LONGEST_WAITING_DAYS
    challenge_days: int = 30
    summary_months: int = 24
    audit_months: int = 12
    inbox_days: int = 7
    outbox_days: int = 30
    copies_days: int = 30
    key_copies_days: int = 14


DEFAULT_RETENTION = Retention()


def months(number: int) -> timedelta:
    """Return about so many months."""
    return timedelta(days=round(number * DAYS_OF_A_MONTH))


@dataclass(frozen=True, slots=True)
class RoundEnds:
    """Instants at which parts of a round end: `waiting` any words of its answers, and who was asked; `decided` who decided, and the
    challenges; `summary` all of it. Nothing of it ends before `first`.
    """

    first: datetime
    waiting: datetime
    decided: datetime
    summary: datetime


def ends_of_round(kept: Retention, closed: datetime, final: datetime) -> RoundEnds:
    """Return when parts of a round end that closed at one instant, and had its final, or would have had it, at another."""
    return RoundEnds(
        first=closed + timedelta(days=min(kept.answer_days, kept.challenge_days, kept.waiting_days)),
        waiting=closed + timedelta(days=kept.waiting_days),
        decided=final + timedelta(days=kept.challenge_days),
        summary=final + months(kept.summary_months),
    )


def end_of_words_in_point(kept: Retention, organisation_final: datetime | None, waiting: datetime) -> datetime:
    """Return when an answer's words end that stand in a published point: `answer_days` after the organisation's final.

    While that final is to come (None) they end as those that stand in no point, at `waiting`; and never later than that.
    """
    return (
        waiting if organisation_final is None else min(waiting, organisation_final + timedelta(days=kept.answer_days))
    )


def is_too_old_for_summary(closed: datetime, now: datetime) -> bool:
    """Return whether a final closed so long ago that no summary of the organisation can take it up any more."""
    return now >= closed + timedelta(days=LONGEST_WAITING_DAYS)
