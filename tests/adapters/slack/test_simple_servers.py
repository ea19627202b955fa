"""The adapter before servers that are simpler or odder than Slack: nothing essential depends on what they lack."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from adapters.slack import app
from adapters.slack.app import SlackAdapter
from adapters.slack.client import SlackClient
from adapters.slack.errors import SlackRefusedError
from adapters.slack.inbound import parse_payload
from adapters.slack.installations import OneToken
from adapters.slack.self_check import collect_findings
from bot.domain.events import ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived
from bot.ports import Reply, SendUncertainError
from bot.views.view import Form, FormField
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, ROOM, channel, make, person, started
from tests.adapters.slack.test_sending import HELLO
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import BOT_USER
from tests.payloads.slack import shapes
from tests.support.clock import MachineClock
from tests.support.waiting import PATIENCE

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


class Simple:
    """Answers what it is told to, by the verb and method that it knows; anything else as web frameworks do."""

    def __init__(self, answers: dict[str, Any], verb: str = "POST", kind: str = "text/plain") -> None:
        self.answers, self.verb, self.kind = answers, verb, kind
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        said = {**request.query, **{k: str(v) for k, v in (await request.post()).items()}}
        self.asked.append((request.method, name, said))
        if name not in self.answers or request.method != self.verb:
            return web.Response(status=404, text="404 Not Found")
        answer = self.answers[name]
        if isinstance(answer, str):
            return web.Response(text=answer, content_type=self.kind)
        return web.Response(body=json.dumps(answer).encode(), content_type=self.kind)


@asynccontextmanager
async def before(server: Simple) -> AsyncIterator[SlackClient]:
    site = web.Application()
    site.router.add_route("*", "/api/{method}", server.answer)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    client = SlackClient(server.url, OneToken("sample-token"))
    await client.open()
    try:
        yield client
    finally:
        await client.close()
        await runner.cleanup()


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/octet-stream"])
@pytest.mark.parametrize("verb", ["POST", "GET"])
async def test_reading_works_by_either_verb_and_whatever_an_answer_calls_itself(verb: str, kind: str) -> None:
    server = Simple({"users.info": {"ok": True, "user": {"id": AMIRA}}}, verb, kind)
    async with before(server) as client:
        for _ in range(2):
            assert (await client.call("T1", "users.info", user=AMIRA, include_locale=True))["user"] == {"id": AMIRA}
        assert server.asked[-1] == (verb, "users.info", {"user": AMIRA, "include_locale": "true"})
        assert len(server.asked) == (2 if verb == "POST" else 3), "the other verb is tried once"


async def test_a_method_that_is_missing_is_refused_and_what_makes_no_sense_is_uncertain() -> None:
    async with before(Simple({"chat.postMessage": "<html>"})) as client:
        for method in ("users.info", "chat.update"):
            with pytest.raises(SlackRefusedError) as refused:
                await client.call("T1", method)
            assert refused.value.code == "unknown_method"
        with pytest.raises(SendUncertainError):
            await client.call("T1", "chat.postMessage", channel=ROOM, text="x")
    for odd in ("[]", "null", "7", '"ok"', ""):
        async with before(Simple({"chat.postMessage": odd})) as client:
            with pytest.raises(SendUncertainError):
                await client.call("T1", "chat.postMessage", channel=ROOM, text="x")


async def test_a_server_that_tells_little_of_itself_is_started_with_and_checked() -> None:
    server = Simple({"auth.test": {"ok": True, "user_id": BOT_USER}})
    async with before(server) as client:
        found = await collect_findings(client, "sample-token")
        assert all(one.ok for one in found), found
        assert "did not tell in which channels" in found[-1].found
        adapter = SlackAdapter(
            "sample-token", MachineClock(), mode="http", api_url=server.url, signing_secret="s", port=0
        )
        await adapter.start(Ear())
        assert adapter.intake.bot == BOT_USER, "or it would answer itself"
        await adapter.stop()


async def test_who_the_bot_is_is_learnt_once_slack_can_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "ASK_AGAIN", 0.01)
    async with FakeSlack() as slack:
        slack.fail("auth.test", cut=True, times=3)
        adapter = make(slack)
        await adapter.start(Ear())
        async with asyncio.timeout(PATIENCE):
            while not adapter.intake.bot:  # noqa: ASYNC110 - learnt by a task of the adapter's
                await asyncio.sleep(0.005)
        assert adapter.intake.bot == BOT_USER
        await adapter.stop()


async def test_an_answer_that_names_no_channel_is_of_the_one_that_was_asked_for() -> None:
    async with before(Simple({"chat.postMessage": {"ok": True, "ts": "1.2"}})) as client:
        adapter = SlackAdapter("sample-token", MachineClock())
        adapter.post._client = client
        assert await adapter.send(channel(ROOM), HELLO, "k") == f"{ROOM}/1.2"


async def test_where_there_are_no_forms_it_is_asked_in_words(caplog: pytest.LogCaptureFixture) -> None:
    form = Form("answer", "t", "Answer", (FormField("q1", "What works?"),), "Send")
    ear = Ear(*(Reply(form=form), Reply()) * 3)
    async with started(ear) as (slack, adapter, hands):
        slack.fail("views.open", status=404, times=3)
        await adapter.send(person(AMIRA), HELLO, "k")
        message = slack.messages[-1]
        for _ in range(3):
            press = hands.pressed(AMIRA, message.channel, message.ts, {"type": "button", "action_id": "answer|1"})
            assert await slack.deliver(press) == {}
        kinds = [(type(event), event.can_show_form) for event in ear.heard if isinstance(event, ButtonPressed)]
        assert kinds == [(ButtonPressed, True), (ButtonPressed, False)] * 3
        assert "press the button again" not in str(hands.sees(AMIRA))
    told = [line for line in caplog.records if line.name == "adapters.slack.showing"]
    assert len(told) == 1, "it is said once what a server lacks"


def event(**change: Any) -> Any:
    body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": shapes.direct_message("hello")}
    return {**body, **change}


def test_events_without_an_id_are_told_apart_by_what_they_are() -> None:
    bare = event(event_id=None)
    first, again = parse_payload(bare, NOW, BOT_USER).event, parse_payload(bare, NOW, BOT_USER).event
    other = parse_payload(
        event(event_id=None, event={**bare["event"], "ts": "9.9", "event_ts": "9.9"}), NOW, BOT_USER
    ).event
    assert isinstance(first, MessageReceived) and isinstance(other, MessageReceived)
    assert again and first.event_id == again.event_id != other.event_id


def test_an_authorization_of_the_sender_does_not_make_it_the_bot() -> None:
    sender = event()["event"]["user"]
    for row in ({"team_id": "T1", "user_id": sender, "is_bot": False}, {"team_id": "T1", "user_id": sender}):
        assert isinstance(parse_payload(event(authorizations=[row]), NOW, BOT_USER).event, MessageReceived)


@pytest.mark.parametrize("lack", ["trigger_id", "enterprise", "is_enterprise_install", "api_app_id"])
def test_deeds_lack_what_they_may(lack: str) -> None:
    for body, kind in (
        (shapes.press(), ButtonPressed),
        (shapes.submission({"q1": "a"}), FormSubmitted),
        (shapes.command(), ChatCommandTyped),
    ):
        body.pop(lack, None)
        assert isinstance(parse_payload(body, NOW, BOT_USER).event, kind)
