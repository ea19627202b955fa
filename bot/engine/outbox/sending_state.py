"""State that all steps of sending share: what is in flight, what waits its turn, what rests, and how each platform is."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, IncidentKind, OutboxMessage
from bot.engine.context import Services
from bot.engine.outbox import reporting
from bot.engine.outbox.fenced_store import FencedStore, LeaseLostError
from bot.engine.outbox.in_flight import InFlight
from bot.engine.outbox.message_rows import (
    RELEASED_AT_ONCE,
    record_delivery,
    record_late_arrival,
    rest_messages,
    wake_messages,
)
from bot.engine.outbox.outages import OF_A_WORKSPACE, OutageChange, Outages, Workspace
from bot.engine.outbox.pacing import Pacer
from bot.engine.outbox.partial_delivery import PartialDelivery
from bot.engine.outbox.presenting import Presented
from bot.engine.tasks import Tasks
from bot.ports import ChatAdapter, Clock, NotStoredError, Store


class SendingState:
    """State of every message in flight. `sending` are tasks that must not be cancelled.

    `store` stores nothing once another process sends; `may_send` says whether none can do so yet.
    """

    def __init__(
        self,
        store: FencedStore,
        unfenced: Store,
        clock: Clock,
        services: Services,
        adapters: Mapping[str, ChatAdapter],
        seconds: Callable[[], float],
        woken: Callable[[], None],
        may_send: Callable[[], bool],
    ) -> None:
        self._unfenced, self.may_send = unfenced, may_send
        self.store, self.clock, self.services, self.adapters = store, clock, services, adapters
        self.seconds, self.woken = seconds, woken
        self.in_flight = InFlight()
        self.taking = asyncio.Lock()
        """Held while messages are taken in hand, so that what the store says to be in hand and `in_flight` agree."""
        self.pacers = {name: Pacer(adapter.limits) for name, adapter in adapters.items()}
        self.sending = Tasks()
        self.resting: dict[Workspace, deque[str]] = defaultdict(deque)
        self.outages = Outages()
        self.reports = reporting.Reports(unfenced, store, clock, services)
        self._to_rest: list[tuple[str, Workspace]] = []
        self._known: set[Workspace] = set()

    def let_go(self) -> None:
        """Forget all messages in flight and at rest: another sender settles them."""
        self.pacers = {name: Pacer(adapter.limits) for name, adapter in self.adapters.items()}
        self.in_flight.clear()
        self.resting.clear()
        self._to_rest.clear()

    async def wake_rested(self) -> None:
        """Put messages that rest back to waiting, so that they are sent.

        They rest because their workspace took nothing. Of one that works again some go at a time (`RELEASED_AT_ONCE`); of one that
        does not, a single message goes when its next try is due, as a test. What could not be put to rest before is now.
        """
        late, self._to_rest = self._to_rest, []
        await self.rest(late)
        for workspace, ids in list(self.resting.items()):
            if not self.outages.closed(workspace):
                some = [ids.popleft() for _ in range(min(RELEASED_AT_ONCE, len(ids)))]
            elif self.outages.until(workspace) <= self.seconds() and not self.in_flight.for_workspace(workspace):
                some = [ids.popleft()]
            else:
                continue
            try:
                await self.store.run(lambda uow, some=some: wake_messages(uow, some))  # type: ignore[misc]
            except NotStoredError:
                ids.extendleft(reversed(some))
                continue
            if not ids:
                self.resting.pop(workspace, None)
            self.woken()

    def answered(self, partial: PartialDelivery) -> bool:
        """Note that a platform took or refused something. Returns whether its workspace had taken nothing before."""
        was_closed, workspace = self.outages.closed(partial.workspace), partial.workspace
        changes = self.outages.answered(workspace, partial.to)
        if workspace not in self._known:
            # What did not work when the last sender ended works now.
            self._known.add(workspace)
            changes += [OutageChange(kind, workspace, begins=False) for kind in OF_A_WORKSPACE]
        self.note(changes)
        return was_closed

    async def failed(self, workspace: Workspace, kind: IncidentKind, seconds: float = 0.0) -> None:
        """Note that a workspace takes nothing. What is queued for it rests, save what was sent in part."""
        self.note(self.outages.failed(workspace, kind, self.seconds(), seconds))
        if self.outages.closed(workspace):
            queued = self.pacers[workspace[0]].take_out(
                lambda to: isinstance(to, ConversationRef) and (to.platform, to.workspace) == workspace
            )
            half = [message for message in queued if message.id in self.in_flight.half_sent]
            for message in half:
                destination = self.in_flight.destinations[message.id]
                if destination:
                    self.pacers[workspace[0]].add(message, destination.to, destination.direct)
            await self.rest([(message.id, workspace) for message in queued if message not in half])

    def note(self, changes: Iterable[OutageChange]) -> None:
        for change in changes:
            if change.begins or self.reports.may_end(change.kind):
                self.sending.start(self.reports.note(change))

    async def rest(self, some: Sequence[tuple[str, Workspace]]) -> None:
        """Put messages aside; while the store does not take that, they stay in flight."""
        if not some:
            return
        try:
            await self.store.run(lambda uow: rest_messages(uow, [id for id, _ in some]))
        except NotStoredError:
            self._to_rest += some
            return
        for id, workspace in some:
            if self.in_flight.drop(id):
                self.resting[workspace].append(id)

    async def record(self, message: OutboxMessage, shown: Presented | None = None) -> None:
        """Store what became of a message, unless another sender settles it; what has arrived is stored all the same."""
        if message.id in self.in_flight or message.state is Delivery.SENT:
            with self.settling(message.id):
                await self._store_delivery(message, shown)
            if message.state is Delivery.SENT:
                await self.reports.sent(message)
        self.woken()

    @contextmanager
    def settling(self, id: str) -> Iterator[None]:
        """Hold a message until what became of it is stored: before that, whoever looks for what was left behind would find it."""
        try:
            yield
        finally:
            self.in_flight.drop(id)

    async def _store_delivery(self, message: OutboxMessage, shown: Presented | None) -> None:
        try:
            await self.store.run(lambda uow: record_delivery(uow, message, shown))
        except LeaseLostError:
            if message.state is not Delivery.SENT:
                raise
            await self._unfenced.run(lambda uow: record_late_arrival(uow, message, shown))
