"""Several workspaces: Slack's installation by OAuth v2, done by Bolt, with tokens kept where the product keeps its own.

The state that comes back from Slack is a time and a number used once, signed with the client secret, so that any of several
processes can check it; Bolt ties it to the browser by a cookie besides.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import silent_logger
from adapters.slack.manifest import CALLBACK_PATH, SCOPES
from adapters.slack.oauth_pages import PAGES, InstallFlow
from bot.ports import Installations

INSTALL_PATH = "/slack/install"
GOOD_FOR = 600
"""Seconds between the two pages of an installation."""
KNOWN_FOR = 60.0
"""Seconds after which a token is looked up again: another process may have heard that it ended."""
_STATE = re.compile(r"([0-9]{1,12})-([A-Za-z0-9_-]{22})-([0-9a-f]{64})")


class InstalledTokens:
    """Tokens by workspace, remembered for a moment; `seconds` is a clock that only goes forward."""

    def __init__(self, installations: Installations, seconds: Callable[[], float]) -> None:
        self._installations = installations
        self._seconds = seconds
        self._known: dict[str, tuple[float, str]] = {}

    async def bot_token(self, workspace: str) -> str | None:
        known = self._known.get(workspace)
        if known and known[0] > self._seconds():
            return known[1]
        token = await self._installations.token(workspace)
        if token is None:
            self._known.pop(workspace, None)
        else:
            self._known[workspace] = (self._seconds() + KNOWN_FOR, token)
        return token

    async def remove(self, workspace: str) -> None:
        self._known.pop(workspace, None)
        await self._installations.remove(workspace)


class _Kept(AsyncInstallationStore):
    """Bolt's installations, of which only the bot's token is kept: nobody's own token is asked for."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def async_save(self, installation: Installation) -> None:
        whole = installation.is_enterprise_install
        workspace = installation.enterprise_id if whole else installation.team_id
        if workspace and installation.bot_token:
            await self._installations.save(workspace, installation.bot_token)


class States(AsyncOAuthStateStore):
    """`seconds` is the present instant in seconds since 1970."""

    def __init__(self, secret: str, seconds: Callable[[], float]) -> None:
        self._secret = secret.encode()
        self._seconds = seconds

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        said = f"{int(self._seconds())}-{secrets.token_urlsafe(16)}"
        return f"{said}-{self._signed(said)}"

    async def async_consume(self, state: str) -> bool:
        found = _STATE.fullmatch(state)
        if not found or not found[1].isascii():
            return False
        fresh = 0 <= self._seconds() - int(found[1]) <= GOOD_FOR
        return hmac.compare_digest(self._signed(f"{found[1]}-{found[2]}"), found[3]) and fresh

    def _signed(self, said: str) -> str:
        return hmac.new(self._secret, said.encode(), hashlib.sha256).hexdigest()


def make_oauth_flow(
    client_id: str, client_secret: str, public_url: str, api_url: str, kept: Installations, seconds: Callable[[], float]
) -> AsyncOAuthFlow:
    """The pages `/slack/install` and `/slack/oauth_redirect` below `public_url`."""
    settings = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=sorted(SCOPES),
        redirect_uri=f"{public_url.rstrip('/')}{CALLBACK_PATH}",
        install_path=INSTALL_PATH,
        redirect_uri_path=CALLBACK_PATH,
        callback_options=PAGES,
        installation_store=_Kept(kept),
        state_store=States(client_secret, seconds),
        state_expiration_seconds=GOOD_FOR,
        logger=silent_logger(),
    )
    client = AsyncWebClient(base_url=api_url, retry_handlers=[], logger=silent_logger())
    return InstallFlow(client=client, logger=silent_logger(), settings=settings)
