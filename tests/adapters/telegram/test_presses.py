"""Every press is answered in time, whoever presses what, and does once what it says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from adapters.telegram.callbacks import Callbacks
from adapters.telegram.capabilities import NOTICE_LIMIT
from adapters.telegram.handling import WRITE_FIRST, Handling
from bot.domain.outcomes.joining import WriteToMeFirst
from bot.engine.context import EventContext
from tests.adapters.telegram.product import Product, product
from tests.fakes.telegram.server import TOKEN
from tests.fakes.telegram.world import DATE, Group, Message, Person
from tests.support.further import further, only_further, part_of

pytestmark = further

NAMES = ("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Gita", "Hal")
FORGED = "x" * 11 + "forget.yes"


async def asked(p: Product) -> list[Person]:
    _, people = await p.set_up(NAMES)
    await p.pass_time(days=1, hours=1)
    return people


def newest(p: Product, who: Person, label: str) -> tuple[str, Message]:
    for message in reversed(p.fake.messages):
        data = message.button(label) if message.chat == who.id else None
        if data:
            return data, message
    raise LookupError(label)


async def twice(p: Product) -> list[str]:
    """Both at once, before the first is handled."""
    amira, *_ = await asked(p)
    await p.press(amira, "Answer privately")
    await p.say(amira, "the rota")
    for label in ("Done", "Skip", "Skip"):
        await p.press(amira, label)
    data, message = newest(p, amira, "Send")
    presses = [p.fake.press_data(amira, data, message) for _ in range(2)]
    await p.settle()
    assert sum("Saved" in text for text in p.fake.transcript(amira.id)) == 1
    assert len(await p.app.store.read(lambda uow: uow.answers.where())) == 1
    return presses


async def from_somebody_else(p: Product) -> list[str]:
    """The data of Amira's button, sent by Ben from his own chat: it is bound to hers."""
    amira, ben, *_ = await asked(p)
    data, _ = newest(p, amira, "Not this time")
    press = p.fake.press_data(ben, data, Message(1, ben.id, "", []))
    await p.settle()
    assert "I do not know that command" in p.last(ben)
    declined = await p.app.store.read(lambda uow: [row for row in uow.interviews.where() if row.state == "declined"])
    assert declined == []
    return [press]


async def under_an_inaccessible_message(p: Product) -> list[str]:
    """Too old or deleted: Telegram names the chat, and nothing else of it."""
    amira, *_ = await asked(p)
    data, message = newest(p, amira, "Not this time")
    p.fake.presses["old"] = None
    gone = {"message_id": message.id, "chat": amira.chat, "date": 0}
    p.fake.happen(callback_query={"id": "old", "from": amira.user, "chat_instance": "1", "message": gone, "data": data})
    await p.settle()
    assert len(await p.app.store.read(lambda uow: uow.interviews.where(state="declined"))) == 1
    return ["old"]


async def after_a_restart(p: Product) -> list[str]:
    amira, *_ = await asked(p)
    data, message = newest(p, amira, "Not this time")
    await p.adapter.stop()
    p.adapter._callbacks = Callbacks(TOKEN)
    press = p.fake.press_data(amira, data, message)
    await p.adapter.start(p.app.engine.handle)
    await p.settle()
    assert len(await p.app.store.read(lambda uow: uow.interviews.where(state="declined"))) == 1
    return [press]


async def with_data_that_is_not_ours(p: Product) -> list[str]:
    amira, *_ = await asked(p)
    _, message = newest(p, amira, "Not this time")
    presses = [p.fake.press_data(amira, data, message) for data in (FORGED, "buy:1", "", "ü" * 32)]
    await p.settle()
    assert sum("I do not know that command" in text for text in p.fake.transcript(amira.id)) == len(presses)
    return presses


async def drafted(p: Product) -> tuple[Group, list[Person]]:
    people = await asked(p)
    for who in people[:7]:
        await p.answer(who, "waiting", "", "")
    await p.pass_time(days=4)
    return p.fake.groups[-1001], people


async def from_a_stranger_in_the_group(p: Product) -> list[str]:
    """Who was not asked and never pressed Start hears it beside the button, and nobody else hears it."""
    group, _ = await drafted(p)
    zed = p.fake.person(700, "Zed", started=False)
    return [
        await hears_beside(p, zed, label, group, "Only people who were asked")
        for label in ("Weigh these points", "Something is missing")
    ]


async def from_a_member_who_never_pressed_start(p: Product) -> list[str]:
    """They are in no round: no form is begun in a chat that does not exist."""
    group, _ = await drafted(p)
    zed = p.fake.person(700, "Zed", started=False)
    p.fake.happen(
        message={"message_id": 9999, "date": DATE, "chat": group.chat, "from": zed.user, "new_chat_members": [zed.user]}
    )
    await p.settle()
    assert "Zed" in await p.app.store.read(lambda uow: [row.name for row in uow.members.where()])
    return [
        await hears_beside(p, zed, label, group, "From the next one on you are in.")
        for label in ("Weigh these points", "Something is missing")
    ]


async def from_somebody_who_blocked_the_bot(p: Product) -> list[str]:
    group, (amira, *_) = await drafted(p)
    p.fake.block(amira)
    await p.settle()
    presses = [
        await hears_beside(p, amira, "Weigh these points", group, "press Start, and press this again"),
        await hears_beside(p, amira, "Something is missing", group, "press Start, and press this again"),
    ]
    assert not await p.app.store.read(lambda uow: uow.dialogues.where())
    return presses


async def hears_beside(p: Product, who: Person, label: str, group: Group, words: str) -> str:
    before = p.fake.transcript(group.id), p.fake.transcript(who.id)
    press = await p.press(who, label, group)
    answered = p.fake.answered(press)
    if answered:
        assert words in answered.text and answered.alert
    assert (p.fake.transcript(group.id), p.fake.transcript(who.id)) == before
    return press


async def test_beside_the_button_nothing_is_longer_than_it_may_be() -> None:
    assert len(WRITE_FIRST) <= NOTICE_LIMIT


@only_further
async def test_told_openly_the_group_would_read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(EventContext, "_answer_beside", lambda self, outcome: self.reply_openly(WriteToMeFirst()))
    async with product() as p:
        with pytest.raises(AssertionError):
            await from_a_stranger_in_the_group(p)


SCENES = (
    twice,
    from_somebody_else,
    under_an_inaccessible_message,
    after_a_restart,
    with_data_that_is_not_ours,
    from_a_stranger_in_the_group,
    from_a_member_who_never_pressed_start,
    from_somebody_who_blocked_the_bot,
)


@pytest.mark.parametrize("scene", part_of(SCENES, 2), ids=lambda scene: scene.__name__)
async def test_a_press_is_answered(scene: Callable[[Product], Awaitable[list[str]]]) -> None:
    async with product() as p:
        for press in await scene(p):
            assert p.fake.answered(press)


@only_further
@pytest.mark.parametrize("scene", part_of(SCENES, 3), ids=lambda scene: scene.__name__)
async def test_without_the_answer_the_button_would_spin(
    scene: Callable[[Product], Awaitable[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control."""

    async def silent(self: Handling, press: object, text: str = "") -> None:
        return None

    async with product() as p:

        async def press(who: Person, label: str, where: object = None) -> str:
            id = p.fake.press(who, label, where)  # type: ignore[arg-type]
            await p.settle()
            return id

        monkeypatch.setattr(Handling, "_answer", silent)
        p.press = press  # type: ignore[method-assign]
        assert not any(p.fake.answered(id) for id in await scene(p))
