"""Messages that may have arrived: looked for on their platform, now and later, or settled as their kind allows.

What becomes of an ambiguous send depends on its platform: where a sent message can be found by its key it is looked for; elsewhere
prompts and replies are sent again (at least once), summaries and digests are not (at most once) and are shown to the admin as
uncertain.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, IncidentKind, OutboxMessage
from bot.engine.outbox.fenced_store import LeaseLostError
from bot.engine.outbox.message_rows import left_behind
from bot.engine.outbox.outages import OutageChange
from bot.engine.outbox.partial_delivery import PartialDelivery
from bot.engine.outbox.sending_state import SendingState
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
from bot.ports import CannotLookError

log = logging.getLogger(__name__)

A_LOOK = (0.0,)


class Lookups:
    """Looks for what may have arrived. `looking` are tasks that may be cancelled: what they look for is taken up again.

    `arrived` goes on after a part that was found, `again` sends one anew that was not.
    """

    def __init__(
        self,
        state: SendingState,
        arrived: Callable[[OutboxMessage, PartialDelivery, str], Awaitable[None]],
        again: Callable[[OutboxMessage, PartialDelivery], Awaitable[None]],
    ) -> None:
        self.looking = Tasks()
        self._state = state
        self._arrived = arrived
        self._again = again
        self._look_at: dict[str, float] = {}

    def __len__(self) -> int:
        """Return how many messages are to be looked for later."""
        return len(self._look_at)

    def hurry(self) -> None:
        """Look for everything at the next chance."""
        self._look_at.clear()

    async def settle_send(self, message: OutboxMessage, partial: PartialDelivery) -> None:
        """Settle a send that may have arrived.

        A first part settles the message as a whole; a later one is settled alone, since the first is there.
        """
        try:
            if partial.next:
                await self._part_uncertain(message, partial)
                return
            settles = self._state.adapters[partial.to.platform].settles
            attempted = unsettled_message(message, settles)
            patient = attempted.attempts <= AT_ONCE and not self._state.outages.closed(partial.workspace)
            if attempted.state is not Delivery.UNSETTLED:
                await self._state.record(attempted)
            elif patient:
                await self._settle(attempted, partial.shown.ref, FIRST_LOOK_SECONDS)
            else:
                await self._park(attempted)
        except LeaseLostError:
            self._state.in_flight.drop(message.id)
        except Exception as fault:
            # It is in nobody's hands then, and whoever looks for what was left behind finds it.
            log.error("what became of a message could not be noted", extra={"id": message.id}, exc_info=fault)
            self._state.in_flight.drop(message.id)

    async def _part_uncertain(self, message: OutboxMessage, partial: PartialDelivery) -> None:
        adapter = self._state.adapters[partial.to.platform]
        again = unsettled_message(message, adapter.settles)
        try:
            while adapter.settles and (pause := pause_after(again)) is not None:
                try:
                    found = await find_sent(adapter, self._state.clock, partial.shown.ref, partial.key(message))
                except CannotTellError:
                    again = replace(again, attempts=again.attempts + 1)
                    await self._state.clock.sleep(pause)
                    continue
                await (self._arrived(again, partial, found) if found else self._again(again, partial))
                return
        except CannotLookError:
            self._state.note([OutageChange(IncidentKind.UNSEEN, partial.workspace, begins=True)])
        if adapter.settles or again.state is Delivery.UNCERTAIN:
            await self._state.record(replace(again, state=Delivery.UNCERTAIN, sent_ref=partial.sent_ref))
        else:
            await self._again(replace(again, state=message.state), partial)

    async def recover(self) -> None:
        """Look for what may have arrived: left by a sender that is gone, or due to be looked for again."""
        due: dict[str, list[tuple[OutboxMessage, ConversationRef | None]]] = defaultdict(list)
        async with self._state.taking:
            in_hand = frozenset(self._state.in_flight.destinations)
            left = await self._state.store.read(lambda uow: left_behind(uow, in_hand, self._state.services))
            for message, ref in left:
                if self._look_at.get(message.id, 0.0) <= self._state.seconds():
                    due[ref.platform if ref else ""].append((message, ref))
            for some in due.values():
                self._state.in_flight.take_unsure(message.id for message, _ in some)
        with suppress(LeaseLostError):
            await asyncio.gather(*(self._settle_each(some) for some in due.values()))

    async def _settle_each(self, some: Sequence[tuple[OutboxMessage, ConversationRef | None]]) -> None:
        """One after the other, until the platform does not answer."""
        left = deque(some)
        told = True
        try:
            while left and told:
                message, ref = left[0]
                told = message.id not in self._state.in_flight or await self._settle(message, ref, A_LOOK)
                # It may be in hand again by now, to be sent.
                left.popleft()
        finally:
            for message, _ in left:
                self._state.in_flight.drop(message.id)

    async def _settle(self, message: OutboxMessage, ref: ConversationRef | None, looks: Sequence[float]) -> bool:
        """Find out whether an ambiguous send arrived, or do what its kind allows. False where its platform does not tell."""
        adapter = self._state.adapters.get(ref.platform) if ref else None
        self._look_at.pop(message.id, None)
        attempted = (
            message
            if message.state is Delivery.UNSETTLED
            else unsettled_message(message, bool(adapter and adapter.settles))
        )
        if ref is None or adapter is None or not adapter.settles:
            await self._state.record(
                attempted if attempted.state is Delivery.UNCERTAIN else settled_message(attempted, None)
            )
            return True
        workspace = ref.platform, ref.workspace
        try:
            found = await find_sent(adapter, self._state.clock, ref, message.id, looks)
        except CannotLookError:
            self._state.note([OutageChange(IncidentKind.UNSEEN, workspace, begins=True)])
            await self._state.record(replace(attempted, state=Delivery.UNCERTAIN, error=UNSEEN))
        except CannotTellError as asked:
            if not asked.seconds:
                await self._state.failed(workspace, IncidentKind.UNREACHABLE)
            await self._park(replace(attempted, attempts=attempted.attempts + (not asked.seconds)), asked.seconds)
            return False
        else:
            self._state.note([OutageChange(IncidentKind.UNSEEN, workspace, begins=False)])
            await self._state.record(settled_message(attempted, found))
            if found and not self._state.resting.get(workspace) and not self._state.in_flight.for_workspace(workspace):
                # Nothing is left that could show that it works.
                self._state.note(self._state.outages.answered(workspace, ref.with_all_topics()))
        return True

    async def _park(self, message: OutboxMessage, seconds: float = 0.0) -> None:
        """It is looked for again later."""
        pause = pause_after(message)
        if pause is None:
            await self._state.record(replace(message, state=Delivery.UNCERTAIN))
        else:
            self._look_at[message.id] = self._state.seconds() + (seconds or pause)
            await self._state.record(replace(message, state=Delivery.UNSETTLED))
