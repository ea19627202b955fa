"""Names to hide are read once for many receipts, and again as soon as they may be others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.engine.held_names import NAMES_HOLD, KnownNames
from bot.views.text import as_text
from tests.support.actions import TEAM, opened
from tests.support.finders import NoPoints
from tests.support.places import channel
from tests.support.world import World

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class HidesNames(NoPoints):
    """Hides every name that it is given, and keeps on record which these were."""

    def __init__(self) -> None:
        self.given: list[tuple[str, ...]] = []

    def redact(self, text: str, names: Any) -> str:
        self.given.append(tuple(names))
        for name in names:
            text = text.replace(name, "[name]")
        return text


@pytest.mark.parametrize(
    ("people", "age", "held"),
    [
        (9, timedelta(0), True),
        (9, NAMES_HOLD - timedelta(seconds=1), True),
        (9, NAMES_HOLD, False),
        (9, -timedelta(seconds=1), False),
        (10, timedelta(0), False),
    ],
)
def test_names_hold_for_a_while_and_for_as_many_people(people: int, age: timedelta, held: bool) -> None:
    assert KnownNames(("Amira",), 9, NOW).hold(people, NOW + age) is held


def test_names_that_were_never_read_do_not_hold() -> None:
    assert not KnownNames().hold(0, NOW)


async def test_many_receipts_share_one_reading_and_a_new_name_is_hidden_at_once() -> None:
    finder = HidesNames()
    world = World(finder=finder)
    round_ = await opened(world)
    for who in TEAM[:3]:
        await world.answer(who, round_.id, "The rota of zora", "", "")
    first, *others = finder.given[-3:]
    assert "zora" not in first
    assert all(given is first for given in others), "one reading"
    await world.command("ada", "member add <@zora>", channel("alpha"))
    await world.answer("dan", round_.id, "The rota of zora", "", "")
    await world.settle()
    receipt = next(sent for sent in reversed(world.platform.sent) if "Saved" in as_text(sent.view))
    assert "The rota of [name]" in as_text(receipt.view)
