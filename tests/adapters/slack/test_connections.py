"""People who press during a broadcast share the connections with it, and none of them waits for another."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.slack import client
from adapters.slack.capabilities import LIMITS
from bot.ports import Reply
from bot.views.view import Button, Buttons, Form, FormField, Text, View
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import person, started
from tests.fakes.slack.server import FakeSlack

PEOPLE = 50
HELLO = View((Text("Hello."),), "A message")
FORM = Form("answer", "r1", "Your answers", (FormField("q1", "What?"),), "Save")


class Gate(FakeSlack):
    """Answers nobody's form or message before all of them are there at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.opened = asyncio.Event()
        self.closed = False

    async def _work(self, request: Any, name: str, *given: Any) -> Any:
        if self.closed and name in ("views.open", "chat.postMessage"):
            self.inside += 1
            if self.inside == PEOPLE + LIMITS.in_flight:
                self.opened.set()
            await self.opened.wait()
        return await super()._work(request, name, *given)


async def all_at_once(seconds: float) -> None:
    ear = Ear(*(Reply(form=FORM) for _ in range(PEOPLE)))
    gate = Gate()
    async with started(ear, "http", slack=gate) as (slack, adapter, hands):
        ids = [f"U0PERSON{n:03}" for n in range(PEOPLE)]
        for id in ids:
            slack.add_user(id, id)
            await adapter.send(person(id), View((Buttons((Button("Answer", "answer", "r1"),)),), "A message"), "k")
        gate.closed = True
        sends = [asyncio.ensure_future(adapter.send(person(id), HELLO, "b")) for id in ids[: LIMITS.in_flight]]
        presses = [asyncio.ensure_future(hands.press(id, slack.direct(id).id, "Answer")) for id in ids]
        try:
            async with asyncio.timeout(seconds):
                assert await asyncio.gather(*presses) == [{}] * PEOPLE
        finally:
            gate.opened.set()
            await asyncio.gather(*sends, *presses, return_exceptions=True)
        assert set(ids) == set(slack.modals)


async def test_fifty_people_open_their_forms_at_once_during_a_broadcast() -> None:
    await all_at_once(20)


async def test_with_fewer_connections_some_would_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(client, "CONNECTIONS", 64)
    with pytest.raises((TimeoutError, AssertionError)):
        await all_at_once(2)
