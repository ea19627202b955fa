"""The organisation's draft keeps to its calendar: nobody is written to on a weekend or a public holiday for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.model import RoundState
from bot.engine.rounds import deadlines
from bot.views.text import as_text
from tests.support.further import only_further
from tests.support.organisation import EVERYBODY, answered, check_of, final_everywhere
from tests.support.world import World

GOOD_FRIDAY = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
AFTER_EASTER = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 4, 11, 9, 0, tzinfo=UTC)


def sent_at(world: World) -> list[datetime]:
    """When drafts of the organisation left, and invitations to weigh them."""
    sent = zip(world.log, world.log.times, strict=True)
    return [
        at for message, at in sent if "Haven" in as_text(message.view) and message.key.startswith(("draft:", "weigh:"))
    ]


async def told_at(end: datetime) -> tuple[World, list[datetime]]:
    """When the organisation's draft and invitations left, where its cycle ends at this instant of April."""
    world = World()
    await final_everywhere(world, await answered(world, {who: f"Harbour {who}" for who in EVERYBODY}))
    organisation = (await world.read(lambda uow: uow.organisations.where()))[0]
    begun = replace(organisation, cycle_from=end.replace(month=3), country="GB", region="ENG")
    await world.store.run(lambda uow: uow.organisations.save(begun))
    world.clock.at = end - timedelta(hours=1)
    await world.settle()
    for _ in range(24 * 6):
        world.clock.move(timedelta(hours=1))
        await world.settle()
        if times := sent_at(world):
            return world, times
    raise AssertionError("the organisation's draft never came")


@pytest.mark.parametrize(
    ("end", "told"),
    [(GOOD_FRIDAY, AFTER_EASTER), (SATURDAY, SATURDAY + timedelta(days=2)), (AFTER_EASTER, AFTER_EASTER)],
)
async def test_it_comes_on_the_next_working_day_and_the_cycle_does_not_drift(end: datetime, told: datetime) -> None:
    world, times = await told_at(end)
    assert set(times) == {told}
    assert (await world.read(lambda uow: uow.organisations.where()))[0].cycle_from == end
    round_ = await check_of(world, RoundState.DRAFT)
    assert round_.check_until is not None and round_.check_until.weekday() < 5


async def test_its_window_ends_on_no_holiday_either() -> None:
    world, _ = await told_at(datetime(2026, 4, 1, 9, 0, tzinfo=UTC))
    round_ = await check_of(world, RoundState.DRAFT)
    assert round_.check_until == datetime(2026, 4, 10, 17, 0, tzinfo=UTC), (
        "neither Good Friday nor Easter Monday counts"
    )
    decided = deadlines.decision_end_of(round_, datetime(2026, 4, 2, 9, 0, tzinfo=UTC))
    assert decided == datetime(2026, 4, 8, 17, 0, tzinfo=UTC)


@only_further
async def test_control_by_the_end_of_the_cycle_alone_people_are_written_to_on_good_friday(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deadlines, "organisation_draft_at", deadlines.cycle_end_of)
    _, times = await told_at(GOOD_FRIDAY)
    assert set(times) == {GOOD_FRIDAY}
