"""Standing of accounts: the platform's word on whether somebody may take part, stored with their identity."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import check_zone
from bot.domain.events import UNCONFIRMED
from bot.domain.model import Identity
from bot.engine.context import EventContext, WorkContext
from bot.engine.people import asked_with


def note_standing(work: WorkContext, identity: Identity, left_out: str, zone: str = "") -> None:
    """Keep what the platform says now. Whoever is confirmed late hears then of the teams that they were put in.

    A `zone` that the tz database does not know is none.
    """
    if left_out == UNCONFIRMED:
        return
    known = check_zone(zone) if zone else ""
    clock = known if isinstance(known, str) and known else identity.zone
    work.uow.identities.save(replace(identity, left_out=left_out, confirmed_at=work.now, zone=clock))
    if identity.left_out == UNCONFIRMED and not left_out:
        greet_newly_reachable(work, identity.member)


def note_sender(context: EventContext) -> None:
    """Store what the platform reports of the acting person's account, if it does."""
    identity = context.uow.identities.get(context.person)
    told, zone = context.event.sender.left_out, context.event.sender.zone
    if identity and told is not None and (told != identity.left_out or (zone and zone != identity.zone)):
        note_standing(context, identity, told, zone)


def greet_newly_reachable(work: WorkContext, member: str) -> None:
    """Tell somebody who could not be told before of every team on whose list they are."""
    for membership in work.uow.memberships.where(member=member):
        team = work.uow.teams.get(membership.team)
        if team:
            asked_with.tell_added(work, team, member)
