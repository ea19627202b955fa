"""State of a team's round, in a few words for a status line."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import rounds
from bot.domain.model import Round, RoundState
from bot.ports import UnitOfWork


def describe_standing(uow: UnitOfWork, team: str, now: datetime) -> str:
    """The team's newest round, or when its first one is."""
    rows = uow.teams.where(name=team)
    if not rows:
        return "nothing is set up yet"
    mine = [row for row in uow.rounds.where() if rows[0].id in row.teams and row.opened_at]
    if mine:
        return f"{team}: {_describe_state(max(mine, key=lambda row: row.opened_at or now))}"
    schedules = uow.schedules.where(team=rows[0].id)
    if schedules and schedules[0].next_at:
        zone = rows[0].zone or uow.organisations.where()[0].zone
        return f"{team}: first round on {_local_moment(schedules[0].next_at, zone)}"
    return f"{team}: no schedule yet"


def _describe_state(round_: Round) -> str:
    if round_.state is RoundState.OPEN and round_.closes_at:
        return f"round open until {_local_moment(round_.closes_at, round_.zone)}"
    until = rounds.open_until(round_)
    if round_.state is RoundState.DRAFT and until:
        what = "challenges are decided" if round_.deciding else "the draft can be checked"
        return f"{what} until {_local_moment(until, round_.zone)}"
    return _ENDED.get(round_.state, "between two rounds")


_ENDED = {
    RoundState.FINAL: "the summary is final",
    RoundState.WITHHELD: "too few answered, so nothing is shown",
    RoundState.CANCELLED: "the round was cancelled",
}


def _local_moment(instant: datetime, zone: str) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"
