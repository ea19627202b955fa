"""Commands about windows: how long rounds can be answered, checked and decided."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes, words_after
from bot.domain.commands import Command
from bot.domain.window_commands import ResetWindows, SetWindows, ShowWindows

MOST_DAYS = 30
_DAYS = r"(?:working )?days?"
_WHAT = r"(?P<{0}>answer|check|decid)(?:e|s|es|ing)?"
_WORD = r"[^\s,;]+"
_PART = re.compile(
    rf"{_WHAT.format('what')}(?: for| in| within)? (?P<days>\d{{1,4}})(?: {_DAYS})?"
    rf"|(?P<first>\d{{1,4}}) {_DAYS} (?:to|for) {_WHAT.format('then')}"
    rf"|clos(?:e|es|ing)(?: at)? (?P<at>{_WORD}(?: (?!and |answer|check|decid|clos|\d{{1,4}} {_DAYS}\b){_WORD})*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:\s*[,;]\s*|\s+)(?:and\s+)?", re.IGNORECASE)
_FOR_TEAM = re.compile(r"(?P<parts>.+\S)\s+for\s+(?P<team>\D.*)", re.IGNORECASE | re.DOTALL)
_HOW = "Say for example “answer 5 days, check 3 days, decide 2 days, close 17:00”; what you leave out stays."
_OF_ALL = frozenset({"all", "all teams", "every team", "everybody", "everyone"})
_FIELDS = {"answer": "answer_days", "check": "check_days", "decid": "decide_days"}


def _set_windows(rest: str) -> Command | Wrong:
    """The team stands before a colon, or behind “for”."""
    team, colon, parts = rest.partition(": ")
    if not colon:
        team, parts = "", rest
        behind = _FOR_TEAM.fullmatch(rest.strip())
        if behind and isinstance(_parts_of(behind["parts"]), dict):
            team, parts = behind["team"], behind["parts"]
    found = _parts_of(parts)
    if isinstance(found, Wrong):
        return found
    named = strip_quotes(team)
    return SetWindows(
        team="" if named.casefold() in _OF_ALL else named,
        answer_days=int(found.get("answer_days", "0")),
        check_days=int(found.get("check_days", "0")),
        decide_days=int(found.get("decide_days", "0")),
        close_at=found.get("close_at", ""),
    )


def _parts_of(words: str) -> dict[str, str] | Wrong:
    """Return what is set, each once and nothing else in between."""
    found: dict[str, str] = {}
    at, words = 0, " ".join(words.split()).rstrip(" .")
    while at < len(words):
        part = _PART.match(words, at)
        between = _BETWEEN.match(words, part.end()) if part else None
        if part is None or (between is None and part.end() < len(words)):
            return Wrong(_HOW)
        name, value = _setting_in(part)
        if name in found or not value:
            return Wrong(_HOW)
        found[name] = value
        at = between.end() if between else len(words)
    if not found:
        return Wrong(_HOW)
    days = [int(value) for name, value in found.items() if name != "close_at"]
    return (
        found if all(1 <= each <= MOST_DAYS for each in days) else Wrong(f"1 to {MOST_DAYS} working days are possible.")
    )


def _setting_in(part: re.Match[str]) -> tuple[str, str]:
    if part["at"]:
        return "close_at", part["at"]
    return _FIELDS[(part["what"] or part["then"]).lower()], part["days"] or part["first"]


COMMANDS = (
    ChatCommand(
        ("windows", "show"),
        "windows show",
        "shows how long rounds can be answered, checked and decided, and until what time",
        Role.ADMIN,
        ("windows show",),
        without_arguments(ShowWindows),
    ),
    ChatCommand(
        ("windows", "set"),
        "windows set [TEAM:] [answer N days], [check N days], [decide N days], [close TIME]",
        "sets that for a team, without one for all teams, from the next round on",
        Role.ADMIN,
        ("windows set Crisis line: answer 5 days, check 3 days", "windows set decide 2 days, close 17:00"),
        _set_windows,
    ),
    ChatCommand(
        ("windows", "reset"),
        "windows reset [TEAM]",
        "lets a team have the windows of the organisation again",
        Role.ADMIN,
        ("windows reset Crisis line",),
        lambda rest: ResetWindows(team=words_after(rest, "for", "of")),
    ),
)
