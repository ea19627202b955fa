"""The report of a chosen time: the order for one, and what goes into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.commands import Command
from bot.domain.habits import Habit
from bot.domain.model.follow_ups import FollowUpState
from bot.domain.model.sharing import Change
from bot.domain.model.weighing import WeighedLabel
from bot.domain.released_row import ReleasedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeReport(Command):
    """Hand over one document of a chosen time: of a team, or with no `team` of what the acting person answers for.

    `form` is html, markdown, csv or json; `whole` says that the organisation was named. `since` and `until` are words for days,
    both included; empty for no end.
    """

    team: str = ""
    form: str = "html"
    whole: bool = False
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHabits(Command):
    """Show how regularly the organisation asks, answers and meets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportScope:
    """Part of all finals that a report is about: a team by its id, empty for the organisation, and days.

    `since` and `until` are both included; None for no end.
    """

    team: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFinal:
    """One final: the local day on which its answers closed, whose it is, and what came of challenges to its draft."""

    day: date
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedAnswer:
    """Answer to one point, as posted.

    `day` and `name` are its final's; `owner` is a name or a role; `answered` is a local day. `reopened` says that it was done,
    and that people said it is not better.
    """

    label: str
    day: date
    name: str
    state: FollowUpState
    sentence: str = ""
    owner: str = ""
    due: date | None = None
    answered: date | None = None
    reopened: bool = False
    scope: str = "team"


class Reappraisal(StrEnum):
    """Outcome of later rounds for a point: it was weighed again, or was worded anew or let go since it was challenged."""

    WEIGHED_AGAIN = "weighed again"
    WORDED_ANEW = "worded anew"
    LET_GO = "let go"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReappraisedPoint:
    """One point that was reappraised, as posted.

    `day` and `name` are those of the final that tells how it was weighed again, or, of a decision, of the last that had the point.
    `weighed` is the label of that weighing; `now` is its new wording, `reason` why it was let go.
    """

    label: str
    day: date
    name: str
    what: Reappraisal
    weighed: WeighedLabel | None = None
    some_differ: bool = False
    now: str = ""
    reason: str = ""
    scope: str = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """One question, with the first and the last day on which answers to it closed."""

    text: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a report says, as data. `name` is the team's or the organisation's, `rows` are lines of finals, in their order.

    `rounds` have ended, and `withheld` of them could show nothing; `habits` are the organisation's, of quarters in its time.
    Nothing in it counts people.
    """

    name: str
    scope: ReportScope
    made: date
    teams: tuple[str, ...]
    rounds: int
    withheld: int
    meetings: int
    finals: tuple[ReportedFinal, ...]
    rows: tuple[ReleasedRow, ...]
    answers: tuple[ReportedAnswer, ...]
    questions: tuple[AskedQuestion, ...]
    reappraised: tuple[ReappraisedPoint, ...] = ()
    habits: tuple[Habit, ...] = ()
