"""Beginning of a look back: whose finals are meant, and the lasting points in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import Refusal
from bot.domain.model import LastingPoint
from bot.domain.outcomes.commands import Unknown
from bot.domain.outcomes.history import LookBackRefused
from bot.engine import access, lookup
from bot.engine.context import EventContext, WorkContext
from bot.engine.released_rows import DatedFinal


def groups_meant(context: EventContext, named: str) -> list[tuple[str, str]]:
    """Return ids and names of what is meant: the acting person's teams, or one; the organisation has no id.

    What the organisation said was posted in every channel, so that everybody may read it.
    """
    acting = access.require_member(context)
    whole = ("", context.organisation().name)
    mine = {row.team for row in context.uow.memberships.where(member=acting.id)}
    teams = [row for row in context.uow.teams.where(archived=False) if row.id in mine or acting.admin]
    if not named:
        own = sorted((row for row in teams if row.id in mine), key=lambda row: row.name.casefold())
        return [(row.id, row.name) for row in own] or [whole]
    if named.casefold() in (whole[1].casefold(), "all", "organisation", "the organisation", "the whole organisation"):
        return [whole]
    chosen = [(row.id, row.name) for row in teams if row.name.casefold() == named.casefold()]
    if not chosen:
        names = [row.name for row in teams]
        raise Refusal(Unknown(noun="team", nearest=lookup.nearest_names(named, names)), quotes=(named,))
    return chosen


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
