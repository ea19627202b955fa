"""Outcomes about the people whom somebody is asked with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("added-elsewhere")
@dataclass(frozen=True, kw_only=True)
class AddedElsewhere(Outcome):
    """Notice to a person put on another team's list, `by` whom if it was a command: `token` names the team if they choose it.

    `asked_with` is the team that asks them as before; empty if none does.
    """

    team: str
    token: str
    by: str = ""
    asked_with: str = ""


@stored_as("taken-off-list")
@dataclass(frozen=True, kw_only=True)
class TakenOffList(Outcome):
    """Notice to a person off a team's list, `by` whom if it was a command, else because they are not in its channel.

    `asked_with` is the team that asks them from now on; where there is none, `choices` are teams of theirs by id and name.
    `running` says that an open round counts them still. `group` is the user group that they left, if it was not a channel.
    """

    team: str
    by: str = ""
    group: str = ""
    asked_with: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    running: bool = False


@stored_as("people-not-taken")
@dataclass(frozen=True, kw_only=True)
class PeopleNotTaken(Outcome):
    """People who cannot take part, each with the reason: guest, bot, foreign, gone or unknown.

    `you` says that it is the reader.
    """

    people: tuple[tuple[str, str], ...]
    you: bool = False


@stored_as("team-people")
@dataclass(frozen=True, kw_only=True)
class TeamPeople:
    """One team and who counts in it; `elsewhere` are on its list and asked with another team, or none; `waiting` count later."""

    team: str
    names: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@stored_as("circle-shown")
@dataclass(frozen=True, kw_only=True)
class AskedWithShown(Outcome):
    """People whom the reader is asked with: `now`, in the round that runs, if that differs, and `after` it, team by team.

    `own` is their primary team; without one they are asked with nobody. On the lists of `others` they are, and not asked with them.
    """

    own: str
    now: tuple[TeamPeople, ...] = ()
    after: tuple[TeamPeople, ...] = ()
    others: tuple[TeamPeople, ...] = ()
