"""Outcomes about question sets as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import stored_as


@stored_as("questions-previewed")
@dataclass(frozen=True, kw_only=True)
class QuestionsPreviewed(Outcome):
    """Questions that people of a team, or of the organisation where `team` is empty, will be asked.

    `together` are the teams that it is asked together with; `replaced` says that they have other questions, so that all are asked
    the organisation's.
    """

    team: str
    texts: tuple[str, ...]
    directions: tuple[str, ...]
    together: tuple[str, ...] = ()
    replaced: bool = False
    running: bool = False


@stored_as("questions-change")
@dataclass(frozen=True, kw_only=True)
class QuestionsChange:
    """One version of a set: `by` whom (a name; empty for who has left, or for nobody), how it was made, whether it is asked now."""

    version: int
    by: str
    at: datetime | None
    what: str
    current: bool = False


@stored_as("question-history")
@dataclass(frozen=True, kw_only=True)
class QuestionHistoryShown(Outcome):
    """The versions of a team's questions, or of the organisation's where `team` is empty, the latest first.

    `texts` and `directions` are those of the one version that was asked for, which then stands alone in `changes`; else empty.
    """

    team: str
    zone: str
    changes: tuple[QuestionsChange, ...]
    texts: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    earlier: int = 0
    """How many still earlier versions there are."""


@stored_as("question-version-unknown")
@dataclass(frozen=True, kw_only=True)
class QuestionVersionUnknown(Outcome):
    """There is no such version of these questions."""

    version: int
    team: str = ""
