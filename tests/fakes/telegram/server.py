"""A strict stand-in for the Bot API on the loopback: long polling, webhooks, limits, faults.

`token` is the only one that it knows. Every request is kept in `calls`; what the description of the Bot API says against one in
`problems`. Kinds of update that were not asked for are dropped, unless
`unfiltered`. `fail(method, ...)` makes the next calls of a method go wrong in a way of the caller's choice.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.telegram import rules
from tests.fakes.telegram.methods import METHODS, Methods
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.world import BOT_ID

TOKEN = f"{BOT_ID}:AAF-a-token-that-is-only-known-here-xyz"
KEPT = 24


@dataclass
class Fault:
    """What goes wrong: an answer, a cut connection (`cut`), one after it was done (`done`), a delay in seconds."""

    times: int = 1
    answer: RefusedError | None = None
    cut: bool = False
    done: bool = False
    delay: float = 0
    raw: bytes | None = None


class FakeTelegram(Methods):
    def __init__(self, strict_limits: bool = False, port: int = 0) -> None:
        super().__init__(strict_limits)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.problems: list[str] = []
        self.url = ""
        self.webhook_target = ""
        self.deliveries: list[int] = []
        self.extra_header: dict[str, str] = {}
        self.repeat = 1
        self.working: Callable[[], bool] = lambda: False
        self.unfiltered = False
        self._faults: dict[str, list[Fault]] = {}
        self._poller: asyncio.Future[str] | None = None
        self._runner: web.AppRunner | None = None
        self._port = port
        self._pusher: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    async def __aenter__(self) -> FakeTelegram:
        app = web.Application(client_max_size=60 * 1024**2)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/documents/{file}", self._hand_over)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._pusher = asyncio.get_running_loop().create_task(self._push())
        return self

    async def _hand_over(self, request: web.Request) -> web.Response:
        found = self.files.get(request.match_info["file"])
        known = request.match_info["token"] == TOKEN and found is not None
        return web.Response(body=found) if known else web.Response(status=404)

    async def __aexit__(self, *error: object) -> None:
        assert self._pusher
        assert self._runner
        self._pusher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._pusher
        if self._poller and not self._poller.done():
            self._poller.set_result("closed")
        await self._runner.cleanup()

    def fail(self, method: str, answer: RefusedError | None = None, times: int = 1, **how: Any) -> None:
        self._faults.setdefault(method, []).append(Fault(times, answer, **how))

    def heal(self) -> None:
        self._faults.clear()

    def called(self, method: str) -> list[dict[str, Any]]:
        return [params for name, params in self.calls if name == method]

    def changed(self) -> None:
        self._news.set()
        if self._poller and not self._poller.done():
            self._poller.set_result("news")

    async def settled(self, seconds: float = 5) -> None:
        """Wait until every update is confirmed or delivered, and whoever fetched them is no longer `working`."""
        async with asyncio.timeout(seconds):
            while self.updates or self.working():  # noqa: ASYNC110 - the updates are emptied in several places
                await asyncio.sleep(0.005)

    # --- requests

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        method, params = request.match_info["method"], await _parameters(request)
        self.calls.append((method, params))
        self.problems += [f"{method}: {problem}" for problem in rules.problems(method, params)]
        fault = self._fault(method)
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault and (fault.cut or fault.done):
            if fault.done:
                await self._do(method, params)
            assert request.transport
            request.transport.close()
            return web.Response()
        if fault and fault.raw is not None:
            return web.Response(body=fault.raw, content_type="application/json")
        try:
            if fault and fault.answer:
                raise fault.answer
            return _json(200, {"ok": True, "result": await self._do(method, params)})
        except RefusedError as refused:
            said: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
            if refused.parameters:
                said["parameters"] = refused.parameters
            return _json(refused.code, said)

    def _fault(self, method: str) -> Fault | None:
        for fault in self._faults.get(method, []):
            if fault.times:
                fault.times -= 1
                return fault
        return None

    async def _do(self, method: str, params: dict[str, Any]) -> Any:
        rules.check_parameters(method, params)
        if method == "getUpdates":
            return await self._get_updates(params)
        return METHODS[method](self, params)

    # --- updates

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook["url"]:
            raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._poller and not self._poller.done():
            self._poller.set_result("terminated")
        mine: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._poller = mine
        offset = int(params.get("offset", 0))
        if offset > 0:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(float(params.get("timeout", 0))):
                    if await mine == "terminated":
                        raise RefusedError(
                            409,
                            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                        )
        if not mine.done():
            mine.set_result("answered")
        limit = int(params.get("limit", 100))
        allowed = set(json.loads(params["allowed_updates"])) if "allowed_updates" in params else None
        if allowed is not None and not self.unfiltered:
            self.updates = [u for u in self.updates if not _known(u) or _known(u) & allowed]
        return self.updates[:limit] * self.repeat

    async def _push(self) -> None:
        """Deliver to the webhook one by one, again after a moment for anything but a 2xx."""
        async with aiohttp.ClientSession() as session:
            while True:
                await self._news.wait()
                self._news.clear()
                while self.webhook["url"] and self.updates:
                    update = self.updates[0]
                    if await self._deliver(session, update):
                        self.updates.remove(update)
                    else:
                        await asyncio.sleep(0.02)

    async def _deliver(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")} | self.extra_header
        try:
            async with session.post(self.webhook_target or self.webhook["url"], json=update, headers=headers) as answer:
                self.deliveries.append(answer.status)
                return 200 <= answer.status < 300
        except aiohttp.ClientError:
            self.deliveries.append(0)
            return False


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    if request.content_type == "multipart/form-data":
        found: dict[str, Any] = {}
        for name, value in (await request.post()).items():
            found[name] = value.file.read() if isinstance(value, web.FileField) else value
        return found
    return {**request.query, **dict((await request.post()).items())}


KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction", "message_reaction_count",
    "inline_query", "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query",
    "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
    "removed_chat_boost", "managed_bot",
}  # fmt: skip


def _known(update: dict[str, Any]) -> set[str]:
    return set(update) & KINDS


def _json(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")
