"""Beginning of a look back: whose finals are meant, and the lasting points in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.chatcommands.pages import speaks_of_page, with_loose_page
from bot.domain.errors import Refusal
from bot.domain.follow_up_commands import ShowFollowUps, ShowHistory, ShowMore, ShowTrend
from bot.domain.model import LastingPoint, Team
from bot.domain.outcomes.commands import Unknown
from bot.domain.outcomes.follow_ups import FollowUpsShown
from bot.domain.outcomes.history import HistoryShown, LookBackRefused, PageMissing, PageUnclear, TrendShown
from bot.engine import access, lookup
from bot.engine.context import EventContext, WorkContext
from bot.engine.released_rows import DatedFinal

ShownList: TypeAlias = HistoryShown | TrendShown | FollowUpsShown
ListCommand: TypeAlias = ShowFollowUps | ShowHistory | ShowTrend
_WHOLE = ("all", "organisation", "the organisation", "the whole organisation")


def command_meant(context: EventContext, command: ListCommand) -> ListCommand | ShowMore:
    """Return the command for a list, with the page that stands where its team’s name should: “history 2”."""
    names = (row.name.lower() for row in _teams_to_read(context))
    read = with_loose_page(command, {*names, *_WHOLE, context.organisation().name.lower()})
    return read if isinstance(read, ListCommand | ShowMore) else command


def groups_meant(context: EventContext, named: str, of: str) -> list[tuple[str, str]]:
    """Return ids and names of what is meant: the acting person's teams, or one; the organisation has no id.

    What the organisation said was posted in every channel, so that everybody may read it. `of` is the list that is asked for.
    """
    acting = access.require_member(context)
    whole = ("", context.organisation().name)
    teams = _teams_to_read(context)
    if not named:
        mine = {row.team for row in context.uow.memberships.where(member=acting.id)}
        own = sorted((row for row in teams if row.id in mine), key=lambda row: row.name.casefold())
        return [(row.id, row.name) for row in own] or [whole]
    if is_whole(context, named):
        return [whole]
    chosen = [(row.id, row.name) for row in teams if row.name.casefold() == named.casefold()]
    if not chosen and speaks_of_page(named):
        raise Refusal(PageUnclear(of=of))
    if not chosen:
        names = [row.name for row in teams]
        raise Refusal(Unknown(noun="team", nearest=lookup.nearest_names(named, names)), quotes=(named,))
    return chosen


def is_whole(context: EventContext, named: str) -> bool:
    """Return whether these words name the organisation as a whole."""
    return named.casefold() in (*_WHOLE, context.organisation().name.casefold())


def _teams_to_read(context: EventContext) -> list[Team]:
    """Return the teams whose points the acting person may read."""
    acting = access.require_member(context)
    mine = {row.team for row in context.uow.memberships.where(member=acting.id)}
    return [row for row in context.uow.teams.where(archived=False) if row.id in mine or acting.admin]


def name_to_read(context: EventContext, team: str) -> str:
    """Return how a team, or without one the organisation, is called.

    Refused for a team whose points the person may not read, and to who is on no list.
    """
    acting = access.require_member(context)
    if not team:
        return context.organisation().name
    found = context.uow.teams.get(team)
    may_read = acting.admin or context.uow.memberships.count(member=acting.id, team=team) > 0
    if found is None or found.archived or not may_read:
        raise Refusal(LookBackRefused())
    return found.name


MARK = 11
"""Characters of the end of an id for which a token has room where a button carries 64 bytes."""


def page_token(team: str, marks: Sequence[str], end: int) -> str:
    """Return what asks for the rest of a list, by the mark of its first item that is not shown; empty where there is none.

    A place would name another item as soon as one was added before it.
    """
    return f"{team}:{marks[end]}" if end < len(marks) else ""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A place in a list: that of the item which a button's token names, or without a token the beginning of a page."""

    token: str = ""
    page: int = 1


def reply_with_page(context: EventContext, of: str, page: int, lists: Sequence[ShownList]) -> None:
    """Reply with those lists that have this page; of a single one that ends before, with its last page."""
    found = lists if len(lists) == 1 else [each for each in lists if not each.last_page]
    for each in found:
        context.reply_directly(each)
    if not found:
        context.reply_directly(
            PageMissing(of=of, page=page, lists=tuple((each.name, each.last_page) for each in lists))
        )


def last_page_before(place: ListPlace, count: int, length: int) -> int:
    """Return how many pages a list of `count` items has, where a later page is asked for; else 0."""
    pages = max(1, -(-count // length))
    return pages if not place.token and place.page > pages else 0


def start_of(place: ListPlace, marks: Sequence[str], length: int) -> int:
    """Return where a list goes on whose pages have this length.

    It begins anew where the item that a token names is not there, or elsewhere now; past the end its last page is shown.
    """
    mark = place.token.partition(":")[2]
    if place.token:
        return marks.index(mark) if mark in marks else 0
    return min(place.page - 1, max(0, len(marks) - 1) // length) * length


def lasting_points_of(work: WorkContext, finals: Sequence[DatedFinal]) -> list[LastingPoint]:
    """Return all lasting points of the teams of these finals, in the order of their ids."""
    teams = tuple({team for final in finals for team in final.teams or ("",)})
    return sorted(work.uow.lasting_points.where(team=teams) if finals else [], key=lambda row: row.id)


def points_in(rows: Sequence[LastingPoint], finals: Sequence[DatedFinal]) -> list[LastingPoint]:
    """Return those that some of these finals have."""
    releases = {final.release.id for final in finals}
    return [row for row in rows if any(each.release in releases and each.point for each in row.appearances)]
