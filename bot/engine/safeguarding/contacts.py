"""The support contacts of people at risk, and the step by which these ask to be contacted: told to nobody but by two presses."""

from __future__ import annotations

from bot.domain.model import Member
from bot.domain.outcomes import support as said
from bot.engine import access
from bot.engine.context import EventContext, WorkContext


def support_contacts(work: WorkContext) -> tuple[str, ...]:
    """Return the contacts that an admin has set, or else the operator's."""
    return work.organisation().support_contacts or work.services.support_contacts


def contact_person(work: WorkContext) -> Member | None:
    """Return who is told that somebody asks to be contacted, if one is chosen."""
    chosen = work.organisation().support_person
    return work.uow.members.get(chosen) if chosen else None


def reachable_person(context: EventContext) -> Member | None:
    """The same if they can be told now, and are somebody else than the acting member. Whether they are away is not told (C3b)."""
    person = contact_person(context)
    if person is None or context.member is None or person.id == context.member.id:
        return None
    told = any(identity.real for identity in context.uow.identities.where(member=person.id))
    return person if told and person.reachable else None


def offer_contact(context: EventContext, token: str) -> None:
    """The first press: say exactly what would be told to whom. `token` is not believed: an admin may have chosen another since."""
    acting = access.require_member(context)
    person = reachable_person(context)
    if person is None:
        context.reply_directly(said.ContactImpossible(contacts=support_contacts(context)))
    else:
        context.reply_directly(said.ContactOffered(person=person.id, name=person.name, you=acting.name))


def ask_for_contact(context: EventContext, token: str) -> None:
    """The second press: tell the person who was named in the offer, and nobody else; if another is chosen now, offer anew."""
    acting = access.require_member(context)
    person = reachable_person(context)
    if person is None or person.id != token:
        offer_contact(context, token)
        return
    context.tell(person.id, said.ContactWanted(name=acting.name))
    asked = said.ContactAskedFor(name=person.name, you=acting.name, contacts=support_contacts(context))
    context.reply_directly(asked)


def decline_contact(context: EventContext) -> None:
    context.reply_directly(said.ContactDeclined())
