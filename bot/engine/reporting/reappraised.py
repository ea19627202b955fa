"""Gathering of the points that were reappraised: weighed again in a final, or decided on since they were challenged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.model import LastingPoint, PointState
from bot.domain.model.sharing import Point
from bot.domain.reports import Reappraisal, ReappraisedPoint
from bot.engine.released_rows import DatedFinal, scope_of
from bot.ports import UnitOfWork


def gather_reappraised(uow: UnitOfWork, finals: Sequence[DatedFinal]) -> Iterator[ReappraisedPoint]:
    """Yield what these finals tell of earlier points, then what was decided on points that they were the last to have.

    Points that are worded by somebody's words are left out: those words were allowed for one summary.
    """
    for final in finals:
        for point in final.release.summary.earlier_points:
            if point.label and not point.own_words:
                yield _weighed_again(final, point)
    by_release = {final.release.id: final for final in finals}
    rows = sorted(uow.lasting_points.where(), key=lambda row: row.id)
    for row in rows:
        final_ = by_release.get(row.last.release)
        if final_ and row.state is not PointState.STANDS and row.label:
            yield _decided(uow, final_, row)


def _weighed_again(final: DatedFinal, point: Point) -> ReappraisedPoint:
    return ReappraisedPoint(
        label=point.label,
        day=final.day,
        name=final.release.name,
        what=Reappraisal.WEIGHED_AGAIN,
        weighed=point.weighed,
        some_differ=point.some_differ,
        scope=scope_of(final.release),
    )


def _decided(uow: UnitOfWork, final: DatedFinal, row: LastingPoint) -> ReappraisedPoint:
    new = uow.lasting_points.get(row.became) if row.became else None
    return ReappraisedPoint(
        label=row.label,
        day=final.day,
        name=final.release.name,
        what=Reappraisal.LET_GO if row.state is PointState.DROPPED else Reappraisal.WORDED_ANEW,
        now=new.label if new else "",
        reason=row.reason,
        scope=scope_of(final.release),
    )
