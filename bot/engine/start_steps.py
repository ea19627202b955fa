"""Migration of records that an older version wrote otherwise, done at the first start of this one (release rule 10).

Rounds that it opened keep what holds for them then; people are asked by the team that asked them before.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import LeaseRecord, Round
from bot.domain.rounds import CLOSED, RUNNING
from bot.engine import retention
from bot.engine.context import WorkContext
from bot.engine.rounds import ended_rounds
from bot.engine.rounds.new_round import fix_at_opening

LAST_ROUNDS = "noted the last round of each team"


def bring_up_to_date(work: WorkContext) -> None:
    """Do at a start whatever of this an older version left to do."""
    set_primary_teams(work)
    fix_running_rounds(work)
    fix_holidays(work)
    note_last_rounds(work)
    look_at_ended_rounds(work)


def fix_running_rounds(work: WorkContext) -> int:
    """Give every running round without channels those of its teams, and the deciders and windows of now; returns how many."""
    organisation = work.organisation()
    older = [row for row in work.uow.rounds.where(state=RUNNING) if row.teams and not row.channels]
    for round_ in older:
        work.uow.rounds.save(fix_at_opening(work, organisation, round_))
    return len(older)


def fix_holidays(work: WorkContext) -> int:
    """Give every running round whose windows were stored without holidays those of now; returns how many."""
    organisation = work.organisation()
    older = [row for row in work.uow.rounds.where(state=RUNNING) if row.windows.country is None]
    for round_ in older:
        windows = replace(round_.windows, country=organisation.country, region=organisation.region)
        work.uow.rounds.save(replace(round_, windows=windows))
    return len(older)


def note_last_rounds(work: WorkContext) -> int:
    """Note at each team which of its rounds closed last, where an older version has not; returns at how many."""
    if work.uow.leases.get(LAST_ROUNDS):
        return 0
    last: dict[str, Round] = {}
    for row in sorted(work.uow.rounds.where(state=CLOSED), key=lambda row: (row.closes_at or work.now, row.id)):
        last |= dict.fromkeys(row.teams, row)
    older = [team for team in work.uow.teams.where() if not team.last_round and team.id in last]
    for team in older:
        work.uow.teams.save(replace(team, last_round=last[team.id].id))
    work.uow.leases.save(LeaseRecord(id=LAST_ROUNDS, holder="", until=work.now))
    return len(older)


def look_at_ended_rounds(work: WorkContext) -> int:
    """Let the next sweep look at every ended round, if none has said when, or the times were others then; returns at how many."""
    times = retention.times_in_force(work)
    known = work.uow.leases.get(retention.TIMES)
    if known and known.holder == times:
        return 0
    work.uow.leases.save(LeaseRecord(id=retention.TIMES, holder=times, until=work.now))
    return ended_rounds.look_at_all_again(work)


def set_primary_teams(work: WorkContext) -> int:
    """Give everybody without a primary team the one that was their home; returns how many. Who has none was in no team."""
    without = {row.id: row for row in work.uow.members.where(primary_team="")}
    found: dict[str, str] = {}
    for row in work.uow.memberships.where(was_home=True) if without else []:
        if row.member in without:
            found[row.member] = min(row.team, found.get(row.member, row.team))
    for id, team in found.items():
        work.uow.members.save(replace(without[id], primary_team=team))
    return len(found)
