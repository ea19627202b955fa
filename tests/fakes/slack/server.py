"""A strict stand-in for Slack on the loopback: Web API, Socket Mode and signed requests, with limits and faults.

Every call of the bot is kept in `calls`. `fail(method, ...)` makes the next calls go wrong in a way of the caller's choice;
`pace` enforces about one message a second in each conversation, as Slack does; while it is `down` every call is answered with
503, what is posted all the same where it `arrives`. With FOLKMOOT_SLACK_CALLS set to a folder, all
calls are written there, one JSON object a line, for `tests/fakes/slack/validate.py`.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from adapters.slack.manifest import SCOPES
from tests.fakes.slack.rules import METHODS, RefusedError, check_call
from tests.fakes.slack.world import APP_TOKEN, BOT_TOKEN, SECRET, Json, SlackWorld, token_of

BURST = 3


@dataclass
class Fault:
    """What goes wrong with a call: an answer, a cut connection (`cut`), after the work was `done`, after `delay` seconds."""

    error: str = ""
    status: int = 200
    retry_after: float | None = None
    cut: bool = False
    done: bool = False
    delay: float = 0.0
    times: int = 1
    channel: str = ""


class FakeSlack(SlackWorld):
    def __init__(self, scopes: Mapping[str, str] | set[str] = SCOPES, pace: float = 0.0) -> None:
        super().__init__(set(scopes))
        self.trigger_of = {}
        self.calls: list[tuple[str, Json]] = []
        self.problems: list[str] = []
        self.limited = 0
        self.sockets: list[web.WebSocketResponse] = []
        self.tickets: set[str] = set()
        self.acks: dict[str, asyncio.Future[Json]] = {}
        self.silent = False
        self.down = False
        self.arrives = False
        self.wall = time.time
        self.target = ""
        self._pace = pace
        self._next_at: dict[str, float] = {}
        self._faults: dict[str, list[Fault]] = {}
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> FakeSlack:
        app = web.Application(client_max_size=8 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_post("/upload/{file}", self._upload)
        app.router.add_get("/link/{ticket}", self._link)
        app.router.add_get("/files-pri/{file}", self._hand_over)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._session = aiohttp.ClientSession()
        return self

    async def _hand_over(self, request: web.Request) -> web.Response:
        """A file that somebody sent, for whoever has the bot's token and its scope."""
        allowed = token_of(request.headers.get("Authorization", "")) == BOT_TOKEN and "files:read" in self.scopes
        found = self.files_sent.get(request.match_info["file"])
        return web.Response(body=found) if allowed and found is not None else web.Response(status=302)

    async def __aexit__(self, *error: object) -> None:
        for socket in list(self.sockets):
            await socket.close()
        if self._session and self._runner:
            await self._session.close()
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def fail(self, method: str, **how: Any) -> None:
        self._faults.setdefault(method, []).append(Fault(**how))

    def heal(self) -> None:
        self._faults.clear()

    def called(self, method: str) -> list[Json]:
        return [arguments for name, arguments in self.calls if name == method]

    # --- the Web API

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        is_json, arguments = await _arguments(request)
        token = arguments.pop("token", "") or token_of(request.headers.get("Authorization", ""))
        self.calls.append((name, arguments))
        _record(name, arguments, request.method, is_json)
        try:
            return await self._work(request, name, arguments, is_json, token)
        except RefusedError as refused:
            if not name.startswith("oauth") and refused.error.startswith(("unknown_", "json_", "invalid_blocks")):
                self.problems.append(f"{name}: {refused.error}")
            headers = {} if refused.retry_after is None else {"Retry-After": f"{refused.retry_after:g}"}
            return web.json_response({"ok": False, "error": refused.error}, status=refused.status, headers=headers)

    async def _work(
        self, request: web.Request, name: str, arguments: Json, is_json: bool, token: str
    ) -> web.StreamResponse:
        if self.down:
            if self.arrives and name.startswith("chat.post"):
                getattr(self, name.replace(".", "_"))(**arguments)
            return web.Response(status=503)
        fault = self._next_fault(name, str(arguments.get("channel") or ""))
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault and (fault.error or fault.status != 200) and not fault.done:
            raise RefusedError(fault.error, fault.status, fault.retry_after)
        self._check_token(name, token)
        method = check_call(name, arguments, is_json, self.scopes)
        if fault and fault.cut and not fault.done:
            return self._cut(request)
        self._keep_pace(name, arguments)
        headers = {} if method.app_token else {"X-OAuth-Scopes": ",".join(sorted(self.scopes))}
        done = getattr(self, name.replace(".", "_"))(**arguments)
        if fault and fault.cut:
            return self._cut(request)
        if fault and fault.error:
            raise RefusedError(fault.error, fault.status)
        return web.json_response({"ok": True, **done}, headers=headers)

    def _cut(self, request: web.Request) -> web.Response:
        if request.transport:
            request.transport.abort()
        return web.Response()

    def _check_token(self, name: str, token: str) -> None:
        if not token:
            raise RefusedError("not_authed")
        if name == "oauth.v2.access":
            return
        if token != (APP_TOKEN if METHODS.get(name) and METHODS[name].app_token else BOT_TOKEN):
            raise RefusedError("invalid_auth")

    def _next_fault(self, name: str, channel: str) -> Fault | None:
        for fault in self._faults.get(name, []):
            if fault.times and fault.channel in ("", channel):
                fault.times -= 1
                return fault
        return None

    def _keep_pace(self, name: str, arguments: Json) -> None:
        """About one message a second in a conversation, a few at once at most."""
        if not self._pace or not name.startswith("chat.post"):
            return
        channel = str(arguments["channel"])
        place = self.direct(channel).id if channel in self.users else channel
        now = self.seconds()
        free = max(self._next_at.get(place, 0.0), now)
        if free - now > self._pace * BURST:
            self.limited += 1
            raise RefusedError("ratelimited", 429, max(free - now, 1))
        self._next_at[place] = free + self._pace

    async def _upload(self, request: web.Request) -> web.Response:
        self.files[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    # --- Socket Mode

    def apps_connections_open(self) -> Json:
        ticket = f"ticket-{self.number()}"
        self.tickets.add(ticket)
        return {"url": f"{self.url.replace('http', 'ws')}/link/{ticket}"}

    async def _link(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self.tickets:
            return web.Response(status=403)
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=not self.silent)
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        with contextlib.suppress(ConnectionError):
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._acked(json.loads(frame.data))
        if socket in self.sockets:
            self.sockets.remove(socket)
        return socket

    def _acked(self, frame: Json) -> None:
        waiting = self.acks.get(frame.get("envelope_id", ""))
        if waiting and not waiting.done():
            waiting.set_result(frame.get("payload") or {})

    async def connected(self, seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            while not self.sockets:  # noqa: ASYNC110 - connections are kept in several places
                await asyncio.sleep(0.005)

    async def disconnect(self, reason: str) -> None:
        """Announce the end of every connection, as Slack does before it ends them."""
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "x"}})

    async def cut(self) -> None:
        """End every connection without a word."""
        for socket in list(self.sockets):
            self.sockets.remove(socket)
            transport = socket._req.transport if socket._req else None
            if transport:
                transport.abort()

    # --- deliveries

    async def deliver(self, body: Json, retry: int = 0, wait: float = 10.0) -> Json | None:
        """Bring a payload in the way that is set up. Returns what the acknowledgement said; None without one."""
        if self.target:
            status, answer = await self.post(body, retry=retry)
            return answer if status == 200 else None
        return await self._through_socket(body, retry, wait)

    async def _through_socket(self, body: Json, retry: int, wait: float) -> Json | None:
        await self.connected()
        kind = {"event_callback": "events_api"}.get(body.get("type", ""), "interactive")
        kind = "slash_commands" if "command" in body else kind
        id = f"envelope-{self.number()}"
        envelope: Json = {
            "envelope_id": id,
            "type": kind,
            "payload": body,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        self.acks[id] = asyncio.get_running_loop().create_future()
        await self.sockets[-1].send_json(envelope)
        try:
            async with asyncio.timeout(wait):
                return await self.acks[id]
        except TimeoutError:
            return None

    async def post(self, body: Json, retry: int = 0, headers: Mapping[str, str] | None = None) -> tuple[int, Json]:
        """Post a payload to `target` as Slack would, signed; `headers` replace those that it would send."""
        kind, data = encoded(body)
        return await self.post_raw(
            data, {**signed(data, at=self.wall()), "Content-Type": kind, **_retry(retry), **(headers or {})}
        )

    async def post_raw(self, data: bytes, headers: Mapping[str, str]) -> tuple[int, Json]:
        assert self._session
        async with self._session.post(self.target, data=data, headers=headers) as answer:
            text = await answer.text()
        return answer.status, json.loads(text) if text.startswith("{") else {}


def encoded(body: Json) -> tuple[str, bytes]:
    form = "application/x-www-form-urlencoded"
    if "command" in body:
        return form, urlencode(body).encode()
    if body.get("type") in ("event_callback", "url_verification"):
        return "application/json", json.dumps(body).encode()
    return form, urlencode({"payload": json.dumps(body)}).encode()


def signed(data: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + data, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _retry(attempt: int) -> dict[str, str]:
    return {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"} if attempt else {}


async def _arguments(request: web.Request) -> tuple[bool, Json]:
    if request.method == "GET":
        return False, dict(request.query)
    if request.content_type == "application/json":
        return True, await request.json()
    return False, {name: str(value) for name, value in (await request.post()).items()}


def _record(name: str, arguments: Json, verb: str, is_json: bool) -> None:
    folder = os.environ.get("FOLKMOOT_SLACK_CALLS")
    if folder:
        line = json.dumps({"method": name, "args": arguments, "http_method": verb, "is_json": is_json})
        with (Path(folder) / f"{os.getpid()}.jsonl").open("a") as file:
            file.write(line + "\n")
