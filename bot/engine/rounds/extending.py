"""Orders about a team's open round: close it later, never earlier (C11), and send its one reminder now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar import first_valid_instant
from bot.domain import repairs as order
from bot.domain import rounds
from bot.domain.errors import Refusal
from bot.domain.model import Round, RoundState, Team, Urgency
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import repairs as told
from bot.domain.stretch import Stretch
from bot.engine import access, audit_trail, dates, lookup
from bot.engine.context import EventContext
from bot.engine.people import team_channels
from bot.engine.rounds import merge_plan, opening, overlaps, round_facts

LONGEST = timedelta(days=31)
"""By which a round can be made longer at once."""
_DAY = timedelta(days=1)


def extend_round(context: EventContext, command: order.ExtendRound) -> None:
    team = lookup.find_team(context, command.team)
    round_ = _open_round(context, team)
    extend_until(context, team, round_, dates.read_days(command.when, _day_context(context, team, round_)))


def choose_extension(context: EventContext, token: str) -> None:
    """The days that were asked back, as a button has them: the team and the days."""
    id, _, days = token.partition(":")
    access.lead_or_admin(context, id)
    team = context.uow.teams.get(id)
    if team is None:
        raise Refusal(said.NotForYou(who="admins"))
    round_ = _open_round(context, team)
    extend_until(context, team, round_, dates.chosen_days(days, _day_context(context, team, round_)))


def extend_until(context: EventContext, team: Team, round_: Round, days: Stretch) -> None:
    """Let a round be open to the end of these days, at the time of day at which it closes, and tell everybody who was asked."""
    closes = round_facts.closing_time(round_)
    until = _end_of(round_, days)
    refused = told.RoundNotExtended(team=team.name, why="earlier", until=closes, zone=round_.zone)
    if not access.may_order_round(context, access.require_member(context), round_.teams):
        raise Refusal(replace(refused, why="together"))
    if until is None or until <= closes:
        raise Refusal(refused)
    if until > max(closes, context.now) + LONGEST:
        raise Refusal(replace(refused, why="far"))
    extended = rounds.with_next_at(replace(round_, closes_at=until))
    context.uow.rounds.save(extended)
    names = round_facts.team_names(context, extended)
    audit_trail.record_audit(context, "round extended", f"{team.name}: {_day(extended)}", before=_day(round_))
    for one, channel in team_channels.channels_of(context, extended):
        context.say(channel, told.RoundExtended(team=one.name, until=until, zone=extended.zone))
    for interview in context.uow.interviews.where(round=extended.id):
        notice = told.RoundExtended(team=names.get(interview.team, team.name), until=until, zone=extended.zone)
        if merge_plan.is_askable(context.uow.members.get(interview.member), context.now, extended.zone):
            context.tell(interview.member, notice, Urgency.PROMPT)
    context.reply(
        told.RoundExtended(
            team=team.name, until=until, zone=extended.zone, done=True, overlap=overlaps.dates_in(context, team)
        )
    )


def remind_all(context: EventContext, command: order.RemindAll) -> None:
    """Send the round's one reminder now, to the same people and in the same words as at its own time."""
    team = lookup.find_team(context, command.team)
    round_ = _find_open_round(context, team)
    why = "" if round_ else "not open"
    if round_ and round_.reminded:
        why = "reminded"
    elif round_ and round_.cancels_at:
        why = "cancelling"
    elif round_ and not access.may_order_round(context, access.require_member(context), round_.teams):
        why = "together"
    if round_ is None or why:
        raise Refusal(told.NotReminded(team=team.name, why=why))
    opening.remind_everyone(context, round_)
    audit_trail.record_audit(context, "reminded all", team.name)
    context.reply(told.AllReminded(team=team.name))


def _open_round(context: EventContext, team: Team) -> Round:
    found = _find_open_round(context, team)
    if found is None:
        raise Refusal(told.RoundNotExtended(team=team.name, why="not open"))
    return found


def _find_open_round(context: EventContext, team: Team) -> Round | None:
    found = context.uow.rounds.where(state=RoundState.OPEN)
    return next((row for row in found if team.id in row.teams), None)


def _end_of(round_: Round, days: Stretch) -> datetime | None:
    if days.until is None:
        return None
    last = days.until - _DAY if days.through else days.until
    local = datetime.combine(last, time.fromisoformat(round_.windows.close_at))
    return first_valid_instant(local, ZoneInfo(round_.zone))


def _day(round_: Round) -> str:
    closes = round_facts.closing_time(round_).astimezone(ZoneInfo(round_.zone))
    return f"{closes.day} {closes:%B %Y at %H:%M}"


def _day_context(context: EventContext, team: Team, round_: Round) -> dates.DayContext:
    examples = (f"round extend {team.name} until Friday", f"round extend {team.name} for two days")
    return dates.DayContext(context.now, round_.zone, examples, "extend", team.id)
