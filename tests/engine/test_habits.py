"""Habit measures: of whole quarters, of what was posted, and never a number that tells of one or two teams."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import habits
from bot.domain.habits import AskedRound, PostedPoint, measure_habits
from bot.domain.model import FollowUp, FollowUpState, Round, RoundState
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.reports import HabitsShown
from bot.domain.reports import ReportScope
from bot.engine.reporting.gathering import gather_report
from bot.engine.reporting.habits import gather_habits
from bot.views.messages.reports import report_document
from tests.support.actions import TEAM
from tests.support.world import World

MADE = date(2026, 5, 20)
IN_MARCH, IN_MAY = date(2026, 3, 3), date(2026, 5, 5)
TEAMS = (("a",), ("b",), ("c", "d"))


def rounds(*teams: tuple[str, ...], day: date = IN_MARCH, held: bool = True) -> list[AskedRound]:
    return [AskedRound(day=day, teams=each, held=held, meetings=1) for each in teams]


def points(*teams: tuple[str, ...], days: int | None = 6) -> list[PostedPoint]:
    return [PostedPoint(day=IN_MARCH, teams=each, days=days) for each in teams]


def test_a_quarter_counts_rounds_answers_and_meetings_of_all_teams() -> None:
    asked = [*rounds(*TEAMS), *rounds(("a",), held=False)]
    posted = [*points(*TEAMS), *points(("a",), days=None), *points((), days=30)]
    (found,) = measure_habits(asked, posted, MADE)
    assert (found.first, found.last) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (found.rounds, found.held, found.meetings) == (4, 3, 4)
    assert (found.points, found.answered, found.days) == (5, 4, 6)


def test_the_quarter_that_runs_is_told_when_it_is_over() -> None:
    assert measure_habits(rounds(*TEAMS, day=IN_MAY), [], MADE) == ()
    assert [each.first for each in measure_habits(rounds(*TEAMS, day=IN_MAY), [], date(2026, 7, 1))] == [
        date(2026, 4, 1)
    ]
    assert measure_habits(rounds(*TEAMS, day=date(2025, 3, 31)), [], MADE) == ()


def test_teams_that_share_one_are_one_and_points_need_as_many_of_their_own() -> None:
    assert measure_habits(rounds(("a",), ("b",), ("a", "b"), ("b", "c")), [], MADE) == ()
    (found,) = measure_habits(rounds(*TEAMS), [*points(("a",), ("b",), ()), *points(("c", "d"), days=None)], MADE)
    assert (found.points, found.answered, found.days) == (4, 3, None)
    (found,) = measure_habits(rounds(*TEAMS), points(("a",), ("b",)), MADE)
    assert (found.points, found.answered, found.days) == (None, None, None)


some_teams = st.lists(st.sampled_from([("a",), ("b",), ("c",), ("d",), ("a", "b"), ("c", "d")]), max_size=8)


def tells_of_few(asked: list[tuple[str, ...]], posted: list[tuple[str, ...]]) -> bool:
    """Return whether something is told that fewer than three teams are behind."""
    found = measure_habits(rounds(*asked), points(*posted), MADE)
    few = {
        name for name, teams in (("rounds", asked), ("points", posted)) if len({t for each in teams for t in each}) < 3
    }
    return bool(found and ("rounds" in few or ("points" in few and found[0].points is not None)))


@given(some_teams, some_teams)
def test_nothing_is_told_of_one_team_or_two(asked: list[tuple[str, ...]], posted: list[tuple[str, ...]]) -> None:
    assert not tells_of_few(asked, posted)


def test_without_the_least_number_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(habits, "LEAST_TEAMS", 1)
    assert tells_of_few([("a",)], [])
    assert tells_of_few([("a",), ("b",), ("c",)], [("a",)])


def keep(uow: Any, teams: tuple[tuple[str, ...], ...]) -> None:
    at = datetime(2026, 1, 20, 10, tzinfo=UTC)
    for number, each in enumerate(teams):
        uow.rounds.add(
            Round(
                id=f"r{number}", occasion=f"o{number}", team=each[0], teams=each, state=RoundState.FINAL, questions="q",
                zone="UTC", k=5, opened_at=at, closes_at=at,
            )
        )  # fmt: skip
        uow.follow_ups.add(
            FollowUp(
                id=f"f{number}", round=f"r{number}", release=f"s{number}", point="1.1", team=each[0], teams=each,
                zone="UTC", since=at, label="Rotas", state=FollowUpState.DONE, answered_at=at,
            )
        )  # fmt: skip


@pytest.mark.parametrize("teams", [TEAMS, TEAMS[:2]])
async def test_admins_are_shown_them_and_the_organisations_report_has_them(teams: tuple[tuple[str, ...], ...]) -> None:
    world = World()
    await world.found({"Alpha": TEAM}, "every other Tuesday at 10:00")
    await world.store.run(lambda uow: keep(uow, teams))
    world.clock.at = datetime(2026, 4, 2, 9, tzinfo=UTC)
    assert (await world.command("ben", "habits")).told(NotForYou)
    shown = (await world.command("ada", "habits")).told(HabitsShown)
    assert shown.habits == await world.read(lambda uow: gather_habits(uow, date(2026, 4, 2)))
    assert len(shown.habits) == (teams == TEAMS)

    async def sections(scope: ReportScope) -> list[str]:
        report = await world.read(lambda uow: gather_report(uow, scope, "x", date(2026, 4, 2)))
        return [section.heading for section in report_document(report).sections]

    assert ("How regularly it is done" in await sections(ReportScope())) is (teams == TEAMS)
    assert "How regularly it is done" not in await sections(ReportScope(team="a"))
    assert "How regularly it is done" not in await sections(ReportScope(since=date(2026, 1, 10)))
