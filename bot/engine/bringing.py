"""What a reading found becomes the team's list: one unit of work, which does nothing the second time.

Changes count from the next round: a round keeps the people whom it asked. The team is told once of all of them together, whoever
joined privately what this is, and who waits for the reading what it found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.conversation import ConversationRef
from bot.domain.model import Following, Membership, Team, Urgency
from bot.domain.outcomes import lists as said
from bot.domain.outcomes.commands import TeamTold, YouJoined
from bot.engine import access, lists
from bot.engine.handlers.ordered import finding
from bot.engine.work import Work
from bot.ports import Present, UnitOfWork

AT_LEAST_EVERY = timedelta(days=1)
BEFORE_A_ROUND = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Due:
    """A reading that is due: which team's, of what; `state` tells it from one of before or after a change."""

    team: str
    where: ConversationRef
    state: tuple[str, datetime | None]


def due(uow: UnitOfWork, now: datetime) -> list[Due]:
    """What is to be read: somebody waits for it, it was never read, not for a day, or not just before its round."""
    rows = [row for row in uow.followings.where() if row.source]
    if not rows:
        return []
    teams = {team.id for team in uow.teams.where(archived=False)}
    next_at = {row.team: row.next_at for row in uow.schedules.where() if row.next_at}
    found = []
    for row in rows:
        if row.id not in teams:
            continue
        where = uow.addresses.ref(row.source)
        if where and _is_due(row, next_at.get(row.id), now):
            found.append(Due(row.id, where, (row.source, row.heard_at)))
    return found


def _is_due(row: Following, next_at: datetime | None, now: datetime) -> bool:
    if row.by or row.read_at is None or now - row.read_at >= AT_LEAST_EVERY:
        return True
    return next_at is not None and row.read_at < next_at - BEFORE_A_ROUND <= now


def bring_in(work: Work, reading: Due, found: Sequence[Present], began: datetime) -> bool:
    """Bring the list in line with what was found; False when that is out of date, and nothing was changed."""
    row, team = work.uow.followings.get(reading.team), work.uow.teams.get(reading.team)
    if row is None or team is None or row.source != reading.state[0]:
        return False
    if row.heard_at and row.heard_at > began:
        return False
    counts = Counter(person.left_out for person in found)
    joined, staying, off = _take_in(work, team, row, found)
    left = _let_go(work, team, staying)
    work.uow.followings.save(replace(row, by="", read_at=began, trouble=""))
    size = work.uow.memberships.count(team=team.id)
    if row.by:
        outcome = said.PeopleFound(
            team=team.name,
            found=len(found) - counts["gone"],
            joined=joined,
            left=left,
            size=size,
            guests=counts["guest"],
            bots=counts["bot"],
            foreign=counts["foreign"],
            kept_off=off,
            running=finding.running(work, team.id),
        )
        work.tell(row.by, outcome)
    _tell_team(work, team, row, size, joined + left)
    return True


def _take_in(work: Work, team: Team, row: Following, found: Sequence[Present]) -> tuple[int, set[str], int]:
    """How many joined, the members who are there, and how many are there but kept off by command."""
    there = {work.uow.addresses.id_of(person.ref): person for person in found if not person.left_out}
    known = {one.id: one.member for one in work.uow.identities.where(id=tuple(there))} if there else {}
    members = {one.id: one for one in work.uow.members.where(id=tuple(known.values()))} if known else {}
    on = {one.member: one for one in work.uow.memberships.where(team=team.id)}
    off = lists.all_kept_off(work, team)
    joined, staying = 0, set()
    k = work.organisation().k
    for id, person in there.items():
        if id in off:
            continue
        member = members.get(known.get(id, "")) or lists.make_known(work, person.ref, person.name)
        staying.add(member.id)
        if member.id in on:
            _adopt(work, row, on[member.id])
        elif lists.join(work, team, member, followed=True):
            joined += 1
            work.tell(member.id, YouJoined(team=team.name, k=k), Urgency.PROMPT)
    return joined, staying, len(off & set(there))


def _adopt(work: Work, row: Following, membership: Membership) -> None:
    """Who was put on the list one by one, before it followed anything, is there because they are in the conversation."""
    if row.read_at is None and membership.since < row.since and not membership.followed:
        work.uow.memberships.save(replace(membership, followed=True))


def _let_go(work: Work, team: Team, staying: set[str]) -> int:
    left = 0
    for row in work.uow.memberships.where(team=team.id, followed=True, lead=False):
        member = work.uow.members.get(row.member)
        if row.member not in staying and member:
            left += lists.leave(work, team, member)
    return left


def _tell_team(work: Work, team: Team, row: Following, size: int, changes: int) -> None:
    """In the channel, once for all changes; that a list follows the channel also when there is none."""
    if not team.channel:
        return
    if row.read_at is None and row.source == team.channel:
        work.say(team.channel, TeamTold(what="follows", number=size))
    elif changes:
        work.say(team.channel, TeamTold(what="people"))


def failed(work: Work, reading: Due, why: str) -> None:
    """A reading that was refused changes no list; who waits for it, or decides for the team, is told once."""
    row, team = work.uow.followings.get(reading.team), work.uow.teams.get(reading.team)
    if row is None or team is None or row.source != reading.state[0] or row.trouble:
        return
    work.uow.followings.save(replace(row, trouble=why))
    for member in [row.by] if row.by else access.deciders_of(work, (team.id,)):
        work.tell(member, said.PeopleNotFound(team=team.name, why=why))
