"""Outcomes about joining by a link, about whom the bot may write to, and about clearing a chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
    """`many` says that the link is one for many."""

    team: str
    many: bool = False


@stored_as("link-for-many-made")
@dataclass(frozen=True, kw_only=True)
class LinkForManyMade(Outcome):
    """Reply to the asker alone: a link, in `refs`, for so many people until an instant, with the words of a poster.

    `home` says that it can be posted in the team's home; `token` names it.
    """

    team: str
    token: str
    most: int
    until: datetime
    zone: str
    home: bool
    question_count: int
    refs: tuple[str, ...]


@stored_as("links-ended")
@dataclass(frozen=True, kw_only=True)
class LinksEnded(Outcome):
    """So many links to a team let nobody in any more."""

    team: str
    count: int


@stored_as("join-posted")
@dataclass(frozen=True, kw_only=True)
class JoinPosted(Outcome):
    """Post in a team's home by which people join; it stays on top there where that can be done. `token` names the link."""

    team: str
    token: str
    until: datetime
    zone: str
    question_count: int


@stored_as("join-post-noted")
@dataclass(frozen=True, kw_only=True)
class JoinPostNoted(Outcome):
    team: str


@stored_as("joined-by-press")
@dataclass(frozen=True, kw_only=True)
class JoinedByPress(Outcome):
    """Notice to somebody who pressed [Join] and to whom the bot may not write yet."""

    team: str


@stored_as("joined-by-link")
@dataclass(frozen=True, kw_only=True)
class JoinedByLink(Outcome):
    """Notice to a lead: somebody joined with a link for many, which lets `left` more in."""

    team: str
    name: str
    left: int


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
