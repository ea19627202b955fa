"""One message after the other on its way to its platform, and what becomes of it.

What becomes of an ambiguous send depends on its platform: where a sent message can be found by its key it is looked for; elsewhere
prompts and replies are sent again (at least once), summaries and digests are not (at most once) and are shown to the admin as
uncertain. While a workspace takes no messages a single one at a time tries it, and the others rest in the database.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, IncidentKind, OutboxMessage
from bot.engine.context import Services
from bot.engine.outbox import reporting
from bot.engine.outbox.hand import Going, Hand
from bot.engine.outbox.message_rows import RELEASED_AT_ONCE, left_behind, record_delivery, rest_messages, wake_messages
from bot.engine.outbox.outages import INCIDENT_OF, OF_A_WORKSPACE, OutageChange, Outages, Workspace
from bot.engine.outbox.pacing import Pacer
from bot.engine.outbox.partial_delivery import Partly, deliver_parts
from bot.engine.outbox.presenting import Presented, present_message
from bot.engine.outbox.settling import (
    AT_ONCE,
    FIRST_LOOK_SECONDS,
    UNSEEN,
    CannotTellError,
    find_sent,
    pause_after,
    settled_message,
    unsettled_message,
)
from bot.engine.tasks import Tasks
from bot.ports import (
    CannotLookError,
    ChatAdapter,
    Clock,
    NotStoredError,
    SendLaterError,
    SendRefusedError,
    SendUncertainError,
    Store,
)

log = logging.getLogger(__name__)

A_LOOK = (0.0,)
A_MOMENT = 1.0
"""Seconds until a message is begun again that the store could not read."""


class Deliveries:
    """Deliveries in this sender's hands. `sending` must not be cancelled; `looking` may be, and is taken up again."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        services: Services,
        adapters: Mapping[str, ChatAdapter],
        seconds: Callable[[], float],
        woken: Callable[[], None],
    ) -> None:
        self.hand = Hand()
        self.pacers = {name: Pacer(adapter.limits) for name, adapter in adapters.items()}
        self.sending, self.looking = Tasks(), Tasks()
        self.resting: dict[Workspace, deque[str]] = defaultdict(deque)
        self._to_rest: list[tuple[str, Workspace]] = []
        self._store = store
        self._clock = clock
        self._services = services
        self._adapters = adapters
        self._seconds = seconds
        self._woken = woken
        self._in_flight = dict.fromkeys(adapters, 0)
        self._outages = Outages()
        self._look_at: dict[str, float] = {}
        self._known: set[Workspace] = set()
        self._reports = reporting.Reports(store, clock, services)

    @property
    def idle(self) -> bool:
        return not self.sending and not self.looking and not any(len(pacer) for pacer in self.pacers.values())

    @property
    def looks_again(self) -> bool:
        """Return whether anything is to be looked for later."""
        return bool(self._look_at)

    async def begin(self, resting: Iterable[str]) -> None:
        """Become the one that sends: what rested under another sender tries anew."""
        self.resting["", ""].extend(resting)
        await self._reports.load()

    def let_go(self) -> None:
        """Hold nothing any more: another sender settles it."""
        self.pacers = {name: Pacer(adapter.limits) for name, adapter in self._adapters.items()}
        self.hand.clear()
        self.resting.clear()
        self._to_rest.clear()
        self._look_at.clear()

    # --- what may leave

    async def take(self, leased: Sequence[tuple[OutboxMessage, Going]]) -> None:
        """Queue what was leased; of what cannot be sent now a single message tries."""
        to_rest: list[tuple[str, Workspace]] = []
        for message, going in leased:
            pacer, workspace = self.pacers.get(going.to.platform), going.workspace
            tried = self._outages.closed(workspace) and self.hand.for_workspace(workspace) > 0
            self.hand.going[message.id] = going
            if pacer is None:
                await self._done(replace(message, state=Delivery.FAILED, error="no such platform"))
            elif tried:
                to_rest.append((message.id, workspace))
            else:
                pacer.add(message, going.to, going.direct)
        await self._rest(to_rest)

    def dispatch(self) -> float | None:
        """Start every send that may start now. Returns the seconds until the next may, or None when nothing is queued."""
        now = self._seconds()
        pauses = []
        for name, pacer in self.pacers.items():
            while self._in_flight[name] < self._adapters[name].limits.in_flight and (message := pacer.pop(now)):
                self._in_flight[name] += 1
                self.sending.start(self._send(name, message))
            pause = pacer.wait(now)
            if pause is not None:
                pauses.append(pause or 0.01)
        return min(pauses, default=None)

    async def wake_rested(self) -> None:
        """Let go what rests for a workspace that works again, or one message to try one that did not."""
        late, self._to_rest = self._to_rest, []
        await self._rest(late)
        for workspace, ids in list(self.resting.items()):
            if not self._outages.closed(workspace):
                some = [ids.popleft() for _ in range(min(RELEASED_AT_ONCE, len(ids)))]
            elif self._outages.until(workspace) <= self._seconds() and not self.hand.for_workspace(workspace):
                some = [ids.popleft()]
            else:
                continue
            try:
                await self._store.run(lambda uow, some=some: wake_messages(uow, some))  # type: ignore[misc]
            except NotStoredError:
                ids.extendleft(reversed(some))
                continue
            if not ids:
                self.resting.pop(workspace, None)
            self._woken()

    def hurry(self) -> None:
        """Try everything again at once."""
        self._outages = Outages()
        self._look_at.clear()

    # --- one message

    async def _send(self, platform: str, message: OutboxMessage) -> None:
        try:
            partly = self.hand.partly.get(message.id)
            if partly is None:
                shown = await self._store.read(lambda uow: present_message(uow, message, self._services))
                partly = Partly(shown) if shown else None
            if partly is None:
                await self._done(replace(message, state=Delivery.DROPPED))
            else:
                await self._deliver(platform, message, partly)
        except NotStoredError:
            self._put_back(platform, message)
        except Exception as fault:
            log.error("a message could not be prepared", extra={"id": message.id}, exc_info=fault)
            await self._done(replace(message, state=Delivery.FAILED, error="invalid"))
        finally:
            self._in_flight[platform] -= 1
            self._woken()

    def _put_back(self, platform: str, message: OutboxMessage) -> None:
        """The store does not work: begin again in a moment; what may have arrived is found when its lease is over."""
        going = self.hand.going.get(message.id)
        if going and message.id not in self.hand.unsure:
            self.pacers[platform].block(going.to, self._seconds() + A_MOMENT)
            self.pacers[platform].add(message, going.to, going.direct, first=True)
        else:
            self.hand.drop(message.id)

    async def _deliver(self, platform: str, message: OutboxMessage, partly: Partly) -> None:
        """Send the next part. Every part is a message to the platform, and waits for its own turn (R8)."""
        if message.id not in self.hand:
            return  # another process took over, and settles it
        if not partly.next:
            self.hand.unsure.add(message.id)
        try:
            sent = await deliver_parts(self._adapters[platform], message, partly)
        except SendLaterError as later:
            await self._later(message, partly, later)
        except SendRefusedError as refused:
            self._answered(partly)
            if self.hand.drop(message.id):
                await self._reports.refused(message, refused.reason)
        except SendUncertainError:
            await self._failed(partly.workspace, IncidentKind.UNREACHABLE)
            self.looking.start(self._uncertain(message, partly))
        else:
            self._answered(partly)
            await self._arrived(message, partly, sent)

    async def _arrived(self, message: OutboxMessage, partly: Partly, sent: str) -> None:
        partly.names += (sent,)
        partly.next += 1
        if partly.next < partly.parts:
            await self._again(message, partly)
        else:
            await self._done(replace(message, state=Delivery.SENT, sent_ref=partly.sent_ref), partly.shown)

    async def _later(self, message: OutboxMessage, partly: Partly, later: SendLaterError) -> None:
        """Not now: the destination asks for it, or the whole workspace takes nothing."""
        workspace, to, now = partly.workspace, partly.to, self._seconds()
        if later.why in INCIDENT_OF:
            await self._failed(workspace, INCIDENT_OF[later.why], later.seconds)
        elif later.why == "limited":
            self._note(self._outages.limited(workspace, to, later.seconds, now))
        self.pacers[to.platform].block(to, max(now + later.seconds, self._outages.until(workspace)))
        await self._again(message, partly)

    async def _again(self, message: OutboxMessage, partly: Partly) -> None:
        if message.id not in self.hand:
            return  # another process took over, and settles it
        self.hand.unsure.discard(message.id)
        if partly.next:
            self.hand.partly[message.id] = partly
        elif self._outages.closed(partly.workspace) and self.hand.for_workspace(partly.workspace) > 1:
            await self._rest([(message.id, partly.workspace)])
            return
        self.pacers[partly.to.platform].add(message, partly.to, partly.shown.ref.direct, first=True)

    # --- what may have arrived

    async def _uncertain(self, message: OutboxMessage, partly: Partly) -> None:
        """A first part settles the message as a whole; a later one is settled alone, since the first is there."""
        try:
            if partly.next:
                await self._part_uncertain(message, partly)
                return
            settles = self._adapters[partly.to.platform].settles
            going = unsettled_message(message, settles)
            patient = going.attempts <= AT_ONCE and not self._outages.closed(partly.workspace)
            if going.state is not Delivery.UNSETTLED:
                await self._done(going)
            elif patient:
                await self._settle(going, partly.shown.ref, FIRST_LOOK_SECONDS)
            else:
                await self._park(going)
        except Exception as fault:
            # It is in nobody's hands then, and whoever looks for what was left behind finds it.
            log.error("what became of a message could not be noted", extra={"id": message.id}, exc_info=fault)
            self.hand.drop(message.id)

    async def _part_uncertain(self, message: OutboxMessage, partly: Partly) -> None:
        adapter = self._adapters[partly.to.platform]
        again = unsettled_message(message, adapter.settles)
        try:
            while adapter.settles and (pause := pause_after(again)) is not None:
                try:
                    found = await find_sent(adapter, self._clock, partly.shown.ref, partly.key(message))
                except CannotTellError:
                    again = replace(again, attempts=again.attempts + 1)
                    await self._clock.sleep(pause)
                    continue
                await (self._arrived(again, partly, found) if found else self._again(again, partly))
                return
        except CannotLookError:
            self._note([OutageChange(IncidentKind.UNSEEN, partly.workspace, begins=True)])
        if adapter.settles or again.state is Delivery.UNCERTAIN:
            await self._done(replace(again, state=Delivery.UNCERTAIN, sent_ref=partly.sent_ref))
        else:
            await self._again(replace(again, state=message.state), partly)

    async def recover(self) -> None:
        """Look for what may have arrived: left by a sender that is gone, or due to be looked for again."""
        now = self._clock.now()
        left = await self._store.read(lambda uow: left_behind(uow, now, self._services))
        due: dict[str, list[tuple[OutboxMessage, ConversationRef | None]]] = defaultdict(list)
        for message, ref in left:
            if message.id not in self.hand and self._look_at.get(message.id, 0.0) <= self._seconds():
                due[ref.platform if ref else ""].append((message, ref))
        for some in due.values():
            self.hand.take_unsure(message.id for message, _ in some)
        await asyncio.gather(*(self._settle_each(some) for some in due.values()))

    async def _settle_each(self, some: Sequence[tuple[OutboxMessage, ConversationRef | None]]) -> None:
        """One after the other, until the platform does not answer."""
        left = deque(some)
        told = True
        try:
            while left and told:
                message, ref = left[0]
                told = message.id not in self.hand or await self._settle(message, ref, A_LOOK)
                # It may be in hand again by now, to be sent.
                left.popleft()
        finally:
            for message, _ in left:
                self.hand.drop(message.id)

    async def _settle(self, message: OutboxMessage, ref: ConversationRef | None, looks: Sequence[float]) -> bool:
        """Find out whether an ambiguous send arrived, or do what its kind allows. False where its platform does not tell."""
        adapter = self._adapters.get(ref.platform) if ref else None
        self._look_at.pop(message.id, None)
        attempted = (
            message
            if message.state is Delivery.UNSETTLED
            else unsettled_message(message, bool(adapter and adapter.settles))
        )
        if ref is None or adapter is None or not adapter.settles:
            await self._done(attempted if attempted.state is Delivery.UNCERTAIN else settled_message(attempted, None))
            return True
        workspace = ref.platform, ref.workspace
        try:
            found = await find_sent(adapter, self._clock, ref, message.id, looks)
        except CannotLookError:
            self._note([OutageChange(IncidentKind.UNSEEN, workspace, begins=True)])
            await self._done(replace(attempted, state=Delivery.UNCERTAIN, error=UNSEEN))
        except CannotTellError as asked:
            if not asked.seconds:
                await self._failed(workspace, IncidentKind.UNREACHABLE)
            await self._park(replace(attempted, attempts=attempted.attempts + (not asked.seconds)), asked.seconds)
            return False
        else:
            self._note([OutageChange(IncidentKind.UNSEEN, workspace, begins=False)])
            await self._done(settled_message(attempted, found))
            if found and not self.resting.get(workspace) and not self.hand.for_workspace(workspace):
                # Nothing is left that could show that it works.
                self._note(self._outages.answered(workspace, ref.with_all_topics()))
        return True

    async def _park(self, message: OutboxMessage, seconds: float = 0.0) -> None:
        """It is looked for again later."""
        pause = pause_after(message)
        if pause is None:
            await self._done(replace(message, state=Delivery.UNCERTAIN))
        else:
            self._look_at[message.id] = self._seconds() + (seconds or pause)
            await self._done(replace(message, state=Delivery.UNSETTLED))

    # --- how the platforms are

    def _answered(self, partly: Partly) -> None:
        was_closed, workspace = self._outages.closed(partly.workspace), partly.workspace
        changes = self._outages.answered(workspace, partly.to)
        if workspace not in self._known:
            # What did not work when the last sender ended works now.
            self._known.add(workspace)
            changes += [OutageChange(kind, workspace, begins=False) for kind in OF_A_WORKSPACE]
        self._note(changes)
        if was_closed:
            self._look_at.clear()
            self._woken()

    async def _failed(self, workspace: Workspace, kind: IncidentKind, seconds: float = 0.0) -> None:
        self._note(self._outages.failed(workspace, kind, self._seconds(), seconds))
        if self._outages.closed(workspace):
            queued = self.pacers[workspace[0]].take_out(
                lambda to: isinstance(to, ConversationRef) and (to.platform, to.workspace) == workspace
            )
            half = [message for message in queued if message.id in self.hand.partly]
            for message in half:
                going = self.hand.going[message.id]
                if going:
                    self.pacers[workspace[0]].add(message, going.to, going.direct)
            await self._rest([(message.id, workspace) for message in queued if message not in half])

    def _note(self, changes: Iterable[OutageChange]) -> None:
        for change in changes:
            if change.begins or self._reports.may_end(change.kind):
                self.sending.start(self._reports.note(change))

    async def _rest(self, some: Sequence[tuple[str, Workspace]]) -> None:
        """Put messages aside; while the store does not take that, they stay in hand."""
        if not some:
            return
        try:
            await self._store.run(lambda uow: rest_messages(uow, [id for id, _ in some]))
        except NotStoredError:
            self._to_rest += some
            return
        for id, workspace in some:
            if self.hand.drop(id):
                self.resting[workspace].append(id)

    async def _done(self, message: OutboxMessage, shown: Presented | None = None) -> None:
        if self.hand.drop(message.id) or message.state is Delivery.SENT:
            await self._store.run(lambda uow: record_delivery(uow, message, shown))
            if message.state is Delivery.SENT:
                await self._reports.sent(message)
        self._woken()
