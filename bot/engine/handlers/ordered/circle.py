"""Who is asked together with somebody, as they themselves may see it: every name that counts beside their own."""

from __future__ import annotations

from bot.domain.errors import Refusal
from bot.domain.model import Member, Round
from bot.domain.outcomes.circles import CircleShown, TeamPeople
from bot.domain.outcomes.commands import Unknown
from bot.domain.rounds import RUNNING
from bot.engine import access, grouping, lists, rosters
from bot.engine.handlers import asking
from bot.engine.handlers.ordered.finding import nearest_names, own_teams
from bot.engine.work import EventContext


def circle_outcome(turn: EventContext, name: str) -> CircleShown:
    """Return the acting person's own circle, or the one team of it that is named. Refused for a team that is not in it (C11)."""
    acting = access.require_member(turn)
    primary = lists.primary_of(turn, acting)
    running = _running_round(turn, acting)
    now = _on_roster(turn, running) if running else ()
    after = _people_of_next_round(turn, primary.id) if primary else ()
    others = _other_lists(turn, acting, {row.team for row in (*now, *after)})
    if name:
        names = {row.team for row in (*now, *after, *others)}
        if name.lower() not in (one.lower() for one in names):
            names |= {row.name for row in own_teams(turn)}
            raise Refusal(Unknown(noun="team", nearest=nearest_names(name, sorted(names))), quotes=(name,))
        now, after, others = (
            tuple(row for row in rows if row.team.lower() == name.lower()) for rows in (now, after, others)
        )
    same = [row.names for row in now] == [row.names for row in after]
    return CircleShown(own=primary.name if primary else "", now=() if same else now, after=after, others=others)


def _running_round(turn: EventContext, member: Member) -> Round | None:
    rounds = turn.uow.rounds.where(state=RUNNING)
    mine = {row.round for row in turn.uow.interviews.where(member=member.id)} if rounds else set()
    return next((row for row in rounds if row.id in mine), None)


def _on_roster(turn: EventContext, round_: Round) -> tuple[TeamPeople, ...]:
    """Who counts in a round, by the team that counts them; whoever was forgotten since has no name any more."""
    rows = turn.uow.interviews.where(round=round_.id)
    names = {row.id: row.name for row in turn.uow.members.where(id=tuple(row.member for row in rows))}
    return tuple(
        TeamPeople(
            team=name, names=tuple(sorted(names[row.member] for row in rows if row.team == id and row.member in names))
        )
        for id, name in asking.team_names(turn, round_).items()
    )


def _people_of_next_round(turn: EventContext, team: str) -> tuple[TeamPeople, ...]:
    """Who would count if the next round opened now."""
    group = grouping.plan_groups(turn, after_running=True).groups.get(team)
    ids = sorted(group.teams if group else (team,), key=lambda id: (id != team, id))
    return tuple(_people_of_team(turn, id) for id in ids)


def _other_lists(turn: EventContext, member: Member, known: set[str]) -> tuple[TeamPeople, ...]:
    """The teams on whose lists somebody is, and which do not ask them."""
    rows = [_people_of_team(turn, row.team) for row in turn.uow.memberships.where(member=member.id)]
    return tuple(sorted((row for row in rows if row.team not in known), key=lambda row: row.team))


def _people_of_team(turn: EventContext, team: str) -> TeamPeople:
    row, there = turn.uow.teams.get(team), rosters.list_of(turn, team)
    return TeamPeople(
        team=row.name if row else "",
        names=tuple(one.name for one in there.counted),
        elsewhere=tuple(one.name for one in there.elsewhere),
        waiting=tuple(one.name for one, _ in there.waiting),
    )
