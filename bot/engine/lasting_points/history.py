"""The history of a team or of the organisation: its last finals as they were posted, and what became of their points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.follow_up_commands import ShowHistory
from bot.domain.model import FollowUp, LastingPoint, QuestionSummary
from bot.domain.model.sharing import Point
from bot.domain.outcomes.follow_ups import FollowUpLine
from bot.domain.outcomes.history import HistoryFinal, HistoryPoint, HistoryShown
from bot.engine import ref_names
from bot.engine.context import EventContext, WorkContext
from bot.engine.follow_ups.known import line_of
from bot.engine.lasting_points.looking_back import (
    MARK,
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
from bot.engine.lasting_points.noting import wording_of
from bot.engine.released_rows import DatedFinal, finals_of

MOST_FINALS = 4


def show_history(context: EventContext, command: ShowHistory) -> None:
    """Show the last finals of each of the acting person's teams, of one of them, or of the organisation."""
    place = ListPlace(page=command.page)
    groups = groups_meant(context, command.team, "history")
    reply_with_page(context, "history", command.page, [_told_from(context, *group, place) for group in groups])


def show_more(context: EventContext, token: str) -> None:
    """Go on with such a history where a message ended."""
    team = token.partition(":")[0]
    context.reply_directly(_told_from(context, team, name_to_read(context, team), ListPlace(token)))


def _told_from(work: WorkContext, team: str, name: str, place: ListPlace) -> HistoryShown:
    """Return the finals of a team, or without one of the organisation, from a place on, the newest first."""
    finals = finals_of(work.uow, team)
    newest_first = finals[::-1]
    marks = [final.release.id[-MARK:] for final in newest_first]
    start = start_of(place, marks, MOST_FINALS)
    end = start + MOST_FINALS
    shown = newest_first[start:end]
    lasting = lasting_points_of(work, shown)
    told = [_final_told(work, final, _before(finals, final), lasting) for final in shown]
    return HistoryShown(
        name=name,
        whole=not team,
        finals=tuple(final for final, _ in told),
        more=max(0, len(finals) - end),
        next=page_token(team, marks, end),
        last_page=last_page_before(place, len(finals), MOST_FINALS),
        refs=tuple(ref for _, refs in told for ref in refs),
    )


def _before(finals: Sequence[DatedFinal], final: DatedFinal) -> DatedFinal | None:
    """Return the final before one, of exactly the same teams."""
    if final.release.summary.over_time:
        return None
    before = finals[: finals.index(final)]
    earlier = [row for row in before if set(row.teams) == set(final.teams) and not row.release.summary.over_time]
    return earlier[-1] if earlier else None


def _final_told(
    work: WorkContext, final: DatedFinal, before: DatedFinal | None, known: Sequence[LastingPoint]
) -> tuple[HistoryFinal, tuple[str, ...]]:
    """Return a final, and the names of the words that word some of its points, in their order.

    `known` are the lasting points of all teams whose finals are told.
    """
    release = final.release
    rows = points_in(known, [final])
    lasting = {each.point: row for row in rows for each in row.appearances if each.release == release.id and each.point}
    answers = {row.point: row for row in work.uow.follow_ups.where(release=release.id)}
    points = [point for question in release.summary.questions for point in _shown_points(question)]
    told = [_as_told(work, release.id, point) for point in points]
    once = not release.summary.over_time
    decided = [row for row in known if once and not row.stands and row.weighed_in == release.round]
    after = {row.id for row in rows}
    told_of = {question.key for question in release.summary.questions if question.shown}
    gone = [
        row
        for row in (points_in(known, [before]) if before else ())
        if row.id not in after and row.stands and row.question in told_of
    ]
    return (
        HistoryFinal(
            day=final.day,
            over_time=release.summary.over_time,
            points=tuple(
                HistoryPoint(
                    point=point,
                    again=_came_before(lasting.get(point.key), release.id),
                    still=before is not None and _is_in(lasting.get(point.key), before.release.id),
                    answer=_answer_of(work, answers.get(point.key)),
                )
                for point, _ in told
            ),
            weighed=tuple(each for each in release.summary.earlier_points if not each.own_words),
            decided=tuple((wording_of(work, row), _new_wording(work, row), row.reason) for row in decided),
            gone=tuple(text for row in gone if (text := row.label)),
        ),
        tuple(ref for _, ref in told if ref),
    )


def _answer_of(work: WorkContext, row: FollowUp | None) -> FollowUpLine | None:
    return line_of(work, row) if row else None


def _new_wording(work: WorkContext, row: LastingPoint) -> str:
    new = work.uow.lasting_points.get(row.became) if row.became else None
    return wording_of(work, new) if new else ""


def _shown_points(question: QuestionSummary) -> tuple[Point, ...]:
    return question.points if question.shown else ()


def _as_told(work: WorkContext, release: str, point: Point) -> tuple[Point, str]:
    """Return a point with the name of the words that word it, empty where it has a label."""
    ref = ref_names.published_ref(release, point.key) if point.quote else ""
    return replace(point, label="" if ref else point.label, quote=0), ref


def _is_in(row: LastingPoint | None, release: str) -> bool:
    return row is not None and any(each.release == release and each.point for each in row.appearances)


def _came_before(row: LastingPoint | None, release: str) -> bool:
    return row is not None and [each.release for each in row.appearances if each.point].index(release) > 0
