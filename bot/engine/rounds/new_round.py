"""A new round of a team, before it is opened or skipped."""

from __future__ import annotations

from bot.domain.model import Organisation, Round, RoundState, Team
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines


def new_round(work: WorkContext, organisation: Organisation, team: Team, occasion: str) -> Round:
    return Round(
        id=work.token(),
        occasion=occasion,
        team=team.id,
        teams=(team.id,),
        state=RoundState.SCHEDULED,
        questions=organisation.questions,
        zone=deadlines.zone_of(organisation, team),
        k=organisation.k,
    )
