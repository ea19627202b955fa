"""The only place where rooms meet: a store, a clock and adapters become a running product.

The product is wired here; from settings to a product is `product`, which adapters are wanted `platforms`, until when it
runs `serving`, and whether it could `checking`. They are modules of their own so that a demonstration need not load them.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from adapters.registry import PLATFORMS
from bot.bootstrap.listening import StoredAbsence, StoredLease, StoredUpdates
from bot.domain.conversation import ConversationRef
from bot.domain.model import Organisation, QuestionSet
from bot.domain.retention import DEFAULT_RETENTION, Retention
from bot.domain.root_error import FolkmootError
from bot.engine.context import Services
from bot.engine.engine import Engine
from bot.engine.leases import SENDING, Tenure
from bot.engine.menus import CommandMenus
from bot.engine.outbox import OutboxSender
from bot.engine.people.account_confirmation import Confirmations
from bot.engine.people.membership_sync import Readings
from bot.engine.scheduler import Scheduler
from bot.engine.set_up.looking import PlaceLooks
from bot.engine.tasks import Tasks
from bot.engine.ticker import Ticker
from bot.engine.watchdog import Loop, Watchdog
from bot.ports import ChatAdapter, Clock, NotStoredError, PointFinder, SharedStore, Store, Tokens, UnitOfWork
from bot.ports.listening import CatchesUp, Listens, ListensInTurn, Polls
from bot.views.capabilities import FULL, Capabilities
from bot.views.messages.questions import DEFAULT_QUESTIONS

log = logging.getLogger(__name__)

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
TICK_INTERVAL = timedelta(seconds=5)
LAST_TICK = 3.0
"""Seconds that a tick has to finish in when the product is stopped."""
READ_FIRST = 5.0
"""Seconds for which the first tick waits for readings, so that what was missed counts in a round that is due."""


def new_token() -> str:
    """26 characters of an alphabet without look-alikes: 128 bits and more."""
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


@dataclass(slots=True)
class App:
    """A wired product: adapters feed `engine.handle`, the sender empties the outbox, the scheduler ticks."""

    store: Store
    clock: Clock
    engine: Engine
    sender: OutboxSender
    scheduler: Scheduler
    adapters: tuple[ChatAdapter, ...]
    services: Services
    menus: CommandMenus
    readings: Readings
    confirmations: Confirmations
    looks: PlaceLooks
    woken: Callable[[], None]
    """To be called when there may be something to send."""

    async def settle(self) -> None:
        """Do what is due and send what waits: one step of a world whose clock is moved by hand."""
        await self.readings.refresh()
        await self.confirmations.refresh()
        await self.looks.refresh()
        await self.scheduler.tick()
        await self.sender.drain()
        await self.menus.refresh()

    async def serve(
        self,
        stopping: asyncio.Event,
        tick: timedelta = TICK_INTERVAL,
        ready: Callable[[], None] = lambda: None,
        give_up: Callable[[str], None] | None = None,
    ) -> None:
        """Run until `stopping` is set, then finish what is in flight (R10).

        `ready` is called once every platform has let the bot in. Raises CannotStartError before that, and before anything is sent.
        `give_up` is called when a part has stopped working and does not come back; without it everything is stopped then.
        """
        tasks = Tasks()
        ticker = Ticker(self.scheduler, tick, may=self._leads)
        sending = Loop("sender", self.sender.run, lambda: self.sender.beaten_at)
        menus = Loop("menus", lambda: self.menus.run(stopping, may=self._leads))
        reading = Loop("readings", lambda: self.readings.run(stopping, may=self._leads))
        confirming = Loop("confirmations", lambda: self.confirmations.run(stopping, may=self._leads))
        looking = Loop("looks", lambda: self.looks.run(stopping, may=self._leads))
        parts = (ticker, sending, menus, reading, confirming, looking)
        started: list[ChatAdapter] = []
        try:
            for adapter in self.adapters:
                await adapter.start(self.engine.handle)
                started.append(adapter)
            ready()
            self._let_others_wake()
            sending.begin()
            await self._read_first(tasks, stopping)
            for loop in (menus, reading, confirming, looking):
                loop.begin()
            ticker.start()
            ears = {adapter.platform: adapter for adapter in started if isinstance(adapter, Listens)}
            watchdog = Watchdog(self.store, self.clock, parts, ears, give_up or (lambda part: stopping.set()))
            watching = tasks.start(watchdog.run())
            await stopping.wait()
            watching.cancel()
        finally:
            for adapter in started:
                await adapter.stop()
            await ticker.stop(LAST_TICK)
            try:
                await self.sender.stop()
            except NotStoredError as error:
                log.warning("what was in hand could not be noted; the next start settles it", exc_info=error)
            for loop in (sending, menus, reading, confirming, looking):
                await loop.end(1)
            await self.engine.second_look.finish(1)
            await tasks.finish(2)
            await self.store.close()

    def _leads(self) -> bool:
        """Return whether what one process alone does is this one's to do."""
        return self.sender.leads

    def _let_others_wake(self) -> None:
        here = asyncio.get_running_loop()
        if isinstance(self.store, SharedStore):
            self.store.wake_with(lambda: here.call_soon_threadsafe(self.woken))

    async def _read_first(self, tasks: Tasks, stopping: asyncio.Event) -> None:
        """Let a round that is due at the start have the people as they are now, if that takes no long time."""
        first, stopped = tasks.start(self._look_first()), tasks.start(stopping.wait())
        await asyncio.wait({first, stopped}, timeout=READ_FIRST, return_when=asyncio.FIRST_COMPLETED)

    async def _look_first(self) -> None:
        await self.sender.looked.wait()
        if self.sender.leads:
            await self.readings.refresh()
            await self.confirmations.refresh()


