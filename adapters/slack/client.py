"""slack_sdk behind a narrow door: Web API methods in, answers out, its errors in the words of `bot.ports`.

The SDK repeats a call by itself after a lost connection, which would post twice: its retries are switched off, the outbox
decides. It is given a logger of its own that nobody hears, since it logs message text (C10).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.errors import (
    MISSING,
    WAIT,
    SlackLaterError,
    SlackRefusedError,
    SlackUncertainError,
    translate_error,
)
from adapters.slack.installations import Tokens
from bot.domain.root_error import FolkmootError
from bot.ports import SendLaterError

TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=5)
CONNECTIONS = 128
"""Enough for a broadcast in flight and for many people who press meanwhile: a form must not wait for a free one."""
READING = frozenset(
    {
        "auth.test",
        "chat.getPermalink",
        "conversations.info",
        "conversations.members",
        "conversations.replies",
        "files.getUploadURLExternal",
        "usergroups.users.list",
        "users.conversations",
        "users.info",
        "users.list",
        "users.lookupByEmail",
    }
)
"""Methods that take their arguments as a form: Slack refuses JSON to some of them."""

POSTING = frozenset({"chat.postMessage", "chat.postEphemeral"})
SOON = 0.2
"""Seconds until a message that may not leave is tried again."""

Json = Mapping[str, Any]
FILES = "slack.com"
"""Domain of Slack's files."""


def silent_logger() -> logging.Logger:
    """A logger outside the tree of loggers: whatever level is set there, what it is given goes nowhere."""
    logger = logging.Logger("slack", logging.CRITICAL + 1)
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger


class ApiResponse(aiohttp.ClientResponse):
    """Is read as JSON whatever it calls itself: the SDK takes plain text for something else, and stumbles over it."""

    @property
    def content_type(self) -> str:
        return "application/json"

    async def json(self, **reading: Any) -> Any:
        return await super().json(**{**reading, "content_type": None})


_FROM_THE_OUTBOX: ContextVar[bool] = ContextVar("from the outbox", default=False)


@contextlib.contextmanager
def looking_first() -> Iterator[None]:
    """Let what this task posts meanwhile leave only while it may."""
    token = _FROM_THE_OUTBOX.set(True)
    try:
        yield
    finally:
        _FROM_THE_OUTBOX.reset(token)


class MayNotSendError(FolkmootError, aiohttp.ClientError):
    """A message was not sent: it may not leave now."""


class ApiRequest(aiohttp.ClientRequest):
    """Looks whether a message may leave once it has its connection, right before its first byte."""

    may_send: Callable[[], bool]

    async def send(self, conn: Any) -> aiohttp.ClientResponse:
        if _FROM_THE_OUTBOX.get() and self.url.name in POSTING and not self.may_send():
            raise MayNotSendError
        return await super().send(conn)


