"""Outcomes about what teams have said over time: the history of finals, and how points moved from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.model.sharing import Point
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.follow_ups import FollowUpLine
from bot.domain.stored import stored_as


@stored_as("history-point")
@dataclass(frozen=True, kw_only=True)
class HistoryPoint:
    """A point as its final had it. `again` says that an earlier final had it too, `still` that the
    one before did; `answer` is what became of it since.

    A point without a label is worded by the next of the outcome's `refs`.
    """

    point: Point
    again: bool = False
    still: bool = False
    answer: FollowUpLine | None = None


@stored_as("history-final")
@dataclass(frozen=True, kw_only=True)
class HistoryFinal:
    """One final, by the local day on which its answers closed; of the organisation, by that of its draft.

    `weighed` are earlier points that were weighed again; `decided` those that were then worded anew or let go: the point, its new
    wording, the reason; `gone` are points of the final before that are not raised in this one. `over_time` says
    that its points were raised over several rounds.
    """

    day: date
    points: tuple[HistoryPoint, ...] = ()
    weighed: tuple[Point, ...] = ()
    decided: tuple[tuple[str, str, str], ...] = ()
    gone: tuple[str, ...] = ()
    over_time: bool = False


@stored_as("history-shown")
@dataclass(frozen=True, kw_only=True)
class HistoryShown(Outcome):
    """The last finals of a team or of the `whole`, the newest first.

    `more` are those before them, which `next` asks for. `last_page` is how many pages there are, where a later one was asked for.
    """

    name: str
    finals: tuple[HistoryFinal, ...]
    more: int = 0
    next: str = ""
    whole: bool = False
    last_page: int = 0
    refs: tuple[str, ...] = ()


@stored_as("look-back-refused")
@dataclass(frozen=True, kw_only=True)
class LookBackRefused(Outcome):
    """A list cannot go on: it is of a team that is not the reader's, or not any more, or that there is not any more."""


@stored_as("page-missing")
@dataclass(frozen=True, kw_only=True)
class PageMissing(Outcome):
    """None of several lists `of` one command has this `page`: `lists` are their names, each with how many pages it has.

    Without a page the list that was shown last ends with what was shown.
    """

    of: str
    page: int = 0
    lists: tuple[tuple[str, int], ...] = ()


@stored_as("page-unclear")
@dataclass(frozen=True, kw_only=True)
class PageUnclear(Outcome):
    """It is unclear which page `of` a list is meant, or of which list."""

    of: str = ""


@stored_as("trend-row")
@dataclass(frozen=True, kw_only=True)
class TrendRow:
    """One point over finals: of each its band and how it was weighed, as posted; None where that final does not have it."""

    label: str
    seen: tuple[Point | None, ...]


@stored_as("trend-shown")
@dataclass(frozen=True, kw_only=True)
class TrendShown(Outcome):
    """Points over the last finals of a team or of the `whole`, of these days, the earliest first.

    Rows without a label are worded by the outcome's `refs`, in their order. `before` are the points that were shown
    before these, `more` those after them, which `next` asks for; `last_page` as in a history.
    """

    name: str
    days: tuple[date, ...]
    rows: tuple[TrendRow, ...]
    before: int = 0
    more: int = 0
    next: str = ""
    whole: bool = False
    last_page: int = 0
    refs: tuple[str, ...] = ()
