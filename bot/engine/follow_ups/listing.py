"""Points brought back with what became of them: with the next questions, and when somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.follow_up_commands import ShowFollowUps
from bot.domain.follow_ups import OWED, SETTLED
from bot.domain.model import FollowUp, Member
from bot.domain.outcomes.follow_ups import FollowUpLine, FollowUpsShown
from bot.engine import access
from bot.engine.context import EventContext, WorkContext
from bot.engine.follow_ups.answering import homes_of
from bot.engine.follow_ups.known import answerers_of, follow_ups_of, line_of, refs_of
from bot.engine.lasting_points.looking_back import (
    MARK,
    ListPlace,
    groups_meant,
    last_page_before,
    name_to_read,
    page_token,
    reply_with_page,
    start_of,
)

MOST_SHOWN = 12
OLD = timedelta(days=365)
"""A point that has had no answer for so long is not brought back with the questions any more."""


def since_last_time(work: WorkContext, team: str, channel: str) -> tuple[tuple[FollowUpLine, ...], tuple[str, ...]]:
    """Return the lines with which a team's next questions begin, and the names of the words in them.

    These are what was answered since its last round opened, what is promised or late, and what still has no answer; of points that
    were posted in this `channel` alone, since others may read another.
    """
    found = work.uow.teams.get(team)
    last = work.uow.rounds.get(found.last_round) if found and found.last_round else None
    since = last.opened_at if last else None
    rows = [
        row for row in follow_ups_of(work, team) if is_news(work, row, since) and (team, channel) in homes_of(work, row)
    ]
    shown = rows[:MOST_SHOWN]
    return tuple(line_of(work, row) for row in shown), refs_of(shown)


def is_news(work: WorkContext, row: FollowUp, since: datetime | None) -> bool:
    """Return whether a point is not settled yet, or was settled since an instant, if it is not too old."""
    if work.now - row.since >= OLD:
        return False
    return row.state not in SETTLED or since is None or (row.answered_at is not None and row.answered_at >= since)


def show_follow_ups(context: EventContext, command: ShowFollowUps) -> None:
    """Show what became of the points of the acting person's teams, or of one of them; to admins also of the whole."""
    acting = access.require_member(context)
    groups = [_Group(*each, follow_ups_of(context, each[0])) for each in _groups_of(context, acting, command.team)]
    nothing = _Group("", context.organisation().name, [])
    told = [each for each in groups if each.rows] or groups[:1] or [nothing]
    lists = [_shown(context, acting, group, ListPlace(page=command.page)) for group in told]
    reply_with_page(context, "promises", command.page, lists)


def show_more(context: EventContext, token: str) -> None:
    """Go on with such a list where a message ended, of a team that the acting person may read."""
    acting = access.require_member(context)
    team = token.partition(":")[0]
    group = _Group(team, name_to_read(context, team), follow_ups_of(context, team))
    context.reply_directly(_shown(context, acting, group, ListPlace(token)))


@dataclass(frozen=True, slots=True)
class _Group:
    """A team, or without an id the organisation, with its follow-ups."""

    team: str
    name: str
    rows: Sequence[FollowUp]


def _groups_of(context: EventContext, acting: Member, named: str) -> list[tuple[str, str]]:
    """Return ids and names of the teams that are meant; the organisation has no id. An admin is shown it beside their teams."""
    if named:
        return groups_meant(context, named, "promises")
    mine = {row.team for row in context.uow.memberships.where(member=acting.id)}
    teams = [row for row in context.uow.teams.where(archived=False) if row.id in mine or acting.admin]
    own = [row for row in teams if row.id in mine] or teams
    groups = [(row.id, row.name) for row in sorted(own, key=lambda row: row.name.lower())]
    whole = [("", context.organisation().name)] if acting.admin else []
    return groups + whole


def _shown(work: WorkContext, acting: Member, group: _Group, place: ListPlace) -> FollowUpsShown:
    """Return a group's list from a place on. What waits for an answer comes first, so that each has a button in its turn.

    A point that was answered since stands in another part of the list: nothing goes on from there.
    """
    ordered = sorted(group.rows, key=_part_of_list)
    marks = [f"{row.id[-MARK:]}{_part_of_list(row)}" for row in ordered]
    start = start_of(place, marks, MOST_SHOWN)
    end = start + MOST_SHOWN
    shown = ordered[start:end]
    lines = tuple(line_of(work, row, acting) for row in shown)
    asks = any(row.team and acting.id in answerers_of(work, row) for row in shown)
    return FollowUpsShown(
        name=group.name,
        lines=lines,
        more=len(ordered[end:]),
        next=page_token(group.team, marks, end),
        refs=refs_of(shown),
        asks_back=asks,
        last_page=last_page_before(place, len(ordered), MOST_SHOWN),
    )


def _part_of_list(row: FollowUp) -> int:
    return 2 if row.state in SETTLED else 0 if row.state in OWED else 1
