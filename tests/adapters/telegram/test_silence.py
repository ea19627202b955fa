"""C10: nothing that Telegram brings or refuses reaches a log line: no words, no names, no ids, no token."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from bot import logs
from tests.adapters.telegram.product import Product, product
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.server import TOKEN
from tests.support.waiting import wait_until

CANARIES = ("canary", "Zebulon", "zebulon", "987654321", TOKEN, TOKEN.partition(":")[2])


@pytest.fixture
def loud() -> Iterator[None]:
    """Every logger at DEBUG; put back afterwards."""
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    levels = {name: one.level for name, one in root.manager.loggerDict.items() if isinstance(one, logging.Logger)}
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(False)


def listen(guarded: bool) -> StringIO:
    heard = StringIO()
    if guarded:
        logs.configure_logging("debug", "json", heard)
    else:
        logging.getLogger().handlers[:] = [logging.StreamHandler(heard)]
    logging.getLogger().setLevel(logging.DEBUG)
    for name in ("httpx", "httpcore", "telegram", "aiohttp", "asyncio", "adapters", "bot"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    return heard


async def trouble(p: Product) -> None:
    """Words of a person with a telling name, and every way in which things go wrong with them."""
    zed = p.fake.person(987654321, "Zebulon")
    await p.say(zed, "canary words")
    for answer in (
        RefusedError(400, "Bad Request: canary"),
        RefusedError(429, "Too Many Requests: retry after 0", retry_after=1),
        RefusedError(502, "Bad Gateway canary"),
        RefusedError(403, "Forbidden: bot was blocked by canary"),
    ):
        p.fake.fail("sendMessage", answer)
        await p.say(zed, "/help canary")
    p.fake.fail("sendMessage", done=True)
    await p.say(zed, "/privacy canary")
    poison: list[dict[str, Any]] = [
        {"message": {"chat": "canary", "from": {"id": 987654321}}},
        {"telepathy": {"thought": "canary", "of": "Zebulon"}},
        {"message": {"message_id": 1, "chat": {"id": "canary", "type": "private"}, "from": zed.user, "text": 1}},
    ]
    for update in poison:
        p.fake.happen(**update)
    p.fake.fail("getUpdates", RefusedError(409, "Conflict: canary"))
    p.fake.fail("getUpdates", cut=True)
    p.fake.fail("answerCallbackQuery", RefusedError(400, "Bad Request: canary"))
    await p.fake.settled(20)
    p.fake.presses["canary"] = None
    p.fake.pressers["canary"] = zed.id
    p.fake.happen(callback_query={"id": "canary", "from": zed.user, "chat_instance": "1", "data": "canary"})
    await p.fake.settled(20)
    await wait_until(lambda: not p.adapter.handling.busy)


async def test_no_log_line_holds_what_was_said_by_whom_or_a_token(loud: None) -> None:
    heard = listen(guarded=True)
    async with product() as p:
        await trouble(p)
    said = heard.getvalue()
    assert said.count("\n") > 20
    assert "set aside" in said
    for canary in CANARIES:
        assert canary not in said, canary


async def test_without_the_guard_the_libraries_would_tell(loud: None) -> None:
    """Negative control: the same trouble with the plain handler."""
    heard = listen(guarded=False)
    async with product() as p:
        await trouble(p)
    assert TOKEN in heard.getvalue()
    assert "canary" in heard.getvalue()
