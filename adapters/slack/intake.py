"""From a verified payload to its acknowledgement, which is given only after the engine has committed (R1).

What the engine could not keep is not acknowledged: `take` raises, and Slack brings it again.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.slack import forms, inbound
from adapters.slack.reading import Heard
from bot.domain.events import AnyEvent, FormSubmitted, HomeOpened
from bot.ports import OnEvent, Reply

log = logging.getLogger(__name__)

REMEMBERED = 10_000


class Closed(Exception):
    """Nobody is there to keep an event: it is to come again."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the intake has done for it: filling in what the payload lacks, and showing what the engine answers."""

    complete: Callable[[Heard, AnyEvent], Awaitable[AnyEvent]]
    show: Callable[[Heard, Reply], Awaitable[None]]
    revoke: Callable[[str], Awaitable[None]]


class Intake:
    """Takes payloads one by one; `on_event` is set while the adapter is started."""

    def __init__(self, now: Callable[[], datetime], hands: Hands) -> None:
        self.on_event: OnEvent | None = None
        self.bot = ""
        self._now = now
        self._hands = hands
        self._live: OrderedDict[str, None] = OrderedDict()
        self._caught_up: OrderedDict[str, None] = OrderedDict()

    async def take(self, body: Any) -> Mapping[str, Any] | None:
        """Handle one payload; returns what the acknowledgement says. Raises when the payload is to come again."""
        heard = inbound.hear(body, self._now(), self.bot)
        if heard.aside:
            log.warning("a payload was set aside", extra={"shape": heard.aside})
        if heard.revoked:
            await self._hands.revoke(heard.revoked)
        if heard.event is None or heard.seen in self._caught_up:
            return None
        answer = await self._handle(heard, heard.event)
        _remember(self._live, heard.seen)
        return answer

    async def catch_up(self, body: Any) -> bool:
        """Handle a message that was read back after a gap; it counts as seen when it is brought after all."""
        heard = inbound.hear(body, self._now(), self.bot)
        if heard.event is None or heard.seen in self._live or heard.seen in self._caught_up:
            return False
        await self._handle(heard, heard.event)
        _remember(self._caught_up, heard.seen)
        return True

    async def _handle(self, heard: Heard, event: AnyEvent) -> Mapping[str, Any] | None:
        if self.on_event is None:
            raise Closed
        event = await self._hands.complete(heard, event)
        reply = await self.on_event(event)
        if reply.errors and isinstance(event, FormSubmitted) and heard.view is not None:
            return {"response_action": "errors", "errors": forms.errors(reply.errors, heard.view)}
        try:
            if reply.form or reply.notice or reply.home:
                await self._hands.show(replace(heard, event=event), reply)
            if heard.at_home and not reply.form:
                await self._renew_home(event)
        except Exception as fault:
            # It is committed: whatever happens now must not bring it again.
            log.error("an answer could not be shown at once", exc_info=fault)
        return None

    async def _renew_home(self, event: AnyEvent) -> None:
        """A person's own page shows what has become of what they did on it."""
        looked = HomeOpened(event_id=f"{event.event_id}:home", sender=event.sender, where=event.sender.ref, at=event.at)
        if self.on_event is not None:
            await self._hands.show(Heard(looked), await self.on_event(looked))


def _remember(seen: OrderedDict[str, None], name: str) -> None:
    if name:
        seen[name] = None
    while len(seen) > REMEMBERED:
        seen.popitem(last=False)
