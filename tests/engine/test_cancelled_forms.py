"""A round is cancelled while somebody fills in its form field by field: their words go, and they are asked none of it any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.outcomes.dialogue import FieldAsked, PartKept
from bot.engine.answers import form_ends
from bot.engine.rounds import cancelling
from bot.ports import UnitOfWork
from bot.views.capabilities import FULL, Support
from tests.support.actions import cancel, opened
from tests.support.places import person
from tests.support.world import World

WHERE_THERE_ARE_NO_FORMS = replace(FULL, forms=Support.REFUSED)


async def cancelled_in_the_middle() -> World:
    world = World()
    world.platform.give(person("amira"), WHERE_THERE_ARE_NO_FORMS)
    round_ = await opened(world)
    assert (await world.press("amira", "answer", round_.id)).told(FieldAsked)
    assert (await world.type("amira", "The harbour is slow", "m1")).told(PartKept)
    await world.type("ben", "how anonymous is this really", "m2")
    assert await kept(world)
    await cancel(world)
    return world


async def kept(world: World) -> list[str]:
    """The names of all words of those two that are still there."""

    def look(uow: UnitOfWork) -> list[str]:
        found = [uow.identities.get(uow.addresses.id_of(person(who))) for who in ("amira", "ben")]
        return [ref for one in found if one for ref in uow.texts.refs_of(one.member)]

    return await world.read(look)


async def test_nothing_that_was_typed_is_kept() -> None:
    assert await kept(await cancelled_in_the_middle()) == []


async def test_what_is_typed_next_is_no_field_of_the_cancelled_form() -> None:
    world = await cancelled_in_the_middle()
    heard = await world.type("amira", "The harbour is slow again", "m3")
    assert heard.answered
    assert not heard.told(PartKept)
    assert await kept(world) == []


async def test_with_the_drafts_alone_destroyed_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(cancelling, "drop_what_was_typed", lambda work, member, round_id: None)
    monkeypatch.setattr(form_ends, "is_over", lambda work, dialogue: False)
    world = await cancelled_in_the_middle()
    assert len(await kept(world)) == 2
    assert (await world.type("amira", "The harbour is slow again", "m3")).told(PartKept)
