"""The organisation's and the teams' settings, as the calendar's arithmetic wants them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar import (
    HolidayCalendar,
    Occurrence,
    Pause,
    Place,
    Rule,
    Tolerance,
    deadline_after,
    next_daily,
    next_occurrences,
)
from bot.domain.model import Organisation, Round, Schedule, Team
from bot.domain.stretch import Stretch


def zone_of(organisation: Organisation, team: Team) -> str:
    return team.zone or organisation.zone


def holidays_of(organisation: Organisation, schedule: Schedule | None = None) -> HolidayCalendar:
    """The public holidays of the organisation's country, and the pause of a schedule."""
    pauses: tuple[Pause, ...] = ()
    if schedule and schedule.pause:
        until = schedule.pause.until
        pauses = (Pause(schedule.pause.first or date.min, until - timedelta(days=1) if until else date.max),)
    return HolidayCalendar(country=organisation.country or None, region=organisation.region or None, pauses=pauses)


def place_of(organisation: Organisation, team: Team, schedule: Schedule) -> Place:
    return Place(Rule.from_text(schedule.rule), zone_of(organisation, team), holidays_of(organisation, schedule))


def tolerance_of(organisation: Organisation) -> Tolerance:
    return Tolerance(
        timedelta(minutes=organisation.lateness_minutes),
        time.fromisoformat(organisation.work_from),
        time.fromisoformat(organisation.work_until),
    )


def coming_sends(
    organisation: Organisation, team: Team, schedule: Schedule, after: datetime, count: int
) -> tuple[Occurrence, ...]:
    """The next `count` sends after an instant; none while the schedule is paused without an end."""
    if schedule.pause == Stretch(None, None):
        return ()
    place = place_of(organisation, team, schedule)
    return next_occurrences(place.rule, place.zone, place.holidays, after, count)


def without_past_pause(schedule: Schedule, today: date) -> Schedule:
    """The schedule, no longer paused if the end of its pause has come."""
    over = schedule.pause is not None and schedule.pause.until is not None and schedule.pause.until <= today
    return replace(schedule, paused=False, paused_from=None, paused_until=None) if over else schedule


def with_next_at(organisation: Organisation, team: Team, schedule: Schedule) -> Schedule:
    """The schedule with `next_at` set from its rule and `asked_until`."""
    found = coming_sends(organisation, team, schedule, schedule.asked_until, 1)
    return replace(schedule, next_at=found[0].at if found else None)


def _closing_time(organisation: Organisation) -> time:
    return time.fromisoformat(organisation.close_at)


def closing_of(organisation: Organisation, zone: str, opened: datetime) -> datetime:
    return deadline_after(
        opened, zone, holidays_of(organisation), organisation.window_days, _closing_time(organisation)
    )


def reminder_of(organisation: Organisation, zone: str, opened: datetime, closes: datetime) -> datetime | None:
    """The opening's time of day, one working day before the close; None when there is no such day in between."""
    if organisation.window_days < 2:
        return None
    at = opened.astimezone(ZoneInfo(zone)).time()
    found = deadline_after(opened, zone, holidays_of(organisation), organisation.window_days - 1, at)
    return found if found < closes else None


def check_end_of(organisation: Organisation, round_: Round, drafted: datetime) -> datetime:
    """Return when the checks of a draft end, by the windows that the round was opened with; never earlier than was planned then."""
    at = time.fromisoformat(round_.close_at)
    found = deadline_after(drafted, round_.zone, holidays_of(organisation), round_.check_days, at)
    return max(found, round_.check_until or found)


def decision_end_of(organisation: Organisation, round_: Round, asked: datetime) -> datetime:
    at = time.fromisoformat(round_.close_at)
    return deadline_after(asked, round_.zone, holidays_of(organisation), round_.decide_days, at)


UNSEEN = timedelta(hours=1)
"""What a person takes back leaves messages that are posted this much later at the earliest, so that nobody sees who did."""


def correction_of(round_: Round, taken_back: datetime) -> datetime:
    """Return when words that were taken back leave a posted draft: at the time of day at which the round closed."""
    closed = (round_.closes_at or taken_back).astimezone(ZoneInfo(round_.zone))
    return next_daily(taken_back + UNSEEN, round_.zone, closed.time())


def cycle_end_of(organisation: Organisation) -> datetime | None:
    """Return when the whole organisation's next release is due: full months after the last one."""
    if organisation.cycle_from is None:
        return None
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 (heavy, and needed once a month)

    return organisation.cycle_from + relativedelta(months=organisation.cycle_months)
