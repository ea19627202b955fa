"""People who are asked together with somebody, as they themselves may see them: every name that counts beside their own."""

from __future__ import annotations

from bot.domain.errors import Refusal
from bot.domain.model import Member, Round
from bot.domain.outcomes.commands import Unknown
from bot.domain.outcomes.membership import AskedWithShown, TeamPeople
from bot.domain.rounds import RUNNING
from bot.engine import access
from bot.engine.context import EventContext
from bot.engine.lookup import nearest_names, own_teams
from bot.engine.people import membership_lists, rosters
from bot.engine.rounds import merge_plan, round_facts


def asked_with_outcome(context: EventContext, name: str) -> AskedWithShown:
    """Return whom the acting person is asked with, in all their teams or in the one that is named.

    Refused for a team that is not theirs (C11).
    """
    acting = access.require_member(context)
    primary = membership_lists.primary_of(context, acting)
    running = _running_round(context, acting)
    now = _on_roster(context, running) if running else ()
    after = _people_of_next_round(context, primary.id) if primary else ()
    others = _other_lists(context, acting, {row.team for row in (*now, *after)})
    if name:
        names = {row.team for row in (*now, *after, *others)}
        if name.lower() not in (one.lower() for one in names):
            names |= {row.name for row in own_teams(context)}
            raise Refusal(Unknown(noun="team", nearest=nearest_names(name, sorted(names))), quotes=(name,))
        now, after, others = (
            tuple(row for row in rows if row.team.lower() == name.lower()) for rows in (now, after, others)
        )
    same = [row.names for row in now] == [row.names for row in after]
    return AskedWithShown(own=primary.name if primary else "", now=() if same else now, after=after, others=others)


def _running_round(context: EventContext, member: Member) -> Round | None:
    rounds = context.uow.rounds.where(state=RUNNING)
    mine = {row.round for row in context.uow.interviews.where(member=member.id)} if rounds else set()
    return next((row for row in rounds if row.id in mine), None)


def _on_roster(context: EventContext, round_: Round) -> tuple[TeamPeople, ...]:
    """Return who counts in a round, by the team that counts them; whoever was forgotten since has no name any more."""
    rows = context.uow.interviews.where(round=round_.id)
    names = {row.id: row.name for row in context.uow.members.where(id=tuple(row.member for row in rows))}
    return tuple(
        TeamPeople(
            team=name,
            names=tuple(sorted(names[row.member] for row in rows if row.team == id and row.member in names)),
            leads=_leads_of(context, id),
        )
        for id, name in round_facts.team_names(context, round_).items()
    )


def _people_of_next_round(context: EventContext, team: str) -> tuple[TeamPeople, ...]:
    """Return who would count if the next round opened now."""
    group = merge_plan.plan_groups(context, after_running=True).groups.get(team)
    ids = sorted(group.teams if group else (team,), key=lambda id: (id != team, id))
    return tuple(_people_of_team(context, id) for id in ids)


def _other_lists(context: EventContext, member: Member, known: set[str]) -> tuple[TeamPeople, ...]:
    """The teams on whose lists somebody is, and which do not ask them."""
    rows = [_people_of_team(context, row.team) for row in context.uow.memberships.where(member=member.id)]
    return tuple(sorted((row for row in rows if row.team not in known), key=lambda row: row.team))


def _people_of_team(context: EventContext, team: str) -> TeamPeople:
    row, there = context.uow.teams.get(team), rosters.list_of(context, team)
    return TeamPeople(
        team=row.name if row else "",
        names=tuple(one.name for one in there.counted),
        elsewhere=tuple(one.name for one in there.elsewhere),
        waiting=tuple(one.name for one, _ in there.waiting),
        leads=_leads_of(context, team),
    )


def _leads_of(context: EventContext, team: str) -> tuple[str, ...]:
    rows = context.uow.memberships.where(team=team, lead=True)
    return (
        tuple(sorted(row.name for row in context.uow.members.where(id=tuple(row.member for row in rows))))
        if rows
        else ()
    )
