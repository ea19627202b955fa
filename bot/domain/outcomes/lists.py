"""Outcomes about teams' lists of people: their source, their people, the result of a reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("people-found")
@dataclass(frozen=True, kw_only=True)
class PeopleFound(Outcome):
    """Result of a reading: counts of everybody there, of who joined and left the list because of it, and of others by reason.

    `group` is the user group that was read; empty for the team's channel.
    """

    team: str
    found: int
    joined: int
    left: int
    size: int
    guests: int = 0
    bots: int = 0
    foreign: int = 0
    kept_off: int = 0
    running: bool = False
    group: str = ""


@stored_as("people-not-found")
@dataclass(frozen=True, kw_only=True)
class PeopleNotFound(Outcome):
    """A reading was refused, or came to no end for too long; `why` is a reason of SendRefusedError, or "no answer"."""

    team: str
    why: str
    group: str = ""


@stored_as("group-changed")
@dataclass(frozen=True, kw_only=True)
class GroupChanged(Outcome):
    """Notice to those who decide for a team: who joined and left its list with the user group that it follows."""

    team: str
    group: str
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@stored_as("list-follows")
@dataclass(frozen=True, kw_only=True)
class ListFollows(Outcome):
    """A team's list follows its channel from now on, or a user group of that name, or is changed by hand."""

    team: str
    follows: bool
    size: int
    group: str = ""


@stored_as("list-cannot-follow")
@dataclass(frozen=True, kw_only=True)
class ListCannotFollow(Outcome):
    """`why` is homeless, not here (the platform does not tell who is in a conversation), or no groups."""

    team: str
    why: str


@stored_as("list-shown")
@dataclass(frozen=True, kw_only=True)
class ListShown(Outcome):
    """People who count in a team, never who answered. `how` is follows, group, by hand or empty.

    `kept_on` are there by command alone.

    Also on the list are those who are asked `elsewhere`, with another team or none, and those who do not count, each with why:
    not joined, unconfirmed, guest, bot, foreign, gone or unknown.
    `kept_off` are people whom a command keeps off, and `others_off` counts those whom the bot does not know by name.
    """

    team: str
    names: tuple[str, ...]
    how: str
    elsewhere: tuple[str, ...] = ()
    not_counted: tuple[tuple[str, str], ...] = ()
    kept_on: tuple[str, ...] = ()
    kept_off: tuple[str, ...] = ()
    others_off: int = 0
    read_at: datetime | None = None
    zone: str = "UTC"
    trouble: str = ""
