"""Status of the teams: rounds, times, what could not be delivered. Never a count of answers (C3), or of messages to people,
which would show how many stopped or are away (C3b).
"""

from __future__ import annotations

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import Delivery, Incident, IncidentKind, OutboxMessage, Round, RoundState, Team, Urgency
from bot.domain.outcomes import status as said
from bot.domain.outcomes.commands import NotForYou
from bot.domain.rounds import CLOSED, RUNNING, open_until
from bot.engine import lookup, stuck
from bot.engine.context import EventContext
from bot.engine.outbox import reporting
from bot.engine.people import membership_lists, rosters
from bot.engine.rounds import deadlines, merge_plan
from bot.engine.rounds.rounds_ahead import NextRound, next_rounds


def show_status(context: EventContext, command: order.ShowStatus) -> None:
    teams = lookup.own_teams(context)
    if not teams and not (context.member and context.member.admin):
        raise Refusal(NotForYou(who="leads and admins"))
    running = {team: row for row in context.uow.rounds.where(state=RUNNING) for team in row.teams}
    plan = merge_plan.plan_groups(context)
    admin = context.member is not None and context.member.admin
    undelivered = _undelivered_by_team(context, teams) if admin else {}
    coming = next_rounds(context, teams)
    rows = tuple(
        _status_row(context, team, running.get(team.id), plan, undelivered.get(team.id), coming.get(team.id))
        for team in teams
    )
    context.reply(
        said.StatusShown(
            rows=rows,
            troubles=_troubles_of(context, teams, admin),
            waiting=admin and _any_post(context, Delivery.WAITING, Delivery.RESTING),
            uncertain=admin and _any_post(context, Delivery.UNCERTAIN),
            looked_for=admin and _any_post(context, Delivery.UNSETTLED),
            not_joined=() if running else _not_joined(context, teams),
            set_aside=context.uow.set_aside() if admin else 0,
        )
    )


def _any_post(context: EventContext, *states: Delivery) -> bool:
    """Return whether a post in a channel, or a digest, is in one of these states. Of no other message anything is told: who knows
    what became of those to themselves would know that somebody else was answered, or that somebody is still written to."""
    return any(_is_post(context, message) for message in context.uow.outbox.where(state=states))


def _is_post(context: EventContext, message: OutboxMessage) -> bool:
    if message.urgency is Urgency.DIGEST or message.private_to:
        return not message.private_to
    ref = context.uow.addresses.ref(message.to)
    return ref is not None and not ref.direct


def _status_row(
    context: EventContext,
    team: Team,
    round_: Round | None,
    plan: merge_plan.MergePlan,
    undelivered: bool | None,
    coming: NextRound | None,
) -> said.StatusRow:
    group = plan.groups.get(team.id)
    together = round_.teams if round_ else group.teams if group else ()
    return said.StatusRow(
        team=team.name,
        people=rosters.size_of(context, team.id),
        state=round_.state.value if round_ else "",
        until=open_until(round_) if round_ else None,
        next_at=coming.at if coming else None,
        zone=deadlines.zone_of(context.organisation(), team),
        asked_with=merge_plan.names_of(context, tuple(id for id in together if id != team.id)),
        cancels_at=round_.cancels_at if round_ else None,
        undelivered=None if round_ and round_.state is RoundState.OPEN else undelivered,
    )


def _undelivered_by_team(context: EventContext, teams: list[Team]) -> dict[str, bool]:
    """By team, whether its last round that closed did not reach somebody: as it was at the close, and not what happened since."""
    last = tuple({team.last_round for team in teams if team.last_round})
    closed = {row.id: row.undelivered for row in context.uow.rounds.where(id=last, state=CLOSED)} if last else {}
    return {team.id: closed[team.last_round] for team in teams if team.last_round in closed}


def _troubles_of(context: EventContext, teams: list[Team], admin: bool) -> tuple[said.Trouble, ...]:
    """The teams whose channel is missing, or takes no messages; to admins also what else does not work."""
    incidents = context.uow.incidents.where()
    refusing = {row.subject: row.why for row in incidents if row.kind is IncidentKind.REFUSING}
    found = []
    for team in teams:
        row = membership_lists.following_of(context, team)
        unread = "unread" if row and row.trouble else ""
        why = refusing.get(team.channel) or unread if team.channel else "homeless"
        found += [said.Trouble(where=team.name, why=why)] if why else []
    for each in incidents:
        if admin and _is_for_admins(each):
            found.append(said.Trouble(where=each.subject, why=each.kind.value))
        elif each.kind is IncidentKind.STUCK and each.told and (admin or _concerns_teams(context, each, teams)):
            what, _, _ = each.subject.partition(":")
            found.append(said.Trouble(where=stuck.name_of(context, each.subject), why=f"stuck {what}"))
    return tuple(sorted(found, key=lambda each: (each.where, each.why)))


def _is_for_admins(incident: Incident) -> bool:
    return incident.kind in _FOR_ADMINS and incident.why != reporting.OF_PEOPLE


def _concerns_teams(context: EventContext, incident: Incident, teams: list[Team]) -> bool:
    return not {team.id for team in teams}.isdisjoint(stuck.teams_of(context.uow, incident.subject))


_FOR_ADMINS = (
    IncidentKind.TOKEN,
    IncidentKind.UNREACHABLE,
    IncidentKind.LIMITED,
    IncidentKind.UNSEEN,
    IncidentKind.WRONG,
    IncidentKind.SILENT,
    IncidentKind.UNHEARD,
)


def _not_joined(context: EventContext, teams: list[Team]) -> tuple[str, ...]:
    members = {row.member for team in teams for row in context.uow.memberships.where(team=team.id)}
    waiting = {row.member for row in context.uow.identities.where(joined=False)}
    names = [row.name for row in context.uow.members.where(id=tuple(members & waiting))]
    return tuple(sorted(names))
