"""One's own time: the clock by which somebody is asked at their team's hour, and the hours in which they are not asked."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import UnclearWords, check_zone, read_hours
from bot.domain.errors import Refusal
from bot.domain.model import TEAM_ZONE, Member
from bot.domain.outcomes.commands import ZoneUnknown
from bot.domain.outcomes.people import OwnQuietHours, OwnZone, QuietHoursUnclear
from bot.domain.own_time import SetOwnZone, SetQuietHours
from bot.engine import access
from bot.engine.context import EventContext
from bot.engine.people import own_clock

OF_THE_TEAM = (TEAM_ZONE, "none", "off", "my team", "our team")
USUAL = ("usual", "the usual", "none", "off")


def is_zone(words: str) -> bool:
    return words.lower() in OF_THE_TEAM or not isinstance(check_zone(words), UnclearWords)


def are_quiet_hours(words: str) -> bool:
    return words.lower() in USUAL or read_hours(words) is not None


def set_own_zone(context: EventContext, command: SetOwnZone) -> None:
    member = access.require_member(context)
    if command.zone:
        zone = TEAM_ZONE if command.zone.lower() in OF_THE_TEAM else check_zone(command.zone)
        if isinstance(zone, UnclearWords):
            raise Refusal(ZoneUnknown(nearest=(zone.suggestion,) if zone.suggestion else ()), quotes=(command.zone,))
        member = replace(member, zone=zone)
        context.uow.members.save(member)
    context.reply(OwnZone(zone=own_clock.own_zone_of(context, member), told=not member.zone))


def set_quiet_hours(context: EventContext, command: SetQuietHours) -> None:
    member = access.require_member(context)
    if command.words:
        member = _with_quiet_hours(member, command.words)
        context.uow.members.save(member)
    context.reply(OwnQuietHours(begin=member.quiet_from, end=member.quiet_until))


def _with_quiet_hours(member: Member, words: str) -> Member:
    if words.lower() in USUAL:
        return replace(member, quiet_from="", quiet_until="")
    hours = read_hours(words)
    if hours is None:
        raise Refusal(QuietHoursUnclear())
    return replace(member, quiet_from=f"{hours.begin:%H:%M}", quiet_until=f"{hours.end:%H:%M}")
