"""Forgetting those again who had been forgotten, and came back with an older copy of the database when it was restored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.engine.context import Services
from bot.engine.people.written_requests import forget_silently
from bot.ports import UnitOfWork


def forget_again(uow: UnitOfWork, now: datetime, services: Services, members: Iterable[str]) -> None:
    """Take those off every list, and out of everything else, whose keys were destroyed before."""
    for member in members:
        refs = [uow.addresses.ref(row.id) for row in uow.identities.where(member=member)]
        found = next((ref for ref in refs if ref), None)
        if found:
            forget_silently(uow, now, services, found)
        else:
            uow.members.remove(member)
