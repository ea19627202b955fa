"""Repair of schedules that a clock which ran ahead has put off: they are due again once the clock is right (R4, R12).

What a schedule has dealt with never goes back, so that nobody is asked twice when a clock is set back a little. After a clock that
was days or years ahead nobody would be asked until then.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.model import RoundState, Schedule, Team
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines

log = logging.getLogger(__name__)

TOLERATED_CLOCK_LEAD = timedelta(days=1)
"""Longest time that a clock may run ahead without anything being brought back."""


def bring_back_schedules(work: WorkContext) -> int:
    """Let schedules go on from now that were dealt with until a later day, and the organisation's cycle; the number of schedules.

    A round that was opened meanwhile stays as it is: its people were asked, and an admin can cancel it.
    """
    latest = work.now + TOLERATED_CLOCK_LEAD
    ahead = [row for row in work.uow.schedules.where() if row.asked_until > latest]
    for schedule in ahead:
        team = work.uow.teams.get(schedule.team)
        if team:
            _bring_back(work, schedule, team)
    for organisation in work.uow.organisations.where():
        if organisation.cycle_from and organisation.cycle_from > latest:
            work.uow.organisations.save(replace(organisation, cycle_from=work.now))
    if ahead:
        log.warning("the clock had run ahead: schedules go on from now", extra={"schedules": len(ahead)})
    return len(ahead)


def _bring_back(work: WorkContext, schedule: Schedule, team: Team) -> None:
    """Also forget that days to come were passed over, or nobody would be asked on them."""
    organisation = work.organisation()
    today = work.now.astimezone(ZoneInfo(deadlines.zone_of(organisation, team))).date().isoformat()
    for round_ in work.uow.rounds.where(team=team.id, state=RoundState.SKIPPED):
        of, _, day = round_.occasion.rpartition(":")
        if of == schedule.id and day > today:
            work.uow.rounds.remove(round_.id)
    work.uow.schedules.save(deadlines.with_next_send(organisation, team, replace(schedule, asked_until=work.now)))
