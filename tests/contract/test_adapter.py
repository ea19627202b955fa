"""What every chat adapter keeps to. A platform joins by adding its surroundings to HARNESSES."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from adapters.fake import FakeAdapter
from bot.domain.conversation import ConversationRef
from bot.domain.events import ButtonPressed, FormSubmitted, MessageReceived
from bot.ports import ListsPeople, Present, Reply, SendLaterError, SendRefusedError, SendUncertainError
from bot.views.capabilities import Support
from bot.views.degrade import degrade_view
from bot.views.text import block_as_text
from bot.views.view import (
    Block,
    Button,
    Buttons,
    Divider,
    Fields,
    Form,
    FormField,
    Heading,
    Items,
    Note,
    Picture,
    Quote,
    Text,
    View,
)
from tests.adapters.harness import HARNESSES, LISTING, Ear, FakeHarness, Harness

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636001000000050001a5f645400000000049454e44ae426082"
)
LONG = "The handover at the start of the shift takes too long. " * 4
BLOCKS: tuple[Block, ...] = (
    Heading("Three questions"),
    Text("What should stay as it is?\n\nA second paragraph, & some <marks> *here* _there_."),
    Quote(LONG + "👍🏽 e\u0301"),
    Note("Only you see this, until Thursday."),
    Items(("one", "two", LONG)),
    Items(("first", "second", "third " * 30), numbered=True),
    Fields((("Closes", "Tuesday 18:00"), ("Team", "Crisis line"))),
    Fields(tuple((f"team {n}", "9", "Thu") for n in range(12)), ("Team", "People", "Day")),
    Divider(),
    Buttons((Button("Sounds right", "right", "1"), Button("Challenge", "challenge", "1", "danger"))),
    Picture(PIXEL, "Two bars of the same height."),
    Divider(),
    Buttons((Button("Something is missing", "missing", "2", "primary"),)),
)
FORM = Form("ask", "t1", "Questions", (FormField("stay", "What should stay?"),), "Save", note="Confidential.")


@pytest.fixture(params=HARNESSES)
def harness(request: pytest.FixtureRequest) -> Harness:
    return HARNESSES[request.param]()


def view(*blocks: Block | str) -> View:
    return View(tuple(Text(b) if isinstance(b, str) else b for b in blocks), "A message")


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace() and c not in "[]“”-•:*_`&<>;\\")


async def check_send(h: Harness) -> None:
    await h.adapter.start(Ear())
    refs = [await h.adapter.send(where, view("Hello."), f"k{n}") for n, where in enumerate((h.team, h.amira, h.team))]
    assert all(refs)
    assert refs[0] != refs[2]
    assert [text.strip() for text in h.visible(h.team, h.ben)] == ["Hello.", "Hello."]
    assert [text.strip() for text in h.visible(h.amira, h.amira)] == ["Hello."]
    assert h.visible(h.amira, h.ben) == []
    await h.adapter.stop()


async def check_edit(h: Harness) -> None:
    await h.adapter.start(Ear())
    first = await h.adapter.send(h.team, view("First."), "k1")
    await h.adapter.send(h.team, view("Second."), "k2")
    await h.adapter.edit(h.team, first, view("First, changed."), "k3")
    assert [text.strip() for text in h.visible(h.team, h.ben)] == ["First, changed.", "Second."]
    await h.adapter.stop()


async def check_private(h: Harness) -> None:
    """Where the platform has no private message in a channel, it is refused and nobody sees it."""
    await h.adapter.start(Ear())
    if h.adapter.capabilities(h.team).private_in_channel is Support.REFUSED:
        with pytest.raises(SendRefusedError):
            await h.adapter.send(h.team, view("For Amira alone."), "k1", private_to=h.amira)
        assert h.visible(h.team, h.ben) == []
        await h.adapter.stop()
        return
    await h.adapter.send(h.team, view("For Amira alone."), "k1", private_to=h.amira)
    assert "For Amira alone." in "\n".join(h.visible(h.team, h.amira))
    assert "For Amira alone." not in "\n".join(h.visible(h.team, h.ben))
    await h.adapter.stop()


async def check_find(h: Harness) -> None:
    await h.adapter.start(Ear())
    ref = await h.adapter.send(h.team, view("Hello."), "k1")
    if h.adapter.settles:
        assert await h.adapter.find(h.team, "k1") == ref
    assert await h.adapter.find(h.team, "k2") is None
    assert await h.adapter.find(h.amira, "k1") is None
    await h.adapter.stop()


async def check_nothing_is_lost(h: Harness) -> None:
    await h.adapter.start(Ear())
    already = 0
    for capabilities in h.abilities():
        h.give(capabilities)
        found = degrade_view(View(BLOCKS, "A message"), capabilities)
        for n, part in enumerate(found.views):
            await h.adapter.send(h.amira, part, f"{already}-{n}")
        seen = h.visible(h.amira, h.amira)
        shown, already = letters("".join(seen[already:])), len(seen)
        for block in BLOCKS:
            assert not letters(block_as_text(block)) - shown, (block, capabilities)
        assert not sum((letters(block_as_text(b)) for b in BLOCKS), Counter[str]()) - shown, capabilities
    await h.adapter.stop()


REASONS = ("gone", "archived", "removed", "blocked", "closed", "forbidden", "invalid")


async def check_errors(h: Harness) -> None:
    await h.adapter.start(Ear())
    troubles = h.troubles()
    assert troubles
    for bring_about, where in troubles:
        bring_about()
        with pytest.raises((SendRefusedError, SendLaterError, SendUncertainError)) as met:
            await h.adapter.send(where, view("Hello."), "k1")
        if isinstance(met.value, SendRefusedError):
            assert met.value.reason in REASONS
        if isinstance(met.value, SendLaterError):
            assert met.value.seconds >= 0
    await h.adapter.stop()


async def check_start_and_stop(h: Harness) -> None:
    for _ in range(2):
        await h.adapter.start(Ear())
        await h.adapter.stop()
    await h.adapter.stop()


async def check_press(h: Harness) -> None:
    ear = Ear(Reply(notice=view("Saved until Thursday.")))
    await h.adapter.start(ear)
    await h.adapter.send(h.team, view("Questions are open.", Buttons((Button("Answer", "answer", "t9"),))), "k1")
    await h.press(h.amira, h.team, "Answer")
    assert "Saved until Thursday." in h.at_once(h.amira)
    assert "Saved until" not in h.at_once(h.ben) + "".join(h.visible(h.team, h.ben))
    (pressed,) = ear.heard
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.action, pressed.token, pressed.sender.ref) == ("answer", "t9", h.amira)
    assert pressed.where.unthreaded() == h.team
    await h.adapter.stop()


async def check_round_trip(h: Harness) -> None:
    if h.adapter.capabilities(h.team).forms in (Support.AS_TEXT, Support.REFUSED):
        pytest.skip("this platform has no forms: they are asked question by question")
    notice, errors = view("Saved until Thursday."), {"stay": "That is longer than fits."}
    ear = Ear(Reply(form=FORM), Reply(errors=errors), Reply(notice=notice))
    await h.adapter.start(ear)
    await h.adapter.send(h.team, view("Questions are open.", Buttons((Button("Answer", "answer", "t9"),))), "k1")
    await h.press(h.amira, h.team, "Answer")
    assert "What should stay?" in h.at_once(h.amira)
    await h.fill(h.amira, {"stay": "x" * 4000})
    assert "That is longer than fits." in h.at_once(h.amira)
    await h.fill(h.amira, {"stay": "the call"})
    assert "Saved until Thursday." in h.at_once(h.amira)
    for private in ("What should stay?", "That is longer", "Saved until", "the call"):
        assert private not in h.at_once(h.ben) + "".join(h.visible(h.team, h.ben))
    pressed, _, filled = ear.heard
    assert isinstance(pressed, ButtonPressed)
    assert isinstance(filled, FormSubmitted)
    assert (pressed.action, pressed.token, pressed.sender.ref) == ("answer", "t9", h.amira)
    assert pressed.where.unthreaded() == h.team
    assert (filled.form, filled.token, filled.values["stay"].reveal()) == ("ask", "t1", "the call")
    assert len({event.event_id for event in ear.heard}) == 3
    await h.adapter.stop()


async def check_words_are_heard(h: Harness) -> None:
    ear = Ear(Reply(notice=view("I heard you.")))
    await h.adapter.start(ear)
    await h.say(h.amira, h.amira, "the call\nand the tea 👍🏽")
    (heard,) = ear.heard
    assert isinstance(heard, MessageReceived)
    assert heard.text.reveal() == "the call\nand the tea 👍🏽"
    assert (heard.sender.ref, heard.where, heard.addressed) == (h.amira, h.amira, True)
    assert heard.at.tzinfo is not None
    assert "I heard you." in h.at_once(h.amira)
    assert "I heard you." not in h.at_once(h.ben)
    await h.adapter.stop()


async def check_people(h: Harness) -> None:
    """An adapter that says it lists people lists them all, the bot apart, or raises; one that cannot says so."""
    await h.adapter.start(Ear())
    if h.adapter.capabilities(h.team).list_people is Support.REFUSED:
        assert not isinstance(h.adapter, ListsPeople)
    else:
        assert isinstance(h.adapter, ListsPeople)
        found = await h.adapter.people(h.team)
        assert {(each.ref, each.left_out) for each in found} == {(h.amira, ""), (h.ben, "")}
        assert len(found) == 2
        assert all(each.name for each in found)
        with pytest.raises(SendRefusedError):
            await h.adapter.people(replace(h.team, channel="C0NOWHERE2"))
    await h.adapter.stop()


Check = Callable[[Harness], Awaitable[None]]
CHECKS: tuple[Check, ...] = (
    check_send,
    check_edit,
    check_private,
    check_find,
    check_nothing_is_lost,
    check_errors,
    check_start_and_stop,
    check_press,
    check_round_trip,
    check_words_are_heard,
    check_people,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
async def test_every_adapter_keeps_the_contract(harness: Harness, check: Check) -> None:
    await check(harness)


class Loud(FakeAdapter):
    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        return await super().send(ref, view, key)


class Repeating(FakeAdapter):
    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        return await self.send(ref, view, key)


class Blind(FakeAdapter):
    async def find(self, ref: ConversationRef, key: str) -> str | None:
        return None


class Lossy(FakeAdapter):
    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        return await super().send(ref, replace(view, blocks=view.blocks[:-1]), key, private_to)


class Careless(FakeAdapter):
    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        try:
            return await super().send(ref, view, key, private_to)
        except (SendRefusedError, SendLaterError, SendUncertainError):
            return "sent"


class Partial(FakeAdapter):
    async def people(self, ref: ConversationRef) -> list[Present]:
        return (await super().people(ref))[:1]


class Public(FakeHarness):
    """Shows everybody what one person was to see."""

    def at_once(self, person: ConversationRef) -> str:
        return super().at_once(self.amira)


@pytest.mark.parametrize(
    ("broken", "check"),
    [
        (lambda: FakeHarness(Loud()), check_private),
        (lambda: FakeHarness(Repeating()), check_edit),
        (lambda: FakeHarness(Blind()), check_find),
        (lambda: FakeHarness(Lossy()), check_nothing_is_lost),
        (lambda: FakeHarness(Careless()), check_errors),
        (lambda: FakeHarness(Partial(capabilities=LISTING)), check_people),
        (Public, check_press),
        (Public, check_round_trip),
        (Public, check_words_are_heard),
    ],
)
async def test_an_adapter_that_breaks_the_contract_is_found(broken: Callable[[], Harness], check: Check) -> None:
    """Negative control of the checks above."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await check(broken())
