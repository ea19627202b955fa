"""What one process alone does, of all that share a database.

Theory: a holder shows a sign of life every `KEEP_EVERY` seconds, and after three times as long without one anybody may take over.
A term that ends later than any holder could have made it was made by a clock that has been set back since: it holds nobody up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.model import Lease
from bot.ports import UnitOfWork
from bot.ports.listening import KEEP_EVERY

TERM = timedelta(seconds=3 * KEEP_EVERY)
SENDING = "sending"
"""The lease of whoever empties the outbox: two at once would send twice as fast as a platform allows."""


def take(uow: UnitOfWork, name: str, holder: str, now: datetime) -> bool:
    """Take or renew a lease; False while another process holds it."""
    found = uow.leases.get(name)
    if found and found.holder != holder and now < found.until <= now + 2 * TERM:
        return False
    uow.leases.save(Lease(id=name, holder=holder, until=now + TERM))
    return True


def release(uow: UnitOfWork, name: str, holder: str) -> None:
    found = uow.leases.get(name)
    if found and found.holder == holder:
        uow.leases.remove(name)
