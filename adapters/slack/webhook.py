"""The public side of mode "http": signed requests in, and the two pages of an installation by OAuth.

Order matters: the size is looked at first, then the signature, and only then is anything read (R7).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack.body import as_json
from adapters.slack.signature import Signature
from bot.ports import CannotStartError

log = logging.getLogger(__name__)

EVENTS, INSTALL, CALLBACK = "/slack/events", "/slack/install", "/slack/oauth_redirect"
LARGEST_BODY = 1024 * 1024
FINISHING_SECONDS = 3.0
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


class Webhook:
    """Listens from `start` to `stop`; what arrives meanwhile is handled to its end."""

    def __init__(self, app: AsyncApp, signature: Signature, host: str, port: int) -> None:
        self._app = app
        self._signature = signature
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self) -> None:
        """Raises CannotStartError when the address is taken."""
        server = web.Application(client_max_size=LARGEST_BODY)
        server.router.add_post(EVENTS, self._events)
        if self._app.oauth_flow is not None:
            server.router.add_get(INSTALL, self._install)
            server.router.add_get(CALLBACK, self._installed)
        self._runner = web.AppRunner(server, access_log=None, handle_signals=False, shutdown_timeout=FINISHING_SECONDS)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self.stop()
            raise CannotStartError(
                f"Slack: {self._host}:{self._port} cannot be listened on. "
                "Is another program using it? Change slack.listen_port, or end the other program."
            ) from None
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _events(self, request: web.Request) -> web.Response:
        try:
            body = await request.read()
        except (ConnectionResetError, web.RequestPayloadError):
            log.info("a request was cut off and comes again")
            return web.Response(status=400)
        if not self._signature.is_good(request.headers, body):
            return web.json_response({"error": "invalid request"}, status=401)
        try:
            read = AsyncBoltRequest(
                body=as_json(body), query=request.query_string, headers=_first_headers(request.headers)
            )
            if not isinstance(read.body, dict):
                raise ValueError
        except UNREADABLE:
            log.warning("a payload was set aside", extra={"shape": "unreadable"})
            return web.Response()
        return await to_aiohttp_response(await self._app.async_dispatch(read))

    async def _install(self, request: web.Request) -> web.Response:
        flow = self._app.oauth_flow
        assert flow is not None  # noqa: S101 - the route exists only with a flow
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def _installed(self, request: web.Request) -> web.Response:
        flow = self._app.oauth_flow
        assert flow is not None  # noqa: S101 - the route exists only with a flow
        return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))


def _first_headers(headers: Mapping[str, str]) -> dict[str, str | Sequence[str]]:
    """Each header once: the first one counts, as it did for the signature."""
    found: dict[str, str | Sequence[str]] = {}
    for name, value in headers.items():
        found.setdefault(name.lower(), value)
    return found
