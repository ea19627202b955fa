"""“Is it still so?”: earlier points that the next draft asks people to weigh again (release rule 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.domain.lasting_points import EARLIER, match_points
from bot.domain.model import ItemKind, LastingPoint, PointState, Release, Round, Verdict, WeighingItem
from bot.domain.releases import FinalPoint
from bot.domain.rounds import order_of_ending
from bot.domain.weighing import EarlierPoint, due_earlier_points
from bot.engine.context import WorkContext
from bot.engine.lasting_points.noting import earlier_items, points_of_group, standing_points, words_name
from bot.engine.rounds import contributions, round_facts

NEVER = 1_000
"""Rounds since a wording was weighed that never was: it is asked about before any other."""


def earlier_point_items(
    work: WorkContext, round_: Round, drafted: Sequence[WeighingItem], labels: Mapping[str, str]
) -> tuple[WeighingItem, ...]:
    """Return an item for each earlier point that is due; what the draft says itself is asked about as that.

    `drafted` are the draft's own items, `labels` their wordings by their keys.
    """
    rows = points_of_group(work, round_)
    known = standing_points(work, rows)
    said = [
        FinalPoint(
            key=item.key,
            group=round_.team,
            question=item.question,
            wording=labels[item.key],
            matter=item.matter,
            against=item.against,
        )
        for item in drafted
        if item.kind is ItemKind.POINT and labels.get(item.key)
    ]
    drafted_again = set(match_points(said, known).values())
    readable = {each.id for each in known} - drafted_again
    roster = contributions.roster_pseudonyms(work, round_)
    earlier = [_as_earlier(work, round_, row, roster) for row in rows if row.id in readable]
    due = due_earlier_points([each for each in earlier if each], roster, round_.k)
    return tuple(replace(item, key=f"{EARLIER}{place}") for place, item in enumerate(due, start=1))


def _as_earlier(work: WorkContext, round_: Round, row: LastingPoint, roster: frozenset[str]) -> EarlierPoint | None:
    """Return a point as one that could be weighed again; None where it is not known any more who weighed it last."""
    item = WeighingItem(key=row.id, kind=ItemKind.EARLIER_POINT, question=row.question, source=row.id)
    if not row.weighed_in:
        return EarlierPoint(item, NEVER, roster, row.verdicts)
    then = work.uow.past_rosters.get(row.weighed_in)
    since = work.uow.rounds.get(row.weighed_in)
    if then is None or since is None:
        return None
    return EarlierPoint(item, _rounds_since(work, round_, since), frozenset(then.people), row.verdicts)


def _rounds_since(work: WorkContext, round_: Round, since: Round) -> int:
    """Return how many rounds these teams had after one, this one included."""
    others = round_facts.other_ended_rounds(work, round_)
    return sum(1 for row in others if order_of_ending(row) > order_of_ending(since)) + 1


def earlier_of(work: WorkContext, release: Release) -> dict[str, LastingPoint]:
    """Return the earlier points that a draft asks about, by their items' keys."""
    found = {item.key: work.uow.lasting_points.get(item.source) for item in earlier_items(release)}
    return {key: row for key, row in found.items() if row and row.state is PointState.STANDS}


def labels_of(work: WorkContext, release: Release) -> dict[str, str]:
    """Return the wordings of the earlier points of a draft, by their items' keys; none for somebody's words."""
    return {key: row.label for key, row in earlier_of(work, release).items() if row.label}


def word_names_of(work: WorkContext, release: Release) -> dict[str, str]:
    """Return under which names the words stand that word the others, by their items' keys."""
    return {key: words_name(row) for key, row in earlier_of(work, release).items() if row.own_words}


def verdicts_of(work: WorkContext, release: Release) -> dict[str, Sequence[Verdict]]:
    """Return the verdicts so far of the earlier points of a draft, by their items' keys."""
    return {key: row.verdicts for key, row in earlier_of(work, release).items()}
