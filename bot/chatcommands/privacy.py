"""Commands about what is confidential, and about the organisation's settings."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes
from bot.domain.commands import (
    AskWhoAnswered,
    Command,
    SetOrganisation,
    SetThreshold,
    ShowAudit,
    ShowOrganisation,
    ShowPrivacy,
)


def _read_threshold(rest: str) -> Command | Wrong:
    digits = rest.strip()
    if not digits.isdecimal() or len(digits) > 3:
        return Wrong("Say how many people at least must be behind anything shown, as a number.")
    return SetThreshold(k=int(digits))


def _read_organisation(rest: str) -> Command | Wrong:
    what, _, value = rest.strip().partition(" ")
    value = re.sub(r"^(?:(?:to|is|=|:)\s+)+", "", value.strip())
    if what not in ("name", "zone", "holidays") or not value.strip():
        return Wrong("Say name, zone or holidays, and then what it should be.")
    return SetOrganisation(what=what, value=strip_quotes(value))


COMMANDS = (
    ChatCommand(
        ("privacy",),
        "privacy",
        "says who sees what, from the settings in force",
        Role.STRANGER,
        ("privacy",),
        without_arguments(ShowPrivacy),
    ),
    ChatCommand(
        ("privacy", "threshold"),
        "privacy threshold NUMBER",
        "sets how many people must be behind anything shown, from the next round on",
        Role.ADMIN,
        ("privacy threshold 7",),
        _read_threshold,
    ),
    ChatCommand(
        ("organisation", "show"),
        "organisation show",
        "shows the organisation’s settings",
        Role.ADMIN,
        ("organisation show",),
        without_arguments(ShowOrganisation),
    ),
    ChatCommand(
        ("organisation", "set"),
        "organisation set name|zone|holidays VALUE",
        "sets the organisation’s name, time zone, or country and region of its holidays",
        Role.ADMIN,
        (
            "organisation set zone Europe/London",
            "organisation set holidays UK/England",
            "organisation set name Harbour Mind",
        ),
        _read_organisation,
    ),
    ChatCommand(("audit",), "audit", "shows what admins changed", Role.ADMIN, ("audit",), without_arguments(ShowAudit)),
    ChatCommand(
        ("who", "answered"),
        "who answered",
        "explains why nobody can see that",
        Role.MEMBER,
        ("who answered",),
        without_arguments(AskWhoAnswered),
    ),
)
