"""The trend of a team or of the organisation: the points of its last finals side by side, as they were posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.follow_up_commands import ShowTrend
from bot.domain.model import LastingPoint
from bot.domain.model.sharing import Point
from bot.domain.outcomes.history import TrendRow, TrendShown
from bot.engine import ref_names
from bot.engine.context import EventContext
from bot.engine.lasting_points.looking_back import groups_meant, lasting_points_of, points_in
from bot.engine.released_rows import DatedFinal, finals_of

MOST_DAYS, MOST_ROWS = 8, 12


def show_trend(context: EventContext, command: ShowTrend) -> None:
    """Show the points of these finals side by side, those that came most often first."""
    for team, name in groups_meant(context, command.team):
        finals = [final for final in finals_of(context.uow, team) if not final.release.summary.over_time][-MOST_DAYS:]
        rows = [_row_of(row, finals) for row in points_in(lasting_points_of(context, finals), finals)]
        rows.sort(key=_most_often_and_newest_first)
        shown = rows[:MOST_ROWS]
        context.reply_directly(
            TrendShown(
                name=name,
                whole=not team,
                days=tuple(final.day for final in finals),
                rows=tuple(row for row, _ in shown),
                more=len(rows) - len(shown),
                refs=tuple(ref for _, refs in shown for ref in refs),
            )
        )


def _most_often_and_newest_first(row: tuple[TrendRow, tuple[str, ...]]) -> tuple[int, list[bool], str]:
    seen = row[0].seen
    return -sum(1 for each in seen if each), [each is None for each in reversed(seen)], row[0].label


def _row_of(row: LastingPoint, finals: Sequence[DatedFinal]) -> tuple[TrendRow, tuple[str, ...]]:
    """Return a point over finals, and the name of the words that word it, if they do."""
    keys = {each.release: each.point for each in row.appearances if each.point}
    seen = tuple(_point_in(final, keys) or _weighed_in(final, row) for final in finals)
    ref = ref_names.published_ref(row.last.release, row.last.point) if row.own_words else ""
    return TrendRow(label=row.label, seen=seen), (ref,) if ref else ()


def _point_in(final: DatedFinal, keys: Mapping[str, str]) -> Point | None:
    key = keys.get(final.release.id)
    points = (point for question in final.release.summary.questions for point in question.points)
    return next((replace(point, label="", quote=0) for point in points if key and point.key == key), None)


def _weighed_in(final: DatedFinal, row: LastingPoint) -> Point | None:
    """Return an earlier point as a final tells of it that weighed it again."""
    keys = {item.key for item in final.release.items if item.source == row.id}
    return next((replace(each, label="") for each in final.release.summary.earlier_points if each.key in keys), None)
