"""Outcomes about lasting points: what is under challenge, and what became of that."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("point-challenged")
@dataclass(frozen=True, kw_only=True)
class PointChallenged(Outcome):
    """Said to who decides: a final's point is under challenge. Without a `label` it is worded by the words of `refs`.

    `name` is that of its teams, or the organisation's.
    """

    token: str
    name: str
    label: str
    refs: tuple[str, ...] = ()


@stored_as("challenge-told")
@dataclass(frozen=True, kw_only=True)
class ChallengeTold(Outcome):
    """Said in a channel that had a point, and does not get the final that tells of it: the point is under challenge."""

    name: str
    label: str
    refs: tuple[str, ...] = ()


@stored_as("challenged-shown")
@dataclass(frozen=True, kw_only=True)
class ChallengedShown(Outcome):
    """The points under challenge that the reader can decide on, by their ids and wordings; empty ones are worded by `refs`."""

    points: tuple[tuple[str, str], ...]
    refs: tuple[str, ...] = ()


@stored_as("earlier-point-form")
@dataclass(frozen=True, kw_only=True)
class EarlierPointForm(Outcome):
    """Question how a point is to be worded, or, to `drop` it, why people need it no longer."""

    token: str
    label: str
    drop: bool = False
    refs: tuple[str, ...] = ()


@stored_as("earlier-point-refused")
@dataclass(frozen=True, kw_only=True)
class EarlierPointRefused(Outcome):
    """A decision that cannot be taken; `why` is gone, words, long, same or taken."""

    why: str


@stored_as("earlier-point-decided")
@dataclass(frozen=True, kw_only=True)
class EarlierPointDecided(Outcome):
    """Said in the channels that had a point: it was given another `wording`, or was dropped for a `reason`."""

    name: str
    label: str
    wording: str = ""
    reason: str = ""
    refs: tuple[str, ...] = ()


@stored_as("earlier-point-noted")
@dataclass(frozen=True, kw_only=True)
class EarlierPointNoted(Outcome):
    """Receipt for who decided; `dropped` says which of the two it was."""

    dropped: bool
