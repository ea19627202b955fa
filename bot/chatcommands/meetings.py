"""Command with which a team answers its questions together."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong
from bot.domain.commands import Command, StartMeeting

_MINUTES = re.compile(r"(?:for |in )?(\d{1,6})(?: ?(m|min|mins|minute|minutes|h|hour|hours))?", re.IGNORECASE)
_LENGTHS = {"half an hour": 30, "an hour": 60, "one hour": 60, "an hour and a half": 90, "two hours": 120}


def _read_meeting(rest: str) -> Command | Wrong:
    words = " ".join(rest.lower().split())
    if not words:
        return StartMeeting()
    if words.removeprefix("for ") in _LENGTHS:
        return StartMeeting(minutes=_LENGTHS[words.removeprefix("for ")])
    found = _MINUTES.fullmatch(words)
    if not found:
        return Wrong("Only how long the meeting takes can follow.")
    # Nought is how the command says that nobody said how long; whoever types it is told what can be.
    return StartMeeting(minutes=max(1, int(found[1])) * (60 if (found[2] or "").startswith("h") else 1))


COMMANDS = (
    ChatCommand(
        ("meeting",),
        "meeting [N minutes]",
        "lets your team answer its questions together, in its meeting",
        Role.MEMBER,
        ("meeting", "meeting 20 minutes"),
        _read_meeting,
    ),
)
