"""Asks platforms whether those who are on lists may take part, in the background and outside of any unit of work.

Whom a platform could not confirm when they were added is asked about again until it can; everybody who is on a list by command,
just before their team's round, since an account may have been closed unheard. What is to be asked stands in the database.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.conversation import ConversationRef
from bot.domain.events import UNCONFIRMED
from bot.domain.outcomes.membership import PeopleNotTaken
from bot.engine import access
from bot.engine.background import May, PutOff, always, pause_after, repeat_work, wait_or_stop
from bot.engine.context import Services, WorkContext
from bot.engine.known_names import read_names_again
from bot.engine.people import account_standing, membership_lists
from bot.engine.people.membership_diff import BEFORE_A_ROUND
from bot.engine.sanitize import storable_text
from bot.ports import (
    Clock,
    ConfirmsPeople,
    Present,
    SendLaterError,
    SendRefusedError,
    SendUncertainError,
    Store,
    UnitOfWork,
)

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 60.0
"""Seconds between looks: each reads everybody whom the bot knows, since the database tells nobody who waits."""
GOOD_FOR = timedelta(hours=20)
"""So long what a platform said of somebody is good enough to open a round with."""
ANSWERS_PER_COMMIT = 25
"""So many answers are kept in one unit of work."""


class Confirmations:
    """Asks what is due; `woken` is called when something is to be sent because of it."""

    def __init__(
        self, store: Store, clock: Clock, services: Services, adapters: Sequence[object], woken: Callable[[], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._services = services
        self._adapters = [one for one in adapters if isinstance(one, ConfirmsPeople)]
        self._woken = woken
        self._resting = PutOff(clock)

    async def run(self, stopping: asyncio.Event, may: May = always) -> None:
        if self._adapters:
            failed = "who is to be confirmed could not be looked up"
            await repeat_work(
                self.refresh, lambda: wait_or_stop(stopping, SECONDS_BETWEEN_LOOKS), stopping, failed, may
            )

    async def refresh(self) -> None:
        """Ask every platform about those of whom something is to be known; one that does not answer never stops the rest."""
        now = self._clock.now()
        for adapter in self._adapters:
            if self._resting.is_due(adapter.platform, now):
                people = await self._store.read(lambda uow, name=adapter.platform: due_confirmations(uow, name, now))  # type: ignore[misc]
                await self._ask(adapter, people)

    async def _ask(self, adapter: ConfirmsPeople, people: Sequence[ConversationRef]) -> None:
        try:
            found = await adapter.confirm(people) if people else ()
        except Exception as fault:
            self._resting.put_off(adapter.platform, pause_after(fault))
            if isinstance(fault, SendRefusedError):
                log.warning("the platform does not say who may take part; nobody new is counted until it does")
            elif not isinstance(fault, SendLaterError | SendUncertainError):
                log.error("people could not be confirmed", exc_info=fault)
        else:
            await self._keep(found)

    async def _keep(self, found: Sequence[Present]) -> None:
        for start in range(0, len(found), ANSWERS_PER_COMMIT):
            part = found[start : start + ANSWERS_PER_COMMIT]
            await self._store.run(
                lambda uow, part=part: store_confirmations(  # type: ignore[misc]
                    WorkContext(uow, self._clock.now(), self._services), part
                )
            )
            self._woken()


def due_confirmations(uow: UnitOfWork, platform: str, now: datetime) -> list[ConversationRef]:
    """The people of a platform who were never confirmed; where a round is about to open, also who was not for a while.

    A round may ask teams together, so that it is no matter whose is about to open. Who is in a channel that a list follows is
    known by reading that.
    """
    ids = {row.id for row in uow.identities.where(left_out=UNCONFIRMED)}
    if uow.schedules.until("next_at", now + BEFORE_A_ROUND, 1):
        members = {row.member for row in uow.memberships.where(followed=False)}
        known = uow.identities.where(member=tuple(members)) if members else []
        ids |= {row.id for row in known if row.confirmed_at is None or now - row.confirmed_at >= GOOD_FOR}
    refs = (uow.addresses.ref(id) for id in sorted(ids))
    return [ref for ref in refs if ref and ref.platform == platform]


def store_confirmations(work: WorkContext, found: Sequence[Present]) -> None:
    """Keep what a platform said. Who was added before it could tell, and cannot take part, leaves the lists, and that is told."""
    for person in found:
        identity = work.uow.identities.get(work.uow.addresses.id_of(person.ref))
        if identity is None:
            continue
        _take_name(work, identity.member, person)
        account_standing.note_standing(work, identity, person.left_out, person.zone)
        if identity.left_out == UNCONFIRMED and person.left_out:
            _take_off(work, identity.member, person.left_out)


def _take_name(work: WorkContext, id: str, person: Present) -> None:
    """Whoever was added while the platform told nothing of them stands there by their id."""
    member = work.uow.members.get(id)
    if member and member.name == person.ref.person and person.name:
        work.uow.members.save(replace(member, name=storable_text(person.name)))
        read_names_again(work)


def _take_off(work: WorkContext, id: str, why: str) -> None:
    member = work.uow.members.get(id)
    for row in work.uow.memberships.where(member=id):
        team = work.uow.teams.get(row.team)
        if member and team and membership_lists.remove_member(work, team, member):
            for decider in access.deciders_of(work, (team.id,)):
                work.tell(decider, PeopleNotTaken(people=((member.name, why),)))
