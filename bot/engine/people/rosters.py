"""Rosters of teams: the real people on a team's list whose primary team it is, asked or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.events import UNCONFIRMED
from bot.domain.model import Identity, Member, Membership
from bot.domain.releases import rosters_by_team
from bot.engine.context import WorkContext

NOT_JOINED = "not joined"
"""They have to write to the bot first, and have not."""


@dataclass(frozen=True, slots=True)
class OnList:
    """People on a team's list. Only `counted` are asked with this team; `elsewhere` are asked with another of theirs, or none.

    `waiting` count as soon as the platform confirms them or they join; `left_out` do not while the platform says what they are.
    """

    counted: tuple[Member, ...]
    elsewhere: tuple[Member, ...] = ()
    waiting: tuple[tuple[Member, str], ...] = ()
    left_out: tuple[tuple[Member, str], ...] = ()


def list_of(work: WorkContext, team: str) -> OnList:
    """Return who is on a team's list, sorted by name."""
    ids = tuple(row.member for row in work.uow.memberships.where(team=team))
    members = sorted(work.uow.members.where(id=ids), key=lambda row: (row.name, row.id)) if ids else []
    standing = standing_of(work, ids)
    real = [row for row in members if not standing[row.id]]
    others = [(row, standing[row.id]) for row in members if standing[row.id]]
    return OnList(
        counted=tuple(row for row in real if row.primary_team == team),
        elsewhere=tuple(row for row in real if row.primary_team != team),
        waiting=tuple(one for one in others if one[1] in (UNCONFIRMED, NOT_JOINED)),
        left_out=tuple(one for one in others if one[1] not in (UNCONFIRMED, NOT_JOINED)),
    )


def size_of(work: WorkContext, team: str) -> int:
    """Return how many people count in a team now."""
    return len(list_of(work, team).counted)


def standing_of(work: WorkContext, members: Iterable[str]) -> dict[str, str]:
    """Return, by member, the reason why they do not count, by the best of their identities; empty for real people."""
    wanted = tuple(members)
    found: dict[str, list[Identity]] = {id: [] for id in wanted}
    for identity in work.uow.identities.where(member=wanted) if wanted else []:
        found[identity.member].append(identity)
    return {id: _why_not_counted(identities) for id, identities in found.items()}


def _why_not_counted(identities: list[Identity]) -> str:
    if any(one.real for one in identities):
        return ""
    reasons = sorted({one.left_out for one in identities if one.left_out}, key=lambda why: (why != UNCONFIRMED, why))
    return reasons[0] if reasons else NOT_JOINED


def roster_sizes(work: WorkContext) -> Counter[str]:
    """Return how many people count in each team now."""
    real = {row.member for row in work.uow.identities.where(joined=True, left_out="")}
    primary = {row.id: row.primary_team for row in work.uow.members.where() if row.id in real}
    counted = rosters_by_team(_teams_of_each(work.uow.memberships.where()), primary)
    return Counter({team: len(people) for team, people in counted.items()})


def real_people(work: WorkContext, teams: tuple[str, ...]) -> list[tuple[Member, Identity]]:
    """Return everybody who counts in these teams, each with the identity by which they are asked."""
    lists = _teams_of_each(work.uow.memberships.where(team=teams))
    members = {row.id: row for row in work.uow.members.where(id=tuple(lists))} if lists else {}
    identities: dict[str, Identity] = {}
    for identity in work.uow.identities.where(member=tuple(lists), joined=True, left_out="") if lists else []:
        identities.setdefault(identity.member, identity)
    primary = {id: row.primary_team for id, row in members.items() if id in identities}
    counted = rosters_by_team(lists, primary)
    return [(members[id], identities[id]) for id in sorted(id for people in counted.values() for id in people)]


def _teams_of_each(rows: Iterable[Membership]) -> dict[str, set[str]]:
    """The teams on whose lists each member is."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.member, set()).add(row.team)
    return found
