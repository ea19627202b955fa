"""Long polling: nothing stops the rest, everything is heard once, every press is answered (R5, R6)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from adapters.telegram import handling
from adapters.telegram.outage import Outage
from bot.domain.events import AnyEvent, ButtonPressed, MessageReceived
from bot.ports import CannotStartError, Reply
from bot.views.view import Button, Buttons
from tests.adapters.harness import Ear
from tests.adapters.telegram.stand import adapter_for, direct, talking, view
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.server import FakeTelegram
from tests.payloads.telegram import UPDATES
from tests.support.waiting import wait_until


def words(events: list[AnyEvent]) -> list[str]:
    return [event.text.reveal() for event in events if isinstance(event, MessageReceived)]


class Store(Ear):
    """Commits when it is told to, and can be broken."""

    def __init__(self, *replies: Reply) -> None:
        super().__init__(*replies)
        self.ready = asyncio.Event()
        self.ready.set()
        self.broken_for: set[str] = set()
        self.tried = 0

    async def __call__(self, event: AnyEvent) -> Reply:
        self.tried += 1
        await self.ready.wait()
        if self.broken_for & {event.sender.ref.person, "*"}:
            raise OSError("disk full")
        return await super().__call__(event)


async def test_order_is_kept_for_each_person_and_people_do_not_wait_for_each_other() -> None:
    store = Store()
    async with talking(store) as (fake, _):
        store.ready.clear()
        amira, ben = fake.person(501, "Amira"), fake.person(502, "Ben")
        for n in range(5):
            fake.say(amira, f"a{n}")
            fake.say(ben, f"b{n}")
        await wait_until(lambda: store.tried == 2)
        store.ready.set()
        await fake.settled()
        said = words(store.heard)
        assert [w for w in said if w[0] == "a"] == ["a0", "a1", "a2", "a3", "a4"]
        assert [w for w in said if w[0] == "b"] == ["b0", "b1", "b2", "b3", "b4"]


POISON: list[Any] = [
    {"update_id": 900, "message": None},
    {"update_id": 901, "message": {"chat": "x", "from": 3}},
    {"update_id": 902},
    {"update_id": 903, "callback_query": {"id": "press-x", "from": {"id": {}}}},
    {
        "update_id": 904,
        "message": {"message_id": 1, "chat": {"id": "", "type": "private"}, "from": {"id": []}, "text": 3},
    },
    None,
    [],
    {"update_id": "905"},
]


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_one_poison_update_never_stops_the_rest(mode: str) -> None:
    ear = Ear()
    async with talking(ear, mode=mode) as (fake, _):
        amira = fake.person(501, "Amira")
        fake.say(amira, "before")
        poison = POISON[:5] if mode == "polling" else POISON
        fake.updates += poison
        fake.say(amira, "after")
        await wait_until(lambda: words(ear.heard) == ["before", "after"])
        assert not any(status >= 400 for status in fake.deliveries)


async def test_updates_without_an_id_do_not_stop_the_rest() -> None:
    ear = Ear()
    async with talking(ear) as (fake, _):
        fake.updates += [{"update_id": 7, "message": {}}]
        fake.say(fake.person(501, "Amira"), "after")
        fake.fail("getUpdates", raw=b'{"ok": true, "result": [null, {"update_id": "x"}, 3]}', times=2)
        fake.fail("getUpdates", raw=b'{"ok": true, "result": "\xff\xfe"}')
        fake.fail("getUpdates", raw=b"{")
        fake.fail("getUpdates", raw=b"[]")
        fake.fail("getUpdates", raw=b'{"ok": true, "result": [' + b"9" * 5000 + b"]}")
        fake.fail("getUpdates", raw=b'{"ok": false, "error_code": 429, "parameters": {"retry_after": "soon"}}')
        await wait_until(lambda: words(ear.heard) == ["after"])


async def test_the_librarys_own_reading_would_lose_the_batch() -> None:
    """Negative control: what is set aside alone here fails the whole batch in `Bot.get_updates`."""
    from telegram import Update

    with pytest.raises((KeyError, TypeError, AttributeError)):
        Update.de_list([UPDATES["private_text"], POISON[1]], None)


async def test_repeated_updates_are_handled_once() -> None:
    ear = Ear()
    async with talking(ear) as (fake, _):
        fake.repeat = 3
        fake.say(fake.person(501, "Amira"), "once")
        await fake.settled()
        assert words(ear.heard) == ["once"]


async def test_a_second_poller_is_explained_and_service_resumes(caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear()
    async with talking(ear) as (fake, adapter):
        amira = fake.person(501, "Amira")
        fake.fail("getUpdates", RefusedError(409, "Conflict: terminated by other getUpdates request"), times=3)
        fake.say(amira, "after")
        await wait_until(lambda: words(ear.heard) == ["after"])
        assert sum("another process fetches" in record.message for record in caplog.records) == 1
        assert adapter.poller
        await wait_until(lambda: adapter.poller and adapter.poller.trouble == "")


async def test_two_real_pollers_with_databases_of_their_own_end_each_others_requests() -> None:
    async with FakeTelegram() as fake:
        first, second = adapter_for(fake), adapter_for(fake)
        await first.start(Ear())
        await wait_until(lambda: fake.called("getUpdates"))
        await second.start(Ear())
        await wait_until(
            lambda: first.poller and second.poller and "conflict" in (first.poller.trouble, second.poller.trouble)
        )
        await first.stop()
        await second.stop()


async def test_a_webhook_that_was_left_is_taken_away() -> None:
    ear = Ear()
    async with FakeTelegram() as fake:
        fake.webhook = {"url": "https://elsewhere.example/x"}
        fake.webhook_target = "http://127.0.0.1:9/x"
        adapter = adapter_for(fake)
        await adapter.start(ear)
        fake.say(fake.person(501, "Amira"), "after")
        await wait_until(lambda: words(ear.heard) == ["after"])
        await adapter.stop()


async def test_service_resumes_after_a_cut() -> None:
    ear = Ear()
    async with talking(ear) as (fake, _):
        fake.fail("getUpdates", cut=True, times=3)
        fake.fail("getUpdates", RefusedError(502, "Bad Gateway"), times=2)
        fake.fail("getUpdates", RefusedError(429, "Too Many Requests: retry after 0", retry_after=1))
        fake.say(fake.person(501, "Amira"), "after")
        await wait_until(lambda: words(ear.heard) == ["after"])


async def test_what_was_handled_is_confirmed_before_the_end() -> None:
    ear = Ear()
    async with talking(ear) as (fake, adapter):
        fake.say(fake.person(501, "Amira"), "last")
        await wait_until(lambda: ear.heard)
        await adapter.stop()
        assert fake.updates == []


async def test_a_wrong_token_is_a_sentence() -> None:
    async with FakeTelegram() as fake:
        adapter = adapter_for(fake, token="9000:wrong-token-that-nobody-knows-at-all")
        with pytest.raises(CannotStartError, match="BotFather") as refused:
            await adapter.start(Ear())
        assert "wrong-token" not in str(refused.value)


async def test_a_platform_out_of_reach_is_tried_again_in_the_background() -> None:
    ear = Ear()
    async with FakeTelegram() as fake:
        fake.fail("getMe", cut=True, times=2)
        adapter = adapter_for(fake)
        await adapter.start(ear)
        fake.say(fake.person(501, "Amira"), "after")
        await wait_until(lambda: words(ear.heard) == ["after"])
        assert adapter.me.username == "folkmoot_bot"
        await adapter.stop()


BEGINS = "Telegram cannot be reached, and is tried again; check the network and telegram.api_url"
ENDS = "connected to Telegram again"


async def said_of_an_outage(method: str, caplog: pytest.LogCaptureFixture, times: int = 4) -> list[str]:
    """What the log says of Telegram when this method fails so often, from the start on."""
    caplog.set_level(logging.INFO)
    ear = Ear()
    async with FakeTelegram() as fake:
        fake.fail(method, cut=True, times=times)
        adapter = adapter_for(fake)
        await adapter.start(ear)
        fake.say(fake.person(501, "Amira"), "after")
        await wait_until(lambda: words(ear.heard) == ["after"])
        await adapter.stop()
    return [line.message for line in caplog.records if line.name.startswith("adapters.telegram")]


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
async def test_an_outage_is_one_line_when_it_begins_and_one_when_it_ends(
    method: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert await said_of_an_outage(method, caplog) == [BEGINS, ENDS]


async def test_without_an_outage_there_is_no_line_of_it(caplog: pytest.LogCaptureFixture) -> None:
    assert await said_of_an_outage("getMe", caplog, times=0) == []


async def test_an_outage_that_goes_on_from_the_start_into_the_fetching_is_one(caplog: pytest.LogCaptureFixture) -> None:
    """Who the bot is was told meanwhile, and no update is."""
    caplog.set_level(logging.INFO)
    async with FakeTelegram() as fake:
        fake.fail("getMe", cut=True, times=2)
        fake.fail("getUpdates", cut=True, times=10_000)
        adapter = adapter_for(fake)
        await adapter.start(Ear())
        await wait_until(lambda: adapter.poller is not None and adapter.poller.trouble == "network")
        await adapter.listen_again()
        await asyncio.sleep(0.3)
        fake.heal()
        await wait_until(lambda: adapter.hears)
        await wait_until(lambda: ENDS in caplog.messages)
        await adapter.stop()
    assert [line for line in caplog.messages if line in (BEGINS, ENDS)] == [BEGINS, ENDS]


async def test_control_an_outage_that_is_not_remembered_is_told_again_and_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outage, "lasts", property(lambda self: False, lambda self, lasts: None), raising=False)
    assert (await said_of_an_outage("getMe", caplog)).count(BEGINS) > 1


# --- presses


async def pressing(reply: Reply | Ear, label: str = "Yes") -> tuple[FakeTelegram, str, Ear]:
    ear = reply if isinstance(reply, Ear) else Ear(reply)
    async with talking(ear) as (fake, adapter):
        amira = fake.person(501, "Amira")
        await adapter.send(direct(501), view("Well?", Buttons((Button("Yes", "do", "t9"),))), "k")
        press = fake.press(amira, label)
        await wait_until(lambda: fake.answered(press))
        await fake.settled()
        return fake, press, ear


async def test_a_press_is_heard_and_answered() -> None:
    fake, press, ear = await pressing(Reply())
    (heard,) = ear.heard
    assert isinstance(heard, ButtonPressed)
    assert (heard.action, heard.token, heard.where) == ("do", "t9", direct(501))
    assert fake.answered(press) == fake.presses[press]
    assert len(fake.called("answerCallbackQuery")) == 1


async def test_a_short_notice_stands_beside_the_button_and_a_long_one_in_a_message() -> None:
    fake, press, _ = await pressing(Reply(notice=view("Gone & done.")))
    answered = fake.answered(press)
    assert answered
    assert (answered.text, answered.alert) == ("Gone & done.", True)
    assert fake.transcript(501) == ["Well?"]
    fake, press, _ = await pressing(Reply(notice=view("👍🏽" * 60)))
    assert fake.transcript(501) == ["Well?", "👍🏽" * 60]


async def test_a_press_is_answered_even_when_nothing_could_be_stored() -> None:
    store = Store()
    store.broken_for = {"501"}
    async with talking(store) as (fake, adapter):
        adapter.handling._patience = 0.05
        amira = fake.person(501, "Amira")
        await adapter.send(direct(501), view("Well?", Buttons((Button("Yes", "do"),))), "k")
        store.ready.clear()
        press = fake.press(amira, "Yes")
        await wait_until(lambda: fake.answered(press))
        store.ready.set()
        store.broken_for = set()
        await fake.settled()


async def test_a_press_that_takes_long_is_answered_before_and_its_notice_comes_as_a_message() -> None:
    store = Store(Reply(notice=view("Done.")))
    async with talking(store) as (fake, adapter):
        adapter.handling._patience = 0.05
        amira = fake.person(501, "Amira")
        await adapter.send(direct(501), view("Well?", Buttons((Button("Yes", "do"),))), "k")
        store.ready.clear()
        press = fake.press(amira, "Yes")
        await wait_until(lambda: fake.answered(press))
        store.ready.set()
        await wait_until(lambda: fake.transcript(501) == ["Well?", "Done."])
    assert handling.PRESS_ANSWER_SECONDS <= 3


async def test_presses_that_cannot_be_read_or_are_forged_are_answered_too() -> None:
    ear = Ear()
    async with talking(ear) as (fake, adapter):
        amira = fake.person(501, "Amira")
        fake.presses["odd"] = None
        fake.happen(callback_query={"id": "odd", "from": amira.user, "chat_instance": "1", "game_short_name": "x"})
        await wait_until(lambda: fake.answered("odd"))
        await adapter.send(direct(501), view("Well?", Buttons((Button("Yes", "do", "t9"),))), "k")
        forged = fake.press_data(amira, "x" * 11 + "forget.yes", fake.messages[-1])
        await wait_until(lambda: fake.answered(forged))
        (heard,) = ear.heard
        assert isinstance(heard, ButtonPressed)
        assert (heard.action, heard.token) == ("", "")


async def test_a_poller_that_has_ended_shows_no_sign_of_life_and_another_goes_on() -> None:
    ear = Ear()
    async with talking(ear) as (fake, adapter):
        amira = fake.person(501, "Amira")
        fake.say(amira, "before")
        await wait_until(lambda: words(ear.heard) == ["before"])
        assert adapter._polling
        adapter._polling.cancel()
        await asyncio.sleep(0.1)
        beaten_at = adapter.beaten_at
        fake.say(amira, "after")
        await asyncio.sleep(0.2)
        assert adapter.beaten_at == beaten_at and words(ear.heard) == ["before"]
        await adapter.listen_again()
        await wait_until(lambda: words(ear.heard) == ["before", "after"])
        assert adapter.beaten_at > beaten_at


async def test_whether_it_hears_is_known() -> None:
    async with talking(Ear()) as (fake, adapter):
        await wait_until(lambda: adapter.hears)
        fake.fail("getUpdates", answer=RefusedError(502, "Bad Gateway"), times=10_000)
        await wait_until(lambda: not adapter.hears)
        fake.heal()
        await wait_until(lambda: adapter.hears)
