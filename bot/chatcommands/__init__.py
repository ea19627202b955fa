"""Every chat command, in the order in which help shows them."""

from __future__ import annotations

from bot.chatcommands import (
    closures,
    exports,
    follow_ups,
    joining,
    meetings,
    privacy,
    proposals,
    questions,
    repairs,
    reports,
    schedule,
    self,
    set_up,
    support,
    team,
    windows,
)
from bot.chatcommands.registry import ChatCommand, Role, Wrong

COMMANDS: tuple[ChatCommand, ...] = (
    *self.COMMANDS,
    *privacy.COMMANDS,
    *support.COMMANDS,
    *set_up.COMMANDS,
    *questions.COMMANDS,
    *proposals.COMMANDS,
    *team.COMMANDS,
    *joining.COMMANDS,
    *meetings.COMMANDS,
    *schedule.COMMANDS,
    *repairs.COMMANDS,
    *windows.COMMANDS,
    *closures.COMMANDS,
    *exports.COMMANDS,
    *follow_ups.COMMANDS,
    *reports.COMMANDS,
)
BY_NAME: dict[str, ChatCommand] = {spec.name: spec for spec in COMMANDS}

__all__ = ["BY_NAME", "COMMANDS", "ChatCommand", "Role", "Wrong"]
