"""Leave that an admin notes for somebody else, who is told and can say otherwise."""

from __future__ import annotations

from bot.domain import repairs as order
from bot.domain.errors import Refusal
from bot.domain.model import Member
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import repairs as told
from bot.domain.stretch import Stretch
from bot.engine import access, audit_trail, dates, lookup
from bot.engine.context import EventContext
from bot.engine.people import membership_lists

_EXAMPLES = ("member away @name until Monday", "member away @name from 3 to 7 April")


def send_away(context: EventContext, command: order.SendAway) -> None:
    member = _known(context, command.person)
    _note_leave(context, member, dates.read_days(command.when, _day_context(context, member)))


def choose_leave_of(context: EventContext, token: str) -> None:
    """The days that were asked back, as a button has them: the person and the days."""
    access.require_admin(context)
    id, _, days = token.partition(":")
    member = context.uow.members.get(id)
    if member is None:
        raise Refusal(said.NotForYou(who="admins"))
    _note_leave(context, member, dates.chosen_days(days, _day_context(context, member)))


def bring_back(context: EventContext, command: order.BringBack) -> None:
    _note_leave(context, _known(context, command.person), None)


def _known(context: EventContext, id: str) -> Member:
    member = lookup.known_person(context, id)
    if member is None:
        raise Refusal(told.PersonUnknown(name=lookup.name_of(context, id)))
    return member


def _note_leave(context: EventContext, member: Member, days: Stretch | None) -> None:
    by = access.require_member(context)
    context.uow.members.save(member.on_leave(days))
    audit_trail.record_audit(context, "leave noted" if days else "leave ended", member.name)
    today = _day_context(context, member).today
    if member.id != by.id:
        context.tell(member.id, told.LeaveNoted(name=member.name, days=days, today=today, by=by.name))
    context.reply(told.LeaveNoted(name=member.name, days=days, today=today))


def _day_context(context: EventContext, member: Member) -> dates.DayContext:
    zone = membership_lists.zone_where_asked(context, member)
    return dates.DayContext(context.now, zone, _EXAMPLES, "away.other", member.id)
