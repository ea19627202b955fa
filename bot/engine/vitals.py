"""Vital signs of a running product: when each part last came round, and what the database says does not work.

Nothing here names a person, a team or a channel, counts people or their messages, or tells of safeguarding.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from bot.domain.model import IncidentKind
from bot.domain.root_error import FolkmootError
from bot.domain.rounds import RUNNING
from bot.engine.watchdog import SILENT_SECONDS
from bot.ports import ChatAdapter, Clock, Store, UnitOfWork
from bot.ports.listening import Listens

LATE = timedelta(hours=1)
"""Time after which something due that was not done, or a message that was not sent, is said."""
READ_SECONDS = 2.0
"""Seconds that the database has to answer in."""


@dataclass(frozen=True, slots=True)
class PartSign:
    """One part, whether it works, and the seconds since its last sign of life; `vital` ones make the product unhealthy."""

    name: str
    works: bool
    age: float
    vital: bool = True


@dataclass(frozen=True, slots=True)
class StoredSigns:
    """Numbers of open incidents by kind, of running rounds by state, of rows set aside, and of what is an hour behind its time; the
    seconds since the newest backup was made, None where none is known of."""

    incidents: Mapping[str, int] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    set_aside: int = 0
    overdue: int = 0
    backup_age: float | None = None


@dataclass(frozen=True, slots=True)
class Vitals:
    """All signs at one instant; `stored` is None where the database did not answer.

    `store_fails` is an incident that the database cannot keep: it does not answer, or cannot be written.
    """

    parts: tuple[PartSign, ...]
    stored: StoredSigns | None
    store_fails: bool = False

    @property
    def healthy(self) -> bool:
        return all(part.works for part in self.parts if part.vital)


class VitalSigns:
    """Reads them. `beats` are when the tick and the sender last came round, by the clock `seconds`, which only goes forward."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapters: Sequence[ChatAdapter],
        beats: Mapping[str, Callable[[], float]],
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._beats = beats
        self._seconds = seconds
        self._answered_at = seconds()

    async def read(self) -> Vitals:
        stored = await self._read_stored()
        now = self._seconds()
        beaten = [_sign_of(name, now - beat()) for name, beat in self._beats.items()]
        writing = self._store.writing()
        age = max(now - self._answered_at, writing.seconds if writing.fails else 0.0)
        database = PartSign("database", stored is not None and not writing.fails, max(0.0, age))
        return Vitals((*beaten, database, *self._intake(now)), stored, store_fails=not database.works)

    def _intake(self, now: float) -> list[PartSign]:
        """Return a sign for each platform. One that cannot be heard is said, and does not make the product unhealthy: to begin
        anew would not bring it back."""
        found = []
        for adapter in self._adapters:
            if isinstance(adapter, Listens):
                sign = _sign_of(f"intake_{adapter.platform}", now - adapter.beaten_at)
                found.append(PartSign(sign.name, sign.works and adapter.hears, sign.age, vital=False))
        return found

    async def _read_stored(self) -> StoredSigns | None:
        now = self._clock.now()
        try:
            async with asyncio.timeout(READ_SECONDS):
                found = await self._store.read(lambda uow: read_stored_signs(uow, now))
        except (FolkmootError, TimeoutError):
            # Whatever keeps the database from answering is in the log already, where it was first met. Anything else is a fault.
            return None
        self._answered_at = self._seconds()
        return found


def _sign_of(name: str, age: float) -> PartSign:
    return PartSign(name, age <= SILENT_SECONDS, max(0.0, age))


def read_stored_signs(uow: UnitOfWork, now: datetime) -> StoredSigns:
    """Return what the database says; every kind and state is there, with 0 where there is none."""
    made = uow.newest_backup()
    kinds = Counter(row.kind.value for row in uow.incidents.where())
    return StoredSigns(
        {kind.value: kinds[kind.value] for kind in IncidentKind},
        {state.value: uow.rounds.count(state=state) for state in RUNNING},
        uow.set_aside(),
        len(uow.rounds.until("next_at", now - LATE)) + len(uow.schedules.until("next_at", now - LATE)),
        None if made is None else max(0.0, (now - made).total_seconds()),
    )