class SlackClient:
    """One connection pool for all workspaces. Calls are made between `open` and `close`; outside they are for later."""

    def __init__(self, api_url: str, tokens: Tokens) -> None:
        self.api_url = api_url
        self._tokens = tokens
        self._session: aiohttp.ClientSession | None = None
        self._by_address: set[str] = set()
        self.may_send: Callable[[], bool] = lambda: True
        self._running = 0
        self._idle = asyncio.Event()
        self.web = AsyncWebClient(base_url=api_url, retry_handlers=[], logger=silent_logger())

    def use(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def open(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            request = type("Request", (ApiRequest,), {"may_send": staticmethod(lambda: self.may_send())})
            self._session = aiohttp.ClientSession(
                timeout=TIMEOUT, connector=connector, response_class=ApiResponse, request_class=request
            )
            self.web.session = self._session

    async def close(self, seconds: float = 0.0) -> None:
        """Begin no more calls, wait so long for those in flight, and end."""
        session, self._session = self._session, None
        if session is None:
            return
        if self._running:
            self._idle.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._idle.wait()
        await session.close()

    async def call(self, workspace: str, method: str, **arguments: Any) -> Json:
        """Call a method with the workspace's token. Raises SlackRefusedError, SlackLaterError or SlackUncertainError."""
        token = await self._tokens.bot_token(workspace)
        if token is None:
            raise SlackRefusedError("team_not_found")
        return (await self.call_with(token, method, **arguments))[0]

    async def call_with(self, token: str, method: str, **arguments: Any) -> tuple[Json, Mapping[str, str]]:
        """Call a method with a token; its answer and the headers of that, which name the token's scopes."""
        with self._in_flight():
            try:
                response = await self._request(token, method, arguments)
            except SlackApiError as error:
                raise _translate_api_error(error) from None
            except MayNotSendError:
                raise SendLaterError(SOON) from None
            except aiohttp.ClientConnectorError:
                raise SlackLaterError(WAIT, "unreachable") from None
            except (aiohttp.ClientError, TimeoutError, OSError, RuntimeError, ValueError, AttributeError):
                raise SlackUncertainError() from None
        return response.data if isinstance(response.data, dict) else {}, response.headers

    async def _request(self, token: str, method: str, arguments: Json) -> AsyncSlackResponse:
        """As Slack's own clients do it. A server that knows a reading method by GET alone is asked that way."""
        if method not in READING:
            return await self.web.api_call(method, json={"token": token, **arguments})
        headers = {"Authorization": f"Bearer {token}"}
        plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in arguments.items()}
        if method not in self._by_address:
            try:
                return await self.web.api_call(method, data=dict(plain), headers=headers)
            except SlackApiError as error:
                if _status_code(error) not in MISSING:
                    raise
        response = await self.web.api_call(method, http_verb="GET", params=plain, headers=headers)
        self._by_address.add(method)
        return response

    async def upload(self, url: str, data: bytes) -> None:
        """Bring a file to the address that Slack gave for it. Raises SlackLaterError or SlackUncertainError."""
        with self._in_flight() as session:
            try:
                async with session.post(url, data=data) as answer:
                    if answer.status != 200:
                        raise SlackUncertainError(str(answer.status))
            except (aiohttp.ClientError, TimeoutError, OSError, RuntimeError):
                raise SlackUncertainError() from None

    async def download(self, workspace: str, url: str, most: int) -> bytes:
        """The bytes of a file that somebody sent, at most one more than `most`. The token goes to Slack alone.

        Raises SlackRefusedError, SlackLaterError or SlackUncertainError.
        """
        token = await self._tokens.bot_token(workspace)
        if token is None or not self._is_of_slack(url):
            raise SlackRefusedError("file_not_found")
        with self._in_flight() as session:
            try:
                async with session.get(
                    url, headers={"Authorization": f"Bearer {token}"}, allow_redirects=False
                ) as answer:
                    if answer.status != 200:
                        raise SlackRefusedError("file_not_found")
                    return await answer.content.read(most + 1)
            except (aiohttp.ClientError, TimeoutError, OSError, RuntimeError):
                raise SlackUncertainError() from None

    def _is_of_slack(self, url: str) -> bool:
        asked, own = urlsplit(url), urlsplit(self.api_url)
        host = asked.hostname or ""
        if asked.scheme == "https" and (host == FILES or host.endswith(f".{FILES}")):
            return True
        return (asked.scheme, asked.netloc) == (own.scheme, own.netloc)

    @contextlib.contextmanager
    def _in_flight(self) -> Iterator[aiohttp.ClientSession]:
        if self._session is None:
            raise SlackLaterError(WAIT, "closed")
        self._running += 1
        try:
            yield self._session
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()


def _translate_api_error(error: SlackApiError) -> SlackRefusedError | SlackLaterError | SlackUncertainError:
    response: Any = error.response
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else ""
    return translate_error(
        _status_code(error), code if isinstance(code, str) else "", getattr(response, "headers", {}) or {}
    )


def _status_code(error: SlackApiError) -> int:
    response: Any = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", 0) or 200)
