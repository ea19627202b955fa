"""Our own endpoint for Telegram's requests: the secret first, then size, then the commit, and only then the answer.

Forged requests get 401 whatever they hold, before anything of them is read (R7). What has the secret and makes no sense is
answered with 200, since Telegram would send it again for ever; what could not be stored with 503, so that it does.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

from aiohttp import web

from adapters.telegram.intake import Intake
from adapters.telegram.reading import ParsedUpdate

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 1024**2
PATH = "/telegram"


Hear = Callable[[Any], ParsedUpdate]


class Webhook:
    """Serves `PATH` on `host:port`; port 0 takes a free one, named by `port` once started."""

    def __init__(self, hear: Hear, intake: Intake, secret: str, host: str, port: int) -> None:
        self._hear = hear
        self._intake = intake
        self._secret = secret.encode()
        self._host = host
        self.port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_post(PATH, self.receive)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Finish the requests in flight and close the port."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def receive(self, request: web.Request) -> web.Response:
        if not self.knows(request.headers.getall(HEADER, [])):
            return web.Response(status=401)
        if (request.content_length or 0) > LARGEST_BODY:
            return web.Response(status=413)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            log.info("a request was set aside: it was not JSON")
            return web.Response()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except (ConnectionResetError, web.RequestPayloadError):
            log.info("a request was cut off and comes again")
            return web.Response(status=400)
        try:
            await self._intake.take_one(self._hear(update))
        except Exception as fault:
            log.error("an update could not be stored and will come again", exc_info=fault)
            return web.Response(status=503)
        return web.Response()

    def knows(self, given: list[str]) -> bool:
        """Compared in constant time, and once however many headers there are."""
        said = given[0].encode("utf-8", "surrogateescape") if len(given) == 1 else b""
        return hmac.compare_digest(said, self._secret) and bool(self._secret)
