"""The trend of a team or of the organisation: the points of its last finals side by side, as they were posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.follow_up_commands import ShowTrend
from bot.domain.model import LastingPoint
from bot.domain.model.sharing import Point
from bot.domain.outcomes.history import TrendRow, TrendShown
from bot.engine import ref_names
from bot.engine.context import EventContext, WorkContext
from bot.engine.lasting_points.looking_back import (
    ListPlace,
    groups_meant,
    last_page_before,
    lasting_points_of,
    name_to_read,
    page_token,
    points_in,
    reply_with_page,
    start_of,
)
from bot.engine.released_rows import DatedFinal, finals_of

MOST_DAYS, MOST_ROWS = 8, 12
MARK = 7
"""Characters of the end of each of the two ids in a token."""


def show_trend(context: EventContext, command: ShowTrend) -> None:
    """Show the points of these finals side by side, those that came most often first."""
    place = ListPlace(page=command.page)
    groups = groups_meant(context, command.team, "trend")
    reply_with_page(context, "trend", command.page, [_trend_from(context, *group, place) for group in groups])


def show_more(context: EventContext, token: str) -> None:
    """Go on with such a trend where a message ended."""
    team = token.partition(":")[0]
    context.reply_directly(_trend_from(context, team, name_to_read(context, team), ListPlace(token)))


def _trend_from(work: WorkContext, team: str, name: str, place: ListPlace) -> TrendShown:
    """Return the points of a team, or without one of the organisation, from a place on.

    Each final changes which points came most often: after another one nothing goes on from there.
    """
    finals = [final for final in finals_of(work.uow, team) if not final.release.summary.over_time][-MOST_DAYS:]
    rows = [_row_of(row, finals) for row in points_in(lasting_points_of(work, finals), finals)]
    rows.sort(key=_most_often_and_newest_first)
    newest = finals[-1].release.id if finals else ""
    marks = [f"{row.id[-MARK:]}{newest[-MARK:]}" for row in rows]
    start = start_of(place, marks, MOST_ROWS)
    end = start + MOST_ROWS
    shown = rows[start:end]
    return TrendShown(
        name=name,
        whole=not team,
        days=tuple(final.day for final in finals),
        rows=tuple(row.told for row in shown),
        before=start,
        more=len(rows[end:]),
        next=page_token(team, marks, end),
        last_page=last_page_before(place, len(rows), MOST_ROWS),
        refs=tuple(row.ref for row in shown if row.ref),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A lasting point over finals, and the name of the words that word it, if they do."""

    id: str
    told: TrendRow
    ref: str = ""


def _most_often_and_newest_first(row: _Row) -> tuple[int, list[bool], str, str]:
    seen = row.told.seen
    return -sum(1 for each in seen if each), [each is None for each in reversed(seen)], row.told.label, row.id


def _row_of(row: LastingPoint, finals: Sequence[DatedFinal]) -> _Row:
    keys = {each.release: each.point for each in row.appearances if each.point}
    seen = tuple(_point_in(final, keys) or _weighed_in(final, row) for final in finals)
    ref = ref_names.published_ref(row.last.release, row.last.point) if row.own_words else ""
    return _Row(row.id, TrendRow(label=row.label, seen=seen), ref)


def _point_in(final: DatedFinal, keys: Mapping[str, str]) -> Point | None:
    key = keys.get(final.release.id)
    points = (point for question in final.release.summary.questions for point in question.points)
    return next((replace(point, label="", quote=0) for point in points if key and point.key == key), None)


def _weighed_in(final: DatedFinal, row: LastingPoint) -> Point | None:
    """Return an earlier point as a final tells of it that weighed it again."""
    keys = {item.key for item in final.release.items if item.source == row.id}
    return next((replace(each, label="") for each in final.release.summary.earlier_points if each.key in keys), None)
