"""Deadlines of schedules and rounds: settings of organisation, teams and rounds, converted for the calendar's arithmetic.

Schedules follow the settings of now. A round follows its own windows, from its opening to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar import (
    HolidayCalendar,
    HolidayPolicy,
    Occurrence,
    OwnDay,
    Pause,
    Place,
    Rule,
    Tolerance,
    deadline_after,
    due_occurrences,
    next_daily,
    next_occurrences,
    next_working_time,
)
from bot.domain.model import Closure, Organisation, Round, Schedule, Team, Windows
from bot.domain.stretch import Stretch


def zone_of(organisation: Organisation, team: Team) -> str:
    return team.zone or organisation.zone


def holidays_of(
    organisation: Organisation, schedule: Schedule | None = None, rule: Rule | None = None
) -> HolidayCalendar:
    """The public holidays of the organisation's country, its own days off, and the pause of a schedule.

    A rule that keeps to its dates on holidays does not on days off: it pauses then.
    """
    pauses: list[Pause] = []
    if schedule and schedule.pause:
        until = schedule.pause.until
        pauses.append(Pause(schedule.pause.first or date.min, until - timedelta(days=1) if until else date.max))
    if rule and rule.holiday_policy is HolidayPolicy.KEEP:
        pauses += [Pause(one.first, one.last, one.name or "closed") for one in organisation.closures]
    return HolidayCalendar(
        country=organisation.country or None,
        region=organisation.region or None,
        own_days=_days_off(organisation.closures),
        pauses=tuple(pauses),
    )


def _days_off(closures: Iterable[Closure]) -> tuple[OwnDay, ...]:
    days = (
        (one, one.first + timedelta(days=step)) for one in closures for step in range((one.last - one.first).days + 1)
    )
    return tuple(OwnDay(day, one.name or "closed") for one, day in days)


def place_of(organisation: Organisation, team: Team, schedule: Schedule) -> Place:
    rule = Rule.from_text(schedule.rule)
    return Place(rule, zone_of(organisation, team), holidays_of(organisation, schedule, rule))


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


def sends_until(
    organisation: Organisation, team: Team, schedule: Schedule, after: datetime, until: datetime
) -> tuple[Occurrence, ...]:
    """The sends after an instant and up to another; none while the schedule is paused without an end."""
    if schedule.pause == Stretch(None, None):
        return ()
    place = place_of(organisation, team, schedule)
    return tuple(due_occurrences(place.rule, place.zone, place.holidays, since=after, now=until))


def without_past_pause(schedule: Schedule, today: date) -> Schedule:
    """The schedule, no longer paused if the end of its pause has come."""
    over = schedule.pause is not None and schedule.pause.until is not None and schedule.pause.until <= today
    return replace(schedule, paused=False, paused_from=None, paused_until=None) if over else schedule


def with_next_send(organisation: Organisation, team: Team, schedule: Schedule) -> Schedule:
    """The schedule with `next_at` set from its rule and `asked_until`."""
    found = coming_sends(organisation, team, schedule, schedule.asked_until, 1)
    return replace(schedule, next_at=found[0].at if found else None)


def windows_of(organisation: Organisation, teams: Sequence[Team] = ()) -> Windows:
    """Return the windows that are set for a round of these teams; `fitting` makes those that it opens with of them.

    Of teams that are asked together everybody has the most days that one of them has, until the time of the first that has its own.
    """

    def days(usual: int, own: Callable[[Team], int]) -> int:
        return max((own(team) or usual for team in teams), default=usual)

    return Windows(
        answer_days=days(organisation.window_days, lambda team: team.windows.answer_days),
        check_days=days(organisation.check_days, lambda team: team.windows.check_days),
        decide_days=days(organisation.decide_days, lambda team: team.windows.decide_days),
        close_at=next((team.windows.close_at for team in teams if team.windows.close_at), organisation.close_at),
        country=organisation.country,
        region=organisation.region,
        closures=organisation.closures,
    )


def _end_after(round_: Round, begun: datetime, days: int, at: time | None = None) -> datetime:
    """The end of so many working days of a round, at the time of day at which its windows end or at another."""
    return _window_end(round_.windows, round_.zone, begun, days, at)


def _window_end(windows: Windows, zone: str, begun: datetime, days: int, at: time | None = None) -> datetime:
    holidays = HolidayCalendar(
        country=windows.country or None, region=windows.region or None, own_days=_days_off(windows.closures)
    )
    return deadline_after(begun, zone, holidays, days, at or time.fromisoformat(windows.close_at))


def end_of_answering(windows: Windows, zone: str, opens: datetime) -> datetime:
    return _window_end(windows, zone, opens, windows.answer_days)


def end_of_check(windows: Windows, zone: str, drafted: datetime) -> datetime:
    return _window_end(windows, zone, drafted, windows.check_days)


def end_of_decisions(windows: Windows, zone: str, asked: datetime) -> datetime:
    return _window_end(windows, zone, asked, windows.decide_days)


def planned_end_of(windows: Windows, zone: str, opens: datetime) -> datetime:
    """Return when the check of a round ends that opens then with these windows, if nobody challenges its draft."""
    return end_of_check(windows, zone, end_of_answering(windows, zone, opens))


def closing_of(round_: Round, opened: datetime) -> datetime:
    return _end_after(round_, opened, round_.windows.answer_days)


def reminder_of(round_: Round, opened: datetime, closes: datetime) -> datetime | None:
    """The opening's time of day, one working day before the close; None when there is no such day in between."""
    if round_.windows.answer_days < 2:
        return None
    at = opened.astimezone(ZoneInfo(round_.zone)).time()
    found = _end_after(round_, opened, round_.windows.answer_days - 1, at)
    return found if found < closes else None


def check_end_of(round_: Round, drafted: datetime) -> datetime:
    """Return when the checks of a draft end, by the windows that the round was opened with; never earlier than was planned then."""
    found = _end_after(round_, drafted, round_.windows.check_days)
    return max(found, round_.check_until or found)


def words_end_of(round_: Round, drafted: datetime, until: datetime) -> datetime:
    """Return when a draft without items takes up the words allowed since: a working day later, to leave time for weighing."""
    found = _end_after(round_, drafted, 1)
    return found if found < until else drafted + (until - drafted) / 2


def decision_end_of(round_: Round, asked: datetime) -> datetime:
    return _end_after(round_, asked, round_.windows.decide_days)


SHORTEST_REMOVAL_DELAY = timedelta(hours=1)
"""Shortest time until words that were taken back leave posted messages, so that nobody sees who took them back."""


def correction_of(round_: Round, taken_back: datetime) -> datetime:
    """Return when words that were taken back leave a posted draft: at the time of day at which the round closed."""
    closed = (round_.closes_at or taken_back).astimezone(ZoneInfo(round_.zone))
    return next_daily(taken_back + SHORTEST_REMOVAL_DELAY, round_.zone, closed.time())


def cycle_end_of(organisation: Organisation) -> datetime | None:
    """Return when the whole organisation's cycle ends: full months after it began, whatever day that is."""
    if organisation.cycle_from is None:
        return None
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 (heavy, and needed once a month)

    return organisation.cycle_from + relativedelta(months=organisation.cycle_months)


def organisation_draft_at(organisation: Organisation) -> datetime | None:
    """Return when the organisation's next draft is due: at the end of the cycle, or at that time on the next working day.

    The next cycle is counted from the end of this one all the same, so that holidays do not move it on.
    """
    end = cycle_end_of(organisation)
    return next_working_time(end, organisation.zone, holidays_of(organisation)) if end else None
