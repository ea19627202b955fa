"""Days on which the organisation is closed: nobody is asked, and they count as no working days, from the next round on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.calendar import UnclearWords
from bot.calendar.calendar_file import read_calendar
from bot.calendar.dates import Unsure, read_stretch
from bot.domain import repairs as order
from bot.domain.errors import Refusal
from bot.domain.model import Closure
from bot.domain.outcomes.closures import ClosuresRefused, ClosuresShown
from bot.domain.outcomes.dates import DaysNotUnderstood
from bot.domain.rounds import RUNNING, is_of_organisation
from bot.domain.stretch import Stretch
from bot.engine import access, audit_trail, dates
from bot.engine.commands.dates_left_out import told_of_dates
from bot.engine.context import EventContext
from bot.engine.rounds import deadlines
from bot.engine.sanitize import storable_text

MOST_CLOSURES = 60
LONGEST_NAME = 60
_LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)
_EXAMPLES = ("closed add 24 December to 2 January: Christmas", "closed add 17 July: summer party")


def list_closures(context: EventContext, command: order.ListClosures) -> None:
    _show(context, "")


def add_closure(context: EventContext, command: order.AddClosure) -> None:
    _add(context, _days_meant(context, command.when), command.name)


def add_calendar(context: EventContext, command: order.AddCalendar) -> None:
    """Note all whole days to come of a calendar, or none of them; those that are noted already stay as they are."""
    today, found = _day_context(context).today, read_calendar(command.text)
    given = [one for one in found.days if one.last >= today and one.last - one.first <= _LONGEST]
    coming = tuple(one for one in context.organisation().closures if one.last >= today)
    known = {(one.first, one.last) for one in coming}
    new = [
        Closure(first=one.first, last=one.last, name=storable_text(one.name)[:LONGEST_NAME])
        for one in given
        if (one.first, one.last) not in known
    ]
    if not given:
        raise Refusal(ClosuresRefused(why="calendar"))
    if len(coming) + len(new) > MOST_CLOSURES:
        raise Refusal(ClosuresRefused(why="many"))
    with told_of_dates(context):
        _save(context, tuple(sorted((*coming, *new), key=_by_day)))
        audit_trail.record_audit(context, "days off added", f"{len(new)} from a calendar")
        _show(context, "added", found.others + len(found.days) - len(given))


def _by_day(closure: Closure) -> tuple[date, date, str]:
    return closure.first, closure.last, closure.name


def choose_closure(context: EventContext, days: str) -> None:
    """The days that were asked back, as a button has them; without a name, which was in the message."""
    access.require_admin(context)
    _add(context, dates.chosen_days(days, _day_context(context)), "")


def remove_closure(context: EventContext, command: order.RemoveClosure) -> None:
    """Take away the days off that one day is of."""
    days = _days_meant(context, command.when)
    day = days.first or _day_context(context).today
    organisation = context.organisation()
    kept = tuple(one for one in organisation.closures if not one.first <= day <= one.last)
    if len(kept) == len(organisation.closures):
        raise Refusal(ClosuresRefused(why="none"))
    with told_of_dates(context):
        _save(context, kept)
        audit_trail.record_audit(context, "days off removed", day.isoformat())
        _show(context, "removed")


def _add(context: EventContext, days: Stretch, name: str) -> None:
    today = _day_context(context).today
    first = days.first or today
    if days.until is None or days.until - first > _LONGEST:
        raise Refusal(ClosuresRefused(why="long"))
    last = days.until - _DAY
    if last < today:
        raise Refusal(ClosuresRefused(why="past"))
    closures = tuple(one for one in context.organisation().closures if one.last >= today)
    if len(closures) >= MOST_CLOSURES:
        raise Refusal(ClosuresRefused(why="many"))
    added = Closure(first=first, last=max(first, last), name=name)
    days_off = f"{added.first.isoformat()} to {added.last.isoformat()} {name}".strip()
    with told_of_dates(context):
        _save(context, tuple(sorted((*closures, added), key=_by_day)))
        audit_trail.record_audit(context, "days off added", days_off)
        _show(context, "added")


def _save(context: EventContext, closures: tuple[Closure, ...]) -> None:
    organisation = replace(context.organisation(), closures=closures)
    context.uow.organisations.save(organisation)
    for schedule in context.uow.schedules.where():
        team = context.uow.teams.get(schedule.team)
        if team:
            context.uow.schedules.save(deadlines.with_next_send(organisation, team, schedule))


def _show(context: EventContext, change: str, left_out: int = 0) -> None:
    today = _day_context(context).today
    coming = tuple(one for one in context.organisation().closures if one.last >= today)
    running = any(not is_of_organisation(row) for row in context.uow.rounds.where(state=RUNNING))
    context.reply(ClosuresShown(closures=coming, today=today, change=change, running=running, left_out=left_out))


def _days_meant(context: EventContext, words: str) -> Stretch:
    """The days meant; days off are planned long before, so that a far date is not asked back."""
    day_context = _day_context(context)
    answer = read_stretch(words, now=day_context.now, zone=day_context.zone)
    if isinstance(answer, UnclearWords):
        raise Refusal(DaysNotUnderstood(what=answer.what, examples=day_context.examples))
    if not isinstance(answer, Unsure):
        return answer
    begin = [one for one in answer.choices if one.first is not None]
    return begin[0] if len(begin) == 1 else dates.read_days(words, day_context)


def _day_context(context: EventContext) -> dates.DayContext:
    return dates.DayContext(context.now, context.organisation().zone, _EXAMPLES, "closed")
