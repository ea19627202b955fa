"""R6: redelivered, reordered and replayed events leave the state of a single ordered delivery."""

from __future__ import annotations

import asyncio
import re
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.confidential import ConfidentialText
from bot.domain.events import AnyEvent, ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived
from bot.engine.ref_names import ONCE
from bot.ports import UnitOfWork
from storage.inbox import HashedInbox
from tests.stateful.life import everything
from tests.support.actions import opened
from tests.support.twins import twin
from tests.support.world import World

PEOPLE = ("amira", "ben", "chloe", "dan")


def story(world: World, who: str, round_id: str) -> list[AnyEvent]:
    """What one person does, in their own order: type a draft, mend it, place it, send it, allow it, and be away."""

    def words(text: str) -> ConfidentialText:
        return ConfidentialText(f"Harbour {text} of {who}")

    def made(kind: Any, **given: Any) -> AnyEvent:
        event: AnyEvent = world.event(kind, who, None, **given)
        return event

    return [
        made(MessageReceived, text=words("draft"), message_id=f"{who}1"),
        made(MessageReceived, text=words("mended draft"), message_id=f"{who}1", edits=True),
        made(ButtonPressed, action="place", token=f"{round_id}:2"),
        made(ButtonPressed, action="senddraft", token=round_id),
        made(FormSubmitted, form="answer", token=round_id, values={"q1": words("first")}),
        made(FormSubmitted, form="answer", token=round_id, values={"q1": words("second")}),
        made(ButtonPressed, action="words", token=round_id),
        made(ChatCommandTyped, text="away until tomorrow"),
    ]


async def delivered(turns: list[int], repeats: list[int]) -> dict[str, list[Any]]:
    """Deliver all stories, their order among each other drawn, some events twice; what is then kept."""
    world = twin()
    round_ = await opened(world)
    stories = {who: story(world, who, round_.id) for who in PEOPLE}
    done: list[AnyEvent] = []
    for place in range(sum(map(len, stories.values()))):
        left = [who for who in PEOPLE if stories[who]]
        event = stories[left[turns[place % len(turns)] % len(left)]].pop(0)
        await world.app.engine.handle(event)
        done.append(event)
        if repeats and place % 3 == repeats[place % len(repeats)] % 3:
            again = await world.app.engine.handle(done[repeats[place % len(repeats)] % len(done)])
            assert again.duplicate
    await world.settle()
    return await world.read(state)


QUOTED_ONCE = re.compile(rf"{ONCE}\w+")


def state(uow: UnitOfWork) -> dict[str, list[Any]]:
    """Records, words and what was said to whom.

    Ids of messages, and of words that one message quotes, are drawn as they are made, and left out.
    """
    kept = everything(uow)
    said = sorted(QUOTED_ONCE.sub("once", repr((row.to, row.outcome, row.state))) for row in kept.pop("outbox"))
    refs = [ref for row in kept["members"] for ref in uow.texts.refs_of(row.id)]
    words = [text.reveal() if text else "" for text in uow.texts.read(refs)] if refs else []
    return {**kept, "said": said, "words": sorted(zip(refs, words, strict=True))}


@cache
def in_order() -> dict[str, list[Any]]:
    """One story after the other, each event once."""
    return asyncio.run(delivered([0], []))


numbers = st.integers(0, 99)
few = settings(max_examples=12, phases=(Phase.generate,), suppress_health_check=list(HealthCheck), database=None)


@few
@given(st.lists(numbers, min_size=8, max_size=32), st.lists(numbers, min_size=1, max_size=32))
def test_r6_duplicates_and_disorder_leave_one_ordered_delivery(turns: list[int], repeats: list[int]) -> None:
    assert asyncio.run(delivered(turns, repeats)) == in_order()


def test_r6_without_the_inbox_a_repeated_draft_would_be_kept_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HashedInbox, "claim", lambda self, key, at: True)
    with pytest.raises(AssertionError):
        asyncio.run(delivered([0], [1]))
