"""First contact with people, and signs of life: who becomes known, who has joined, who can be reached again."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import ConversationRef
from bot.domain.errors import Refusal
from bot.domain.events import LEFT_OUT, DeliveryRefused
from bot.domain.model import Handle, Member
from bot.domain.outcomes.membership import PeopleNotTaken
from bot.engine.context import EventContext
from bot.engine.people import asked_with, membership_lists


def direct_address(context: EventContext, id: str) -> ConversationRef:
    """Return the direct conversation with a platform id, on the platform of the event."""
    where = context.event.where
    return ConversationRef(platform=where.platform, workspace=where.workspace, person=id)


def wrote_directly(context: EventContext, ref: ConversationRef) -> bool:
    return (
        context.event.where.direct
        and context.event.sender.ref == ref
        and not isinstance(context.event, DeliveryRefused)
    )


def introduce_member(context: EventContext, ref: ConversationRef, name: str, left_out: str = "") -> Member:
    """A new member with one identity, who has joined if this is what they write directly."""
    return membership_lists.make_known(context, ref, name, wrote_directly(context, ref), left_out)


def introduce_sender(context: EventContext) -> Member:
    """Make the acting person known. Refused for who cannot take part, as the platform says."""
    sender = context.event.sender
    why = sender.left_out or ""
    if why in LEFT_OUT:
        raise Refusal(PeopleNotTaken(people=((sender.name, why),), you=True))
    return introduce_member(context, sender.ref, sender.name, why)


def note_joined(context: EventContext, member: Member) -> None:
    """Note that somebody who writes for the first time may be written to, and tell them of the teams that they were put in."""
    identity = context.uow.identities.get(context.person)
    if identity is None or identity.joined or not wrote_directly(context, context.event.sender.ref):
        return
    context.uow.identities.save(replace(identity, joined=True))
    for membership in context.uow.memberships.where(member=member.id):
        team = context.uow.teams.get(membership.team)
        if team:
            context.say(context.person, asked_with.outcome_of_adding(context, team, member), thread=context.own_thread)


def note_reachable(context: EventContext, member: Member) -> Member:
    """Return the member as reachable, for they write: directly, where a bot may not write first."""
    me = context.event.sender.ref
    if member.reachable or (
        membership_lists.waits_for_start(context.services.capabilities(me)) and not wrote_directly(context, me)
    ):
        return member
    back = replace(member, reachable=True)
    context.uow.members.save(back)
    return back


def remember_handle(context: EventContext) -> None:
    """Store whose public name the sender's is, so that they can be meant by it; the name itself is not kept."""
    handle = context.event.sender.handle
    if context.member is None or not handle:
        return
    id = context.uow.addresses.id_of(direct_address(context, f"@{handle.lower()}"))
    before = context.uow.handles.get(id)
    if before is None or before.member != context.member.id:
        context.uow.handles.save(Handle(id=id, member=context.member.id))
