"""An occasion that passes without a round: recorded, and told with the step that helps to those who can take it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.domain.model import Organisation, Round, Team
from bot.domain.outcomes.sharing import RoundSkipped
from bot.domain.releases import effective_k
from bot.domain.releases.thresholds import needed_roster
from bot.domain.rounds import RUNNING, Step, advance_round
from bot.engine import access
from bot.engine.context import WorkContext
from bot.engine.rounds.new_round import new_round


def skip_round(work: WorkContext, organisation: Organisation, team: Team, occasion: str, on: date, why: str) -> None:
    """Record that an occasion passed without a round, and tell of it once for what stands in the way."""
    round_ = record_skipped(work, organisation, team, occasion, why)
    if round_ is None:
        return
    running = [row.id for row in work.uow.rounds.where(state=RUNNING) if team.id in row.teams]
    cause = f"{running[0]}:{team.id}" if why == "running" and running else round_.id
    needed = needed_roster(effective_k(organisation.k))
    _tell_responsible(work, (team.id,), cause, RoundSkipped(team=team.name, on=on, why=why, needed=needed))


def record_skipped(work: WorkContext, organisation: Organisation, team: Team, occasion: str, why: str) -> Round | None:
    """The skipped round of an occasion; None when the occasion was dealt with before."""
    round_ = replace(advance_round(new_round(work, organisation, team, occasion), Step.SKIP), why=why)
    return round_ if work.uow.rounds.add(round_) else None


def tell_missed(
    work: WorkContext, team: Team, teams: tuple[str, ...], missed: list[tuple[str, date]], *, repaired: bool
) -> None:
    """Send one message about all occasions that passed while the product was not running.

    `repaired` says that a later one of them opens all the same, so that there is nothing to make up for.
    """
    *earlier, (round_id, on) = missed
    outcome = RoundSkipped(
        team=team.name, on=on, why="late", earlier=tuple(day for _, day in earlier), round="" if repaired else round_id
    )
    _tell_responsible(work, teams, round_id, outcome)


def _tell_responsible(work: WorkContext, teams: Iterable[str], cause: str, outcome: RoundSkipped) -> None:
    for member, is_admin in access.responsible_for(work, tuple(teams)):
        work.tell(member, replace(outcome, admin=is_admin), key=f"skip:{cause}:{member}")
