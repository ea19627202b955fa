"""What cannot be processed is said once and left alone longer and longer, and nothing else waits for it (R12)."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.model import IncidentKind, Round, RoundState
from bot.domain.outcomes.status import StatusShown, StepStuck
from bot.engine import scheduler
from bot.engine.rounds import closing, merge_plan, organisation_summary, scheduled
from bot.engine.stuck import RETRY_PAUSES, Stuck
from bot.ports import UnitOfWork
from tests.support.actions import TEAM, answered, opened, until
from tests.support.places import person
from tests.support.world import World

BETA = ("ada2", "ben2", "cy2", "dan2", "eve2", "fay2", "gus2", "hal2")
TWO = {"Alpha": TEAM, "Beta": BETA}
FAILED = "a step of the clock failed; it is tried again, less and less often"
DONE = "a step of the clock that had failed was done"


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


class Broken:
    """A step that fails for one id, counting its attempts, until `mended`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, place: int) -> None:
        self.id, self.attempts, self.mended = "", 0, False
        self._real, self._place = getattr(module, name), place
        monkeypatch.setattr(module, name, self._call)

    def _call(self, *given: Any) -> Any:
        if not self.mended and (not self.id or self.id in (given[self._place], getattr(given[self._place], "id", ""))):
            self.attempts += 1
            raise KeyError("words that nobody should read")
        return self._real(*given)


def lines(caplog: pytest.LogCaptureFixture, *which: str) -> list[str]:
    return [line.message for line in caplog.records if line.message in (which or (FAILED, DONE))]


async def told(world: World, who: str, kind: type) -> list[Any]:
    def find(uow: UnitOfWork) -> list[Any]:
        to = uow.addresses.id_of(person(who))
        rows = sorted(uow.outbox.where(to=to), key=lambda row: row.created_at)
        return [row.outcome for row in rows if isinstance(row.outcome, kind)]

    return await world.read(find)


async def stuck(world: World) -> list[str]:
    return await world.read(lambda uow: [row.subject for row in uow.incidents.where(kind=IncidentKind.STUCK)])


async def hours(world: World, count: int) -> None:
    """An hour passes, with a tick every five minutes."""
    for _ in range(count * 12):
        world.clock.move(timedelta(minutes=5))
        await world.settle()


async def two_rounds(world: World) -> tuple[Round, Round]:
    await opened(world, TWO)
    rounds = await world.rounds(state=RoundState.OPEN)
    assert len(rounds) == 2
    return rounds[0], rounds[1]


@pytest.mark.parametrize(
    ("module", "name", "place", "what"),
    [
        (closing, "close_round", 1, "round"),
        (closing, "publish_draft", 1, "draft"),
        (closing, "collect_answers", 1, "draft"),
    ],
)
async def test_a_round_that_cannot_go_on_is_told_once_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, module: Any, name: str, place: int, what: str
) -> None:
    world = World()
    first, second = await two_rounds(world)
    broken = Broken(monkeypatch, module, name, place)
    broken.id = first.id
    await until(world, second, RoundState.WITHHELD)
    await hours(world, 24)
    assert await stuck(world) == [f"{what}:{first.id}"]
    assert lines(caplog) == [FAILED]
    assert broken.attempts <= 2 + len(RETRY_PAUSES) + 24 // 3
    (said,) = await told(world, "ada", StepStuck)
    assert (said.what, said.over) == (what, False) and said.name in TWO
    assert await told(world, TEAM[-1], StepStuck) == []
    broken.mended = True
    await hours(world, 4)
    assert await stuck(world) == []
    assert lines(caplog) == [FAILED, DONE]
    assert [one.over for one in await told(world, "ada", StepStuck)] == [False, True]
    assert (await world.rounds(id=first.id))[0].state in (RoundState.WITHHELD, RoundState.DRAFT)


