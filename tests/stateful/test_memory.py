"""What is remembered after a final, in long lives: without a defence the machine finds what it lets through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.domain.events import ButtonPressed
from bot.domain.model import PointState, RoundState
from bot.domain.releases.over_time import BlockRules, decide_block
from bot.domain.weighing.verdicts import RepeatRules, due_earlier_points
from bot.engine.follow_ups import answering
from bot.engine.lasting_points import asking_again, noting
from bot.engine.rounds import over_time
from tests.stateful.life import TEAMS, Act, Life
from tests.stateful.machine import machine
from tests.stateful.tales import Step, play
from tests.support.finders import LeftoverFinder
from tests.support.further import only_further

LEAD, LONGEST = "gita", 80
TWO = {"amira": "Lantern", "ben": "Lantern"}
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


def few_say(topics: dict[str, str]) -> Step:
    """Everybody in two teams says the same but for a few: in the summary of the whole there are others beside them."""

    def step(life: Life) -> None:
        for who in (*TEAMS["Alpha"], *TEAMS["Beta"]):
            asked = life.driver.asked(who)[-1]
            heard = life.driver.hear(life.world.event(ButtonPressed, who, action="answer", token=asked.id))
            assert heard and heard.reply.form
            words = life.driver.truth.new_words(who, topics.get(who, "Orchard"))
            life.driver.submit(who, "answer", heard.reply.form.token, {"q1": words})

    return step


def a_block(*rounds: dict[str, str]) -> Iterator[Step]:
    for topics in rounds:
        yield from (passes_until(RoundState.OPEN), few_say(topics), passes_until(RoundState.FINAL))
    yield passes_until(RoundState.OPEN)


def five_in_a_block() -> Iterator[Step]:
    yield from a_block(TWO, {"chloe": "Lantern", "dan": "Meadow"}, {"eve": "Meadow"}, {})


def four_in_a_block() -> Iterator[Step]:
    yield from a_block(TWO, {"chloe": "Lantern", "dan": "Meadow"}, {}, {})


def one_of_them_twice() -> Iterator[Step]:
    yield from a_block(TWO, {"ben": "Lantern", "dan": "Meadow"}, {"eve": "Meadow", "chloe": "Harbour"}, {})


def without(patch: Patch, **defence: Any) -> None:
    patch.setattr(over_time, "decide_block", partial(decide_block, rules=BlockRules(**defence)))


def anything(*given: Any) -> bool:
    return True


def nothing(*given: Any) -> bool:
    """The ledger alone would hold back a block of four: it stands in for the threshold."""
    return False


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


@only_further
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


@only_further
def test_what_few_said_in_each_round_is_raised_by_enough_people() -> None:
    assert play(five_in_a_block, machine(finder=LeftoverFinder)).driver.readers.over_time == 1
    for tale in (four_in_a_block, one_of_them_twice):
        assert play(tale, machine(finder=LeftoverFinder)).driver.readers.over_time == 0


@only_further
@pytest.mark.parametrize(
    ("tale", "defence", "finding"),
    [
        (four_in_a_block, {"threshold": anything, "isolates": nothing}, "a block was shown below k"),
        (one_of_them_twice, {"point": lambda count: count > 1}, "a point of too few people"),
    ],
)
def test_where_a_block_shows_too_few_the_machine_finds_it(
    tale: Any, defence: dict[str, Any], finding: str, monkeypatch: Patch
) -> None:
    without(monkeypatch, **defence)
    with pytest.raises(AssertionError, match=finding):
        play(tale, machine(looking_for=finding, finder=LeftoverFinder))
