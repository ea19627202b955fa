"""R5: one event that cannot be handled is set aside with an apology, and the next is handled."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain import events
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived, Sender
from bot.domain.outcomes.commands import WentWrong
from bot.engine.routes import FORMS, PRESSES, SUBMISSIONS
from bot.ports import Reply
from tests.support.actions import TEAM, opened
from tests.support.world import Heard, World

ANYTHING = st.text(st.characters(), max_size=60)
NASTY = st.sampled_from(
    ["", ":", "::", "\x00", "x" * 5000, "\ud800", "1:2:3:4", "‮", "{}", "0", "-1", "٣", "%s%n", "None"]
)
words = ANYTHING | NASTY
tokens = words | st.builds("{}:{}".format, words, words)
actions = st.sampled_from(sorted({*FORMS, *PRESSES, "turn.done", "turn.option", "turn.send"})) | words
who = st.sampled_from(("ada", "amira", "hal", "zed"))
PRESS = st.builds(lambda w, a, t: (ButtonPressed, w, {"action": a, "token": t}), who, actions, tokens)
FORM = st.builds(
    lambda w, f, t, v: (
        FormSubmitted,
        w,
        {"form": f, "token": t, "values": {k: ConfidentialText(x) for k, x in v.items()}},
    ),
    who,
    st.sampled_from(sorted(SUBMISSIONS)) | words,
    tokens,
    st.dictionaries(st.sampled_from(["q1", "q2", "q3", "words", "kind", "wording", "into", "reason", "x"]), words),
)
COMMAND = st.builds(lambda w, t: (ChatCommandTyped, w, {"text": t}), who, words)
MESSAGE = st.builds(
    lambda w, t, e, k: (MessageReceived, w, {"text": ConfidentialText(t), "message_id": "m", "edits": e, "kind": k}),
    who,
    words,
    st.booleans(),
    st.sampled_from(["text", "voice", "sticker", "no such kind"]),
)


async def heard_all(done: list[tuple[type, str, dict[str, object]]], by_hand: bool = False) -> list[Heard]:
    world = World()
    round_ = await opened(world)
    for person in TEAM[:6]:
        await world.answer(person, round_.id, f"Harbour {person}")
    found = []
    for kind, sender, given_ in done:
        for token in {given_.get("token", ""), f"{round_.id}{given_.get('token', '')}"}:
            fields = {**given_, "token": token} if "token" in given_ else given_
            found.append(await world.hear(world.event(kind, sender, None, **fields)))
    await world.settle()
    after = await world.answer("hal", round_.id, "Harbour still here")
    assert after.answered
    return found


@settings(max_examples=25, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(st.lists(PRESS | FORM | COMMAND | MESSAGE, min_size=5, max_size=15))
def test_r5_no_fuzzed_event_is_a_fault_and_all_are_answered(done: list[tuple[type, str, dict[str, object]]]) -> None:
    import asyncio

    for heard in asyncio.run(heard_all(done)):
        assert heard.answered, f"no reply to {heard.event}"
        assert not heard.told(WentWrong), f"a fault at {heard.event}"


HALF = "half \ud800"
BROKEN = (
    {"event_id": HALF},
    {"message_id": HALF},
    {"where": ConversationRef("fake", "w", person=HALF)},
    {"where": ConversationRef("fake", HALF, channel="crisis")},
    {"where": ConversationRef("fake", "w", channel="crisis", thread=HALF)},
    {"where": ConversationRef("fake", "w", channel="crisis", topic=HALF)},
    {"sender": Sender(ref=ConversationRef("fake", "w", person=HALF))},
)


@pytest.mark.parametrize("damage", BROKEN)
async def test_r5_an_id_that_cannot_be_stored_sets_its_event_aside(
    damage: dict[str, Any],
) -> None:
    world = World()
    round_ = await opened(world)
    event = world.event(MessageReceived, "amira", None, text=ConfidentialText("Harbour"), message_id="m1")
    assert (await world.app.engine.handle(replace(event, **damage))) == Reply()
    assert (await world.answer("amira", round_.id, "Harbour")).told(WentWrong) is None


async def test_r5_without_that_it_would_reach_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "has_broken_ids", lambda event: False)
    world = World()
    event = world.event(MessageReceived, "amira", None, text=ConfidentialText("Harbour"), message_id="m1")
    with pytest.raises(UnicodeError):
        await world.app.engine.handle(replace(event, **BROKEN[-1]))


async def test_r5_a_fault_is_said_with_a_code_and_the_next_event_is_handled(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from bot.engine import routes

    def poisoned(*given: object) -> None:
        raise ZeroDivisionError("secret-of-amira")

    world = World()
    round_ = await opened(world)
    monkeypatch.setitem(routes.SUBMISSIONS, "answer", poisoned)
    with caplog.at_level(logging.ERROR):
        heard = await world.answer("amira", round_.id, "secret-of-amira")
    told = heard.told(WentWrong)
    assert told and told.code in repr([record.__dict__.get("code") for record in caplog.records])
    again = await world.hear(heard.event)
    assert again.reply.duplicate and not again.messages
    monkeypatch.undo()
    assert (await world.answer("amira", round_.id, "Harbour")).told(WentWrong) is None


async def test_r5_without_setting_aside_the_fault_would_reach_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.engine import engine, routes

    def poisoned(*given: object) -> None:
        raise ZeroDivisionError

    async def bare(self: engine.Engine, event: object) -> object:
        return await self._store.run(lambda uow: self._once(uow, event, frozenset()))  # type: ignore[arg-type]

    world = World()
    round_ = await opened(world)
    monkeypatch.setitem(routes.SUBMISSIONS, "answer", poisoned)
    monkeypatch.setattr(engine.Engine, "handle", bare)
    with pytest.raises(ZeroDivisionError):
        await world.answer("amira", round_.id, "Harbour")
