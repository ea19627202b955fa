"""One message after the other on its way to its platform, and what becomes of it.

While a workspace takes no messages a single one at a time tries it, and the others rest in the database.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.model import Delivery, IncidentKind, OutboxMessage
from bot.engine.outbox.fenced_store import LeaseLostError
from bot.engine.outbox.in_flight import Destination
from bot.engine.outbox.lookups import Lookups
from bot.engine.outbox.outages import INCIDENT_OF, Outages, Workspace
from bot.engine.outbox.partial_delivery import PartialDelivery, deliver_parts
from bot.engine.outbox.presenting import present_message
from bot.engine.outbox.sending_state import SendingState
from bot.ports import NotStoredError, SendLaterError, SendRefusedError, SendUncertainError

log = logging.getLogger(__name__)

A_MOMENT = 1.0
"""Seconds until a message is begun again that the store could not read."""
AT_ONCE = 0.01
"""Seconds to wait for what may leave now, and could not because its platform's hands were full."""


class Deliveries:
    """Deliveries in this sender's hands: `state` is where each stands, `lookups` looks for those that may have arrived."""

    def __init__(self, state: SendingState) -> None:
        self.state = state
        self.lookups = Lookups(self.state, self._arrived, self._again)
        self.in_flight = self.state.in_flight
        self.sending, self.looking = self.state.sending, self.lookups.looking
        self._in_flight = dict.fromkeys(state.adapters, 0)

    @property
    def idle(self) -> bool:
        return (
            not self.state.sending
            and not self.lookups.looking
            and not any(len(pacer) for pacer in self.state.pacers.values())
        )

    @property
    def looks_again(self) -> bool:
        """Return whether anything is to be looked for later."""
        return len(self.lookups) > 0

    async def begin(self, resting: Iterable[str]) -> None:
        """Become the one that sends: what rested under another sender tries anew."""
        self.state.resting["", ""].extend(resting)
        await self.state.reports.load()

    def let_go(self) -> None:
        """Hold nothing any more: another sender settles it."""
        self.state.let_go()
        self.lookups.hurry()

    # --- what may leave

    async def take(self, leased: Sequence[tuple[OutboxMessage, Destination]]) -> None:
        """Queue what was leased; of what cannot be sent now a single message tries."""
        to_rest: list[tuple[str, Workspace]] = []
        for message, destination in leased:
            pacer, workspace = self.state.pacers.get(destination.to.platform), destination.workspace
            tried = self.state.outages.closed(workspace) and self.state.in_flight.for_workspace(workspace) > 0
            self.state.in_flight.destinations[message.id] = destination
            if pacer is None:
                await self.state.record(replace(message, state=Delivery.FAILED, error="no such platform"))
            elif tried:
                to_rest.append((message.id, workspace))
            else:
                pacer.add(message, destination.to, destination.direct)
        await self.state.rest(to_rest)

    def dispatch(self) -> float | None:
        """Start every send that may start now. Returns the seconds until the next may, or None when nothing is queued."""
        now = self.state.seconds()
        pauses = []
        for name, pacer in self.state.pacers.items():
            while self._in_flight[name] < self.state.adapters[name].limits.in_flight and (message := pacer.pop(now)):
                self._in_flight[name] += 1
                self.state.sending.start(self._send(name, message))
            pause = pacer.wait(now)
            if pause is not None:
                pauses.append(pause or AT_ONCE)
        return min(pauses, default=None)

    def hurry(self) -> None:
        """Try everything again at once."""
        self.state.outages = Outages()
        self.lookups.hurry()

    # --- one message

    async def _send(self, platform: str, message: OutboxMessage) -> None:
        try:
            partial = self.state.in_flight.half_sent.get(message.id)
            if partial is None:
                shown = await self.state.store.read(lambda uow: present_message(uow, message, self.state.services))
                partial = PartialDelivery(shown) if shown else None
            if partial is None:
                await self.state.record(replace(message, state=Delivery.DROPPED))
            else:
                await self._deliver(platform, message, partial)
        except NotStoredError:
            self._put_back(platform, message)
        except Exception as fault:
            log.error("a message could not be prepared", extra={"id": message.id}, exc_info=fault)
            await self.state.record(replace(message, state=Delivery.FAILED, error="invalid"))
        finally:
            self._in_flight[platform] -= 1
            self.state.woken()

    def _put_back(self, platform: str, message: OutboxMessage) -> None:
        """The store does not work: begin again in a moment; what may have arrived is found when its lease is over."""
        destination = self.state.in_flight.destinations.get(message.id)
        if destination and message.id not in self.state.in_flight.unsure:
            self.state.pacers[platform].block(destination.to, self.state.seconds() + A_MOMENT)
            self.state.pacers[platform].add(message, destination.to, destination.direct, first=True)
        else:
            self.state.in_flight.drop(message.id)

    async def _deliver(self, platform: str, message: OutboxMessage, partial: PartialDelivery) -> None:
        """Send the next part. Every part is a message to the platform, and waits for its own turn (R8)."""
        if message.id not in self.state.in_flight:
            return  # another process took over, and settles it
        if not self.state.may_send():
            raise LeaseLostError
        if not partial.next:
            self.state.in_flight.unsure.add(message.id)
        try:
            sent = await deliver_parts(self.state.adapters[platform], message, partial)
        except SendLaterError as later:
            await self._later(message, partial, later)
        except SendRefusedError as refused:
            self._answered(partial)
            if message.id in self.state.in_flight:
                with self.state.settling(message.id):
                    await self.state.reports.refused(message, refused.reason)
        except SendUncertainError:
            await self.state.failed(partial.workspace, IncidentKind.UNREACHABLE)
            self.lookups.looking.start(self.lookups.settle_send(message, partial))
        else:
            self._answered(partial)
            await self._arrived(message, partial, sent)

    def _answered(self, partial: PartialDelivery) -> None:
        if self.state.answered(partial):
            self.lookups.hurry()
            self.state.woken()

    async def _arrived(self, message: OutboxMessage, partial: PartialDelivery, sent: str) -> None:
        partial.names += (sent,)
        partial.next += 1
        if partial.next < partial.parts:
            await self._again(message, partial)
        else:
            await self.state.record(replace(message, state=Delivery.SENT, sent_ref=partial.sent_ref), partial.shown)

    async def _later(self, message: OutboxMessage, partial: PartialDelivery, later: SendLaterError) -> None:
        """Not now: the destination asks for it, or the whole workspace takes nothing."""
        workspace, to, now = partial.workspace, partial.to, self.state.seconds()
        if later.why in INCIDENT_OF:
            await self.state.failed(workspace, INCIDENT_OF[later.why], later.seconds)
        elif later.why == "limited":
            self.state.note(self.state.outages.limited(workspace, to, later.seconds, now))
        self.state.pacers[to.platform].block(to, max(now + later.seconds, self.state.outages.until(workspace)))
        await self._again(message, partial)

    async def _again(self, message: OutboxMessage, partial: PartialDelivery) -> None:
        if message.id not in self.state.in_flight:
            return  # another process took over, and settles it
        self.state.in_flight.unsure.discard(message.id)
        if partial.next:
            self.state.in_flight.half_sent[message.id] = partial
        elif self.state.outages.closed(partial.workspace) and self.state.in_flight.for_workspace(partial.workspace) > 1:
            await self.state.rest([(message.id, partial.workspace)])
            return
        self.state.pacers[partial.to.platform].add(message, partial.to, partial.shown.ref.direct, first=True)
