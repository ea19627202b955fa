"""Telegram as a platform: a ChatAdapter over the Bot API.

A press is answered at once, its notice with it where that is short; other notices are direct messages. A private message in a
group does not exist in Telegram: the sender of the outbox puts those into direct messages, and here they are refused.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import Any

from telegram.error import InvalidToken, TelegramError

from adapters.telegram import inbound
from adapters.telegram.backlog import Backlog
from adapters.telegram.callbacks import Callbacks
from adapters.telegram.capabilities import CAPABILITIES, LIMITS, START_LINK
from adapters.telegram.changes import moved_event
from adapters.telegram.client import TelegramClient, looking_first
from adapters.telegram.handling import Handling
from adapters.telegram.intake import Intake
from adapters.telegram.outage import Outage
from adapters.telegram.polling import Poller
from adapters.telegram.reading import PLATFORM, Me, ParsedUpdate
from adapters.telegram.self_check import collect_findings
from adapters.telegram.sending import Sending
from adapters.telegram.webhook import PATH, Webhook
from bot.declarations.platform_spec import SelfCheckFinding
from bot.domain.conversation import ConversationRef
from bot.ports import CannotStartError, Clock, CommandMenu, Limits, OnEvent, SendRefusedError
from bot.ports.listening import Lease, Updates
from bot.system_clock import SystemClock
from bot.views.capabilities import Capabilities
from bot.views.view import View

log = logging.getLogger(__name__)

API_URL = "https://api.telegram.org"
STOPPING = 3.0
DELIVERIES = 20
SECRETS = re.compile(r"[A-Za-z0-9_-]{1,256}")


class TelegramAdapter:
    """The Telegram adapter: `token` from BotFather; `public_url` and `secret` in mode "webhook" only.

    `start` raises CannotStartError for a token that Telegram does not know, a webhook it does not accept, or a port that is taken.
    """

    platform = PLATFORM
    settles = False

    def __init__(  # noqa: PLR0913 (everything it can be given is named)
        self,
        token: str,
        clock: Clock,
        *,
        api_url: str = API_URL,
        mode: str = "polling",
        public_url: str = "",
        secret: str = "",
        host: str = "127.0.0.1",
        port: int = 8443,
        limits: Limits = LIMITS,
        wait: int = 30,
        pause: float = 0.5,
    ) -> None:
        self.limits = limits
        self.me = Me(int(token.partition(":")[0]) if token.partition(":")[0].isdecimal() else 0)
        self.client = TelegramClient(token, api_url)
        self._callbacks = Callbacks(token)
        self.sending = Sending(self.client, self._callbacks, clock, self._tell_moved)
        self.handling = Handling(self.client, self.sending)
        self.intake = Intake(self.handling.act)
        self.backlog: Backlog | None = None
        self.poller: Poller | None = None
        self.webhook: Webhook | None = None
        self._polling: asyncio.Task[None] | None = None
        self._lease: Lease | None = None
        self._updates: Updates | None = None
        self._open = False
        self._known = False
        self._outage = Outage()
        self._introduced_at = monotonic()
        self._clock = clock
        self._mode = mode
        self._public_url = public_url.rstrip("/")
        self._secret, self._host, self._port = secret, host, port
        self._wait, self._first_pause = wait, pause
        self._capabilities = CAPABILITIES

    def poll_with(self, lease: Lease, updates: Updates) -> None:
        """Hand in where fetched updates are kept, and who may fetch; before `start`."""
        self._lease, self._updates = lease, updates

    @property
    def beaten_at(self) -> float:
        """Return when what fetches last came round; with a webhook nothing has to."""
        return max(self.poller.beaten_at, self._introduced_at) if self.poller else monotonic()

    @property
    def hears(self) -> bool:
        return self._known and self.poller.hears if self.poller else self.webhook is not None

    async def listen_again(self) -> None:
        """Fetch with a new poller: the old one hangs, or has ended."""
        if self.poller is None or self._polling is None or self.backlog is None or self._lease is None:
            return
        self.poller.stop()
        await self._ended(self._polling)
        self.poller = Poller(self.client, self.backlog, self._lease, self._wait, self._first_pause, self._outage)
        self._polling = asyncio.get_running_loop().create_task(self._poll(self.poller, self._known))

    @property
    def busy(self) -> bool:
        """Return whether anything that was heard is still being handled or shown."""
        return self.handling.busy or (self.backlog is not None and self.backlog.busy)

    def capabilities(self, ref: ConversationRef | None) -> Capabilities:
        return self._capabilities

    async def offer(self, menu: CommandMenu) -> None:
        await self.sending.offer(menu)

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        if private_to and not ref.direct:
            raise SendRefusedError("invalid")
        with looking_first():
            return await self.sending.send(ref, view)

    def send_while(self, may: Callable[[], bool]) -> None:
        self.client.send_while(may)

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        return await self.sending.edit(ref, sent_ref, view)

    async def look_at(self, ref: ConversationRef) -> None:
        """See whether the bot may write in a group; nothing is sent."""
        await self.client.look_at(ref.channel or "")

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        """Telegram cannot be asked what was sent."""
        return None

    async def _tell_moved(self, old: str, new: int, topic: str = "") -> None:
        if self.handling.on_event:
            with suppress(Exception):
                await self.handling.on_event(moved_event(self.me, int(old), new, self._clock.now(), topic))

    async def start(self, on_event: OnEvent) -> None:
        if self._lease is None or self._updates is None:
            raise RuntimeError("the adapter was not told where to keep updates")
        self.handling.on_event = on_event
        await self.client.open()
        self.sending.closed = False
        self._open = True
        self.backlog = Backlog(
            self._hear,
            self.intake,
            self._updates,
            self._clock.now,
            self._first_pause,
            self.handling.tell_not_saved,
        )
        try:
            known = await self._introduce()
            if self._mode == "webhook":
                await self._listen(known)
                # What was fetched and not handled before the mode was changed.
                await self.backlog.resume()
            else:
                self.poller = Poller(
                    self.client, self.backlog, self._lease, self._wait, self._first_pause, self._outage
                )
                self._polling = asyncio.get_running_loop().create_task(self._poll(self.poller, known))
        except CannotStartError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop receiving, and finish the updates and sends in hand."""
        if not self._open:
            return
        self._open = False
        if self.webhook:
            await self.webhook.stop()
        if self.poller and self._polling:
            self.poller.stop()
            await self._ended(self._polling)
        if self.backlog:
            await self.backlog.stop(STOPPING)
        if self.poller:
            with suppress(Exception):
                async with asyncio.timeout(2):
                    await self.poller.leave()
        await self.handling.finish(STOPPING)
        await self.sending.finish(STOPPING)
        await self.client.close()

    @staticmethod
    async def _ended(task: asyncio.Task[None]) -> None:
        _, late = await asyncio.wait({task}, timeout=STOPPING)
        for one in late:
            one.cancel()

    async def _introduce(self) -> bool:
        """Ask Telegram who we are. False when it cannot be reached now."""
        try:
            user = await self.client.who_am_i()
        except InvalidToken:
            raise CannotStartError(
                "Telegram does not know the bot's token. Copy it again from BotFather (/mybots, API Token)."
            ) from None
        except TelegramError:
            self._outage.begins()
            return False
        self.me = Me(user.id, user.username or "")
        self._known = True
        self._capabilities = replace(CAPABILITIES, start_link=START_LINK.format(username=user.username))
        return True

    async def _poll(self, poller: Poller, known: bool) -> None:
        """A webhook that was left set would keep every update from us."""
        pause, refused = self._first_pause, False
        while not known and not await poller.stopped_within(pause):
            pause = min(pause * 2, 30)
            self._introduced_at = monotonic()
            try:
                known = await self._introduce()
            except CannotStartError:
                if not refused:
                    log.error("Telegram does not know the bot's token; trying again")
                refused = True
        with suppress(TelegramError):
            await self.client.stop_listening()
        await poller.run()

    async def _listen(self, known: bool) -> None:
        if not known:
            raise CannotStartError(
                "Telegram cannot be reached, so the webhook cannot be set. Check the network and try again."
            )
        if not SECRETS.fullmatch(self._secret):
            raise CannotStartError("Telegram's webhook needs a secret of 1 to 256 letters, digits, - and _.")
        self.webhook = Webhook(self._hear, self.intake, self._secret, self._host, self._port)
        try:
            await self.webhook.start()
        except OSError as error:
            raise CannotStartError(
                f"The port {self._port} for Telegram's webhook cannot be opened: {error.strerror}."
            ) from None
        try:
            await self.client.listen_at(self._public_url + PATH, self._secret, DELIVERIES)
        except TelegramError:
            raise CannotStartError(
                "Telegram does not accept the webhook. telegram.public_url must be an https address that reaches this "
                "service on port 443, 80, 88 or 8443."
            ) from None

    def _hear(self, update: Any, at: datetime | None = None) -> ParsedUpdate:
        return inbound.parse_update(update, self.me, at or self._clock.now(), self._callbacks.open)


def make_adapter(settings: Any, secrets: Any) -> TelegramAdapter:
    """An adapter as the section `telegram` of the settings asks for; nobody is contacted."""
    return TelegramAdapter(
        secrets.get("telegram_token").reveal(),
        SystemClock(),
        api_url=settings.api_url,
        mode=settings.mode,
        public_url=settings.public_url,
        secret=secret.reveal() if (secret := secrets.get("telegram_secret")) else "",
        host=settings.listen_host,
        port=settings.listen_port,
    )


async def check_connection(settings: Any, secrets: Any, groups: Sequence[str] = ()) -> list[SelfCheckFinding]:
    """Check the token, webhook, privacy mode and rights with Telegram; send and change nothing."""
    client = TelegramClient(secrets.get("telegram_token").reveal(), settings.api_url)
    await client.open()
    try:
        return await collect_findings(client, settings.mode, settings.public_url, groups)
    finally:
        await client.close()
