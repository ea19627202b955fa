"""The clock and the quiet hours by which one person is asked."""

from __future__ import annotations

from datetime import time

from bot.calendar import QuietHours
from bot.domain.model import TEAM_ZONE, Member
from bot.engine.context import WorkContext


def own_zone_of(work: WorkContext, member: Member) -> str:
    """Return the zone of a person's clock: as they have said, else as their platform says; empty for their team's."""
    if member.zone:
        return "" if member.zone == TEAM_ZONE else member.zone
    return told_zone(work, member)


def told_zone(work: WorkContext, member: Member) -> str:
    """Return the zone that a platform tells of a person; empty where none does."""
    told = (identity for identity in work.uow.identities.where(member=member.id) if identity.zone)
    return min((identity.zone for identity in told), default="")


def quiet_of(member: Member) -> QuietHours | None:
    """Return the quiet hours that a person has set, if any."""
    if not member.quiet_from:
        return None
    return QuietHours(time.fromisoformat(member.quiet_from), time.fromisoformat(member.quiet_until))
