"""One sender for all platforms: keeps the lease, fills its hands, and sends in the order of who waits (R2, R8, R10).

A message is leased before it is sent, so that a sender that is gone leaves a trace. Only who holds the lease sends. Who has lost
it, or cannot show a sign of life, begins nothing more, and of what it had in its hands records only what arrived: the rest is
settled by whoever took over. A process that was paused has lost the lease and does not know: so the clock is looked at right
before each message leaves, and the lease in each transaction (`FencedStore`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic

from bot.domain.model import Urgency
from bot.engine import leases
from bot.engine.context import Services
from bot.engine.outbox.delivering import Deliveries
from bot.engine.outbox.fenced_store import FencedStore, LeaseLostError
from bot.engine.outbox.message_rows import LEASED_AT_ONCE, give_back, lease_ready, resting_ids
from bot.engine.outbox.sending_state import SendingState
from bot.ports import ChatAdapter, Clock, LooksBeforeSending, Store, UnitOfWork
from bot.ports.listening import KEEP_EVERY

log = logging.getLogger(__name__)

SEND_SECONDS = leases.TERM.total_seconds() * 2 / 3
"""Seconds after a sign of life in which messages leave: nobody else can have taken over, and what left has the rest of the term to
arrive before somebody looks for it."""
IDLE_LOOK_SECONDS = KEEP_EVERY / 2
"""Seconds after which the outbox is looked at even if nobody woke the sender (messages with a `not_before`)."""
DRAIN_ATTEMPTS = 10
"""Number of times that `drain` tries again what was in vain."""


class OutboxSender:
    """One for all platforms. `wake` says that something waits; `run` sends until it is cancelled."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        services: Services,
        adapters: Mapping[str, ChatAdapter],
        tenure: leases.Tenure,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._unfenced, self._store = store, FencedStore(store, tenure)
        self._clock = clock
        self._services = services
        self._tenure = tenure
        self._awake = asyncio.Event()
        state = SendingState(self._store, store, clock, services, adapters, seconds, self._awake.set, self.may_send)
        self._deliveries = Deliveries(state)
        for adapter in adapters.values():
            if isinstance(adapter, LooksBeforeSending):
                adapter.send_while(self.may_send)
        self._kept_at: float | None = None
        self.leads = False
        """Whether this process is the one that sends, as far as it knows."""
        self.looked = asyncio.Event()
        """Set once it knows."""
        self._stopping = False
        self._failing = False
        self.beaten_at = monotonic()
        """When it last came round, by the monotonic clock."""
        self._settling: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._awake.set()

    def may_send(self) -> bool:
        """Return whether no other process can have become the one that sends: by the monotonic clock, which a pause does not stop.

        Where this one never asked for the lease, there is no other.
        """
        return self._kept_at is None or monotonic() - self._kept_at < SEND_SECONDS

    async def run(self) -> None:
        """Send until stopped, as the only one. What a vanished sender left half sent is settled first, and looked for again
        from time to time."""
        asked_at = monotonic() - IDLE_LOOK_SECONDS
        self.leads = False
        while not self._stopping:
            self._awake.clear()
            pause: float | None = None
            try:
                if (now := monotonic()) - asked_at >= (KEEP_EVERY if self.leads else IDLE_LOOK_SECONDS):
                    self.leads = await self._keep(self.leads, now)
                    asked_at = now
                if self.leads:
                    await self._fill()
                    pause = self._deliveries.dispatch() if self.may_send() else 0.0
                self._tell(None)
            except LeaseLostError:
                asked_at -= KEEP_EVERY
            except Exception as fault:
                self._tell(fault)
            self.looked.set()
            self.beaten_at = monotonic()
            try:
                async with asyncio.timeout(IDLE_LOOK_SECONDS if pause is None else min(pause, IDLE_LOOK_SECONDS)):
                    await self._awake.wait()
            except TimeoutError:
                continue

    def _tell(self, fault: Exception | None) -> None:
        """Log once that the outbox cannot be read, and once that it can be read again."""
        if fault and not self._failing:
            log.error("the outbox cannot be read; trying again", exc_info=fault)
        elif self._failing and not fault:
            log.info("the outbox can be read again")
        self._failing = fault is not None

    async def drain(self) -> None:
        """Send everything that may be sent now, and return when it is done; what was in vain is tried again a few times."""
        deliveries, patience = self._deliveries, DRAIN_ATTEMPTS
        while True:
            await self._fill()
            pause = deliveries.dispatch()
            if deliveries.sending or deliveries.looking:
                await deliveries.sending.finish(60)
                await deliveries.looking.finish(60)
            elif not deliveries.idle:
                await asyncio.sleep(pause or 0)
            elif patience and (deliveries.state.resting or deliveries.looks_again):
                patience -= 1
                deliveries.hurry()
                await self.recover()
            else:
                return

    async def stop(self, seconds: float = 8.0) -> None:
        """Finish the sends in flight; what was leased and not begun goes back to waiting (R10), and what may have arrived is
        left to whoever sends next."""
        self._stopping = True
        self.wake()
        if self._settling:
            self._settling.cancel()
        await self._deliveries.looking.finish(0)
        await self._deliveries.sending.finish(seconds)
        await self._deliveries.looking.finish(0)
        held = self._deliveries.in_flight
        in_flight, half_sent = [id for id in held.destinations if id not in held.unsure], set(held.half_sent)
        with suppress(LeaseLostError):
            await self._store.run(lambda uow: self._leave(uow, in_flight, half_sent))
        self.leads = False
        self._deliveries.let_go()

    def _leave(self, uow: UnitOfWork, in_flight: list[str], half_sent: set[str]) -> None:
        give_back(uow, in_flight, half_sent)
        self._tenure.release(uow)

    async def recover(self) -> None:
        """Settle what may have arrived."""
        await self._deliveries.lookups.recover()

    async def _keep(self, mine: bool, asked_at: float) -> bool:
        """Show a sign of life; whether this process is the one that sends."""
        now, before = self._clock.now(), self._tenure.number
        kept = await self._unfenced.run(lambda uow: self._tenure.take(uow, now))
        if kept:
            self._kept_at = asked_at
        if mine and self._tenure.number != before:
            # Another process took over, and is gone already.
            self._let_go()
            mine = False
        if kept != mine or not self.looked.is_set():
            log.info("sending begins" if kept else "another process sends; this one stands by")
        if kept and not mine:
            await self._deliveries.begin(await self._store.read(resting_ids))
        if kept:
            await self._settle_what_was_left()
        elif mine:
            self._let_go()
        return kept

    async def _settle_what_was_left(self) -> None:
        """Before anything else is sent, so that it keeps its place; a platform that takes its time holds nobody else up."""
        if self._settling is None or self._settling.done():
            self._settling = self._deliveries.looking.start(self.recover())
            await asyncio.wait({self._settling}, timeout=IDLE_LOOK_SECONDS)

    def _let_go(self) -> None:
        """Another process took over while this one showed no life, and settles what was in flight here."""
        if self._settling:
            self._settling.cancel()
        self._deliveries.let_go()

    async def _fill(self) -> None:
        """Lease what is ready. The more urgent a message, the fuller the hands may be and still take it: a press never waits
        behind a broadcast."""
        await self._deliveries.state.wake_rested()
        now, in_flight = self._clock.now(), len(self._deliveries.in_flight)
        room = [urgency for urgency in Urgency if in_flight < LEASED_AT_ONCE * (len(Urgency) - urgency)]
        if room:
            async with self._deliveries.state.taking:
                leased = await self._store.run(lambda uow: lease_ready(uow, now, room, self._services))
                await self._deliveries.take(leased)
