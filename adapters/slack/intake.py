"""Intake of verified payloads: each is acknowledged only after the engine has committed (R1).

What the engine could not keep is not acknowledged: `take` raises, and Slack brings an event again. A press, a form or a slash
command comes once: whoever did it is told that it was not saved, and a form stays open with what was typed into it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.slack import forms, inbound
from adapters.slack.reading import ParsedPayload, PressedMessage
from bot.domain.events import AnyEvent, ButtonPressed, FormSubmitted, HomeOpened, expects_answer
from bot.domain.root_error import FolkmootError
from bot.ports import NotStoredError, OnEvent, Reply
from bot.views.messages.platforms import not_saved, not_saved_yet
from bot.views.text import as_text
from bot.views.used_up import USED_UP

log = logging.getLogger(__name__)

COMES_AGAIN = "event_callback"
"""The type of a payload that Slack brings again when it is not acknowledged."""
REMEMBERED_EVENTS = 1000


class AdapterClosedError(FolkmootError):
    """The adapter is not started, so no event can be stored: Slack is to send it again."""


@dataclass(frozen=True, slots=True)
class IntakeCallbacks:
    """Functions that the intake calls: complete a parsed event, show the engine's reply, forget a revoked workspace, take used
    buttons away.
    """

    complete: Callable[[ParsedPayload, AnyEvent], Awaitable[AnyEvent]]
    show: Callable[[ParsedPayload, Reply], Awaitable[bool]]
    revoke: Callable[[str], Awaitable[None]]
    use_up: Callable[[str, PressedMessage], None]


class Intake:
    """Takes payloads one by one; `on_event` is set while the adapter is started."""

    def __init__(self, now: Callable[[], datetime], hands: IntakeCallbacks) -> None:
        self.on_event: OnEvent | None = None
        self.bot = ""
        self._now = now
        self._hands = hands
        self._told: dict[str, None] = {}

    async def take(self, body: Any) -> Mapping[str, Any] | None:
        """Handle one payload; returns what the acknowledgement says. Raises when the payload is to come again."""
        heard = inbound.parse_payload(body, self._now(), self.bot)
        if heard.aside:
            log.warning("a payload was set aside", extra={"shape": heard.aside})
        if heard.revoked:
            await self._hands.revoke(heard.revoked)
        if heard.event is None:
            return None
        event = heard.event
        if heard.seen:
            back, brought = _message_keys(heard)
            event = replace(event, also=brought, unless=back)
        try:
            return await self._handle(heard, event)
        except NotStoredError:
            if body.get("type") == COMES_AGAIN:
                await self._tell_once(heard, event)
                raise
            return await self._not_saved(heard, event)

    async def _tell_once(self, heard: ParsedPayload, event: AnyEvent) -> None:
        """Slack brings the same event several times."""
        if not expects_answer(event) or event.event_id in self._told:
            return
        self._told[event.event_id] = None
        while len(self._told) > REMEMBERED_EVENTS:
            del self._told[next(iter(self._told))]
        await self._show_at_once(heard, Reply(notice=not_saved_yet()))

    async def _not_saved(self, heard: ParsedPayload, event: AnyEvent) -> Mapping[str, Any] | None:
        view = not_saved()
        if isinstance(event, FormSubmitted) and heard.view is not None and event.values:
            errors = {next(iter(event.values)): as_text(view)}
            return {"response_action": "errors", "errors": forms.field_errors(errors, heard.view)}
        if expects_answer(event):
            await self._show_at_once(heard, Reply(notice=view))
        return None

    async def _show_at_once(self, heard: ParsedPayload, reply: Reply) -> None:
        try:
            await self._hands.show(heard, reply)
        except Exception as fault:
            log.error("an answer could not be shown at once", exc_info=fault)

    async def read_back(self, body: Any) -> None:
        """Handle a message that was read back after a gap, unless it was brought before; it may be brought after all."""
        heard = inbound.parse_payload(body, self._now(), self.bot)
        if heard.event is not None and heard.seen:
            back, brought = _message_keys(heard)
            await self._handle(heard, replace(heard.event, event_id=back, unless=brought))

    async def _handle(self, heard: ParsedPayload, event: AnyEvent) -> Mapping[str, Any] | None:
        if self.on_event is None:
            raise AdapterClosedError
        event = await self._hands.complete(heard, event)
        reply = await self.on_event(event)
        if reply.errors and isinstance(event, FormSubmitted) and heard.view is not None:
            return {"response_action": "errors", "errors": forms.field_errors(reply.errors, heard.view)}
        try:
            shown = True
            if heard.pressed and isinstance(event, ButtonPressed) and event.action in USED_UP:
                self._hands.use_up(event.where.workspace, heard.pressed)
            if reply.form or reply.notice or reply.home:
                shown = await self._hands.show(replace(heard, event=event), reply)
            if not shown and isinstance(event, ButtonPressed):
                await self.on_event(replace(event, can_show_form=False))
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
            await self._hands.show(ParsedPayload(looked), await self.on_event(looked))


def _message_keys(heard: ParsedPayload) -> tuple[str, str]:
    """Return the keys of a message when it is read back and when it is brought: each way may come after the other, and the same way
    is known by its event id. Slack's own name of a message alone is no event id, since edits have it too."""
    return f"slack:read-back:{heard.seen}", f"slack:brought:{heard.seen}"
