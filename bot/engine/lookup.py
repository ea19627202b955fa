"""Look-up of the team or person that is meant. A team that is not yours is answered like one that does not exist (C11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from bot.domain.errors import Refusal
from bot.domain.events import LEFT_OUT, UNCONFIRMED, ChatCommandTyped, FormSubmitted, MessageReceived
from bot.domain.model import Member, Team
from bot.domain.outcomes.commands import Unknown
from bot.domain.outcomes.joining import NotMet
from bot.domain.outcomes.membership import PeopleNotTaken
from bot.domain.rounds import RUNNING
from bot.engine import access
from bot.engine.context import EventContext, WorkContext
from bot.engine.people import account_standing, introductions, team_channels

NOT_MET = "not met"
"""They are named by a public name that the bot does not know yet."""


def own_teams(context: EventContext) -> list[Team]:
    """The teams that the acting person may order about: all for an admin, the led ones for a lead."""
    acting = access.require_member(context)
    teams = context.uow.teams.where(archived=False)
    if not acting.admin:
        led = {row.team for row in context.uow.memberships.where(member=acting.id, lead=True)}
        teams = [team for team in teams if team.id in led]
    return sorted(teams, key=lambda team: team.name.lower())


def find_team(context: EventContext, name: str) -> Team:
    """The team of this name; without a name the one whose home this is, the only one of the channel around, or the only one."""
    found = ordered_team(context, name)
    if found is None:
        nearest = nearest_names(name, [one.name for one in own_teams(context)])
        raise Refusal(Unknown(noun="team", nearest=nearest), quotes=(name,) if name else ())
    return found


def ordered_team(context: EventContext, name: str) -> Team | None:
    """The team that is meant if the acting person may order about it; None if they may not, or nobody can tell which."""
    teams = own_teams(context)
    if name:
        chosen = [one for one in teams if one.name.lower() == name.lower()]
    else:
        chosen = _team_living_here(context, teams) or (teams if len(teams) == 1 else [])
    return chosen[0] if chosen else None


def _team_living_here(context: EventContext, teams: list[Team]) -> list[Team]:
    """The team that has its home here; in a topic without one, the only team of the channel that the topic is in."""
    here = context.uow.addresses.id_of(context.event.where)
    around = team_channels.teams_within(context, context.event.where, teams)
    return [one for one in around if one.channel == here] or (around if len(around) == 1 else [])


def nearest_names(name: str, names: list[str]) -> tuple[str, ...]:
    folded = {one.lower(): one for one in names}
    close = get_close_matches(name.lower(), folded, n=3, cutoff=0.5)
    return tuple(folded[one] for one in close) if name else tuple(names[:3])


def known_person(context: EventContext, id: str) -> Member | None:
    """The member with this platform id, if the bot knows them."""
    if id.startswith("@"):
        bearer = context.uow.handles.get(context.uow.addresses.id_of(introductions.direct_address(context, id.lower())))
        return context.uow.members.get(bearer.member) if bearer else None
    found = context.uow.identities.get(context.uow.addresses.id_of(introductions.direct_address(context, id)))
    return context.uow.members.get(found.member) if found else None


def addresses_of(context: EventContext, id: str, known: Member | None) -> set[str]:
    """Under which addresses somebody may be met: that of their platform id, and those of the member whom the bot knows."""
    typed = set() if id.startswith("@") else {context.uow.addresses.id_of(introductions.direct_address(context, id))}
    return typed | {row.id for row in context.uow.identities.where(member=known.id)} if known else typed


def find_people(context: EventContext, ids: Iterable[str]) -> tuple[list[Member], list[tuple[str, str]]]:
    """Return the members with these platform ids, made known to the bot if they are not yet, and who cannot take part, with why.

    Whom the platform cannot confirm now is among the members: they do not count until it does.
    """
    found, others = [], []
    for id in ids:
        known, why = judge_person(context, id)
        if why == NOT_MET or why in LEFT_OUT:
            others.append((name_of(context, id) if known is None else known.name, why))
        else:
            found.append(
                known
                or introductions.introduce_member(
                    context, introductions.direct_address(context, id), name_of(context, id), why
                )
            )
    return found, others


def judge_person(context: EventContext, id: str) -> tuple[Member | None, str]:
    """Return the member with this platform id, if the bot knows them, and why they cannot take part; nobody is made known."""
    known = known_person(context, id)
    return known, NOT_MET if known is None and id.startswith("@") else _left_out(context, id, known)


def _left_out(context: EventContext, id: str, known: Member | None) -> str:
    """Return why somebody cannot take part, as the platform says now, or said last if it does not say."""
    event = context.event
    told = event.left_out.get(id) if isinstance(event, ChatCommandTyped | MessageReceived | FormSubmitted) else None
    identity = (
        context.uow.identities.get(context.uow.addresses.id_of(introductions.direct_address(context, id)))
        if known
        else None
    )
    if told is None or told == UNCONFIRMED:
        return identity.left_out if identity else told or ""
    if identity and told != identity.left_out:
        account_standing.note_standing(context, identity, told)
    return told


def refuse_people(context: EventContext, others: Sequence[tuple[str, str]]) -> None:
    """Tell the acting person who of those whom they named cannot take part."""
    for typed, why in others:
        if why == NOT_MET:
            context.reply(NotMet(refs=(context.echo_words(typed),)))
    known = tuple((name, why) for name, why in others if why != NOT_MET)
    if known:
        context.reply(PeopleNotTaken(people=known))


def name_of(context: EventContext, id: str) -> str:
    event = context.event
    names = event.names if isinstance(event, ChatCommandTyped | MessageReceived | FormSubmitted) else {}
    return names.get(id, id)


def has_running_round(work: WorkContext, team_id: str) -> bool:
    """Return whether a round that asks this team is not finished."""
    return any(team_id in row.teams for row in work.uow.rounds.where(state=RUNNING))
