from datetime import UTC, datetime

import pytest

from adapters.fake import FakeAdapter
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, MessageReceived, Sender
from bot.ports import Reply, SendLaterError, SendRefusedError, SendUncertainError
from bot.views.capabilities import FULL, MINIMAL
from bot.views.view import Button, Buttons, Form, Text, View

AMIRA = ConversationRef("fake", "w", person="amira")
BEN = ConversationRef("fake", "w", person="ben")
TEAM = ConversationRef("fake", "w", channel="team")


def view(text: str) -> View:
    return View((Text(text),), "A message")


def heard(text: str) -> MessageReceived:
    return MessageReceived(
        event_id="e1",
        sender=Sender(ref=AMIRA, name="Amira"),
        where=AMIRA,
        at=datetime(2026, 11, 24, 10, tzinfo=UTC),
        text=ConfidentialText(text),
    )


async def test_a_fault_meets_one_destination_and_passes() -> None:
    fake = FakeAdapter()
    fake.fail(SendLaterError(3), TEAM, times=2)
    await fake.send(AMIRA, view("a"), "k1")
    for _ in range(2):
        with pytest.raises(SendLaterError):
            await fake.send(TEAM, view("b"), "k2")
    await fake.send(TEAM, view("b"), "k2")
    assert [s.key for s in fake.sent] == ["k1", "k2"]


@pytest.mark.parametrize("arrived", [True, False])
async def test_an_uncertain_send_is_settled_by_its_key(arrived: bool) -> None:
    fake = FakeAdapter()
    fake.fail(SendUncertainError(), arrived=arrived)
    with pytest.raises(SendUncertainError):
        await fake.send(TEAM, view("a"), "k1")
    assert (await fake.find(TEAM, "k1") is not None) is arrived
    assert fake.transcript(TEAM) == (["a"] if arrived else [])


async def test_without_settling_nothing_is_found() -> None:
    fake = FakeAdapter(settles=False)
    await fake.send(TEAM, view("a"), "k1")
    assert await fake.find(TEAM, "k1") is None


async def test_a_delay_is_slept_before_arrival() -> None:
    slept: list[tuple[float, int]] = []

    async def sleep(seconds: float) -> None:
        slept.append((seconds, len(fake.sent)))

    fake = FakeAdapter(sleep=sleep)
    fake.fail(delay=5)
    await fake.send(TEAM, view("a"), "k1")
    assert slept == [(5, 0)]
    assert fake.transcript(TEAM) == ["a"]


async def test_healed_it_does_not_fail() -> None:
    fake = FakeAdapter()
    fake.fail(SendRefusedError("blocked"), times=9)
    fake.heal()
    assert await fake.send(AMIRA, view("a"), "k1")


async def test_it_refuses_what_its_conversations_cannot_show() -> None:
    fake = FakeAdapter()
    fake.give(TEAM, MINIMAL)
    ref = await fake.send(TEAM, view("a"), "k1")
    with pytest.raises(SendRefusedError):
        await fake.send(TEAM, view("x" * (MINIMAL.text_limit + 1)), "k2")
    with pytest.raises(SendRefusedError):
        await fake.send(TEAM, view("b"), "k3", private_to=AMIRA)
    with pytest.raises(SendRefusedError):
        await fake.edit(TEAM, ref, view("b"), "k4")
    assert fake.transcript(TEAM) == ["a"]
    assert fake.capabilities(AMIRA) is FULL


async def test_buttons_and_forms_are_found_for_a_script() -> None:
    form = Form("ask", "t", "Questions", (), "Save")

    async def on_event(event: AnyEvent) -> Reply:
        return Reply(form=form, notice=view("only you"), errors={"a": "too long"})

    fake = FakeAdapter()
    await fake.start(on_event)
    await fake.send(AMIRA, View((Buttons((Button("Answer", "answer", "1"),)),), "s"), "k1")
    await fake.send(AMIRA, View((Buttons((Button("Answer", "answer", "2"),)),), "s"), "k2")
    assert fake.button(AMIRA, "Answer").token == "2"
    with pytest.raises(LookupError):
        fake.button(AMIRA, "Other")
    await fake.feed(heard("hello"))
    assert fake.form(AMIRA) == form
    assert fake.form(BEN) is None
    assert fake.shown_at_once(AMIRA) == ["Questions\n[Save]", "only you", "a: too long"]
    assert fake.shown_at_once(BEN) == []
    await fake.stop()
    with pytest.raises(RuntimeError):
        await fake.feed(heard("hello"))
