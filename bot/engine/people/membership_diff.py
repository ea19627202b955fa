"""Transfer of a reading to the team's list: one unit of work, or a few for many people, without effect the second time.

Changes count from the next round: a round keeps the people whom it asked. The team is told once of all of them together, whoever
joined privately what this is, and who waits for the reading what it found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.conversation import ConversationRef
from bot.domain.model import Following, Identity, Membership, Team, Urgency
from bot.domain.outcomes import lists as said
from bot.domain.outcomes.commands import TeamTold
from bot.engine import access, lookup
from bot.engine.context import WorkContext
from bot.engine.people import account_standing, asked_with, membership_lists, rosters
from bot.engine.sanitize import storable_text
from bot.ports import Present, UnitOfWork

AT_LEAST_EVERY = timedelta(days=1)
BEFORE_A_ROUND = timedelta(minutes=15)
READING_TIMEOUT = timedelta(minutes=5)
"""So long somebody waits for a channel's people without being told that there is trouble."""
CHANGES_PER_COMMIT = 25
"""So many changes of a kind are made in one unit of work."""


@dataclass(frozen=True, slots=True)
class Due:
    """A reading that is due: which team's, of what; `state` tells it from one of before or after a change.

    `waiting` is since when somebody waits for it without having been told of trouble; None when nobody does.
    """

    team: str
    where: ConversationRef
    state: tuple[str, datetime | None]
    waiting: datetime | None = None


def due_readings(uow: UnitOfWork, now: datetime) -> list[Due]:
    """Return what is to be read: somebody waits for it, it was never read, not for a day, or not just before its round."""
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
            found.append(Due(row.id, where, (row.source, row.heard_at), _waiting_since(row)))
    return found


def _waiting_since(row: Following) -> datetime | None:
    if row.trouble:
        return None
    if row.read_at is None:
        return row.since
    return (row.heard_at or row.since) if row.by else None


def _is_due(row: Following, next_at: datetime | None, now: datetime) -> bool:
    # What was read in the future was read before the clock was set back.
    if row.by or row.read_at is None or not timedelta(0) <= now - row.read_at < AT_LEAST_EVERY:
        return True
    if row.group and row.heard_at and row.heard_at >= row.read_at:
        # Who came or went is not in what was heard of a group.
        return True
    return next_at is not None and row.read_at < next_at - BEFORE_A_ROUND <= now


@dataclass(frozen=True, slots=True)
class ListPart:
    """Changes that are made together. `adopting` are memberships, `leaving` members; `standing` are identities, each with what the
    platform says of it now, and of its clock, and did not say before."""

    joining: tuple[Present, ...] = ()
    adopting: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    standing: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingTally:
    """Result of a reading so far: counts of the people found by kind, of people kept off, joined and left."""

    found: Counter[str]
    kept_off: int = 0
    joined: int = 0
    left: int = 0

    @property
    def changes(self) -> int:
        return self.joined + self.left


def compare_membership(uow: UnitOfWork, reading: Due, found: Sequence[Present]) -> tuple[list[ListPart], ReadingTally]:
    """Return what was found against the list as it is, in parts so small that others need not wait for them long; reads only."""
    row = uow.followings.get(reading.team)
    there = {uow.addresses.id_of(person.ref): person for person in found if not person.left_out}
    identities = uow.identities.where(id=tuple(uow.addresses.id_of(person.ref) for person in found)) if found else []
    known = {one.id: one.member for one in identities if one.id in there}
    on = {one.member: one for one in uow.memberships.where(team=reading.team)}
    forgotten = membership_lists.all_kept_off(uow, membership_lists.EVERY_TEAM)
    off = (membership_lists.all_kept_off(uow, reading.team) | forgotten) & set(there)
    staying = {known[id] for id in there if id in known and id not in off}
    joining = [person for id, person in there.items() if id not in off and known.get(id) not in on]
    adopting = [one.id for one in on.values() if row and one.member in staying and _adopts_membership(row, one)]
    leaving = [one.member for one in on.values() if one.followed and not one.lead and one.member not in staying]
    says = {uow.addresses.id_of(person.ref): person for person in found}
    changed = [
        (one.id, says[one.id].left_out, says[one.id].zone) for one in identities if _says_anew(says[one.id], one)
    ]
    size = max(len(joining), len(adopting), len(leaving), len(changed))
    parts = [
        ListPart(tuple(joining[at:end]), tuple(adopting[at:end]), tuple(leaving[at:end]), tuple(changed[at:end]))
        for at in range(0, max(size, 1), CHANGES_PER_COMMIT)
        for end in (at + CHANGES_PER_COMMIT,)
    ]
    # Who asked to be forgotten is counted nowhere, since a number could tell that somebody did (C9).
    counted = [person for person in found if uow.addresses.id_of(person.ref) not in forgotten]
    return parts, ReadingTally(found=Counter(person.left_out for person in counted), kept_off=len(off - forgotten))


def _says_anew(person: Present, identity: Identity) -> bool:
    return identity.left_out != person.left_out or bool(person.zone and person.zone != identity.zone)


