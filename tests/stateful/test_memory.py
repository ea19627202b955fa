"""What is remembered after a final, in long lives: without a defence the machine finds what it lets through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.domain.model import PointState, RoundState
from bot.domain.weighing.verdicts import RepeatRules, due_earlier_points
from bot.engine.follow_ups import answering
from bot.engine.lasting_points import asking_again, noting
from tests.stateful.life import Act, Life
from tests.stateful.machine import machine
from tests.stateful.tales import Step, play
from tests.support.further import further, only_further

pytestmark = further

LEAD, LONGEST = "gita", 80
Patch = pytest.MonkeyPatch


def everybody_says(topic: str) -> Step:
    return lambda life: life.most_answer(Act("amira", which=0, pick=1, topic=topic))


def passes_until(state: RoundState) -> Step:
    """Time passes until the round of Alpha is in this state."""

    def wait(life: Life) -> None:
        for _ in range(LONGEST):
            if life.driver.asked("amira")[-1].state is state:
                return
            life.days_pass(Act("amira", which=0, pick=0, topic=""))
        raise TimeoutError(state)

    return wait


def all_see_earlier_points_differently(life: Life) -> None:
    for event in life.driver.buttons()["weigh"][-life.driver.people.index("hal") :]:
        heard = life.driver.hear(event)
        form = heard.reply.form if heard else None
        if form:
            values = {field.name: "differ" for field in form.fields if field.name.startswith("e")}
            life.driver.submit(str(event.sender.ref.person), form.name, form.token, values)


def presses_last(action: str) -> Step:
    """The lead of Alpha presses such a button, and fills in what opens."""

    def press(life: Life) -> None:
        found = [one for one in life.driver.buttons()[action] if str(one.sender.ref.person) == LEAD]
        life._press(found[-1], Act(LEAD, which=0, pick=0, topic="Harbour"))
        life.driver.settle()

    return press


def a_round(topic: str, *in_the_check: Step) -> Iterator[Step]:
    yield from (passes_until(RoundState.OPEN), everybody_says(topic), passes_until(RoundState.DRAFT))
    yield from (*in_the_check, passes_until(RoundState.FINAL))


def a_point_is_answered() -> Iterator[Step]:
    yield from (*a_round("Harbour"), presses_last("follow_up"), passes_until(RoundState.OPEN))


def a_point_is_raised_once() -> Iterator[Step]:
    yield from a_round("Harbour")
    for _ in range(2):
        yield from a_round("Lantern")


def a_point_is_let_go() -> Iterator[Step]:
    yield from a_round("Harbour")
    for _ in range(3):
        yield from a_round("Lantern")
    yield from (*a_round("Lantern", all_see_earlier_points_differently), presses_last("earlier.drop"))
    for _ in range(4):
        yield from a_round("Lantern")


def told_to_all(patch: Patch) -> None:
    patch.setattr(answering, "homes_of", lambda work, row: [(team.id, team.channel) for team in work.uow.teams.where()])


def asked_each_time(patch: Patch) -> None:
    patch.setattr(asking_again, "due_earlier_points", partial(due_earlier_points, rules=RepeatRules(between=1)))


def nothing_ends(patch: Patch) -> None:
    def standing(work: Any, rows: Any) -> Any:
        return noting.standing_points(work, [replace(row, state=PointState.STANDS) for row in rows])

    patch.setattr(asking_again, "standing_points", standing)


def test_an_answer_is_told_to_its_own_team_alone() -> None:
    made = play(a_point_is_answered, machine())
    assert made.driver.memory.answered


@only_further
def test_a_point_that_was_let_go_is_asked_about_no_more() -> None:
    made = play(a_point_is_let_go, machine())
    assert made.driver.memory.asked_again and made.driver.memory.gone


def test_where_every_channel_is_told_the_machine_finds_it(monkeypatch: Patch) -> None:
    told_to_all(monkeypatch)
    with pytest.raises(AssertionError, match="told to another team"):
        play(a_point_is_answered, machine(looking_for="told to another team"))


@only_further
def test_where_a_point_is_asked_about_each_time_the_machine_finds_it(monkeypatch: Patch) -> None:
    asked_each_time(monkeypatch)
    with pytest.raises(AssertionError, match="again too soon"):
        play(a_point_is_raised_once, machine(looking_for="again too soon"))


@only_further
def test_where_nothing_ends_the_machine_finds_it(monkeypatch: Patch) -> None:
    nothing_ends(monkeypatch)
    with pytest.raises(AssertionError, match="let go is asked about again"):
        play(a_point_is_let_go, machine(looking_for="let go is asked about again"))
