"""Commands as people nearly write them, judged by what they are read as."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.calendar import Rule, UnclearWords, parse_schedule
from bot.calendar.dates import read_stretch
from bot.chatcommands import Role, Wrong
from bot.chatcommands.complete_command import Situation, named_command
from bot.chatcommands.intents import CHANGES_NOTHING, Meant, Nearly
from bot.chatcommands.topics import commands_about, topic_of
from bot.domain import commands as order
from bot.domain.commands import Command
from bot.engine.commands import own_zone, windows
from bot.engine.dates import can_be_read
from bot.engine.lookup import nearest_names

TODAY, NOW, ZONE = date(2027, 1, 6), datetime(2027, 1, 6, 9, tzinfo=UTC), "Europe/London"
TEAMS = ["Crisis line", "Ward 7", "Housing advice", "Night shift"]
AN_ADMIN = Situation(
    role=Role.ADMIN,
    teams=frozenset(team.lower() for team in TEAMS),
    is_date=lambda words: can_be_read(words, NOW, ZONE),
    is_schedule=lambda words: isinstance(parse_schedule(words, today=TODAY), Rule),
    is_zone=own_zone.is_zone,
    is_hours=own_zone.are_quiet_hours,
    is_time=windows.is_time,
)
RIGHT = ("understood", "nearest", "asked")
"""Judgements that help: done as meant, answered with the right form, or refused where nothing can be meant."""
WRONG = "misread"
_TABLE = Path(__file__).parent / "mistakes.txt"
Reader = Callable[[str, Situation], Meant | Nearly | None]


def mistakes() -> dict[str, list[tuple[str, str]]]:
    """The parts of the table by their headings: what is typed, and the command that is wanted."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith(("# the half", "# written")):
            parts[line.removeprefix("# ")] = found = []
        elif line and not line.startswith("#"):
            typed, _, wanted = line.rpartition(" | ")
            found.append((typed, wanted))
    return parts


def judge(read: Reader, typed: str, wanted: str) -> str:
    """How a typed text was taken: `wanted` is the command as it is written, or "ask" and the command whose form is to be shown."""
    meant = read(with_mentions(typed), AN_ADMIN)
    name = _name_wanted(wanted)
    if meant is None or meant == Nearly():
        return "refused" if name else "asked"
    if isinstance(meant, Nearly):
        return "nearest" if any(_is_near(one, name) for one in meant.names) else "far"
    if isinstance(meant.command, Wrong):
        return "nearest" if meant.spec and _is_near(meant.spec.name, name) else "far"
    if wanted.startswith("ask"):
        return _judge_asked(meant.command, name)
    return _judge_command(meant.command, _command_of(wanted))


def with_mentions(text: str) -> str:
    return re.sub(r"(?<![|\w<])@(\w+)", r"<@\1>", text)


def _name_wanted(wanted: str) -> str:
    if wanted.startswith("ask"):
        return wanted.removeprefix("ask").strip()
    found = named_command(wanted)
    assert found, wanted
    return found[0].name


def _is_near(name: str, wanted: str) -> bool:
    return not wanted or name == wanted or name.startswith(f"{wanted} ") or wanted in TEAMS


def _command_of(wanted: str) -> Command:
    found = named_command(with_mentions(wanted))
    command = found[0].read(found[1]) if found else Wrong(wanted)
    assert isinstance(command, Command), wanted
    return command


def _judge_asked(command: Command, name: str) -> str:
    """Nothing may be done of what has to be asked back: something is shown, or a team that is not there is named."""
    if not name and isinstance(command, (*CHANGES_NOTHING, order.TakeOffLast)):
        return "asked"
    if isinstance(command, order.ShowHelp):
        return (
            "nearest" if not name or name in commands_about(topic_of(command.about)) or name == command.about else "far"
        )
    team = getattr(command, "team", "")
    if team and team.lower() not in AN_ADMIN.teams and name in nearest_names(team, TEAMS):
        return "nearest"
    return WRONG


def _judge_command(command: Command, wanted: Command) -> str:
    if type(command) is not type(wanted):
        return WRONG
    if _meaning_of(command) == _meaning_of(wanted):
        return "understood"
    if isinstance(command, order.SetSchedule) and isinstance(wanted, order.SetSchedule):
        return _judge_schedule(command, wanted)
    team = getattr(command, "team", "")
    return "far" if team and team.lower() not in AN_ADMIN.teams else WRONG


def _judge_schedule(command: order.SetSchedule, wanted: order.SetSchedule) -> str:
    read, meant = (parse_schedule(one.words, today=TODAY) for one in (command, wanted))
    if isinstance(read, Rule):
        return WRONG
    same = command.team.lower() == wanted.team.lower() and parse_schedule(read.suggestion, today=TODAY) == meant
    return "nearest" if same else "far"


def _meaning_of(command: Command) -> dict[str, Any]:
    """The fields of a command, with names as they are compared, and days and schedules as they are read."""
    fields = asdict(command)
    for name, value in fields.items():
        if isinstance(value, str) and name in ("team", "parent", "name", "value", "into", "to"):
            fields[name] = value.lower()
        elif name == "when" and value:
            fields[name] = repr(read_stretch(value, now=NOW, zone=ZONE))
    if isinstance(command, order.SetSchedule):
        rule = parse_schedule(command.words, today=TODAY)
        fields["words"] = rule.sentence if isinstance(rule, UnclearWords) else rule.to_text()
    return fields
