"""Socket Mode: slack_sdk's connection, and a watch over it.

The SDK connects again by itself when Slack says so or a ping stays without answer. It can also get stuck: with an address that
Slack no longer accepts it tries that one for ever, and a connection can be dead without anybody noticing. So the watch looks
every few seconds; what has not been well for `UNHEALTHY_SECONDS` seconds is thrown away and made anew, and after every gap what was
missed is asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.client import SlackClient, silent_logger

log = logging.getLogger(__name__)

PING_SECONDS = 5.0
UNHEALTHY_SECONDS = 20.0
LOOK_SECONDS = 1.0
CLOSING_SECONDS = 3.0


class Socket:
    """`gap` is awaited with the length of every gap in seconds, once the connection is there again."""

    def __init__(
        self,
        app: AsyncApp,
        client: SlackClient,
        app_token: str,
        gap: Callable[[float], Awaitable[None]],
        ping: float = PING_SECONDS,
        patience: float = UNHEALTHY_SECONDS,
        look: float = LOOK_SECONDS,
    ) -> None:
        self._app = app
        self._client = client
        self._app_token = app_token
        self._gap = gap
        self._ping, self._patience, self._look = ping, patience, look
        self._socket: SocketModeClient | None = None
        self._session: object = None
        self._watch: asyncio.Task[None] | None = None
        self._handling: set[asyncio.Task[None]] = set()
        self._well_at = monotonic()
        self._gone = False
        self.beaten_at = monotonic()
        """When the watch last looked, by the monotonic clock."""

    @property
    def well(self) -> bool:
        """Return whether the connection was there when it was last looked at, a moment ago."""
        return self._session is not None and monotonic() - self._well_at < 3 * self._look

    async def start(self, address: str = "") -> None:
        """Begin to connect, to an `address` that Slack has just given; one that cannot be reached is tried again and again."""
        self._well_at = monotonic()
        self._socket = self._make()
        self._socket.wss_uri = address or None
        self._watch = asyncio.get_running_loop().create_task(self._look_after())

    async def watch_again(self) -> None:
        """Begin anew to look after the connection."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait({self._watch}, timeout=CLOSING_SECONDS)
        self._watch = asyncio.get_running_loop().create_task(self._look_after())

    async def stop(self, seconds: float = 5.0) -> None:
        """Take nothing new, and finish what is being handled."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
        socket, self._socket = self._socket, None
        if socket is not None:
            socket.socket_mode_request_listeners.clear()
        if self._handling:
            await asyncio.wait(set(self._handling), timeout=seconds)
        if socket is not None:
            await self._throw_away(socket)

    def _make(self) -> SocketModeClient:
        socket = SocketModeClient(
            self._app_token, logger=silent_logger(), web_client=self._client.web, ping_interval=self._ping
        )
        socket.socket_mode_request_listeners.append(self._heard)
        return socket

    async def _connect(self) -> None:
        if self._socket is not None:
            await self._socket.connect()  # type: ignore[no-untyped-call]

    async def _heard(self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._handling.add(task)
            task.add_done_callback(self._handling.discard)
        answer = await run_async_bolt_app(self._app, request)
        await send_async_response(socket, request, answer, monotonic())

    async def _look_after(self) -> None:
        first = asyncio.ensure_future(self._connect())
        try:
            while True:
                await asyncio.sleep(self._look)
                try:
                    await self._look_once()
                except Exception as fault:
                    log.error("the connection to Slack could not be looked after", exc_info=fault)
                self.beaten_at = monotonic()
        finally:
            first.cancel()

    async def _look_once(self) -> None:
        socket = self._socket
        if socket is None:
            return
        unwell = monotonic() - self._well_at
        if await socket.is_connected():
            fresh = socket.current_session is not self._session
            known = self._session is not None
            self._session = socket.current_session
            self._well_at = monotonic()
            if (fresh and known) or self._gone:
                self._gone = False
                log.info("connected to Slack again")
            if fresh and known:
                await self._gap(unwell + self._look)
        elif unwell > self._patience:
            if not self._gone:
                log.warning(
                    "Slack cannot be reached, and is tried again until the connection holds; check the network and slack.api_url"
                )
            self._gone = True
            self._well_at = monotonic()
            await self._throw_away(socket)
            self._socket = self._make()
            connecting = asyncio.ensure_future(self._connect())
            await asyncio.wait({connecting}, timeout=self._patience)
            if not connecting.done():
                connecting.cancel()

    async def _throw_away(self, socket: SocketModeClient) -> None:
        with contextlib.suppress(Exception):
            async with asyncio.timeout(CLOSING_SECONDS):
                await socket.close()  # type: ignore[no-untyped-call]
