"""Noting of a final's points: which of them earlier finals had, and how earlier points were weighed again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.follow_ups import about_of
from bot.domain.lasting_points import (
    LastingWording,
    is_challenged,
    match_points,
    no_longer_weighed,
    seen_again,
    weighed_again,
    without_release,
)
from bot.domain.model import (
    Appearance,
    ItemKind,
    LastingPoint,
    PastRoster,
    PointState,
    Release,
    Round,
    Verdict,
    WeighingItem,
)
from bot.domain.releases import FinalPoint
from bot.domain.rounds import filed_under, of_same_teams
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.rounds import contributions
from bot.engine.rounds.group_finals import final_points


def points_of_group(work: WorkContext, round_: Round) -> list[LastingPoint]:
    """Return the points of all finals of exactly the teams of a round, by their ids."""
    rows = work.uow.lasting_points.where(team=filed_under(round_))
    return sorted(of_same_teams(rows, round_), key=lambda row: row.id)


def words_name(lasting: LastingPoint) -> str:
    """Return under which name the words stand that word a point; empty where it has a label."""
    return ref_names.published_ref(lasting.last.release, lasting.last.point) if lasting.own_words else ""


def wording_of(work: WorkContext, lasting: LastingPoint) -> str:
    """Return how a point reads; empty where its words have ended."""
    return lasting.label or work.read(words_name(lasting))


def standing_points(work: WorkContext, rows: Iterable[LastingPoint]) -> list[LastingWording]:
    """Return those points that a later one can be: they stand, and can be read."""
    standing = ((row, wording_of(work, row)) for row in rows if row.state is PointState.STANDS)
    return [
        LastingWording(
            row.id,
            FinalPoint(
                key=row.id,
                group=row.team,
                question=row.question,
                wording=wording,
                matter=row.matter,
                own_words=row.own_words,
                against=row.against,
            ),
        )
        for row, wording in standing
        if wording
    ]


@dataclass(frozen=True, slots=True)
class NotedPoints:
    """The lasting points of a final: their ids by their keys in it, and those that are under challenge from now on."""

    ids: dict[str, str]
    challenged: tuple[LastingPoint, ...]


def note_points(work: WorkContext, round_: Round, final: Release) -> NotedPoints:
    """Note the points of a final, and how earlier ones were weighed again."""
    before = {row.id: row for row in points_of_group(work, round_)}
    weighed_before = {row.weighed_in for row in before.values()}
    challenged = _note_weighed(work, round_, final, before)
    # What was added to a point that a lead asked back about is that point's, and no point of its own.
    points = [point for point in final_points(work, final, final.aggregate) if not about_of(point.question)]
    same = match_points(points, standing_points(work, before.values()))
    noted: dict[str, str] = {}
    for point in points:
        key = point.key.removeprefix(f"{final.id}:")
        seen = Appearance(round=round_.id, release=final.id, point=key)
        if point.key in same:
            row = seen_again(before[same[point.key]], point, seen)
        else:
            row = LastingPoint(
                id=work.token(),
                team=round_.team,
                teams=round_.teams,
                question=point.question,
                label="" if point.own_words else point.wording,
                own_words=point.own_words,
                matter=point.matter,
                against=point.against,
                appearances=(seen,),
                weighed_in=round_.id,
            )
        before[row.id] = row
        work.uow.lasting_points.save(row)
        noted[key] = row.id
    _keep_roster(work, round_, list(before.values()), weighed_before)
    return NotedPoints(noted, challenged)


def earlier_items(release: Release) -> list[WeighingItem]:
    """Return the items of a draft that are earlier points."""
    return [item for item in release.items if item.kind is ItemKind.EARLIER_POINT]


def _note_weighed(
    work: WorkContext, round_: Round, final: Release, rows: dict[str, LastingPoint]
) -> tuple[LastingPoint, ...]:
    """Note the verdicts of the earlier points of a draft; return those that were not under challenge before, and are now."""
    verdicts = dict(final.weighed.verdicts) if final.weighed else {}
    challenged = []
    for item in earlier_items(final):
        if row := rows.get(item.source):
            rows[row.id] = weighed_again(row, round_.id, verdicts.get(item.key, Verdict.NONE))
            work.uow.lasting_points.save(rows[row.id])
            if is_challenged(rows[row.id]) and not is_challenged(row):
                challenged.append(rows[row.id])
    return tuple(challenged)


def _keep_roster(work: WorkContext, round_: Round, rows: list[LastingPoint], weighed_before: set[str]) -> None:
    """Keep who was asked while a point of this round can be weighed again, and forget it of rounds without such a point.

    Who was forgotten since is in it as nobody: they may have weighed, and have left when the point could come again.
    """
    if any(row.weighed_in == round_.id for row in rows):
        people = sorted(contributions.full_roster(work, round_))
        work.uow.past_rosters.save(PastRoster(id=round_.id, people=tuple(people)))
    # Of other groups nothing is known here: a roster goes when no point of its own group needs it.
    mine = weighed_before.union(each.round for row in rows for each in row.appearances)
    kept = [row.id for row in work.uow.past_rosters.where(id=tuple(mine))] if mine else []
    for id in no_longer_weighed(kept, rows):
        work.uow.past_rosters.remove(id)


def hand_over(work: WorkContext, team: str, into: str) -> None:
    """Let the points of a team that is merged into another be that team's: it is asked whether they still hold."""
    for row in work.uow.lasting_points.where():
        if team in row.teams:
            teams = tuple(dict.fromkeys(into if one == team else one for one in row.teams))
            work.uow.lasting_points.save(replace(row, team=into if row.team == team else row.team, teams=teams))


def forget_release(work: WorkContext, round_: Round, release: str) -> None:
    """Remove what only a final held that is past its time."""
    for row in work.uow.lasting_points.where(team=filed_under(round_)):
        left = without_release(row, release)
        if left is None:
            work.uow.lasting_points.remove(row.id)
        elif left != row:
            work.uow.lasting_points.save(left)
    work.uow.past_rosters.remove(round_.id)
