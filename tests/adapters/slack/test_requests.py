import asyncio
import json
import random
import string
import time

import pytest
from slack_bolt.app import async_app

from adapters.slack import bolt, webhook
from adapters.slack.signature import Signature
from bot.domain.events import AnyEvent, MessageReceived
from bot.ports import Reply
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, started
from tests.fakes.slack.server import encoded, signed
from tests.fakes.slack.world import SECRET
from tests.payloads.slack import shapes
from tests.support.waiting import PATIENCE

NOW = 1_764_000_000.0
BODY = b'{"type":"event_callback","event_id":"Ev1"}'


def good() -> dict[str, str]:
    return signed(BODY, at=NOW)


def test_only_slacks_own_signature_is_good() -> None:
    signature = Signature(SECRET, lambda: NOW)
    assert signature.is_good(good(), BODY)
    assert not signature.is_good(good(), BODY + b" ")
    assert not signature.is_good(signed(BODY, secret="another", at=NOW), BODY)
    assert not signature.is_good({}, BODY)
    assert not signature.is_good(signed(b"\xff\xfe", at=NOW), b"\xff\xfe")


def test_an_old_request_is_refused() -> None:
    assert not Signature(SECRET, lambda: NOW + 301).is_good(good(), BODY)
    assert not Signature(SECRET, lambda: NOW - 301).is_good(good(), BODY)
    assert Signature(SECRET, lambda: NOW + 299).is_good(good(), BODY)


def mutated(chance: random.Random) -> tuple[dict[str, str], bytes]:
    """The good request with something about it that is not."""
    headers, body = good(), BODY
    letters = string.printable + "é٣\x00"
    odd = "".join(chance.choice(letters) for _ in range(chance.randrange(0, 80)))
    name = chance.choice([*headers, "body"])
    if name == "body":
        at = chance.randrange(len(body))
        return headers, body[:at] + bytes([(body[at] + chance.randrange(1, 256)) % 256]) + body[at + 1 :]
    value = headers[name]
    at = chance.randrange(len(value))
    changed = chance.choice(
        [odd, value[:at] + odd + value[at + 1 :], value[:at], value + odd, f" {value}", value.upper()]
    )
    return {**headers, name: changed}, body


def test_no_mutated_request_is_accepted_and_none_is_an_error() -> None:
    signature, chance = Signature(SECRET, lambda: NOW), random.Random(7)
    tried = 0
    while tried < 50_000:
        headers, body = mutated(chance)
        if (headers, body) != (good(), BODY):
            tried += 1
            assert not signature.is_good(headers, body), (headers, body)


async def test_a_forged_request_gets_401_and_nothing_of_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    monkeypatch.setattr(webhook, "as_json", read.append)
    monkeypatch.setattr(webhook, "AsyncBoltRequest", lambda **request: read.append(request))
    ear = Ear()
    async with started(ear, "http") as (slack, _, _):
        kind, data = encoded(shapes.event(shapes.direct_message()))
        forgeries = [
            {},
            signed(data, secret="another"),
            signed(data, at=time.time() - 400),
            {**signed(data), "X-Slack-Request-Timestamp": "soon"},
            {**signed(data), "X-Slack-Signature": "v0=é".encode().decode("latin-1")},
            {**signed(data), "X-Slack-Signature": "v1=" + "0" * 64},
        ]
        for headers in forgeries:
            status, _ = await slack.post_raw(data, {"Content-Type": kind, **headers})
            assert status == 401
    assert ear.heard == [] and read == []


async def test_without_the_check_a_forgery_would_be_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(Signature, "is_good", lambda *request: True)
    ear = Ear()
    async with started(ear, "http") as (slack, _, _):
        kind, data = encoded(shapes.event(shapes.direct_message()))
        status, _ = await slack.post_raw(data, {"Content-Type": kind})
    assert status == 200 and len(ear.heard) == 1


async def test_a_huge_request_is_refused_before_it_is_read() -> None:
    async with started(Ear(), "http") as (slack, _, _):
        data = b"x" * (webhook.LARGEST_BODY + 1)
        status, _ = await slack.post_raw(data, {"Content-Type": "application/json", **signed(data)})
        assert status == 413


