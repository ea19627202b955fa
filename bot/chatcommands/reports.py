"""The command that makes the report of a chosen time."""

from __future__ import annotations

import re

from bot.chatcommands.exports import DAYS
from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import words_after
from bot.domain.commands import Command
from bot.domain.reports import MakeReport, ShowHabits

_FORM = re.compile(r"\b(?:(?:as|in|to|into) )?(?:an? |the )?(html|markdown|md|csv|json)\b", re.IGNORECASE)
_WHOLE = re.compile(r"(?:the |whole |entire )*organi[sz]ation", re.IGNORECASE)
_BEGINS = re.compile(r"\b(?:since|from|until|till)\b", re.IGNORECASE)
_PARTS = re.compile(
    rf"(?P<team>.*?)\s*(?:\b(?:since|from)\s+(?P<since>{DAYS.pattern}))?(?:\b(?:until|till|to)\s+(?P<until>{DAYS.pattern}))?",
    re.IGNORECASE,
)
"""A team, then days: a name is taken as long as what follows can still be days."""


def _read_report(rest: str) -> Command | Wrong:
    form = _FORM.findall(rest)
    parts = _PARTS.fullmatch(_FORM.sub(" ", rest).strip(" ,.!"))
    if parts is None or len(form) > 1:
        return Wrong("After it I know a team, “markdown”, “csv” or “json”, and days.")
    team = words_after(" ".join(parts["team"].split()), "of", "for", "about")
    if _BEGINS.match(team):
        return Wrong("I read days such as “1 March 2026” or “March” there.")
    whole = bool(_WHOLE.fullmatch(team))
    return MakeReport(
        team="" if whole else team,
        form={"md": "markdown"}.get(form[0].lower(), form[0].lower()) if form else "html",
        whole=whole,
        since=(parts["since"] or "").strip(" ,"),
        until=(parts["until"] or "").strip(" ,"),
    )


COMMANDS = (
    ChatCommand(
        ("report",),
        "report [TEAM] [markdown | csv | json] [since DATE] [until DATE]",
        "sends you one document of a chosen time: what was said, how it was weighed, what became of it",
        Role.LEAD,
        ("report", "report Crisis line since 1 January until 31 March", "report markdown since 2025"),
        _read_report,
    ),
    ChatCommand(
        ("habits",),
        "habits",
        "shows how regularly the organisation asks, answers points and meets, by quarters and never by team",
        Role.ADMIN,
        ("habits",),
        without_arguments(ShowHabits),
    ),
)
