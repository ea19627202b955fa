"""Windows of the organisation and of single teams: from the next round on; a round that is running keeps its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from bot.calendar import UnclearWords, read_time_of_day
from bot.domain import window_commands as order
from bot.domain.model import Organisation, OwnWindows, Team, Windows
from bot.domain.model.own_windows import AS_ORGANISATION
from bot.domain.outcomes.windows import RoundsOverlap, WindowsLine, WindowsSet, WindowsShown, WindowsTold
from bot.domain.rounds import RUNNING, is_of_organisation
from bot.engine import audit_trail, lookup
from bot.engine.commands.schedules import not_understood
from bot.engine.context import EventContext
from bot.engine.rounds import deadlines, offers_that_fit, rounds_ahead
from bot.engine.rounds.overlaps import overlaps_of

_HOUR_ALONE = re.compile(r"\d{1,2}")
WINDOWS_SET = "windows set"
TEAM_WINDOWS_SET = "windows of a team set"


def show_windows(context: EventContext, command: order.ShowWindows) -> None:
    organisation = context.organisation()
    teams = sorted(_with_own(context), key=lambda team: team.name.lower())
    lines = tuple(_line_of(organisation, team) for team in teams)
    shortened = _shortened_lines(context, context.uow.teams.where(archived=False))
    context.reply(WindowsShown(organisation=_line_of(organisation), teams=lines, shortened=shortened))


def set_windows(context: EventContext, command: order.SetWindows) -> None:
    command = replace(command, close_at=_time_of(command) if command.close_at else "")
    if command.team:
        team = lookup.find_team(context, command.team)
        given = {name: value for name in OwnWindows.__slots__ if (value := getattr(command, name))}
        _give_windows(context, team, replace(team.windows, **given))
    else:
        _set_for_all(context, command)


def is_time(words: str) -> bool:
    return not isinstance(_read_time(words), UnclearWords)


def _read_time(words: str) -> time | UnclearWords:
    """Return the time of day that is meant; an hour alone is a full one."""
    return read_time_of_day(f"{words}:00" if _HOUR_ALONE.fullmatch(words) else words)


def _time_of(command: order.SetWindows) -> str:
    """Return the time of a command as “17:00”. Raises a Refusal that says why it is none, and what would be one."""
    found = _read_time(command.close_at)
    if isinstance(found, UnclearWords):
        team = f"{command.team}: " if command.team else ""
        raise not_understood(found, f"windows set {team}close ")
    return found.isoformat("minutes")


def reset_windows(context: EventContext, command: order.ResetWindows) -> None:
    _give_windows(context, lookup.find_team(context, command.team), AS_ORGANISATION)


def put_back(context: EventContext, team: Team, values: list[str]) -> None:
    """Give a team the windows that it had, as `undo` has them."""
    answer, check, decide, close_at = values
    own = OwnWindows(answer_days=int(answer), check_days=int(check), decide_days=int(decide), close_at=close_at)
    _save(context, replace(team, windows=own))


def _give_windows(context: EventContext, team: Team, own: OwnWindows) -> None:
    changed = replace(team, windows=own)
    line = _line_of(context.organisation(), changed)
    if own == team.windows:
        context.reply(WindowsSet(line=line, same=True))
        return
    before = _line_of(context.organisation(), team)
    audit_trail.record_audit(
        context,
        TEAM_WINDOWS_SET,
        f"{team.name}: {_in_short(line)}",
        before=_in_short(before),
        undo=("team-windows", team.id, *_to_undo(team.windows)),
    )
    _save(context, changed)
    overlaps, shortened = _overlaps_of(context, [changed]), _shortened_lines(context, [changed])
    context.reply(WindowsSet(line=line, running=_runs(context, team.id), overlaps=overlaps, shortened=shortened))


def _save(context: EventContext, team: Team) -> None:
    context.uow.teams.save(team)
    if team.channel:
        shortened = _shortened_of(context, [team]).get(team.id)
        context.say(team.channel, WindowsTold(line=_line_of(context.organisation(), team), shortened=shortened))


def _set_for_all(context: EventContext, command: order.SetWindows) -> None:
    before = context.organisation()
    changed = replace(
        before,
        window_days=command.answer_days or before.window_days,
        check_days=command.check_days or before.check_days,
        decide_days=command.decide_days or before.decide_days,
        close_at=command.close_at or before.close_at,
    )
    line = _line_of(changed)
    if not change_for_all(context, changed):
        context.reply(WindowsSet(line=line, same=True))
        return
    others = tuple(sorted(team.name for team in _with_own(context)))
    teams = context.uow.teams.where(archived=False)
    overlaps, shortened = _overlaps_of(context, teams), _shortened_lines(context, teams)
    context.reply(WindowsSet(line=line, running=_runs(context), others=others, overlaps=overlaps, shortened=shortened))


def change_for_all(context: EventContext, changed: Organisation) -> bool:
    """Give the organisation other windows, on record and to be undone. False where they are those that it has."""
    old, new = _organisation_to_undo(context.organisation()), _organisation_to_undo(changed)
    if new == old:
        return False
    audit_trail.record_audit(context, WINDOWS_SET, ", ".join(new), before=", ".join(old), undo=("windows", "", *old))
    _save_for_all(context, changed)
    return True


def put_back_for_all(context: EventContext, values: list[str]) -> None:
    """Give the organisation the windows that it had, as `undo` has them."""
    answer, check, decide, close_at = values
    organisation = replace(context.organisation(), window_days=int(answer), check_days=int(check))
    _save_for_all(context, replace(organisation, decide_days=int(decide), close_at=close_at))


def _save_for_all(context: EventContext, changed: Organisation) -> None:
    """The channels of teams whose rounds have others from now on hear it."""
    before = context.organisation()
    context.uow.organisations.save(changed)
    teams = context.uow.teams.where(archived=False)
    shortened = _shortened_of(context, teams)
    for team in teams:
        if team.channel and _line_of(changed, team) != _line_of(before, team):
            told = WindowsTold(line=_line_of(changed, team), shortened=shortened.get(team.id))
            context.say(team.channel, told)


def _overlaps_of(context: EventContext, teams: list[Team]) -> tuple[RoundsOverlap, ...]:
    return offers_that_fit.of_reader(context, overlaps_of(context, teams))


def _with_own(context: EventContext) -> list[Team]:
    return [team for team in context.uow.teams.where(archived=False) if team.windows != AS_ORGANISATION]


def _runs(context: EventContext, team: str = "") -> bool:
    running = [row for row in context.uow.rounds.where(state=RUNNING) if not is_of_organisation(row)]
    return any(not team or team in row.teams for row in running)


def _line_of(organisation: Organisation, team: Team | None = None) -> WindowsLine:
    return _as_line(deadlines.windows_of(organisation, [team] if team else []), team)


def _as_line(found: Windows, team: Team | None) -> WindowsLine:
    return WindowsLine(
        answer_days=found.answer_days,
        check_days=found.check_days,
        decide_days=found.decide_days,
        close_at=found.close_at,
        team=team.name if team else "",
        own=team is not None and team.windows != AS_ORGANISATION,
    )


def _shortened_of(context: EventContext, teams: list[Team]) -> dict[str, WindowsLine]:
    """The windows of the next round, by team, where they are shorter than was set so that it ends before the date after."""
    found = rounds_ahead.shortened_rounds(context, teams)
    return {team.id: _as_line(windows, rhythm.driver) for rhythm, windows in found for team in rhythm.teams}


def _shortened_lines(context: EventContext, teams: list[Team]) -> tuple[WindowsLine, ...]:
    """The same once for teams that are asked together, by the names of those whose schedules count."""
    by_name = {line.team: line for line in _shortened_of(context, teams).values()}
    return tuple(by_name[name] for name in sorted(by_name, key=str.casefold))


def _in_short(line: WindowsLine) -> str:
    return f"{line.answer_days}, {line.check_days}, {line.decide_days}, {line.close_at}"


def _to_undo(own: OwnWindows) -> tuple[str, ...]:
    return (str(own.answer_days), str(own.check_days), str(own.decide_days), own.close_at)


def _organisation_to_undo(organisation: Organisation) -> tuple[str, ...]:
    days = (organisation.window_days, organisation.check_days, organisation.decide_days)
    return (*map(str, days), organisation.close_at)
