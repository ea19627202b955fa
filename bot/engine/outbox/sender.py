"""Sends what waits in the outbox, each message once as far as its platform can tell (R2).

A message is leased before it is sent, so that a sender that is gone leaves a trace. What becomes of an ambiguous send depends
on its platform: where a sent message can be found by its key it is looked for; elsewhere prompts and replies are sent again
(at least once), summaries and digests are not (at most once) and are shown to the admin as uncertain.

Only who holds the lease sends. Who has lost it, or cannot show a sign of life, begins nothing more, and of what it had in its
hands records only what arrived: the rest is settled by whoever took over.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.model import Delivery, OutboxMessage, Urgency
from bot.engine import arrivals, leases
from bot.engine.outbox.pacing import Pacer
from bot.engine.outbox.partly import Partly, destination_of, put
from bot.engine.outbox.presenting import Presented, present, route
from bot.engine.outbox.rows import AHEAD, expired, give_back, lease, record, renew
from bot.engine.outbox.settling import MOST_ATTEMPTS, CannotTell, find, settled
from bot.engine.tasks import Tasks
from bot.engine.work import Services, Work
from bot.ports import (
    ChatAdapter,
    Clock,
    SendLater,
    SendRefused,
    SendUncertain,
    Store,
    UnitOfWork,
)
from bot.ports.listening import KEEP_EVERY

log = logging.getLogger(__name__)

LONGEST = leases.TERM.total_seconds()
"""Seconds after a sign of life in which nobody else can have taken over."""
IDLE = 1.0
"""Seconds after which the outbox is looked at even if nobody woke the sender (messages with a `not_before`)."""


def _pacers(adapters: Mapping[str, ChatAdapter]) -> dict[str, Pacer]:
    return {name: Pacer(adapter.limits) for name, adapter in adapters.items()}


class Sender:
    """One for all platforms. `wake` says that something waits; `run` sends until it is cancelled."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        services: Services,
        adapters: Mapping[str, ChatAdapter],
        tenure: leases.Tenure,
    ) -> None:
        self._tenure = tenure
        self._store = store
        self._clock = clock
        self._services = services
        self._adapters = adapters
        self._pacers = _pacers(adapters)
        self._in_flight = dict.fromkeys(adapters, 0)
        self._held: set[str] = set()
        self._unsure: set[str] = set()
        """Of those that are held, what may have arrived: it is being sent, or looked for."""
        self._partly: dict[str, Partly] = {}
        self._tasks = Tasks()
        self._awake = asyncio.Event()
        self._stopping = False
        self._settling: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._awake.set()

    async def run(self) -> None:
        """Send until stopped, as the only one. What a vanished sender left half sent is settled first, and looked for again
        from time to time."""
        loop = asyncio.get_running_loop()
        kept_at, mine = loop.time() - KEEP_EVERY, False
        while not self._stopping:
            self._awake.clear()
            pause: float | None = None
            try:
                if (now := loop.time()) - kept_at >= (KEEP_EVERY if mine else IDLE):
                    mine = await self._keep(mine)
                    kept_at = now
                if mine:
                    await self._lease()
                    pause = self._dispatch() if loop.time() - kept_at < LONGEST else 0.0
            except Exception as fault:
                log.error("the outbox could not be read", exc_info=fault)
            try:
                await asyncio.wait_for(self._awake.wait(), IDLE if pause is None else min(pause, IDLE))
            except TimeoutError:
                continue

    async def drain(self) -> None:
        """Send everything that may be sent now, and return when it is done."""
        while True:
            await self._lease()
            pause = self._dispatch()
            if self._tasks:
                await self._tasks.finish(60)
            elif pause is None and not any(len(pacer) for pacer in self._pacers.values()):
                return
            else:
                await asyncio.sleep(pause or 0)

    async def stop(self, seconds: float = 8.0) -> None:
        """Finish the sends in flight; what was leased and not begun goes back to waiting (R10), and what may have arrived is
        left to whoever sends next."""
        self._stopping = True
        self.wake()
        if self._settling:
            self._settling.cancel()
        await self._tasks.finish(seconds)
        held, partly = list(self._held - self._unsure), set(self._partly)
        await self._store.run(lambda uow: self._leave(uow, held, partly))
        self._forget_all()

    def _leave(self, uow: UnitOfWork, held: list[str], partly: set[str]) -> None:
        give_back(uow, held, partly)
        self._tenure.release(uow)

    async def recover(self) -> None:
        """Settle what was left in SENDING by a sender that is gone."""
        now = self._clock.now()
        left = [one for one in await self._store.read(lambda uow: expired(uow, now)) if one.id not in self._held]
        ids = {message.id for message in left}
        self._held |= ids
        self._unsure |= ids
        try:
            for message in left:
                if message.id in self._held:
                    await self._settle(message)
                ids.discard(message.id)
        finally:
            self._held -= ids
            self._unsure -= ids

    async def _keep(self, mine: bool) -> bool:
        """Show a sign of life; whether this process is the one that sends."""
        now = self._clock.now()
        kept = await self._store.run(lambda uow: self._tenure.take(uow, now))
        if kept != mine:
            log.info("sending begins" if kept else "another process sends; this one stands by")
        if kept:
            await self._renew()
            await self._settle_what_was_left()
        elif mine:
            self._let_go()
        return kept

    async def _settle_what_was_left(self) -> None:
        """Before anything else is sent, so that it keeps its place; a platform that takes its time holds nobody else up."""
        if self._settling is None or self._settling.done():
            self._settling = self._tasks.start(self.recover())
            await asyncio.wait({self._settling}, timeout=IDLE)

    def _let_go(self) -> None:
        """Another process took over while this one showed no life, and settles what was held here."""
        if self._settling:
            self._settling.cancel()
        self._pacers = _pacers(self._adapters)
        self._forget_all()

    def _forget_all(self) -> None:
        self._held.clear()
        self._unsure.clear()
        self._partly.clear()

    async def _renew(self) -> None:
        held, now = list(self._held), self._clock.now()
        if held:
            await self._store.run(lambda uow: renew(uow, held, now))

    async def _lease(self) -> None:
        now = self._clock.now()
        # The more urgent a message, the fuller the queue may be and still take it: a press never waits behind a broadcast.
        room = [urgency for urgency in Urgency if len(self._held) < AHEAD * (len(Urgency) - urgency)]
        if not room:
            return
        leased = await self._store.run(lambda uow: lease(uow, now, room, self._services))
        for message, platform, destination, direct in leased:
            self._held.add(message.id)
            pacer = self._pacers.get(platform)
            if pacer is None:
                await self._done(replace(message, state=Delivery.FAILED, error="no such platform"))
            else:
                pacer.add(message, destination, direct)

    def _dispatch(self) -> float | None:
        """Start every send that may start now. Returns the seconds until the next may, or None when nothing is queued."""
        now = asyncio.get_running_loop().time()
        pauses = []
        for name, pacer in self._pacers.items():
            while self._in_flight[name] < self._adapters[name].limits.in_flight and (message := pacer.pop(now)):
                self._in_flight[name] += 1
                self._tasks.start(self._send(name, message))
            pause = pacer.wait(now)
            if pause is not None:
                pauses.append(pause or 0.01)
        return min(pauses, default=None)

    async def _send(self, platform: str, message: OutboxMessage) -> None:
        try:
            partly = self._partly.get(message.id)
            if partly is None:
                shown = await self._store.read(lambda uow: present(uow, message, self._services))
                partly = Partly(shown) if shown else None
            if partly is None:
                await self._done(replace(message, state=Delivery.DROPPED))
            else:
                await self._deliver(platform, message, partly)
        except Exception as fault:
            log.error("a message could not be prepared", extra={"id": message.id}, exc_info=fault)
            await self._done(replace(message, state=Delivery.FAILED, error="invalid"))
        finally:
            self._in_flight[platform] -= 1
            self._awake.set()

    async def _deliver(self, platform: str, message: OutboxMessage, partly: Partly) -> None:
        """Send the next part. Every part is a message to the platform, and waits for its own turn (R8)."""
        if message.id not in self._held:
            return  # another process took over, and settles it
        if not partly.next:
            self._unsure.add(message.id)
        try:
            sent = await put(self._adapters[platform], message, partly)
        except SendLater as later:
            destination, _ = destination_of(partly.shown.ref)
            self._pacers[platform].block(destination, asyncio.get_running_loop().time() + later.seconds)
            self._again(platform, message, partly)
        except SendRefused as refused:
            await self._refused(message, refused.reason)
        except SendUncertain:
            await self._uncertain(platform, message, partly)
        else:
            await self._arrived(platform, message, partly, sent)

    async def _arrived(self, platform: str, message: OutboxMessage, partly: Partly, sent: str) -> None:
        partly.names += (sent,)
        partly.next += 1
        if partly.next < partly.parts:
            self._again(platform, message, partly)
        else:
            await self._done(replace(message, state=Delivery.SENT, sent_ref=partly.sent_ref), partly.shown)

    async def _uncertain(self, platform: str, message: OutboxMessage, partly: Partly) -> None:
        """A first part settles the message as a whole; a later one is settled alone, since the first is there."""
        if not partly.next:
            await self._settle(message, platform)
            return
        adapter = self._adapters[platform]
        again = replace(message, attempts=message.attempts + 1)
        try:
            found = await find(adapter, self._clock, partly.shown.ref, partly.key(message)) if adapter.settles else None
        except CannotTell:
            await self._done(replace(again, state=Delivery.UNCERTAIN, sent_ref=partly.sent_ref))
            return
        if found:
            await self._arrived(platform, message, partly, found)
        elif again.attempts < MOST_ATTEMPTS and (adapter.settles or message.urgency is not Urgency.DIGEST):
            self._again(platform, again, partly)
        else:
            await self._done(replace(again, state=Delivery.UNCERTAIN, sent_ref=partly.sent_ref))

    def _again(self, platform: str, message: OutboxMessage, partly: Partly) -> None:
        if message.id not in self._held:
            return  # another process took over, and settles it
        self._unsure.discard(message.id)
        if partly.next:
            self._partly[message.id] = partly
        destination, direct = destination_of(partly.shown.ref)
        self._pacers[platform].add(message, destination, direct, first=True)

    async def _refused(self, message: OutboxMessage, reason: str) -> None:
        failed = replace(message, state=Delivery.FAILED, error=reason)
        if self._forget(message):
            await self._store.run(lambda uow: self._note_refusal(uow, failed))

    def _note_refusal(self, uow: UnitOfWork, message: OutboxMessage) -> None:
        """A message that is wrong is our fault and says nothing about its reader."""
        uow.outbox.save(replace(message, leased_until=None))
        if message.error != "invalid":
            arrivals.refused(Work(uow, self._clock.now(), self._services), message.private_to or message.to)

    async def _settle(self, message: OutboxMessage, platform: str = "") -> None:
        """Find out whether an ambiguous send arrived, or do what its kind allows."""
        routed = await self._store.read(lambda uow: route(uow, message, self._services))
        ref = routed[0] if routed else None
        adapter = self._adapters.get(platform or (ref.platform if ref else ""))
        try:
            found = await find(adapter, self._clock, ref, message.id) if adapter and adapter.settles and ref else None
        except CannotTell:
            await self._done(replace(message, state=Delivery.UNCERTAIN, attempts=message.attempts + 1))
        else:
            await self._done(settled(message, found, adapter is not None and adapter.settles))

    async def _done(self, message: OutboxMessage, shown: Presented | None = None) -> None:
        if self._forget(message) or message.state is Delivery.SENT:
            await self._store.run(lambda uow: record(uow, message, shown))
        self._awake.set()

    def _forget(self, message: OutboxMessage) -> bool:
        """It is in this sender's hands no longer; whether it was."""
        held = message.id in self._held
        self._held.discard(message.id)
        self._unsure.discard(message.id)
        self._partly.pop(message.id, None)
        return held
