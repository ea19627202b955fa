"""One message after the other on its way to its platform, and what becomes of it.

While a workspace takes no messages a single one at a time tries it, and the others rest in the database.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.domain.model import Delivery, IncidentKind, OutboxMessage
from bot.engine.context import Services
from bot.engine.outbox.hand import Going
from bot.engine.outbox.lookups import Lookups
from bot.engine.outbox.outages import INCIDENT_OF, Outages, Workspace
from bot.engine.outbox.partial_delivery import Partly, deliver_parts
from bot.engine.outbox.presenting import present_message
from bot.engine.outbox.sending_state import SendingState
from bot.ports import ChatAdapter, Clock, NotStoredError, SendLaterError, SendRefusedError, SendUncertainError, Store

log = logging.getLogger(__name__)

A_MOMENT = 1.0
"""Seconds until a message is begun again that the store could not read."""


class Deliveries:
    """Deliveries in this sender's hands: `state` is where each stands, `lookups` looks for those that may have arrived."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        services: Services,
        adapters: Mapping[str, ChatAdapter],
        seconds: Callable[[], float],
        woken: Callable[[], None],
    ) -> None:
        self.state = SendingState(store, clock, services, adapters, seconds, woken)
        self.lookups = Lookups(self.state, self._arrived, self._again)
        self.hand = self.state.hand
        self.sending, self.looking = self.state.sending, self.lookups.looking
        self._in_flight = dict.fromkeys(adapters, 0)

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

    async def take(self, leased: Sequence[tuple[OutboxMessage, Going]]) -> None:
        """Queue what was leased; of what cannot be sent now a single message tries."""
        to_rest: list[tuple[str, Workspace]] = []
        for message, going in leased:
            pacer, workspace = self.state.pacers.get(going.to.platform), going.workspace
            tried = self.state.outages.closed(workspace) and self.state.hand.for_workspace(workspace) > 0
            self.state.hand.going[message.id] = going
            if pacer is None:
                await self.state.record(replace(message, state=Delivery.FAILED, error="no such platform"))
            elif tried:
                to_rest.append((message.id, workspace))
            else:
                pacer.add(message, going.to, going.direct)
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
                pauses.append(pause or 0.01)
        return min(pauses, default=None)

    def hurry(self) -> None:
        """Try everything again at once."""
        self.state.outages = Outages()
        self.lookups.hurry()

    # --- one message

    async def _send(self, platform: str, message: OutboxMessage) -> None:
        try:
            partly = self.state.hand.partly.get(message.id)
            if partly is None:
                shown = await self.state.store.read(lambda uow: present_message(uow, message, self.state.services))
                partly = Partly(shown) if shown else None
            if partly is None:
                await self.state.record(replace(message, state=Delivery.DROPPED))
            else:
                await self._deliver(platform, message, partly)
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
        going = self.state.hand.going.get(message.id)
        if going and message.id not in self.state.hand.unsure:
            self.state.pacers[platform].block(going.to, self.state.seconds() + A_MOMENT)
            self.state.pacers[platform].add(message, going.to, going.direct, first=True)
        else:
            self.state.hand.drop(message.id)

    async def _deliver(self, platform: str, message: OutboxMessage, partly: Partly) -> None:
        """Send the next part. Every part is a message to the platform, and waits for its own turn (R8)."""
        if message.id not in self.state.hand:
            return  # another process took over, and settles it
        if not partly.next:
            self.state.hand.unsure.add(message.id)
        try:
            sent = await deliver_parts(self.state.adapters[platform], message, partly)
        except SendLaterError as later:
            await self._later(message, partly, later)
        except SendRefusedError as refused:
            self._answered(partly)
            if self.state.hand.drop(message.id):
                await self.state.reports.refused(message, refused.reason)
        except SendUncertainError:
            await self.state.failed(partly.workspace, IncidentKind.UNREACHABLE)
            self.lookups.looking.start(self.lookups.settle_send(message, partly))
        else:
            self._answered(partly)
            await self._arrived(message, partly, sent)

    def _answered(self, partly: Partly) -> None:
        if self.state.answered(partly):
            self.lookups.hurry()
            self.state.woken()

    async def _arrived(self, message: OutboxMessage, partly: Partly, sent: str) -> None:
        partly.names += (sent,)
        partly.next += 1
        if partly.next < partly.parts:
            await self._again(message, partly)
        else:
            await self.state.record(replace(message, state=Delivery.SENT, sent_ref=partly.sent_ref), partly.shown)

    async def _later(self, message: OutboxMessage, partly: Partly, later: SendLaterError) -> None:
        """Not now: the destination asks for it, or the whole workspace takes nothing."""
        workspace, to, now = partly.workspace, partly.to, self.state.seconds()
        if later.why in INCIDENT_OF:
            await self.state.failed(workspace, INCIDENT_OF[later.why], later.seconds)
        elif later.why == "limited":
            self.state.note(self.state.outages.limited(workspace, to, later.seconds, now))
        self.state.pacers[to.platform].block(to, max(now + later.seconds, self.state.outages.until(workspace)))
        await self._again(message, partly)

    async def _again(self, message: OutboxMessage, partly: Partly) -> None:
        if message.id not in self.state.hand:
            return  # another process took over, and settles it
        self.state.hand.unsure.discard(message.id)
        if partly.next:
            self.state.hand.partly[message.id] = partly
        elif self.state.outages.closed(partly.workspace) and self.state.hand.for_workspace(partly.workspace) > 1:
            await self.state.rest([(message.id, partly.workspace)])
            return
        self.state.pacers[partly.to.platform].add(message, partly.to, partly.shown.ref.direct, first=True)
