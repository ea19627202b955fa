"""History and trend: finals as they were posted, told again for a team or the organisation; nothing is counted anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.errors import Refusal
from bot.domain.follow_up_commands import ShowHistory, ShowTrend
from bot.domain.model import FollowUp, LastingPoint, QuestionSummary
from bot.domain.model.sharing import Point
from bot.domain.outcomes.commands import Unknown
from bot.domain.outcomes.follow_ups import FollowUpLine
from bot.domain.outcomes.history import HistoryFinal, HistoryPoint, HistoryShown, TrendRow, TrendShown
from bot.engine import access, lookup, ref_names
from bot.engine.context import EventContext, WorkContext
from bot.engine.follow_ups.known import line_of
from bot.engine.lasting_points.noting import wording_of
from bot.engine.released_rows import DatedFinal, dated_finals

MOST_FINALS, MOST_DAYS, MOST_ROWS = 4, 8, 12


def show_history(context: EventContext, command: ShowHistory) -> None:
    """Show the last finals of each of the acting person's teams, of one of them, or of the organisation."""
    for team, name in _groups_of(context, command.team):
        finals = finals_of(context, team)
        shown = list(reversed(finals))[:MOST_FINALS]
        told = [_final_told(context, final, _before(finals, final)) for final in shown]
        context.reply_directly(
            HistoryShown(
                name=name,
                finals=tuple(final for final, _ in told),
                more=len(finals) - len(shown),
                refs=tuple(ref for _, refs in told for ref in refs),
            )
        )


def show_trend(context: EventContext, command: ShowTrend) -> None:
    """Show the points of these finals side by side, those that came most often first."""
    for team, name in _groups_of(context, command.team):
        finals = [final for final in finals_of(context, team) if not final.release.summary.over_time][-MOST_DAYS:]
        rows = [_row_of(row, finals) for row in _points_in(context, finals)]
        rows.sort(key=_most_often_and_newest_first)
        shown = rows[:MOST_ROWS]
        context.reply_directly(
            TrendShown(
                name=name,
                days=tuple(final.day for final in finals),
                rows=tuple(row for row, _ in shown),
                more=len(rows) - len(shown),
                refs=tuple(ref for _, refs in shown for ref in refs),
            )
        )


def _groups_of(context: EventContext, named: str) -> list[tuple[str, str]]:
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


def finals_of(work: WorkContext, team: str) -> list[DatedFinal]:
    """Return the finals of a team, alone or with others, or with no team those of the organisation; the earliest first."""
    return [final for final in dated_finals(work.uow) if (team in final.teams if team else not final.teams)]


def _before(finals: Sequence[DatedFinal], final: DatedFinal) -> DatedFinal | None:
    """Return the final before one, of exactly the same teams."""
    if final.release.summary.over_time:
        return None
    before = finals[: finals.index(final)]
    earlier = [row for row in before if set(row.teams) == set(final.teams) and not row.release.summary.over_time]
    return earlier[-1] if earlier else None


def _final_told(
    work: WorkContext, final: DatedFinal, before: DatedFinal | None
) -> tuple[HistoryFinal, tuple[str, ...]]:
    """Return a final, and the names of the words that word some of its points, in their order."""
    release = final.release
    rows = _points_in(work, [final])
    lasting = {each.point: row for row in rows for each in row.appearances if each.release == release.id and each.point}
    answers = {row.point: row for row in work.uow.follow_ups.where(release=release.id)}
    points = [point for question in release.summary.questions for point in _shown_points(question)]
    told = [_as_told(work, release.id, point) for point in points]
    decided = [row for row in _points_of(work, final) if not row.stands and row.weighed_in == release.round]
    after = {row.id for row in rows}
    told_of = {question.key for question in release.summary.questions if question.shown}
    gone = [
        row
        for row in (_points_in(work, [before]) if before else ())
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


def _most_often_and_newest_first(row: tuple[TrendRow, tuple[str, ...]]) -> tuple[int, list[bool], str]:
    seen = row[0].seen
    return -sum(1 for each in seen if each), [each is None for each in reversed(seen)], row[0].label


def _is_in(row: LastingPoint | None, release: str) -> bool:
    return row is not None and any(each.release == release and each.point for each in row.appearances)


def _came_before(row: LastingPoint | None, release: str) -> bool:
    return row is not None and [each.release for each in row.appearances if each.point].index(release) > 0


def _points_of(work: WorkContext, *finals: DatedFinal) -> list[LastingPoint]:
    """Return all points over rounds of the teams of these finals, in the order of their ids."""
    teams = tuple({team for final in finals for team in final.teams or ("",)})
    return sorted(work.uow.lasting_points.where(team=teams) if finals else [], key=lambda row: row.id)


def _points_in(work: WorkContext, finals: Sequence[DatedFinal]) -> list[LastingPoint]:
    """Return those that some of these finals have."""
    releases = {final.release.id for final in finals}
    rows = _points_of(work, *finals)
    return [row for row in rows if any(each.release in releases and each.point for each in row.appearances)]


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
