"""Stuck steps of the clock: a round, a schedule, the organisation's summary, a duty of its own.

It is tried again after a while, ever longer, and nothing else waits for it. The operator has one line of the log when it begins and
one when it ends; from the second failure on admins see it in `status`, and are told once, with what they can do.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.domain.model import Incident, IncidentKind
from bot.domain.outcomes.status import StepStuck
from bot.engine import incidents
from bot.engine.context import Services, WorkContext
from bot.engine.rounds import round_facts
from bot.ports import Store, UnitOfWork

log = logging.getLogger(__name__)

RETRY_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
"""Pauses before the next attempt, by the number of failures."""
FAILURES_UNTIL_TOLD = 2
"""Failures that are told of: the first may have been the database's."""
ROUND, DRAFT, SCHEDULE, SUMMARY, DUTY = "round", "draft", "schedule", "summary", "duty"
REMINDER, MEETING, FOLLOW_UP = "reminder", "meeting", "promise"
"""Steps that no admin is told of. An incident is stored under the word of its step, so that none of these words may change."""


class Stuck:
    """Stuck steps as this process knows them; `load` reads those that the database knows."""

    def __init__(self, store: Store, services: Services) -> None:
        self._store = store
        self._services = services
        self._known: dict[str, Incident] = {}

    async def load(self) -> None:
        rows = await self._store.read(lambda uow: uow.incidents.where(kind=IncidentKind.STUCK))
        self._known = {row.subject: row for row in rows}

    def may(self, what: str, id: str, now: datetime) -> bool:
        """Return whether it is to be tried now. A pause longer than any was begun by a clock that has been set back since."""
        found = self._known.get(f"{what}:{id}")
        again_at = found.again_at if found else None
        return again_at is None or not now < again_at <= now + RETRY_PAUSES[-1]

    async def failed(self, what: str, id: str, fault: Exception, now: datetime) -> None:
        """Note a failure. What the database cannot keep this process remembers."""
        subject, why = f"{what}:{id}", type(fault).__name__
        before = self._known.get(subject)
        if before is None or before.why != why:
            log.error(
                "a step of the clock failed; it is tried again, less and less often",
                extra={"what": what, "id": id},
                exc_info=fault,
            )
        attempts = before.attempts + 1 if before else 1
        made = Incident(
            id=incidents.id_of(IncidentKind.STUCK, subject),
            kind=IncidentKind.STUCK,
            subject=subject,
            since=before.since if before else now,
            why=why,
            attempts=attempts,
            again_at=now + RETRY_PAUSES[min(attempts, len(RETRY_PAUSES)) - 1],
            told=attempts >= FAILURES_UNTIL_TOLD and what not in (REMINDER, MEETING, FOLLOW_UP),
        )
        self._known[subject] = made
        try:
            await self._store.run(lambda uow: self._keep(uow, made, before, now))
        except Exception as error:
            log.error("that a step of the clock failed could not be kept", exc_info=error)

    async def worked(self, what: str, id: str, now: datetime) -> None:
        """Note that it was done, where it had failed before."""
        found = self._known.pop(f"{what}:{id}", None)
        if found is not None:
            await self._store.run(lambda uow: self._end(uow, found, now))
            log.info("a step of the clock that had failed was done", extra={"what": what, "id": id})

    def _keep(self, uow: UnitOfWork, made: Incident, before: Incident | None, now: datetime) -> None:
        uow.incidents.save(made)
        if made.told and not (before and before.told):
            self._tell(uow, made, now)

    def _end(self, uow: UnitOfWork, found: Incident, now: datetime) -> None:
        uow.incidents.remove(found.id)
        if found.told:
            self._tell(uow, found, now, over=True)

    def _tell(self, uow: UnitOfWork, incident: Incident, now: datetime, over: bool = False) -> None:
        work = WorkContext(uow, now, self._services)
        what, _, _ = incident.subject.partition(":")
        outcome = StepStuck(what=what, name=name_of(work, incident.subject), over=over)
        for member in uow.members.where(admin=True):
            work.tell(member.id, outcome, key=f"{incident.id}:{incident.since.timestamp():.0f}:{over}:{member.id}")


def name_of(work: WorkContext, subject: str) -> str:
    """Return how the people whom it concerns are called: a round's group, or a schedule's team; empty for anything else."""
    what, _, id = subject.partition(":")
    if what in (ROUND, DRAFT) and (round_ := work.uow.rounds.get(id)):
        return round_facts.group_name(work, round_)
    if what == SCHEDULE and (schedule := work.uow.schedules.get(id)):
        team = work.uow.teams.get(schedule.team)
        return team.name if team else ""
    return ""


def teams_of(uow: UnitOfWork, subject: str) -> tuple[str, ...]:
    """The ids of the teams that it concerns; none for what concerns the whole organisation, or nobody in particular."""
    what, _, id = subject.partition(":")
    if what in (ROUND, DRAFT) and (round_ := uow.rounds.get(id)):
        return round_.teams
    if what == SCHEDULE and (schedule := uow.schedules.get(id)):
        return (schedule.team,)
    return ()
