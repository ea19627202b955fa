"""Bolt, which reads requests and runs its chain of middleware, with a middleware of ours at the head of it.

Bolt would acknowledge before a listener of ours ran. `TakeOver` stands where Bolt would ask who is installed, and answers itself,
after the engine has committed (R1). Bolt's own verification logs what it refuses, so that is done before Bolt sees a request.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.capabilities import PLATFORM
from adapters.slack.client import silent_logger
from adapters.slack.intake import AdapterClosedError, Intake

log = logging.getLogger(__name__)

JSON_HEADERS: dict[str, str | Sequence[str]] = {"content-type": ["application/json;charset=utf-8"]}


class TakeOver(AsyncMiddleware):
    """Ends Bolt's chain: whatever Bolt has verified is answered by the intake."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 (bolt calls it so)
    ) -> BoltResponse:
        body = req.body
        if body.get("type") == "url_verification":
            return bolt_response({"challenge": str(body.get("challenge") or "")})
        try:
            return bolt_response(await self._intake.take(body))
        except AdapterClosedError:
            return BoltResponse(status=503, body="")
        except Exception as fault:
            log.error("a payload could not be kept and is to come again", exc_info=fault)
            return BoltResponse(status=503, body="")


def bolt_response(answer: Mapping[str, Any] | None) -> BoltResponse:
    if answer is None:
        return BoltResponse(status=200, body="")
    return BoltResponse(status=200, body=json.dumps(answer), headers=JSON_HEADERS)


class BoltApp(AsyncApp):
    """Bolt makes a client of the Web API for each request, for listeners; the chain ends before any of them."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"] = self.logger


def bolt_app(intake: Intake, oauth: AsyncOAuthFlow | None = None) -> AsyncApp:
    """An app that hands every payload to `intake`; with `oauth` it can also be installed in other workspaces."""
    return BoltApp(
        name=PLATFORM,
        logger=silent_logger(),
        signing_secret="verified-before",  # noqa: S106 - Bolt wants one; what it would verify has been verified
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        before_authorize=TakeOver(intake),
        authorize=_never_authorize if oauth is None else None,
        oauth_flow=oauth,
    )


async def _never_authorize() -> AuthorizeResult:
    raise AssertionError("Bolt's chain ends before it asks")
