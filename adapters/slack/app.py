"""Slack as a platform: a ChatAdapter over the Web API, which hears events over Socket Mode or from signed requests."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from adapters.slack import self_check
from adapters.slack.bolt import bolt_app
from adapters.slack.capabilities import CAPABILITIES, LIMITS, PLATFORM
from adapters.slack.catching_up import CatchingUp
from adapters.slack.client import SlackClient, looking_first
from adapters.slack.completing import Completing
from adapters.slack.installations import OneToken, Tokens
from adapters.slack.intake import Intake, IntakeCallbacks
from adapters.slack.listing import Listing
from adapters.slack.oauth import InstalledTokens, make_oauth_flow
from adapters.slack.people import People
from adapters.slack.self_check import collect_findings
from adapters.slack.sending import Post
from adapters.slack.showing import Showing
from adapters.slack.signature import Signature
from adapters.slack.socket import Socket
from adapters.slack.turns import InTurn
from adapters.slack.webhook import INSTALL, Webhook
from bot.declarations.platform_spec import SelfCheckFinding
from bot.domain.conversation import ConversationRef
from bot.ports import CannotStartError, Clock, Installations, Limits, OnEvent, Present
from bot.ports.listening import Absence, Lease
from bot.system_clock import SystemClock
from bot.views.capabilities import Capabilities
from bot.views.view import View

API_URL = "https://slack.com/api/"
FINISHING_SECONDS = 3.0
ASK_AGAIN = 2.0
"""Seconds between attempts to learn who the bot is, while Slack is out of reach."""


class SlackAdapter:
    """The Slack adapter: `app_token` for mode "socket"; `signing_secret`, `host` and `port` for mode "http".

    `bot_token` is that of the one workspace; with a `client_id`, its secret and a `public_url` there are several, and tokens are
    kept where `install_into` says. `start` raises CannotStartError for a token that Slack does not accept, a missing scope, or an
    address that cannot be listened on.
    """

    platform = PLATFORM
    settles = True

    def __init__(  # noqa: PLR0913 (everything it can be given is named)
        self,
        bot_token: str,
        clock: Clock,
        *,
        mode: str = "socket",
        api_url: str = API_URL,
        app_token: str = "",
        signing_secret: str = "",
        host: str = "127.0.0.1",
        port: int = 3000,
        limits: Limits = LIMITS,
        client_id: str = "",
        client_secret: str = "",
        public_url: str = "",
    ) -> None:
        self.limits = limits
        self._clock = clock
        self._mode = mode
        self._bot_token, self._app_token = bot_token, app_token
        self._signing_secret, self._host, self._port = signing_secret, host, port
        self._client_id, self._client_secret, self._public_url = client_id, client_secret, public_url
        self._tokens: Tokens = OneToken(bot_token)
        self._oauth: AsyncOAuthFlow | None = None
        self.client = SlackClient(api_url, self._tokens)
        self.post = Post(self.client, clock.sleep)
        self._people = People(self.client, monotonic)
        completing, self._showing = Completing(self.client, self._people, self.post), Showing(self.client, self.post)
        self.intake = Intake(
            clock.now, IntakeCallbacks(completing.complete, self._showing.show, self._revoke, self._showing.use_up)
        )
        self._listing = Listing(self.client, self._people, clock.sleep, lambda: self.intake.bot)
        self.catching_up = CatchingUp(self.client, self.intake.read_back, self.post.direct, clock.now, clock.sleep)
        self.webhook: Webhook | None = None
        self.socket: Socket | None = None
        self._asking: asyncio.Task[None] | None = None
        self._lease: Lease | None = None
        self._turns: InTurn | None = None

    def install_into(self, installations: Installations) -> None:
        """Be installed in several workspaces, if there is a client id: their tokens are kept there."""
        if not self._client_id:
            return
        self._tokens = InstalledTokens(installations, monotonic)
        self.client.use(self._tokens)
        self._oauth = make_oauth_flow(
            self._client_id,
            self._client_secret,
            self._public_url,
            self.client.api_url,
            installations,
            lambda: self._clock.now().timestamp(),
        )

    def catch_up_with(self, absence: Absence) -> None:
        """Hand in who may have spoken while nobody listened, and since when; before `start`."""
        self.catching_up.absence = absence

    def listen_in_turn(self, lease: Lease) -> None:
        """Hand in a lease whose holder alone is connected over Socket Mode; before `start`. Requests are served by everybody."""
        self._lease = lease

    def send_while(self, may: Callable[[], bool]) -> None:
        self.client.may_send = may

    def capabilities(self, ref: ConversationRef) -> Capabilities:
        return CAPABILITIES

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        with looking_first():
            return await self.post.send(ref, view, key, private_to)

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        return await self.post.edit(ref, sent_ref, view, key)

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        return await self.post.find(ref, key)

    async def people(self, ref: ConversationRef) -> list[Present]:
        return await self._listing.people(ref)

    async def look_at(self, ref: ConversationRef) -> None:
        await self._listing.look_at(ref)

    async def confirm(self, people: Sequence[ConversationRef]) -> list[Present]:
        return await self._listing.confirm(people)

    async def start(self, on_event: OnEvent) -> None:
        await self.client.open()
        self.intake.on_event = on_event
        try:
            if self._oauth is None:
                identity = await self_check.let_in(self.client, self._bot_token)
                self.intake.bot = identity.user if identity else ""
                if identity is None:
                    self._asking = asyncio.get_running_loop().create_task(self._ask_who_we_are())
            if self._mode == "http":
                await self._listen()
            elif self._lease is None:
                await self._connect()
            else:
                await self_check.socket_address(self.client, self._app_token)
                self._turns = InTurn(self._lease, self._connect, self._disconnect)
                self._turns.start()
            if self._turns is None:
                self.catching_up.start(self._well)
        except CannotStartError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop receiving; events in hand and sends are finished, later ones wait for the next start."""
        webhook, self.webhook = self.webhook, None
        turns, self._turns = self._turns, None
        if turns is not None:
            await turns.stop()
        if self._asking is not None:
            self._asking.cancel()
        if webhook is not None:
            await webhook.stop()
        await self._disconnect()
        if turns is not None:
            await turns.release()
        self.intake.on_event = None
        await self._showing.finish()
        await self.client.close(FINISHING_SECONDS)

    @property
    def beaten_at(self) -> float:
        """Return when what looks after the connection last came round; requests come without that."""
        if self.socket is not None:
            return self.socket.beaten_at
        return self._turns.beaten_at if self._turns is not None else monotonic()

    @property
    def hears(self) -> bool:
        """Return whether what people do would arrive now, here or at the process for which this one stands by."""
        return self._well() or (self._turns is not None and not self._turns.mine)

    async def listen_again(self) -> None:
        if self._turns is not None:
            await self._turns.start_again()
        if self.socket is not None:
            await self.socket.watch_again()

    def _well(self) -> bool:
        """Return whether what people write would be heard now."""
        return self.webhook is not None if self._mode == "http" else self.socket is not None and self.socket.well

    async def _ask_who_we_are(self) -> None:
        """Slack was out of reach at the start: until we know who we are, our own messages could look like somebody else's."""
        while not self.intake.bot:
            await asyncio.sleep(ASK_AGAIN)
            with contextlib.suppress(*self_check.TROUBLES):
                self.intake.bot = (await self_check.identify_bot(self.client, self._bot_token)).user

    async def _listen(self) -> None:
        signature = Signature(self._signing_secret, lambda: self._clock.now().timestamp())
        self.webhook = Webhook(bolt_app(self.intake, self._oauth), signature, self._host, self._port)
        await self.webhook.start()

    async def _connect(self) -> None:
        address = await self_check.socket_address(self.client, self._app_token)
        self.socket = Socket(bolt_app(self.intake, self._oauth), self.client, self._app_token, self.catching_up.after)
        await self.socket.start(address)
        if self._turns is not None:
            # Others have listened until now: since when nobody has is to be read anew.
            self.catching_up.start(self._well)

    async def _disconnect(self) -> None:
        socket, self.socket = self.socket, None
        await self.catching_up.stop()
        if socket is not None:
            await socket.stop(FINISHING_SECONDS)

    async def _revoke(self, workspace: str) -> None:
        """The workspace took its permission back: nothing of it is kept."""
        await self._tokens.remove(workspace)
        self._people.forget(workspace)


