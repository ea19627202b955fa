"""One's own time zone: who works elsewhere is asked at their team's hour in their own day."""

from __future__ import annotations

from dataclasses import replace

from bot.calendar import UnclearWords, check_zone
from bot.domain.errors import Refusal
from bot.domain.outcomes.commands import ZoneUnknown
from bot.domain.outcomes.people import OwnZone
from bot.domain.own_time import SetOwnZone
from bot.engine import access
from bot.engine.context import EventContext

OF_THE_TEAM = ("team", "none", "off", "my team", "our team")


def set_own_zone(context: EventContext, command: SetOwnZone) -> None:
    member = access.require_member(context)
    if command.zone:
        zone = "" if command.zone.lower() in OF_THE_TEAM else check_zone(command.zone)
        if isinstance(zone, UnclearWords):
            raise Refusal(ZoneUnknown(nearest=(zone.suggestion,) if zone.suggestion else ()), quotes=(command.zone,))
        member = replace(member, zone=zone)
        context.uow.members.save(member)
    context.reply(OwnZone(zone=member.zone))
