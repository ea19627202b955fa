"""Commands that are meant as a whole: every word behind the name is something that the command takes, and exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.chatcommands import BY_NAME, ChatCommand, Role, Wrong
from bot.chatcommands.pages import with_loose_page
from bot.chatcommands.topics import EVERYTHING, TOPICS
from bot.domain import commands as order
from bot.domain import repairs
from bot.domain.commands import Command
from bot.domain.follow_up_commands import ShowFollowUps
from bot.domain.own_time import SetOwnZone, SetQuietHours
from bot.domain.window_commands import SetWindows

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.IGNORECASE)
_SHORTEST_CODE = 12
_CHOOSES = re.compile(r"ask me with (?P<team>.+?)[ .!]*", re.IGNORECASE)
"""The label of the button that chooses by which team one is asked."""
_ANSWERS = re.compile(r"answer “.+”[ .!]*", re.IGNORECASE | re.DOTALL)
"""The label of a button that answers a point: typed, it shows them all with their buttons."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Situation of the person who types: `asked` when their words could be an answer, `teams` they can name, in lower case.

    `is_date`, `is_schedule`, `is_zone`, `is_hours` and `is_time` tell whether words can be read as one.
    """

    role: Role = Role.MEMBER
    asked: bool = False
    teams: frozenset[str] = frozenset()
    is_date: Callable[[str], bool] = lambda words: False
    is_schedule: Callable[[str], bool] = lambda words: False
    is_zone: Callable[[str], bool] = lambda words: False
    is_hours: Callable[[str], bool] = lambda words: False
    is_time: Callable[[str], bool] = lambda words: False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A known command and what it was read as."""

    spec: ChatCommand
    command: Command | Wrong


def named_command(text: str) -> tuple[ChatCommand, str] | None:
    """The command whose name a text begins with, and what follows the name."""
    words = text.split()
    for count in (3, 2, 1):
        spec = BY_NAME.get(" ".join(words[:count]).lower())
        if spec and len(spec.words) == count:
            return spec, text.split(None, count)[count] if len(words) > count else ""
    return None


def complete_command(text: str, situation: Situation) -> Parsed | None:
    """The command that a text is, and nothing but; None for one that this person may not give.

    A single word is none of these: what it means stands with the phrases.
    """
    if _ANSWERS.fullmatch(text.strip()):
        return Parsed(BY_NAME["promises"], ShowFollowUps())
    chooses = _CHOOSES.fullmatch(text.strip())
    found = named_command(f"home {chooses['team']}" if chooses else text)
    if found is None or not found[1]:
        return None
    spec, rest = found
    command = spec.read(rest)
    if not situation.asked:  # “promises more” and “history 2” could be answers
        command = with_loose_page(command, situation.teams)
    whole = not isinstance(command, Wrong) and situation.role >= spec.role and _names_what_exists(command, situation)
    return Parsed(spec, command) if whole else None


def _names_what_exists(command: Command, situation: Situation) -> bool:
    """Return whether what a command names is there: its team, a day, a time, a command to be helped with."""
    team = getattr(command, "team", "").lower()
    into = getattr(command, "into", "").lower()
    if into and into not in situation.teams:
        return False
    if team and team not in situation.teams:
        return False
    match command:
        case order.GoAway(when=when):
            return situation.is_date(when)
        case order.PauseSchedule(when=when) | repairs.PauseAll(when=when) | repairs.ExtendRound(when=when):
            return not when or situation.is_date(when)
        case repairs.AddClosure(when=when) | repairs.RemoveClosure(when=when):
            return situation.is_date(when)
        case order.SetSchedule(words=words):
            return situation.is_schedule(words)
        case SetOwnZone(zone=words):
            return not words or situation.is_zone(words)
        case SetQuietHours(words=words):
            return not words or situation.is_hours(words)
        case SetWindows(close_at=words):
            return not words or situation.is_time(words)
        case order.ShowHelp(about=about):
            asked = " ".join(about.lower().split())
            return (
                asked in BY_NAME
                or asked in (EVERYTHING, *TOPICS)
                or any(spec.words[0] == asked for spec in BY_NAME.values())
            )
        case order.ClaimAdmin(code=code) | order.JoinTeam(code=code):
            return len(code) >= _SHORTEST_CODE and bool(_CODE.fullmatch(code))
        case _:
            return True
