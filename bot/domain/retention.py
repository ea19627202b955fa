"""Times for which things are stored (release rule 15). The defaults are what the settings begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

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
