"""Points of the organisation's draft that several teams' meetings have said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import Point, QuestionSummary, Summary
from bot.domain.model.weighing import WeighedLabel
from bot.domain.releases import bands
from bot.domain.weighing import mark_said_together, said_together

ROTAS = "The rota changes too late"


def question(*statements: str, key: str = "k", points: tuple[str, ...] = ()) -> QuestionSummary:
    return QuestionSummary(
        number=1,
        text="?",
        key=key,
        shown=True,
        points=tuple(Point(key=f"1.{n}", label=label, band="") for n, label in enumerate(points)),
        team_statements=tuple(Point(key=f"1.t{n}", label=label, band="") for n, label in enumerate(statements)),
    )


DRAFT = Summary(questions=(question(points=(ROTAS, "A quiet room for breaks")),))


def marks(*finals: tuple[str, QuestionSummary]) -> list[bool]:
    marked = mark_said_together(DRAFT, [(group, Summary(questions=(one,))) for group, one in finals])
    return [point.in_several_meetings for point in marked.questions[0].points]


def test_three_teams_mark_the_point_that_they_said_and_no_other() -> None:
    said = [(group, question(ROTAS, "Lunch is good")) for group in ("a", "b", "c")]
    assert marks(*said) == [True, False]


def test_two_teams_mark_nothing_however_often_they_said_it() -> None:
    assert marks(("a", question(ROTAS)), ("a", question(ROTAS)), ("b", question(ROTAS, ROTAS + "!"))) == [False, False]


@pytest.mark.parametrize("statement", ["The rota never changes too late", "The rota doesn’t change too late"])
def test_the_contrary_marks_nothing(statement: str) -> None:
    assert marks(*((group, question(statement)) for group in ("a", "b", "c"))) == [False, False]


@pytest.mark.parametrize("weighed", [WeighedLabel.NOT_WIDELY_SHARED, WeighedLabel.PEOPLE_DIFFER])
def test_what_its_own_team_did_not_share_marks_nothing(weighed: WeighedLabel) -> None:
    one = question(ROTAS)
    refused = replace(one, team_statements=tuple(replace(point, weighed=weighed) for point in one.team_statements))
    assert marks(("a", one), ("b", one), ("c", one)) == [True, False]
    assert marks(("a", one), ("b", one), ("c", refused)) == [False, False]


def test_what_was_said_to_another_question_marks_nothing() -> None:
    assert marks(*((group, question(ROTAS, key="other")) for group in ("a", "b", "c"))) == [False, False]


def test_without_the_floor_one_team_could_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the tests above."""
    assert bands.SEVERAL_TEAMS_FROM == said_together.SEVERAL_TEAMS_FROM == 3
    monkeypatch.setattr(said_together, "SEVERAL_TEAMS_FROM", 1)
    assert marks(("a", question(ROTAS))) == [True, False]
