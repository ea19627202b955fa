"""A new round of a team, before it is opened or skipped, and what holds for it from its opening to its end."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import Organisation, Round, RoundState, Team
from bot.domain.rounds import is_scheduled
from bot.engine import access, question_sets
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, fitting


def new_round(work: WorkContext, organisation: Organisation, team: Team, occasion: str) -> Round:
    return Round(
        id=work.token(),
        occasion=occasion,
        team=team.id,
        teams=(team.id,),
        state=RoundState.SCHEDULED,
        questions=question_sets.set_of_team(work, team),
        zone=deadlines.zone_of(organisation, team),
        k=organisation.k,
    )


def fix_at_opening(work: WorkContext, organisation: Organisation, round_: Round) -> Round:
    """Return the round with the channels, deciders and windows of now, which hold to its end whatever is changed meanwhile."""
    rows = {row.id: row for row in work.uow.teams.where(id=round_.teams)}
    teams = [rows[id] for id in round_.teams if id in rows]
    channels = {row.id: row.channel for row in teams}
    opens, by_hand = round_.opened_at or work.now, not is_scheduled(round_)
    return replace(
        round_,
        channels=tuple(channels.get(team, "") for team in round_.teams),
        deciders=tuple(access.deciders_of(work, round_.teams)),
        windows=fitting.windows_at(work, organisation, teams, round_.zone, opens, by_hand=by_hand),
        language_model=work.services.language_model,
    )
