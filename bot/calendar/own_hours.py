"""The hour at which one person is asked whose clock or quiet hours are their own: the team's hour, in their own day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.occurrences import first_valid_instant

SOON = timedelta(hours=12)
ROOM = timedelta(hours=6)
"""Time that is left at least to who is asked later than their team."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of a person's own day in which nothing is asked of them; `begin` may be later than `end`, across midnight."""

    begin: time = time(20)
    end: time = time(8)

    def holds(self, at: time) -> bool:
        if self.begin <= self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end


USUAL = QuietHours()


def own_hour(
    now: datetime, team_zone: str, own_zone: str, until: datetime, quiet: QuietHours | None = None
) -> datetime | None:
    """Return when somebody is to be asked whose team is asked `now`; None for now. `quiet` are hours that they have set.

    It is the next time at which their clock shows what the team's clock shows now, or the end of their quiet hours. Who has passed
    that hour is asked at once while it is day for them, and everybody is where too little time would be left before `until`.
    All instants are aware.
    """
    zone = ZoneInfo(own_zone or team_zone)
    at = _same_hour(now, ZoneInfo(team_zone), zone, None if quiet else USUAL)
    if quiet and quiet.holds(at.astimezone(zone).time()):
        at = _next_time(at, quiet.end, zone)
    return None if at == now or at + ROOM > until else at


def _same_hour(now: datetime, team_zone: ZoneInfo, zone: ZoneInfo, night: QuietHours | None) -> datetime:
    """Return when the own clock shows the team's hour; `now` where both show the same, or it has passed and is not night."""
    team, own = now.astimezone(team_zone), now.astimezone(zone)
    if team.utcoffset() == own.utcoffset():
        return now
    at = _next_time(now, team.time().replace(second=0, microsecond=0), zone)
    return now if at - now > SOON and not (night and night.holds(own.time())) else at


def _next_time(after: datetime, hour: time, zone: ZoneInfo) -> datetime:
    """Return the next instant after `after` at which the clock of `zone` shows `hour`."""
    day = after.astimezone(zone).date()
    days = (day, day + timedelta(days=1))
    return next(at for on in days if (at := first_valid_instant(datetime.combine(on, hour), zone)) > after)
