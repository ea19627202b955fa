"""Who is asked together: the teams' sizes as they are now, and the groups that the release rules make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.model import Identity, Member, Membership, Schedule, Team
from bot.domain.releases import TeamSize, effective_k, partition, rosters
from bot.domain.rounds import RUNNING
from bot.engine.work import Work


@dataclass(frozen=True, slots=True)
class Group:
    """Teams that are asked as one. `driver` is the team whose schedule counts: the largest that has one."""

    teams: tuple[str, ...]
    size: int
    driver: str
    too_small: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The group of every team that has people and no running round, by team id; and the teams that have one."""

    groups: Mapping[str, Group]
    busy: frozenset[str]


def askable(member: Member | None, now: datetime, zone: str) -> bool:
    """Whether the questions and the reminder are sent to a member: not stopped, reachable, not away.

    It decides about messages alone. Who counts is decided without it: else a number would tell who stopped (C3b).
    """
    if member is None or member.stopped or not member.reachable:
        return False
    return member.leave is None or not member.leave.holds(now.astimezone(ZoneInfo(zone)).date())


def plan(work: Work) -> Plan:
    """Partition all teams as they are now."""
    organisation = work.organisation()
    teams = work.uow.teams.where(archived=False)
    busy = frozenset(team for round_ in work.uow.rounds.where(state=RUNNING) for team in round_.teams)
    sizes = _sizes(work)
    listed = [TeamSize(t.id, t.parent or None, sizes[t.id], busy=t.id in busy) for t in teams]
    scheduled = {row.team for row in work.uow.schedules.where() if row.next_at}
    groups: dict[str, Group] = {}
    for part in partition(listed, effective_k(organisation.k)):
        group = Group(part.teams, part.size, _driver(part.teams, sizes, scheduled), part.too_small)
        groups.update(dict.fromkeys(part.teams, group))
    return Plan(groups, busy)


def _driver(teams: Iterable[str], sizes: Counter[str], scheduled: set[str]) -> str:
    return min(teams, key=lambda team: (team not in scheduled, -sizes[team], team))


def _sizes(work: Work) -> Counter[str]:
    """How many real people each team has, each person counted in their home team alone, whether they are asked or not."""
    joined = {row.member for row in work.uow.identities.where(joined=True)}
    there = {row.member: (row.team,) for row in work.uow.memberships.where(home=True) if row.member in joined}
    return Counter({team: len(people) for team, people in rosters(there, {}).items()})


@dataclass(frozen=True, slots=True)
class OnRoster:
    """One person of a roster, through their home team, at an address; `asked` says that they are sent the questions."""

    membership: Membership
    identity: Identity
    asked: bool


def roster_of(work: Work, teams: tuple[str, ...], zone: str) -> list[OnRoster]:
    """Return the real people of these teams, each once: also who stopped, is away or cannot be reached."""
    homes = work.uow.memberships.where(team=teams, home=True)
    ids = tuple({row.member for row in homes})
    members = {row.id: row for row in work.uow.members.where(id=ids)}
    identities: dict[str, Identity] = {}
    for identity in work.uow.identities.where(member=ids, joined=True):
        identities.setdefault(identity.member, identity)
    found = {
        row.member: OnRoster(row, identities[row.member], askable(members.get(row.member), work.now, zone))
        for row in homes
        if row.member in identities
    }
    return [found[member] for member in sorted(found)]


def schedule_of(work: Work, team: str) -> Schedule | None:
    rows = work.uow.schedules.where(team=team)
    return rows[0] if rows else None


def names_of(work: Work, teams: Iterable[str]) -> tuple[str, ...]:
    rows: dict[str, Team] = {row.id: row for row in work.uow.teams.where(id=tuple(teams))}
    return tuple(rows[team].name for team in teams if team in rows)
