"""Outcomes about a final and its people: what became of its points, for everybody; which were one's own, for oneself alone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.follow_ups import FollowUpLine
from bot.domain.stored import stored_as


@stored_as("what-became")
@dataclass(frozen=True, kw_only=True)
class WhatBecame(Outcome):
    """Points of a final and of earlier ones with what became of them; the same to everybody of its roster.

    `round` is empty where there is nothing of which to show what was whose. `whole` says that it is about the organisation.
    """

    name: str
    lines: tuple[FollowUpLine, ...]
    earlier: tuple[FollowUpLine, ...] = ()
    round: str = ""
    whole: bool = False
    refs: tuple[str, ...] = ()


@stored_as("own-points-shown")
@dataclass(frozen=True, kw_only=True)
class OwnPointsShown(Outcome):
    """Points of a final, marked with whether they are the reader's own.

    The outcome is the same for every reader but for the name of the note, which is the last of `refs`; before it stand the names of
    the words that word points without a label. `message` is the id of the message itself, which can be closed.
    """

    name: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    message: str
    refs: tuple[str, ...]


@stored_as("own-points-of-whole-shown")
@dataclass(frozen=True, kw_only=True)
class OwnPointsOfWholeShown(Outcome):
    """Points of the organisation's final, marked with whether they are the reader's own.

    `made_of` are pairs of a point's key and the key of a point of a group's final (its release, a colon, its key there), or of
    answers that found no point in their group. `refs` are the names of the reader's notes of these `releases`, in their order.
    `unknown` are those that the reader was asked for and that no note of theirs tells anything of.
    """

    name: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    made_of: tuple[tuple[str, str], ...]
    releases: tuple[str, ...]
    message: str
    refs: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@stored_as("own-points-unknown")
@dataclass(frozen=True, kw_only=True)
class OwnPointsUnknown(Outcome):
    """Said where it cannot be shown; `why` is none (no final yet), off, then (it was off), ended (it is kept no longer) or
    not asked (of the whole: none of the finals that it is made of was theirs).
    """

    why: str


@stored_as("own-points-closed")
@dataclass(frozen=True, kw_only=True)
class OwnPointsClosed(Outcome):
    pass


@stored_as("own-points-set")
@dataclass(frozen=True, kw_only=True)
class OwnPointsSet(Outcome):
    """Receipt for who chose whether it is noted which points are theirs."""

    keep: bool