async def test_status_says_it_to_admins_and_to_the_teams_own_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    first, _ = await two_rounds(world)
    broken = Broken(monkeypatch, closing, "close_round", 1)
    broken.id = first.id
    world.clock.move(timedelta(days=4))
    await hours(world, 1)
    name = (await world.read(lambda uow: uow.teams.get(first.team))).name  # type: ignore[union-attr]
    leads = {"Alpha": TEAM[-1], "Beta": BETA[-1]}
    for who, sees in (("ada", True), (leads.pop(name), True), (leads.popitem()[1], False)):
        await world.command(who, "status", person(who))
        shown: StatusShown = (await told(world, who, StatusShown))[-1]
        assert ("stuck round" in [each.why for each in shown.troubles]) is sees


async def test_repeated_at_every_tick_it_would_be_tried_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the tests above."""
    monkeypatch.setattr(Stuck, "may", lambda self, what, id, now: True)
    world = World()
    first, _ = await two_rounds(world)
    broken = Broken(monkeypatch, closing, "close_round", 1)
    broken.id = first.id
    world.clock.move(timedelta(days=4))
    await hours(world, 5)
    assert broken.attempts >= 60


async def test_a_failure_that_does_not_come_again_is_told_to_nobody_but_the_operator(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world = World()
    first, _ = await two_rounds(world)
    broken = Broken(monkeypatch, closing, "close_round", 1)
    broken.id = first.id
    world.clock.move(timedelta(days=4))
    await world.settle()
    broken.mended = True
    await hours(world, 1)
    assert broken.attempts == 1
    assert lines(caplog) == [FAILED, DONE]
    assert await told(world, "ada", StepStuck) == [] and await stuck(world) == []


async def test_a_schedule_that_cannot_be_processed_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world = World()
    await world.found(TWO, "every other Tuesday at 10:00")
    broken = Broken(monkeypatch, scheduled, "run_schedule", 1)
    schedules = await world.read(lambda uow: uow.schedules.where())
    broken.id = schedules[0].id
    world.clock.move(timedelta(hours=26))
    await hours(world, 1)
    assert len(await world.rounds(state=RoundState.OPEN)) == 1
    assert [one.what for one in await told(world, "ada", StepStuck)] == ["schedule"]
    assert lines(caplog) == [FAILED]


@pytest.mark.parametrize(
    ("module", "name", "place", "what"),
    [
        (organisation_summary, "organisation_summary_due", 0, "summary"),
        (merge_plan, "plan_groups", 0, "duty"),
        (scheduler, "names_to_hide", 0, "duty"),
    ],
)
async def test_what_concerns_everybody_stops_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, module: Any, name: str, place: int, what: str
) -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM[:6], ("the rota", "", "")))
    Broken(monkeypatch, module, name, place)
    pruned: list[bool] = []
    monkeypatch.setattr(scheduler.deletable_messages, "sweep_messages", lambda work: pruned.append(True))
    world.clock.move(timedelta(days=40))
    await hours(world, 3)
    assert what in {subject.partition(":")[0] for subject in await stuck(world)}
    assert len(lines(caplog)) == 1 and pruned
    assert [one.what for one in await told(world, "ada", StepStuck)] == [what]
    if name != "names_to_hide":
        assert (await world.rounds(id=round_.id))[0].state is not RoundState.OPEN


async def test_a_clock_that_is_set_back_puts_nothing_off(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    first, _ = await two_rounds(world)
    broken = Broken(monkeypatch, closing, "close_round", 1)
    broken.id = first.id
    world.clock.move(timedelta(days=4))
    await hours(world, 6)
    before = broken.attempts
    world.clock.set(-timedelta(hours=10))
    await world.settle()
    assert broken.attempts == before + 1


async def test_no_word_of_the_fault_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    first, _ = await two_rounds(world)
    Broken(monkeypatch, closing, "close_round", 1).id = first.id
    world.clock.move(timedelta(days=4))
    await hours(world, 1)
    assert "words that nobody" not in str(await world.read(lambda uow: uow.incidents.where()))