def make_adapter(settings: Any, secrets: Any) -> SlackAdapter:
    """An adapter as the section `slack` of the settings asks for; nobody is contacted."""
    return SlackAdapter(
        _reveal_secret(secrets.get("slack_bot_token")),
        SystemClock(),
        mode=settings.mode,
        api_url=settings.api_url,
        app_token=_reveal_secret(secrets.get("slack_app_token")),
        signing_secret=_reveal_secret(secrets.get("slack_signing_secret")),
        host=settings.listen_host,
        port=settings.listen_port,
        client_id=settings.client_id,
        client_secret=_reveal_secret(secrets.get("slack_client_secret")),
        public_url=settings.public_url,
    )


def _reveal_secret(secret: Any) -> str:
    return str(secret.reveal()) if secret else ""


async def check_connection(settings: Any, secrets: Any, channels: Sequence[str] = ()) -> list[SelfCheckFinding]:
    """Check the tokens, their scopes and the bot's channels with Slack; send and change nothing."""
    if settings.client_id:
        return [SelfCheckFinding("Slack", f"is installed from {settings.public_url.rstrip('/')}{INSTALL}")]
    token = _reveal_secret(secrets.get("slack_bot_token"))
    client = SlackClient(settings.api_url, OneToken(token))
    await client.open()
    try:
        app_token = _reveal_secret(secrets.get("slack_app_token")) if settings.mode == "socket" else ""
        return await collect_findings(client, token, app_token, channels)
    finally:
        with contextlib.suppress(OSError):
            await client.close()
