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
    name: str = ""
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
    before: tuple[tuple[int, str], ...] = ()
    """Numbers of questions whose slips were corrected while they were asked, and their words before."""
    earlier: int = 0
    """How many still earlier versions there are."""


@stored_as("question-version-unknown")
@dataclass(frozen=True, kw_only=True)
class QuestionVersionUnknown(Outcome):
    """There is no such version of these questions."""

    version: int
    team: str = ""


@stored_as("question-mended")
@dataclass(frozen=True, kw_only=True)
class QuestionMended(Outcome):
    """Notice to a team that `by` (a name) corrected a slip in a question of its running round; answers stay."""

    number: int
    before: str
    after: str
    by: str
    closes_at: datetime
    zone: str


@stored_as("running-mended")
@dataclass(frozen=True, kw_only=True)
class RunningMended(Outcome):
    """Result of a correction in running rounds: names of `teams` that are asked in these words now; none without a round."""

    number: int
    teams: tuple[str, ...] = ()


@stored_as("ready-set-row")
@dataclass(frozen=True, kw_only=True)
class ReadySetRow:
    """A set that ships with the product: its key, by which it is chosen, its name, for what it is, its questions."""

    key: str
    name: str
    about: str
    texts: tuple[str, ...]


@stored_as("ready-sets-listed")
@dataclass(frozen=True, kw_only=True)
class ReadySetsListed(Outcome):
    """The sets that ship with the product."""

    sets: tuple[ReadySetRow, ...]


@stored_as("questions-exported")
@dataclass(frozen=True, kw_only=True)
class QuestionsExported(Outcome):
    """A pack, as `text`, of a team's questions, or of the organisation's where `team` is empty."""

    text: str
    team: str = ""


@stored_as("pack-refused")
@dataclass(frozen=True, kw_only=True)
class PackRefused(Outcome):
    """The schedule of a pack, in this `line`, cannot be read; `refs` are what is wrong with it, in words. Nothing was changed."""

    line: int
    refs: tuple[str, ...] = ()


@stored_as("pack-left-out")
@dataclass(frozen=True, kw_only=True)
class PackLeftOut(Outcome):
    """Part of a pack that was not taken in: `what` is windows, which are the organisation's, or schedule, which is a team's."""

    what: str
    schedule: str = ""


@stored_as("questions-form")
@dataclass(frozen=True, kw_only=True)
class QuestionsForm(Outcome):
    """The form with the questions of a team, or the organisation's where `team` is empty; `token` says whose, and which version."""

    token: str
    texts: tuple[str, ...]
    team: str = ""


@stored_as("questions-form-refused")
@dataclass(frozen=True, kw_only=True)
class QuestionsFormRefused(Outcome):
    """`why` is changed (somebody else did meanwhile), long, none, or repeated."""

    why: str
