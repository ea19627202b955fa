"""Addresses of people who wrote once and never joined: they end as messages do that were sent (C8).

Theory of operation. The daily sweep notes when it first sees an address. Once messages of that time are gone, it looks again: that
of a person who is nobody's identity, and to whom nothing waits to be sent, is removed; any other is looked at again as much later.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.domain.model import Delivery
from bot.engine.context import WorkContext

ON_ITS_WAY = (Delivery.WAITING, Delivery.RESTING, Delivery.SENDING, Delivery.UNSETTLED)


def see_new(work: WorkContext, most: int) -> int:
    """Note that addresses are there, at most so many; returns how many."""
    new = work.uow.addresses.not_seen(most)
    for id in new:
        work.uow.addresses.see(id, work.now)
    return len(new)


def addresses_to_look_at(work: WorkContext, most: int) -> list[str]:
    before = work.now - timedelta(days=work.services.retention.outbox_days)
    return work.uow.addresses.seen_before(before, most)


def end_strangers(work: WorkContext, ids: Sequence[str]) -> int:
    """Remove the strangers' of these addresses, and note that the others are needed; returns how many were removed."""
    written_to = {row.to for row in work.uow.outbox.where(state=ON_ITS_WAY)}
    strangers = [id for id in ids if _is_stranger(work, id, written_to)]
    for id in ids:
        if id in strangers:
            work.uow.addresses.forget(id)
        else:
            work.uow.addresses.see(id, work.now)
    return len(strangers)


def _is_stranger(work: WorkContext, id: str, written_to: Collection[str]) -> bool:
    """An address that cannot be read tells of nobody, and stays where it is."""
    ref = work.uow.addresses.ref(id)
    return ref is not None and ref.direct and id not in written_to and not work.uow.identities.count(id=id)