def _adopts_membership(row: Following, membership: Membership) -> bool:
    """Return whether a membership is older than its list's following: its person is there now as one of the conversation."""
    return row.read_at is None and membership.since < row.since and not membership.followed


def bring_in(
    work: WorkContext, reading: Due, began: datetime, part: ListPart, so_far: ReadingTally, last: bool
) -> ReadingTally | None:
    """Make the changes of one part; with the last one everybody is told. None when the reading is out of date."""
    row, team = work.uow.followings.get(reading.team), work.uow.teams.get(reading.team)
    if row is None or team is None or row.source != reading.state[0]:
        return None
    if row.heard_at != reading.state[1]:
        # The team hears of what was changed already; the rest is found by the next reading.
        _tell_team(work, team, so_far.changes)
        return None
    for id in part.adopting:
        membership = work.uow.memberships.get(id)
        if membership:
            work.uow.memberships.save(replace(membership, followed=True))
    for id, says, zone in part.standing:
        identity = work.uow.identities.get(id)
        if identity:
            account_standing.note_standing(work, identity, says, zone)
    joined = [person.name for person in part.joining if _take_in(work, team, person)]
    left = _names_of(work, [member for member in part.leaving if _let_go(work, team, member, row.group)])
    tally = replace(so_far, joined=so_far.joined + len(joined), left=so_far.left + len(left))
    if row.group and row.read_at and (joined or left):
        outcome = said.GroupChanged(team=team.name, group=row.group, joined=tuple(joined), left=left)
        for decider in access.deciders_of(work, (team.id,)):
            work.tell(decider, outcome, Urgency.PROMPT)
    if last:
        work.uow.followings.save(replace(row, by="", read_at=began, trouble=""))
        _tell_outcome(work, team, row, tally)
    return tally


def _take_in(work: WorkContext, team: Team, person: Present) -> bool:
    """Put somebody on the list who was found; False when they are on it, or a command has kept them off since."""
    address = work.uow.addresses.id_of(person.ref)
    if membership_lists.kept_off(work, team, address):
        return False
    identity = work.uow.identities.get(address)
    known = work.uow.members.get(identity.member) if identity else None
    member = known or membership_lists.make_known(work, person.ref, storable_text(person.name))
    made = None if known else work.uow.identities.get(address)
    if made:
        account_standing.note_standing(work, made, "", person.zone)
    if not membership_lists.add_member(work, team, member, followed=True):
        return False
    asked_with.tell_added(work, team, member.id)
    return True


def _names_of(work: WorkContext, members: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.name for row in work.uow.members.where(id=tuple(members))) if members else ()


def _let_go(work: WorkContext, team: Team, id: str, group: str = "") -> bool:
    """Take somebody off the list who was not found, unless a command decided otherwise since."""
    member = work.uow.members.get(id)
    there = work.uow.memberships.count(team=team.id, member=id, followed=True, lead=False)
    if not (member and there and membership_lists.remove_member(work, team, member)):
        return False
    asked_with.tell_taken_off(work, team, member.id, group=group)
    return True


def _tell_outcome(work: WorkContext, team: Team, row: Following, tally: ReadingTally) -> None:
    size = rosters.size_of(work, team.id)
    if row.by:
        outcome = said.PeopleFound(
            team=team.name,
            found=tally.found.total() - tally.found["gone"],
            joined=tally.joined,
            left=tally.left,
            size=size,
            guests=tally.found["guest"],
            bots=tally.found["bot"],
            foreign=tally.found["foreign"],
            kept_off=tally.kept_off,
            running=lookup.has_running_round(work, team.id),
            group=row.group,
        )
        work.tell(row.by, outcome)
    if team.channel and row.read_at is None and row.source == team.channel:
        work.say(team.channel, TeamTold(what="follows", number=size))
    else:
        _tell_team(work, team, tally.changes)


def _tell_team(work: WorkContext, team: Team, changes: int) -> None:
    """In the channel, once for all changes together."""
    if team.channel and changes:
        work.say(team.channel, TeamTold(what="people"))


def record_failed_reading(work: WorkContext, reading: Due, why: str) -> bool:
    """A reading that was refused changes no list; who waits for it, or decides for the team, is told once.

    True when they were told now.
    """
    row, team = work.uow.followings.get(reading.team), work.uow.teams.get(reading.team)
    if row is None or team is None or row.source != reading.state[0] or row.trouble:
        return False
    work.uow.followings.save(replace(row, trouble=why))
    for member in [row.by] if row.by else access.deciders_of(work, (team.id,)):
        work.tell(member, said.PeopleNotFound(team=team.name, why=why, group=row.group))
    return True


def too_long(reading: Due, now: datetime) -> bool:
    """Return whether somebody has waited too long for a reading that comes to no end.

    Where nobody waits the list is as good as it was, and nobody is bothered.
    """
    # Who waits since a time to come waited before the clock was set back.
    return reading.waiting is not None and not timedelta(0) <= now - reading.waiting < READING_TIMEOUT
