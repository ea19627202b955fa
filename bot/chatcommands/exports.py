"""The command that hands over what has been published."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong
from bot.domain.commands import Command
from bot.domain.exports import ExportReleased

_FORM = re.compile(r"\b(?:(?:as|in|to|into) )?(?:an? |the )?(csv|json)\b", re.IGNORECASE)
_SCOPE = re.compile(r"\b(?:of |for )?(?:the |all )*(teams?|organi[sz]ation)\b", re.IGNORECASE)
_SMALL = re.compile(
    r"\b(?:everything|all|the|me|for me|final|finals|published|summar(?:y|ies)|a|file|please)\b", re.IGNORECASE
)
"""Words that change nothing, beside the days."""
_END = re.compile(r"\b(since|from|until|till|to)\b", re.IGNORECASE)
DAYS = re.compile(
    r"(?:[\d./-]+(?:st|nd|rd|th)?|the|of|start|beginning|end|this|last|week|month|year|today|yesterday|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|(?:mon|tues?|wed|thu|fri|sat|sun)[a-z]*|[\s,]+)+",
    re.IGNORECASE,
)
"""Words that name days: anything else may be anybody's words, and is no command."""
_ENDS = {"from": "since", "till": "until", "to": "until"}


def _read_export(rest: str) -> Command | Wrong:
    form, scope = _FORM.findall(rest), _SCOPE.findall(rest)
    head, *parts = _END.split(_SCOPE.sub(" ", _FORM.sub(" ", rest)))
    names = [_ENDS.get(name.lower(), name.lower()) for name in parts[::2]]
    days = [words.strip(" ,.!") for words in parts[1::2]]
    if _SMALL.sub("", head).strip(" ,:.!") or len(form) > 1 or len(scope) > 1 or len(set(names)) < len(names):
        return Wrong("After it I know “csv” or “json”, “teams” or “organisation”, and days.")
    if not all(DAYS.fullmatch(words) for words in days):
        return Wrong("I read days such as “1 March 2026” or “March” there.")
    found = dict(zip(names, days, strict=True))
    return ExportReleased(
        form=form[0].lower() if form else "csv",
        scope=("team" if scope[0].lower().startswith("team") else "organisation") if scope else "",
        since=found.get("since", ""),
        until=found.get("until", ""),
    )


COMMANDS = (
    ChatCommand(
        ("export",),
        "export [csv | json] [teams | organisation] [since DATE] [until DATE]",
        "sends you what final summaries have published, as a file; no answer is in it, and no name",
        Role.ADMIN,
        ("export", "export since 1 January until 31 March", "export json organisation since 2025"),
        _read_export,
    ),
)
