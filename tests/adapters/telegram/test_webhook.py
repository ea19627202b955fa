"""The webhook: forged requests get 401 before anything is read (R7), the answer comes after the commit (R1)."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import Any

import aiohttp
import pytest

from adapters.telegram.webhook import HEADER, LARGEST_BODY, Webhook
from bot.domain.events import AnyEvent
from bot.ports import CannotStartError, Reply
from tests.adapters.harness import Ear
from tests.adapters.telegram.stand import SECRET, adapter_for, talking
from tests.adapters.telegram.test_polling import Store, words
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.server import FakeTelegram
from tests.support.waiting import wait_until

BODY = b'{"update_id": 7, "message": {"message_id": 1, "date": 1, "text": "forged"'
BODY += b', "chat": {"id": 501, "type": "private"}, "from": {"id": 501, "is_bot": false, "first_name": "A"}}}'


async def test_updates_come_in_and_are_answered_after_the_commit() -> None:
    store = Store()
    async with talking(store, mode="webhook") as (fake, _):
        assert fake.webhook["url"] == "https://bot.example/telegram"
        assert fake.webhook["secret_token"] == SECRET
        store.ready.clear()
        fake.say(fake.person(501, "Amira"), "the call")
        await wait_until(lambda: store.tried)
        await asyncio.sleep(0.05)
        assert fake.deliveries == []
        store.ready.set()
        await fake.settled()
        assert (fake.deliveries, words(store.heard)) == ([200], ["the call"])


async def test_what_could_not_be_stored_is_delivered_again() -> None:
    store = Store()
    store.broken_for = {"*"}
    async with talking(store, mode="webhook") as (fake, _):
        fake.say(fake.person(501, "Amira"), "the call")
        await wait_until(lambda: 503 in fake.deliveries)
        store.broken_for = set()
        await fake.settled()
        assert words(store.heard) == ["the call"]


async def test_a_delivery_that_is_repeated_is_handled_once() -> None:
    ear = Ear()
    async with talking(ear, mode="webhook") as (fake, _):
        fake.say(fake.person(501, "Amira"), "once")
        update = fake.updates[0]
        await fake.settled()
        fake.updates.append(update)
        fake.changed()
        await fake.settled()
        assert (fake.deliveries, words(ear.heard)) == ([200, 200], ["once"])


async def test_one_persons_deliveries_wait_for_each_other() -> None:
    order: list[str] = []

    async def slow(event: AnyEvent) -> Reply:
        text = words([event])[0]
        await asyncio.sleep(0.05 if text == "first" else 0)
        order.append(text)
        return Reply()

    async with talking(slow, mode="webhook") as (fake, adapter):
        amira, ben = fake.person(501, "Amira"), fake.person(502, "Ben")
        fake.webhook["url"] = ""
        for who, text in ((amira, "first"), (amira, "second"), (ben, "third")):
            fake.say(who, text)
        await asyncio.gather(*(adapter.intake.take_one(adapter._hear(update)) for update in fake.updates))
        assert order == ["third", "first", "second"]


HEADERS: list[list[tuple[str, str]]] = [
    [],
    [(HEADER, "")],
    [(HEADER, SECRET[:-1])],
    [(HEADER, SECRET + "x")],
    [(HEADER, SECRET.upper())],
    [(HEADER, SECRET), (HEADER, SECRET)],
    [(HEADER, "é" * 20)],
    [("Authorization", SECRET)],
]


async def test_forged_requests_are_refused_before_anything_is_read() -> None:
    ear = Ear()
    async with talking(ear, mode="webhook") as (fake, _), aiohttp.ClientSession() as session:
        for headers in HEADERS:
            for body in (BODY, b"", b"{", b"\xff" * 100, b"x" * (LARGEST_BODY + 1)):
                async with session.post(fake.webhook_target, data=body, headers=headers) as answer:
                    assert answer.status == 401
        assert ear.heard == []
        async with session.post(fake.webhook_target, data=BODY, headers={HEADER: SECRET}) as answer:
            assert answer.status == 200
        assert words(ear.heard) == ["forged"]


async def test_mutated_requests_are_never_accepted_and_never_a_server_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """R7 in small; `bench/telegram.py --forged` sends 50,000."""
    ear = Ear()
    async with talking(ear, mode="webhook") as (fake, _), aiohttp.ClientSession() as session:
        for n in range(300):
            secret, body = mutated(random.Random(n))
            async with session.post(fake.webhook_target, data=body, headers={HEADER: secret}) as answer:
                assert answer.status == 401
        assert ear.heard == []
        monkeypatch.setattr(Webhook, "knows", lambda self, given: True)
        async with session.post(fake.webhook_target, data=BODY, headers={HEADER: "wrong"}) as answer:
            assert answer.status == 200
        assert words(ear.heard) == ["forged"], "without the comparison the forged words are taken"


def mutated(chance: random.Random) -> tuple[str, bytes]:
    """A secret that is nearly right, and a body that may be damaged."""
    letters = list(SECRET)
    at = chance.randrange(len(letters))
    letters[at] = chance.choice([c for c in "abcXYZ019-_" if c != letters[at]])
    body = bytearray(BODY)
    for _ in range(chance.randrange(4)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return "".join(letters[: chance.randrange(1, len(letters) + 1)]) if chance.random() < 0.3 else "".join(
        letters
    ), bytes(body)


NESTED = b'{"update_id": 7, "message": ' + b"[" * 900 + b"]" * 900 + b"}"
HALF_A_PRESS = rb'{"update_id": 7, "callback_query": {"id": "1", "from": {"id": 501}, "data": "\ud800"}}'


@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[" * 100_000, b'"x"', b"\xff\xfe", b'{"update_id": 1e400}', NESTED]
)
async def test_what_has_the_secret_and_makes_no_sense_is_taken_and_set_aside(body: bytes) -> None:
    ear = Ear()
    async with talking(ear, mode="webhook") as (fake, _), aiohttp.ClientSession() as session:
        async with session.post(fake.webhook_target, data=body, headers={HEADER: SECRET}) as answer:
            assert answer.status == 200
        assert ear.heard == []


async def test_a_press_with_half_a_character_is_heard_as_one_of_no_button() -> None:
    ear = Ear()
    async with talking(ear, mode="webhook") as (fake, _), aiohttp.ClientSession() as session:
        async with session.post(fake.webhook_target, data=HALF_A_PRESS, headers={HEADER: SECRET}) as answer:
            assert answer.status == 200
        await fake.settled()
        fake.say(fake.person(501, "Amira"), "after")
        await fake.settled()
        assert words(ear.heard) == ["after"]


async def chunks() -> Any:
    for _ in range(20):
        yield b"x" * (LARGEST_BODY // 10)


async def test_a_body_that_is_too_large_is_refused() -> None:
    async with talking(Ear(), mode="webhook") as (fake, _), aiohttp.ClientSession() as session:
        for body in (b"x" * (LARGEST_BODY + 1), chunks()):
            async with session.post(fake.webhook_target, data=body, headers={HEADER: SECRET}) as answer:
                assert answer.status == 413


@pytest.mark.parametrize("secret", ["", "a b", "x" * 257])
async def test_without_a_proper_secret_nothing_is_served(secret: str) -> None:
    async with FakeTelegram() as fake:
        with pytest.raises(CannotStartError, match="secret"):
            await adapter_for(fake, mode="webhook", secret=secret).start(Ear())
        assert fake.called("setWebhook") == []
    adapter = adapter_for(fake)
    assert not Webhook(adapter._hear, adapter.intake, "", "127.0.0.1", 0).knows([""])


async def test_what_keeps_a_webhook_from_starting_is_a_sentence() -> None:
    async with FakeTelegram() as fake:
        adapter = adapter_for(fake, mode="webhook", public_url="http://bot.example")
        with pytest.raises(CannotStartError, match="https"):
            await adapter.start(Ear())
        fake.fail("getMe", RefusedError(502, "Bad Gateway"))
        adapter = adapter_for(fake, mode="webhook")
        with pytest.raises(CannotStartError, match="reached"):
            await adapter.start(Ear())
        first = adapter_for(fake, mode="webhook")
        await first.start(Ear())
        assert first.webhook
        second = adapter_for(fake, mode="webhook", port=first.webhook.port)
        with pytest.raises(CannotStartError, match=r"port \d+"):
            await second.start(Ear())
        await first.stop()


def said_by_us(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Lines of the adapter's own loggers, whatever the libraries below it say."""
    return [line for line in caplog.records if line.name.startswith("adapters.") and line.levelno >= logging.INFO]


async def test_a_delivery_that_is_cut_off_is_no_error_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear()
    async with talking(ear, mode="webhook") as (fake, adapter):
        assert adapter.webhook is not None
        port = adapter.webhook.port
        head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: {2 * len(BODY)}\r\n\r\n"
        with caplog.at_level("INFO"):
            _, cut = await asyncio.open_connection("127.0.0.1", port)
            cut.write(head.encode() + BODY)
            await cut.drain()
            await asyncio.sleep(0.05)
            cut.transport.abort()
            await wait_until(lambda: said_by_us(caplog))
        assert [line.levelname for line in said_by_us(caplog)] == ["INFO"]
        fake.say(fake.person(501, "Amira"), "after")
        await fake.settled()
        assert words(ear.heard) == ["after"]
