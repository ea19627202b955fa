"""Orders that put many people on a list at once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class AddList(Command):
    """Put the people of a pasted list, or of a file, on a team's list: `entries` are its lines, with their numbers in it."""

    entries: tuple[tuple[int, str], ...]
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowGroup(Command):
    """Let a team's list follow a user group of the platform, named by its id there; `name` is how people see it."""

    group: str
    name: str
    team: str = ""
