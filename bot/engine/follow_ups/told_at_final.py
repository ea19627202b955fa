"""Answers to points, told to everybody of a roster with each final: its points, and earlier ones that are not settled."""

from __future__ import annotations

from bot.domain.model import Release, Round, Urgency
from bot.domain.outcomes.own_points import WhatBecame
from bot.domain.rounds import is_of_organisation, of_same_teams
from bot.engine.context import WorkContext
from bot.engine.follow_ups.known import follow_ups_of, line_of, refs_of
from bot.engine.follow_ups.listing import MOST_SHOWN, is_news
from bot.engine.rounds import weighing_items


def tell_what_became(work: WorkContext, round_: Round, final: Release) -> None:
    """Tell everybody whom the reminder would reach the same; nothing, where no point was ever made."""
    places = [point.key for question in final.summary.questions for point in question.points]
    rows = of_same_teams(follow_ups_of(work, round_.team), round_)
    own = sorted((row for row in rows if row.release == final.id), key=lambda row: places.index(row.point))
    own = own[:MOST_SHOWN]
    others = [row for row in rows if row.release != final.id and is_news(work, row, round_.opened_at)]
    others = others[: MOST_SHOWN - len(own)]
    if not own and not others:
        return
    whole = is_of_organisation(round_)
    outcome = WhatBecame(
        name=final.name,
        lines=tuple(line_of(work, row) for row in own),
        earlier=tuple(line_of(work, row) for row in others),
        round=round_.id if own else "",
        whole=whole,
        refs=refs_of([*own, *others]),
    )
    for member, place in weighing_items.whom_to_tell(work, round_):
        work.tell(member, outcome, Urgency.DIGEST, key=f"became:{place}")
