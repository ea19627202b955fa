"""slack_sdk behind a narrow door: Web API methods in, answers out, its errors in the words of `bot.ports`.

The SDK repeats a call by itself after a lost connection, which would post twice: its retries are switched off, the outbox
decides. It is given a logger of its own that nobody hears, since it logs message text (C10).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.errors import WAIT, Later, Refused, Uncertain, trouble
from adapters.slack.installations import Tokens

TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=5)
CONNECTIONS = 64
READING = frozenset(
    {
        "auth.test",
        "conversations.info",
        "conversations.members",
        "conversations.replies",
        "files.getUploadURLExternal",
        "users.conversations",
        "users.info",
        "users.list",
    }
)
"""Methods that take their arguments in the address and no JSON."""

Json = Mapping[str, Any]


def silent() -> logging.Logger:
    """A logger outside the tree of loggers: whatever level is set there, what it is given goes nowhere."""
    logger = logging.Logger("slack", logging.CRITICAL + 1)
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger


class SlackClient:
    """One connection pool for all workspaces. Calls are made between `open` and `close`; outside they are for later."""

    def __init__(self, api_url: str, tokens: Tokens) -> None:
        self.api_url = api_url
        self._tokens = tokens
        self._session: aiohttp.ClientSession | None = None
        self._running = 0
        self._idle = asyncio.Event()
        self.web = AsyncWebClient(base_url=api_url, retry_handlers=[], logger=silent())

    def use(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def open(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, connector=connector)
            self.web.session = self._session

    async def close(self, seconds: float = 0.0) -> None:
        """Begin no more calls, wait so long for those in flight, and end."""
        session, self._session = self._session, None
        if session is None:
            return
        if self._running:
            self._idle.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), seconds)
        await session.close()

    async def call(self, workspace: str, method: str, **arguments: Any) -> Json:
        """Call a method with the workspace's token. Raises Refused, Later or Uncertain."""
        token = await self._tokens.bot_token(workspace)
        if token is None:
            raise Refused("team_not_found")
        return (await self.call_with(token, method, **arguments))[0]

    async def call_with(self, token: str, method: str, **arguments: Any) -> tuple[Json, Mapping[str, str]]:
        """Call a method with a token; its answer and the headers of that, which name the token's scopes."""
        with self._in_flight():
            try:
                if method in READING:
                    response = await self.web.api_call(method, http_verb="GET", params={"token": token, **arguments})
                else:
                    response = await self.web.api_call(method, json={"token": token, **arguments})
            except SlackApiError as error:
                raise _trouble(error) from None
            except aiohttp.ClientConnectorError:
                raise Later(WAIT, "unreachable") from None
            except (aiohttp.ClientError, TimeoutError, OSError, RuntimeError):
                raise Uncertain() from None
        return response.data if isinstance(response.data, dict) else {}, response.headers

    async def upload(self, url: str, data: bytes) -> None:
        """Bring a file to the address that Slack gave for it. Raises Later or Uncertain."""
        with self._in_flight() as session:
            try:
                async with session.post(url, data=data) as answer:
                    if answer.status != 200:
                        raise Uncertain(str(answer.status))
            except (aiohttp.ClientError, TimeoutError, OSError, RuntimeError):
                raise Uncertain() from None

    @contextlib.contextmanager
    def _in_flight(self) -> Iterator[aiohttp.ClientSession]:
        if self._session is None:
            raise Later(WAIT, "closed")
        self._running += 1
        try:
            yield self._session
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()


def _trouble(error: SlackApiError) -> Refused | Later | Uncertain:
    response: Any = error.response
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else ""
    status: Any = getattr(response, "status_code", None) or getattr(response, "status", 0) or 200
    return trouble(int(status), code if isinstance(code, str) else "", getattr(response, "headers", {}) or {})
