"""Lines of a report: those of its finals, then what became of their points, and which of them were reappraised."""

from __future__ import annotations

from bot.domain.released_row import ReleasedRow
from bot.domain.reports import ReappraisedPoint, Report, ReportedAnswer


def rows_of_report(report: Report) -> tuple[ReleasedRow, ...]:
    """Return all lines of a report as a table, each kind in its order."""
    return (*report.rows, *map(_answer_row, report.answers), *map(_reappraised_row, report.reappraised))


def _answer_row(answer: ReportedAnswer) -> ReleasedRow:
    return ReleasedRow(
        day=answer.day,
        scope=answer.scope,
        name=answer.name,
        kind="answer",
        wording=answer.label,
        reason=answer.sentence,
        state="open again" if answer.reopened else answer.state.value,
        owner=answer.owner,
        due=answer.due,
        answered=answer.answered,
    )


def _reappraised_row(point: ReappraisedPoint) -> ReleasedRow:
    return ReleasedRow(
        day=point.day,
        scope=point.scope,
        name=point.name,
        kind=point.what.value,
        wording=point.label,
        weighed=point.weighed.value if point.weighed else "",
        some_differ=point.some_differ,
        reason=point.reason,
        now=point.now,
    )
