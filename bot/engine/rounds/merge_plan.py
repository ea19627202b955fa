"""Plan of the groups that are asked together: the teams' present sizes, merged by the release rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.model import Member, Schedule, Team
from bot.domain.releases import TeamSize, effective_k, partition_teams
from bot.domain.rounds import RUNNING
from bot.engine.context import WorkContext
from bot.engine.people import rosters


@dataclass(frozen=True, slots=True)
class Group:
    """Teams that are asked as one. `driver` is the team whose schedule counts: the largest that has one."""

    teams: tuple[str, ...]
    size: int
    driver: str
    too_small: bool


@dataclass(frozen=True, slots=True)
class MergePlan:
    """The group of every team that has people and no running round, by team id; and the teams that have one."""

    groups: Mapping[str, Group]
    busy: frozenset[str]


def is_askable(member: Member | None, now: datetime, zone: str) -> bool:
    """Return whether the questions and the reminder are sent to a member: not stopped, reachable, not away.

    It decides about messages alone. Who counts is decided without it: else a number would tell who stopped (C3b).
    """
    if member is None or member.stopped or not member.reachable:
        return False
    return member.leave is None or not member.leave.holds(now.astimezone(ZoneInfo(zone)).date())


def plan_groups(work: WorkContext, after_running: bool = False) -> MergePlan:
    """Partition all teams as they are now: those without a running round, or all as if none ran."""
    organisation = work.organisation()
    teams = work.uow.teams.where(archived=False)
    busy = frozenset(team for round_ in work.uow.rounds.where(state=RUNNING) for team in round_.teams)
    sizes = rosters.roster_sizes(work)
    listed = [TeamSize(t.id, t.parent or None, sizes[t.id], busy=t.id in busy and not after_running) for t in teams]
    scheduled = {row.team for row in work.uow.schedules.where() if row.next_at}
    groups: dict[str, Group] = {}
    for part in partition_teams(listed, effective_k(organisation.k)):
        group = Group(part.teams, part.size, _driving_team(part.teams, sizes, scheduled), part.too_small)
        groups.update(dict.fromkeys(part.teams, group))
    return MergePlan(groups, busy)


def _driving_team(teams: Iterable[str], sizes: Counter[str], scheduled: set[str]) -> str:
    return min(teams, key=lambda team: (team not in scheduled, -sizes[team], team))


def is_driven_by_another(work: WorkContext, team: str) -> bool:
    """Return whether a team is asked together with one whose schedule counts, also while their round runs."""
    group = plan_groups(work, after_running=True).groups.get(team)
    return group is not None and group.driver != team


def driver_of(work: WorkContext, teams: Sequence[str]) -> str:
    """Return the team whose schedule counts for teams that are asked together, however their round is opened; empty for none."""
    if not teams:
        return ""
    scheduled = {row.team for row in work.uow.schedules.where() if row.next_at}
    return _driving_team(teams, rosters.roster_sizes(work), scheduled)


@dataclass(frozen=True, slots=True)
class OnRoster:
    """One person of a roster, counted in `team`, at an address; `asked` says that they are sent the questions."""

    member: str
    team: str
    address: str
    asked: bool


def roster_of(work: WorkContext, teams: tuple[str, ...], zone: str) -> list[OnRoster]:
    """Return the real people of these teams, each once: also who stopped, is away or cannot be reached."""
    return [
        OnRoster(member.id, member.primary_team, identity.id, is_askable(member, work.now, zone))
        for member, identity in rosters.real_people(work, teams)
    ]


def schedule_of(work: WorkContext, team: str) -> Schedule | None:
    rows = work.uow.schedules.where(team=team)
    return rows[0] if rows else None


def names_of(work: WorkContext, teams: Iterable[str]) -> tuple[str, ...]:
    rows: dict[str, Team] = {row.id: row for row in work.uow.teams.where(id=tuple(teams))}
    return tuple(rows[team].name for team in teams if team in rows)