async def test_slack_may_verify_the_address() -> None:
    async with started(Ear(), "http") as (slack, _, _):
        assert await slack.post({"type": "url_verification", "challenge": "c4"}) == (200, {"challenge": "c4"})


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("application/json", b"{not json"),
        ("application/json", b"[1, 2]"),
        ("application/json", b'"words"'),
        ("application/json", b""),
        ("application/x-www-form-urlencoded", b"payload=%7Bnot"),
        ("application/x-www-form-urlencoded", b"payload=%5B%5D"),
        ("application/x-www-form-urlencoded", b"a=b"),
        ("text/plain", b"hello"),
        ("application/json", b'{"type":"event_callback","event":7,"team_id":"T1","event_id":"E"}'),
        (
            "application/json",
            b'{"type":"event_callback","authorizations":"x","team_id":["T"],"event":{"type":"message"}}',
        ),
        ("application/json", json.dumps({"type": "block_actions", "actions": []}).encode()),
        ("application/json", b"[" * 100_000),
        ("application/json", b'{"a":' * 100_000),
        ("application/json", b'{"type":"event_callback","event":' + b"[" * 900 + b"]" * 900 + b"}"),
        ("application/x-www-form-urlencoded", b"payload=" + b"%5B" * 100_000),
        ("application/json", shapes.submission({"q1": "a"}, metadata="[" * 100_000)),
        ("application/json", shapes.event({**shapes.direct_message(), "user": "U\ud800"})),
        ("application/json", shapes.event({**shapes.direct_message(), "ts": "1.\udfff"})),
        ("application/json", shapes.event(shapes.direct_message(), event_id="Ev\ud800")),
        ("application/json", {**shapes.event(shapes.uninstalled()), "team_id": "T\ud800", "authorizations": []}),
        ("application/json", {**shapes.press(), "trigger_id": "t\ud800"}),
        ("application/json", shapes.press(channel="C\ud800")),
    ],
    ids=lambda part: str(part)[:60],
)
async def test_a_poisoned_payload_is_set_aside_and_the_next_is_heard(
    kind: str, data: bytes | dict[str, object]
) -> None:
    ear = Ear()
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    async with started(ear, "http") as (slack, _, hands):
        status, _ = await slack.post_raw(data, {"Content-Type": kind, **signed(data)})
        assert status == 200
        assert await hands.say(AMIRA, "the call") == {}
    assert [type(event) for event in ear.heard] == [MessageReceived]


class Slow:
    """An engine that commits when it is told to."""

    def __init__(self, fails: int = 0) -> None:
        self.commit = asyncio.Event()
        self.begun = asyncio.Event()
        self.fails = fails
        self.heard: list[AnyEvent] = []

    async def __call__(self, event: AnyEvent) -> Reply:
        self.begun.set()
        await self.commit.wait()
        if self.fails:
            self.fails -= 1
            raise OSError("the disk is full of Canary")
        self.heard.append(event)
        return Reply()


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_acknowledged_means_committed(mode: str) -> None:
    engine = Slow()
    async with started(engine, mode) as (_, _, hands):
        saying = asyncio.ensure_future(hands.say(AMIRA, "the call"))
        await engine.begun.wait()
        await asyncio.sleep(0.05)
        assert not saying.done()
        engine.commit.set()
        assert await saying == {}
    assert len(engine.heard) == 1


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(mode: str) -> None:
    engine = Slow(fails=1)
    engine.commit.set()
    async with started(engine, mode) as (slack, _, hands):
        body = hands.message(AMIRA, "the call")
        assert await slack.deliver(body, wait=0.3) is None
        assert engine.heard == []
        assert await slack.deliver(body, retry=1) == {}
    assert len(engine.heard) == 1


def no_client(**given: object) -> None:
    raise AssertionError("a client for one request")


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_bolt_makes_no_client_for_each_request(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    ear = Ear()
    async with started(ear, mode) as (_, _, hands):
        monkeypatch.setattr(async_app, "AsyncWebClient", no_client)
        assert await hands.say(AMIRA, "the call") == {}
    assert len(ear.heard) == 1


async def test_by_itself_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.delattr(bolt.BoltApp, "_init_context")
    ear = Ear()
    async with started(ear, "http") as (_, _, hands):
        monkeypatch.setattr(async_app, "AsyncWebClient", no_client)
        assert await hands.say(AMIRA, "the call") is None
    assert ear.heard == []


async def test_a_request_that_is_cut_off_is_no_error_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear()
    async with started(ear, mode="http") as (slack, adapter, hands):
        assert adapter.webhook is not None
        head = f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: {2 * len(BODY)}\r\n\r\n".encode()
        with caplog.at_level("INFO"):
            _, cut = await asyncio.open_connection("127.0.0.1", adapter.webhook.port)
            cut.write(head + BODY)
            await cut.drain()
            await asyncio.sleep(0.05)
            cut.transport.abort()
            async with asyncio.timeout(PATIENCE):
                while not caplog.records:  # noqa: ASYNC110 - said by a task of the server's
                    await asyncio.sleep(0.005)
        assert [line.levelname for line in caplog.records] == ["INFO"]
        assert await slack.deliver(hands.event(shapes.direct_message("after"))) == {}
        assert len(ear.heard) == 1
