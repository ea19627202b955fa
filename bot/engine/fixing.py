"""Rounds that an older version opened keep, from the first start of this one, what holds for them then (release rule 10)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.rounds import RUNNING
from bot.engine import access
from bot.engine.work import Work


def fix_running_rounds(work: Work) -> int:
    """Give every running round without channels those of its teams, and the deciders and windows of now; returns how many."""
    organisation = work.organisation()
    older = [row for row in work.uow.rounds.where(state=RUNNING) if row.teams and not row.channels]
    for round_ in older:
        channels = {row.id: row.channel for row in work.uow.teams.where(id=round_.teams)}
        work.uow.rounds.save(
            replace(
                round_,
                channels=tuple(channels.get(team, "") for team in round_.teams),
                deciders=tuple(access.deciders_of(work, round_.teams)),
                check_days=organisation.check_days,
                decide_days=organisation.decide_days,
                close_at=organisation.close_at,
            )
        )
    return len(older)
