"""Commands about what became of points: people type `promises`, `challenged`. What the product promises is in docs/promises.md."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowFollowUps(Command):
    """Show what became of the points of the acting person's teams, or of one of them."""

    team: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowChallenged(Command):
    """Show the earlier points under challenge that the acting person can decide on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHistory(Command):
    """Show the last finals of the acting person's teams, of one of them, or of the organisation, by its name."""

    team: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTrend(Command):
    """Show how points moved over the last finals of the acting person's teams, of one of them, or of the organisation."""

    team: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMore(Command):
    """Go on with the list that the acting person was shown last, `of` one command and one team if they are named.

    `page` is the one that is meant; 0 is that after the one that was shown.
    """

    of: str = ""
    team: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOwnPoints(Command):
    """Show the acting person, in private, which points of the last final, or of the last of the `whole`, are of their answers."""

    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOwnPoints(Command):
    """Set whether that is noted for the acting person."""

    keep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAskBack(Command):
    """Offer the acting lead to ask back about a point."""
