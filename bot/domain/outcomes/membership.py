"""Outcomes about who is in a team and who leads it, and about the people whom somebody is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
    """One team and who counts in it; `elsewhere` are on its list and asked with another team, or none; `waiting` count later.

    `leads` are the names of those who lead it now.
    """

    team: str
    names: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


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


@stored_as("people-added")
@dataclass(frozen=True, kw_only=True)
class PeopleAdded(Outcome):
    """`size` is how many count. Of the new ones `elsewhere` are asked with another team, and go on to be until they choose; those
    `waiting` do not count yet, each with why: not joined, or unconfirmed.
    """

    team: str
    names: tuple[str, ...]
    already: tuple[str, ...]
    size: int
    running: bool
    follows: bool = False
    elsewhere: tuple[str, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()


@stored_as("people-removed")
@dataclass(frozen=True, kw_only=True)
class PeopleRemoved(Outcome):
    team: str
    names: tuple[str, ...]
    absent: tuple[str, ...]
    size: int
    running: bool
    follows: bool = False


@stored_as("lead-named")
@dataclass(frozen=True, kw_only=True)
class LeadNamed(Outcome):
    """Reply to the admin; the team and the lead get notices too. A round that is `running` keeps who decides its challenges.

    `waiting` is why a new lead cannot be written to yet: not joined, or unconfirmed; empty where they can.
    """

    team: str
    name: str
    lead: bool = True
    running: bool = False
    waiting: str = ""


@stored_as("you-lead")
@dataclass(frozen=True, kw_only=True)
class YouLead(Outcome):
    team: str
    people: int
    schedule: str
    next_at: datetime | None
    zone: str


@stored_as("you-joined")
@dataclass(frozen=True, kw_only=True)
class YouJoined(Outcome):
    """Notice to a person whom a team asks from now on, added `by` whom if it was a command: what this is, who sees what.

    `language_model` is the host of the one that is given answers; empty for none.
    """

    team: str
    k: int
    by: str = ""
    question_count: int = 3
    language_model: str = ""
