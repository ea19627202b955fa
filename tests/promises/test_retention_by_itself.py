"""Release rule 15 by the passing of days alone: nobody calls what ends things, and each has the end of its setting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.engine import daily_sweep, scheduler
from tests.support.actions import opened, pass_days
from tests.support.further import only_further
from tests.support.world import World


async def left_after(days: int) -> tuple[bool, bool, bool]:
    """Whether an event's hash, the messages that were sent and what admins did are there after so many days."""
    world = World()
    await opened(world)
    await world.command("ada", "schedule pause Alpha")
    await world.settle()

    def there(uow: Any) -> tuple[set[str], set[str]]:
        return {row.id for row in uow.outbox.where()}, {row.id for row in uow.audits.where()}

    def claim(uow: Any) -> None:
        uow.inbox.claim("an event", world.clock.now())

    await world.store.run(claim)
    sent, audits = await world.read(there)
    assert sent and audits
    await pass_days(world, days)
    still_sent, still_audits = await world.read(there)
    knows = await world.read(lambda uow: uow.inbox.knows("an event"))
    return bool(knows), bool(sent & still_sent), bool(audits & still_audits)


async def test_hashes_of_events_messages_and_what_admins_did_end_by_themselves() -> None:
    assert await left_after(5) == (True, True, True)
    assert await left_after(9) == (False, True, True)
    assert await left_after(33) == (False, False, True)


async def test_what_admins_did_ends_after_its_months() -> None:
    assert await left_after(370) == (False, False, False)


@only_further
@pytest.mark.parametrize(
    ("room", "name", "days", "stays"),
    [
        (scheduler.retention, "prune_messages", 33, (True, True, True)),
        (daily_sweep.retention, "remove_audits", 370, (False, False, True)),
    ],
)
async def test_control_without_it_they_stay(
    room: Any, name: str, days: int, stays: tuple[bool, bool, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, name, lambda work, **more: None)
    assert await left_after(days) == stays


async def test_on_a_day_whose_clock_is_not_believed_the_stores_are_not_swept_of_anything() -> None:
    world = World()
    await pass_days(world, 3)
    swept: list[bool] = []
    plain = world.store.sweep

    async def noted(now: datetime, remove: bool = True) -> Any:
        swept.append(remove)
        return await plain(now, remove)

    world.store.sweep = noted  # type: ignore[method-assign]
    await pass_days(world, 1)
    world.clock.move(timedelta(days=400))
    await world.settle()
    await pass_days(world, 1)
    assert swept == [True, False, True]


async def test_what_is_stored_is_read_on_from_where_yesterday_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would be the same first rows every day, and the others never."""
    monkeypatch.setattr(daily_sweep, "LEAST_READ", 3)
    world = World()
    await opened(world)
    begun: list[str] = []
    plain = daily_sweep._read_some

    def noted(work: Any, place: str, size: int) -> str:
        begun.append(place)
        return plain(work, place, size)

    monkeypatch.setattr(daily_sweep, "_read_some", noted)
    await pass_days(world, 4)
    assert len(begun) >= 4 and len(set(begun)) == len(begun)
