"""Leases on work that one process alone does, of all that share a database.

Theory: a holder shows a sign of life every `KEEP_EVERY` seconds, and after three times as long without one anybody may take over.
Who waits for a lease measures that by its own monotonic clock, from the last new sign that it saw: a clock that is set forward
makes nobody look dead, and one that is set back holds nobody up (R12). Only whoever looks for the first time, and so has seen
nothing yet, takes the database's word for when the lease ended; not even they do where processes run on several machines, whose
clocks may differ.

A process can be paused and never know it. So a lease has a number, which is one more with each holder (a fencing token), and what
is stored by right of a lease is stored in a transaction that has looked whether the number is still the same (`is_held`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

from bot.domain.model import LeaseRecord
from bot.ports import UnitOfWork
from bot.ports.listening import KEEP_EVERY

TERM = timedelta(seconds=3 * KEEP_EVERY)
SENDING = "sending"
"""The lease of whoever empties the outbox: two at once would send twice as fast as a platform allows."""


class Tenure:
    """State of one lease as one process knows it. `seconds` is a clock that only goes forward.

    `several` says that holders may be on several machines.
    """

    def __init__(self, name: str, holder: str, seconds: Callable[[], float] = monotonic, several: bool = False) -> None:
        self._name = name
        self._holder = holder
        self._seconds = seconds
        self._several = several
        self.number = 0
        """The lease's number when this process last took it; 0 where it never has."""
        self._sign: tuple[str, datetime] | None = None
        self._seen_at = 0.0

    def take(self, uow: UnitOfWork, now: datetime) -> bool:
        """Take or renew the lease; False while another process holds it."""
        found = uow.leases.get(self._name)
        if found and found.holder != self._holder and not self._is_over(found, now):
            return False
        self._sign = None
        before = found.number if found else 0
        self.number = before if found and found.holder == self._holder else before + 1
        uow.leases.save(LeaseRecord(id=self._name, holder=self._holder, until=now + TERM, number=self.number))
        return True

    def is_held(self, uow: UnitOfWork) -> bool:
        """Return whether nobody has taken it since this process did; also where this one never has."""
        found = uow.leases.get(self._name)
        return not self.number or (found is not None and (found.holder, found.number) == (self._holder, self.number))

    def release(self, uow: UnitOfWork) -> None:
        """Give it up; its number stays, for the next holder's."""
        found = uow.leases.get(self._name)
        if found and found.holder == self._holder:
            uow.leases.save(replace(found, holder=""))

    def _is_over(self, found: LeaseRecord, now: datetime) -> bool:
        if not found.holder:
            return True
        sign, before = (found.holder, found.until), self._sign
        if sign == before:
            return self._seconds() - self._seen_at >= TERM.total_seconds()
        self._sign, self._seen_at = sign, self._seconds()
        return before is None and not self._several and found.until <= now
