"""Which team or person is meant. A team that is not yours sounds like one that does not exist (C11)."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from bot.domain.conversation import ConversationRef
from bot.domain.errors import Refusal
from bot.domain.events import ChatCommandTyped, MessageReceived
from bot.domain.model import Audit, Identity, Member, RoundState, Team
from bot.domain.outcomes.commands import Unknown
from bot.engine import access
from bot.engine.work import Turn, Work


def own_teams(turn: Turn) -> list[Team]:
    """The teams that the acting person may order about: all for an admin, the led ones for a lead."""
    acting = access.member(turn)
    teams = turn.uow.teams.where(archived=False)
    if not acting.admin:
        led = {row.team for row in turn.uow.memberships.where(member=acting.id, lead=True)}
        teams = [team for team in teams if team.id in led]
    return sorted(teams, key=lambda team: team.name.lower())


def team(turn: Turn, name: str) -> Team:
    """The team of this name; without a name the one whose channel this is, or the only one."""
    teams = own_teams(turn)
    if not name:
        here = turn.uow.addresses.id_of(turn.event.where)
        chosen = [one for one in teams if one.channel == here] or (teams if len(teams) == 1 else [])
    else:
        chosen = [one for one in teams if one.name.lower() == name.lower()]
    if not chosen:
        raise Refusal(Unknown(noun="team", typed=name, nearest=_near(name, [one.name for one in teams])))
    return chosen[0]


def _near(name: str, names: list[str]) -> tuple[str, ...]:
    folded = {one.lower(): one for one in names}
    close = get_close_matches(name.lower(), folded, n=3, cutoff=0.5)
    return tuple(folded[one] for one in close) if name else tuple(names[:3])


def person(turn: Turn, id: str) -> Member:
    """The member with this platform id, made known to the bot if they are not yet."""
    where = turn.event.where
    ref = ConversationRef(platform=where.platform, workspace=where.workspace, person=id)
    found = turn.uow.identities.get(turn.uow.addresses.id_of(ref))
    known = turn.uow.members.get(found.member) if found else None
    return known or introduce(turn, ref, name_of(turn, id))


def introduce(turn: Turn, ref: ConversationRef, name: str) -> Member:
    """A new member with one identity."""
    member = Member(id=turn.token(), name=name)
    turn.uow.members.save(member)
    turn.uow.identities.save(Identity(id=turn.uow.addresses.remember(ref), member=member.id))
    return member


def name_of(turn: Turn, id: str) -> str:
    names = turn.event.names if isinstance(turn.event, ChatCommandTyped | MessageReceived) else {}
    return names.get(id, id)


def running(work: Work, team_id: str) -> bool:
    """Whether a round that asks this team is not finished."""
    states = (RoundState.OPEN, RoundState.CLOSED, RoundState.DRAFT)
    return any(team_id in row.teams for row in work.uow.rounds.where(state=states))


def audit(turn: Turn, action: str, subject: str = "") -> None:
    acting = access.member(turn)
    turn.uow.audits.save(Audit(id=turn.token(), at=turn.now, member=acting.id, action=action, subject=subject))


def welcome_back(work: Work, member: Member) -> Member:
    """A sign of life: whoever writes can be reached."""
    if member.reachable:
        return member
    back = replace(member, reachable=True)
    work.uow.members.save(back)
    return back
