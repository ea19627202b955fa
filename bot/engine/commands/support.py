"""Commands about whom people can turn to who are at risk."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import commands as order
from bot.domain.outcomes import support as said
from bot.domain.outcomes.commands import Earlier
from bot.engine import access, audit_trail, lookup
from bot.engine.context import EventContext
from bot.engine.safeguarding import contacts
from bot.engine.safeguarding.support_first import shown_support


def show_support(context: EventContext, command: order.ShowSupport) -> None:
    """To anybody, and in their own chat: nobody sees who asked."""
    context.reply_directly(shown_support(context))


def show_contacts(context: EventContext, command: order.ShowSupportContacts) -> None:
    context.reply(_as_set(context))


def set_contacts(context: EventContext, command: order.SetSupportContacts) -> None:
    row = context.organisation()
    context.uow.organisations.save(replace(row, support_contacts=command.contacts))
    earlier = _note(context, "support contacts set", "; ".join(command.contacts) or "cleared")
    former = row.support_contacts if row.support_contacts != command.contacts else ()
    context.reply(replace(_as_set(context), changed=True, former=former, earlier=earlier))


def set_person(context: EventContext, command: order.SetSupportPerson) -> None:
    members, others = lookup.find_people(context, command.people)
    lookup.refuse_people(context, others)
    if command.people and not members:
        return
    chosen = members[0] if members else None
    row = context.organisation()
    context.uow.organisations.save(replace(row, support_person=chosen.id if chosen else ""))
    earlier = _note(context, "support person set", chosen.name if chosen else "nobody")
    acting = access.require_member(context)
    if chosen and chosen.id not in (acting.id, row.support_person):
        context.tell(chosen.id, said.SupportPersonTold(by=acting.name))
    context.reply(replace(_as_set(context), changed=True, earlier=earlier))


def _note(context: EventContext, action: str, subject: str) -> Earlier | None:
    earlier = audit_trail.earlier_change(context, action)
    audit_trail.record_audit(context, action, subject)
    return earlier


def _as_set(context: EventContext) -> said.SupportContactsShown:
    person = contacts.contact_person(context)
    return said.SupportContactsShown(
        contacts=contacts.support_contacts(context),
        person=person.name if person else "",
        by_operator=not context.organisation().support_contacts,
    )
