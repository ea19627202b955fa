"""Lists of teams: people are put on and taken off, by command or because they are in what the list follows.

A list that follows a conversation has the people who are in it. Commands make exceptions, and the last one wins: whoever was
added by command stays on though they are not there (their membership is not `followed`), whoever was removed by command stays off
though they are (an exclusion). A lead is never taken off because of what a conversation says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.conversation import ConversationRef
from bot.domain.model import Exclusion, Following, Identity, Member, Membership, Team
from bot.engine.context import WorkContext
from bot.engine.known_names import read_names_again
from bot.engine.meetings import leaving
from bot.engine.rounds import deadlines
from bot.ports import UnitOfWork
from bot.views.capabilities import Capabilities, Support

EVERY_TEAM = ""


def add_member(work: WorkContext, team: Team, member: Member, followed: bool = False, chosen: bool = False) -> bool:
    """Put a member on a team's list; False when they were on it.

    The first team that they are ever in asks them. Another one asks them after that only if it was `chosen` by themselves, and
    they are not on the list of the one that did: nobody else moves anybody.
    """
    row = Membership(id=work.token(), team=team.id, member=member.id, since=work.now, followed=followed)
    if not work.uow.memberships.add(row):
        return False
    known = work.uow.members.get(member.id) or member
    if not known.primary_team or (chosen and primary_of(work, known) is None):
        choose_primary(work, known, team)
    return True


def remove_member(work: WorkContext, team: Team, member: Member) -> bool:
    """Take a member off a team's list, and out of its meeting; no other team of theirs asks them instead.

    False when they were not on it.
    """
    rows = work.uow.memberships.where(member=member.id, team=team.id)
    for row in rows:
        work.uow.memberships.remove(row.id)
    if rows:
        leaving.leave_meetings(work, member.id, team.id)
    return bool(rows)


def primary_of(work: WorkContext, member: Member) -> Team | None:
    """Return the team that asks a member; None while they are not on the list of the one that would, or that is archived."""
    if not work.uow.memberships.count(member=member.id, team=member.primary_team):
        return None
    team = work.uow.teams.get(member.primary_team)
    return None if team is None or team.archived else team


def zone_where_asked(work: WorkContext, member: Member) -> str:
    """Return the zone of the team that asks a member, or the organisation's: days that they or an admin name are days there."""
    organisation, team = work.organisation(), primary_of(work, member)
    return deadlines.zone_of(organisation, team) if team else organisation.zone


def choose_primary(work: WorkContext, member: Member, team: Team) -> None:
    """Let a team of theirs be the one that asks a member, from its next round on."""
    work.uow.members.save(replace(member, primary_team=team.id))


def make_known(work: WorkContext, ref: ConversationRef, name: str, wrote: bool = False, left_out: str = "") -> Member:
    """A new member with one identity; where a bot may not speak first, one that has not joined until they write to it.

    `left_out` is unconfirmed where the platform could not say whether they may take part.
    """
    member = Member(id=work.token(), name=name)
    work.uow.members.save(member)
    read_names_again(work)
    joined = wrote or not waits_for_start(work.services.capabilities(ref))
    identity = Identity(
        id=work.uow.addresses.remember(ref),
        member=member.id,
        joined=joined,
        left_out=left_out,
        confirmed_at=None if left_out else work.now,
    )
    work.uow.identities.save(identity)
    return member


def waits_for_start(capabilities: Capabilities) -> bool:
    return capabilities.speak_first is Support.REFUSED


# --- what a list follows


def following_of(work: WorkContext, team: Team) -> Following | None:
    """Return what the team's list follows, if it follows anything."""
    row = work.uow.followings.get(team.id)
    return row if row and row.source else None


def by_hand(work: WorkContext, team: Team) -> bool:
    """Return whether the list was said to be kept by hand."""
    row = work.uow.followings.get(team.id)
    return row is not None and not row.source


def can_follow(work: WorkContext, address: str) -> bool:
    """Return whether the platform of a conversation tells who is in it. A topic has the people of its channel, not the team's."""
    ref = work.uow.addresses.ref(address)
    return ref is not None and ref.topic is None and lists_people(work, ref)


def lists_people(work: WorkContext, ref: ConversationRef) -> bool:
    return work.services.capabilities(ref).list_people is not Support.REFUSED


def follow_conversation(work: WorkContext, team: Team, source: str, by: str, group: str = "") -> None:
    """From now on the list follows a conversation, or a user group of that name; `by` hears what is found there."""
    before = following_of(work, team)
    if before and before.source == source:
        row = replace(before, by=by, heard_at=work.now, trouble="")
    else:
        row = Following(id=team.id, source=source, since=work.now, by=by, group=group)
    work.uow.followings.save(row)


def keep_by_hand(work: WorkContext, team: Team) -> None:
    """The list stays as it is, and follows nothing."""
    work.uow.followings.save(Following(id=team.id, since=work.now))


def note_change(work: WorkContext, row: Following) -> None:
    """Somebody came or went: what is being read at this moment may be out of date."""
    work.uow.followings.save(replace(row, heard_at=work.now))


# --- exceptions by command


def stay_on(work: WorkContext, team: Team, member: Member) -> None:
    """A command keeps them on, wherever they are."""
    for row in work.uow.memberships.where(team=team.id, member=member.id, followed=True):
        work.uow.memberships.save(replace(row, followed=False))
    let_back(work, team, member)


def let_back(work: WorkContext, team: Team, member: Member) -> None:
    """No command keeps them off any more."""
    for identity in work.uow.identities.where(member=member.id):
        for off in (team.id, EVERY_TEAM):
            work.uow.exclusions.remove(_exclusion_id(off, identity.id))


def stay_off(work: WorkContext, team: str, persons: Iterable[str]) -> None:
    """A command keeps them off, wherever they are; `team` is an id or EVERY_TEAM, persons are addresses."""
    for person in persons:
        work.uow.exclusions.save(Exclusion(id=_exclusion_id(team, person), team=team, person=person))


def kept_off(work: WorkContext, team: Team, person: str) -> bool:
    return any(work.uow.exclusions.get(_exclusion_id(each, person)) for each in (team.id, EVERY_TEAM))


def all_kept_off(uow: UnitOfWork, team: str) -> frozenset[str]:
    """The addresses of everybody who is kept off one team's list, or off all of them for EVERY_TEAM."""
    return frozenset(row.person for row in uow.exclusions.where(team=team))


def _exclusion_id(team: str, person: str) -> str:
    return f"{team}:{person}"
