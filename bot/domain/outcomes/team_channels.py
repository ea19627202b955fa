"""Outcomes about teams' channels."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("team-added")
@dataclass(frozen=True, kw_only=True)
class TeamAdded(Outcome):
    """`running_elsewhere` says that a running round brings its draft and final to the channel that the team had before."""

    name: str
    parent: str
    here: bool
    exists: bool = False
    topic: bool = False
    follows: bool = False
    running_elsewhere: bool = False


@stored_as("team-elsewhere")
@dataclass(frozen=True, kw_only=True)
class TeamElsewhere(Outcome):
    """The team has a home in another channel, and nothing was changed: the command that moves it is said."""

    name: str
    topic: bool = False


@stored_as("team-moved")
@dataclass(frozen=True, kw_only=True)
class TeamMoved(Outcome):
    """The team is at home here from its next round on; `running` says that a round of it runs, which keeps its channel."""

    name: str
    running: bool
    follows: bool = False
    topic: bool = False


@stored_as("team-not-moved")
@dataclass(frozen=True, kw_only=True)
class TeamNotMoved(Outcome):
    """`why` is direct: it was not said in a channel."""

    name: str
    why: str


@stored_as("team-homeless")
@dataclass(frozen=True, kw_only=True)
class TeamHomeless(Outcome):
    """The bot was taken out of a team's channel: who decides for the team is told what that means."""

    team: str


@stored_as("team-archived")
@dataclass(frozen=True, kw_only=True)
class TeamArchived(Outcome):
    """A team's channel was archived, or is `back`."""

    team: str
    back: bool = False


@stored_as("topic-gone")
@dataclass(frozen=True, kw_only=True)
class TopicGone(Outcome):
    """The topic in which a team had its home is gone, and the channel that it was in took its place."""

    team: str


@stored_as("newcomers-of-no-team")
@dataclass(frozen=True, kw_only=True)
class NewcomersOfNoTeam(Outcome):
    """Somebody joined a channel in which several teams have their topics: nobody can tell which of them they came for."""

    teams: tuple[str, ...]