def wire_app(
    store: Store,
    clock: Clock,
    adapters: Sequence[ChatAdapter],
    finder: PointFinder,
    tokens: Tokens = new_token,
    seconds: Callable[[], float] = monotonic,
    support_contacts: tuple[str, ...] = (),
    retention: Retention = DEFAULT_RETENTION,
) -> App:
    """Put the rooms together. `seconds` is a clock that only goes forward; `support_contacts` and
    `retention` are what people are told.
    """
    by_platform = {adapter.platform: adapter for adapter in adapters}

    def capabilities(ref: ConversationRef) -> Capabilities:
        adapter = by_platform.get(ref.platform)
        return adapter.capabilities(ref) if adapter else FULL

    notes = {section: spec.privacy_note for section, spec in PLATFORMS.items()}
    services = Services(tokens, finder, capabilities, support_contacts, notes, retention)
    holder = new_token()
    for adapter in adapters:
        equip_adapter(adapter, store, clock, holder, seconds)
    tenure = Tenure(SENDING, holder, seconds, several=isinstance(store, SharedStore))
    sender = OutboxSender(store, clock, services, by_platform, tenure, seconds)
    readings = Readings(store, clock, services, adapters, sender.wake)
    confirmations = Confirmations(store, clock, services, adapters, sender.wake)

    looks = PlaceLooks(store, clock, services, adapters, sender.wake)

    def woken() -> None:
        sender.wake()
        readings.wake()
        looks.wake()

    engine = Engine(store, clock, services, woken)
    scheduler = Scheduler(store, clock, services, sender.wake)
    menus = CommandMenus(store, services, adapters)
    return App(
        store, clock, engine, sender, scheduler, tuple(adapters), services, menus, readings, confirmations, looks, woken
    )


def equip_adapter(adapter: ChatAdapter, store: Store, clock: Clock, holder: str, seconds: Callable[[], float]) -> None:
    """Give an adapter what it needs of the store; `holder` names this process."""
    if isinstance(adapter, Polls):
        lease = StoredLease(store, clock, f"fetching from {adapter.platform}", holder, seconds)
        adapter.poll_with(lease, StoredUpdates(store, adapter.platform))
    if isinstance(adapter, ListensInTurn) and isinstance(store, SharedStore):
        adapter.listen_in_turn(StoredLease(store, clock, f"connected to {adapter.platform}", holder, seconds))
    if isinstance(adapter, CatchesUp):
        adapter.catch_up_with(StoredAbsence(store, clock, adapter.platform))


class OrganisationUnreadableError(FolkmootError):
    """There is an organisation, and its row cannot be read: to found another one would be to forget all that admins have set."""


def found_organisation(uow: UnitOfWork, organisation: Organisation, now: datetime, token: str) -> Organisation:
    """Make the organisation and its first question set when the database is new; otherwise leave what admins have set.

    Raises OrganisationUnreadableError.
    """
    rows = uow.organisations.where()
    if rows:
        return rows[0]
    if uow.organisations.count():
        raise OrganisationUnreadableError
    questions = QuestionSet(id=token, version=1, questions=DEFAULT_QUESTIONS)
    uow.question_sets.save(questions)
    made = Organisation(
        id=organisation.id,
        name=organisation.name,
        zone=organisation.zone,
        country=organisation.country,
        region=organisation.region,
        k=organisation.k,
        window_days=organisation.window_days,
        check_days=organisation.check_days,
        decide_days=organisation.decide_days,
        weigh_items=organisation.weigh_items,
        lateness_minutes=organisation.lateness_minutes,
        cycle_months=organisation.cycle_months,
        questions=questions.id,
        cycle_from=now,
        close_at=organisation.close_at,
        work_from=organisation.work_from,
        work_until=organisation.work_until,
    )
    uow.organisations.save(made)
    return made
