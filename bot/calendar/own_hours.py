"""The hour at which one person is asked whose clock is not their team's: the team's hour, in their own day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.occurrences import first_valid_instant

DAY_BEGINS, DAY_ENDS = 8, 20
"""Hours of a person's own day outside of which nothing is sent to them unasked."""
SOON = timedelta(hours=12)
ROOM = timedelta(hours=6)
"""Time that is left at least to who is asked later than their team."""


def own_hour(now: datetime, team_zone: str, own_zone: str, until: datetime) -> datetime | None:
    """Return when somebody is to be asked whose team is asked `now`; None for now.

    It is the next time at which their clock shows what the team's clock shows now. Who has passed that hour is asked at once while
    it is day for them, and everybody is where too little time would be left before `until`. All instants are aware.
    """
    if not own_zone:
        return None
    team, own = now.astimezone(ZoneInfo(team_zone)), now.astimezone(ZoneInfo(own_zone))
    if team.utcoffset() == own.utcoffset():
        return None
    hour = team.time().replace(second=0, microsecond=0)
    days = (own.date(), own.date() + timedelta(days=1))
    at = next(at for day in days if (at := first_valid_instant(datetime.combine(day, hour), ZoneInfo(own_zone))) > now)
    is_day = DAY_BEGINS <= own.hour < DAY_ENDS
    return None if at + ROOM > until or (at - now > SOON and is_day) else at
