"""Outcomes about joining by a link, about whom the bot may write to, and about clearing a chat."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as, without_fields


@stored_as("links-made")
@dataclass(frozen=True, kw_only=True)
class LinksMade(Outcome):
    """Reply to the asker alone; `refs` are the links' texts, since a link is as good as a key to the team."""

    team: str
    days: int
    refs: tuple[str, ...]


@stored_as("links-not-here")
@dataclass(frozen=True, kw_only=True)
class LinksNotHere(Outcome):
    """The platform has no links that open a chat: people are added instead."""


@stored_as("join-refused")
@dataclass(frozen=True, kw_only=True)
class JoinRefused(Outcome):
    """The same for a code that never was, was used, or is too old: it never tells that there is such a team (C11)."""


@stored_as("joined-already")
@dataclass(frozen=True, kw_only=True)
class JoinedAlready(Outcome):
    team: str


@stored_as("not-met", upgrades=(without_fields("typed"),))
@dataclass(frozen=True, kw_only=True)
class NotMet(Outcome):
    """Somebody mentioned by a public name that the bot has not met: the platform does not tell bots who bears it.

    `refs` is that name.
    """

    refs: tuple[str, ...] = ()


@stored_as("said-anonymously")
@dataclass(frozen=True, kw_only=True)
class SaidAnonymously(Outcome):
    """The platform hid who said it, so that nobody's rights can be known."""


@stored_as("write-to-me-first")
@dataclass(frozen=True, kw_only=True)
class WriteToMeFirst(Outcome):
    """Notice to somebody to whom the bot may not write yet: openly, or beside the button that was `pressed`.

    It says nothing of what they asked.
    """

    pressed: bool = False


@stored_as("chat-cleared")
@dataclass(frozen=True, kw_only=True)
class ChatCleared(Outcome):
    """The platform was asked to delete messages of the last `hours`: `mine` the bot's, `yours` the member's, both counts."""

    yours: int
    mine: int
    hours: int


@stored_as("chat-not-cleared")
@dataclass(frozen=True, kw_only=True)
class ChatNotCleared(Outcome):
    """The platform does not let the bot take messages away."""
