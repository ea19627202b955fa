"""Reports of the sender on its state: to the operator in the log, and in the database for `status` (R12).

A state is told when it begins and when it ends. Of a person nothing is told but that somebody can, or cannot, be written to.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.domain.model import Delivery, Incident, IncidentKind, OutboxMessage, Urgency
from bot.domain.outcomes.support import leaves_no_trace
from bot.domain.stored import kind_of
from bot.engine import incidents
from bot.engine.context import Services, WorkContext
from bot.engine.meetings import read_backs
from bot.engine.outbox.fenced_store import FencedStore
from bot.engine.outbox.message_rows import save_delivery
from bot.engine.outbox.outages import OutageChange
from bot.engine.people import lifecycle_events
from bot.ports import Clock, Store, UnitOfWork

log = logging.getLogger(__name__)

OF_PEOPLE = "of people"
"""Why of a kind of messages that people get for what they do, or do not do: that there was one is told to nobody (C3)."""


class Reports:
    """`load` reads what did not work when the last sender ended."""

    def __init__(self, store: Store, fenced: FencedStore, clock: Clock, services: Services) -> None:
        self._store = store
        self._fenced = fenced
        self._clock = clock
        self._services = services
        self._journal = incidents.IncidentJournal(store, clock)
        self._open: dict[str, Incident] = {}

    async def load(self) -> None:
        rows = await self._store.read(lambda uow: uow.incidents.where())
        self._open = {row.id: row for row in rows}

    def may_end(self, kind: IncidentKind) -> bool:
        return any(row.kind is kind for row in self._open.values())

    async def note(self, change: OutageChange) -> None:
        await self._journal.note(change.kind, change.workspace, change.begins)
        await self.load()

    async def refused(self, message: OutboxMessage, reason: str) -> None:
        """Record that a message was refused. One that is wrong is our fault and says nothing about its reader."""
        failed = replace(message, state=Delivery.FAILED, error=reason, leased_until=None)
        kind, key = (
            (IncidentKind.WRONG, _sort_of(message)) if reason == "invalid" else (IncidentKind.REFUSING, message.to)
        )
        fresh = await self._fenced.run(lambda uow: self._refused(uow, failed, kind, key))
        if not fresh:
            return
        if kind is IncidentKind.WRONG:
            log.error("a platform does not accept messages of a kind", extra={"outcome": _named_in_logs(message)})
        elif fresh == "person":
            log.info("somebody cannot be written to any more", extra={"reason": reason})
        else:
            log.warning("a channel does not take messages", extra={"reason": reason, "teams": fresh})
        await self.load()

    def _refused(self, uow: UnitOfWork, failed: OutboxMessage, kind: IncidentKind, key: str) -> str | list[str]:
        """Return whether that is new; of a channel whose it is."""
        save_delivery(uow, failed)
        now = self._clock.now()
        if kind is IncidentKind.WRONG:
            if leaves_no_trace(failed.outcome):
                # That there was one would tell that somebody was shown the support contacts (C12).
                return ""
            why = "" if failed.urgency is Urgency.DIGEST else OF_PEOPLE
            return "wrong" if incidents.begin_incident(uow, now, kind, key, why=why) else ""
        ref = uow.addresses.ref(failed.private_to or failed.to)
        if ref is None or ref.direct:
            return (
                "person"
                if lifecycle_events.mark_unreachable(
                    WorkContext(uow, now, self._services), failed.private_to or failed.to
                )
                else ""
            )
        fresh = incidents.begin_incident(uow, now, kind, key, why=failed.error)
        return [team.id for team in uow.teams.where(channel=failed.to)] or "channel" if fresh else ""

    async def sent(self, message: OutboxMessage) -> None:
        """A message arrived: its channel takes messages, and its kind is acceptable."""
        if read_backs.shows_read_back(message):
            now = self._clock.now()
            await self._store.run(
                lambda uow: read_backs.begin_read_back(WorkContext(uow, now, self._services), message)
            )
        keys = {IncidentKind.WRONG: _sort_of(message)} | (
            {} if message.private_to else {IncidentKind.REFUSING: message.to}
        )
        for kind, key in keys.items():
            if incidents.id_of(kind, key) in self._open:
                ended = await self._store.run(lambda uow, kind=kind, key=key: incidents.end_incident(uow, kind, key))  # type: ignore[misc]
                if ended and kind is IncidentKind.REFUSING:
                    log.info("a channel takes messages again")
                elif ended:
                    log.info("a platform accepts messages of a kind again", extra={"outcome": _named_in_logs(message)})
                await self.load()


def _named_in_logs(message: OutboxMessage) -> str:
    """Return the kind of a post; of what people get for what they do, or do not do, only that it is to a person (C3)."""
    return _sort_of(message) if message.urgency is Urgency.DIGEST else OF_PEOPLE.replace(" ", "-")


def _sort_of(message: OutboxMessage) -> str:
    return kind_of(type(message.outcome)).name
