"""Display of the engine's immediate reply in Slack: a modal, an ephemeral notice, the App Home."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from adapters.slack import forms, render
from adapters.slack.capabilities import MOST_MODAL_BLOCKS
from adapters.slack.client import SlackClient
from adapters.slack.errors import UNKNOWN_METHOD, SlackRefusedError
from adapters.slack.reading import ParsedPayload, PressedMessage
from adapters.slack.sending import Post
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent
from bot.ports import Reply, SendLaterError, SendRefusedError, SendUncertainError
from bot.views.messages.platforms import form_did_not_open
from bot.views.view import Form, View

log = logging.getLogger(__name__)

IN_TIME = 2.5
"""Seconds that an answer may take: the trigger of a form, and Slack's patience, end after three."""
FORM = "form"
TROUBLES = (SendRefusedError, SendLaterError, SendUncertainError)


class Showing:
    def __init__(self, client: SlackClient, post: Post) -> None:
        self._client = client
        self._post = post
        self._lacking: set[str] = set()
        self._tasks: set[asyncio.Task[bool]] = set()

    async def show(self, heard: ParsedPayload, reply: Reply) -> bool:
        """Show all that the reply holds; false when there are no forms here at all, so that it is to be asked in words.

        What cannot be shown in time is not waited for, and said if it was a form.
        """
        event = heard.event
        if event is None:
            return True
        if reply.form is not None and not await self._in_time(FORM, self._open(heard, event, reply.form)):
            if FORM in self._lacking:
                return False
            await self._in_time("notice", self._tell(event, form_did_not_open()))
        if reply.notice is not None:
            await self._in_time("notice", self._tell(event, reply.notice))
        if reply.home is not None:
            await self._in_time("home", self._publish(event.sender.ref, reply.home))
        return True

    def use_up(self, workspace: str, pressed: PressedMessage) -> None:
        """Take buttons away that lead nowhere any more; nobody waits for that."""
        task = asyncio.get_running_loop().create_task(
            self._in_time("buttons", self._without_buttons(workspace, pressed))
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _without_buttons(self, workspace: str, pressed: PressedMessage) -> None:
        await self._client.call(
            workspace, "chat.update", channel=pressed.channel, ts=pressed.ts, text=pressed.text, blocks=pressed.blocks
        )

    async def finish(self) -> None:
        """Wait for what nobody waits for; it takes its time at most."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _in_time(self, what: str, work: Coroutine[Any, Any, None]) -> bool:
        try:
            async with asyncio.timeout(IN_TIME):
                await work
        except (*TROUBLES, TimeoutError) as trouble:
            code = trouble.code if isinstance(trouble, SlackRefusedError) else type(trouble).__name__
            if code == UNKNOWN_METHOD:
                self._lacks(what)
            else:
                self._lacking.discard(what)
                log.warning("an answer could not be shown at once", extra={"what": what, "code": code})
            return False
        return True

    def _lacks(self, what: str) -> None:
        if what not in self._lacking:
            log.warning(
                "this server cannot show all; what it lacks is left out or asked in words", extra={"what": what}
            )
        self._lacking.add(what)

    async def _open(self, heard: ParsedPayload, event: AnyEvent, form: Form) -> None:
        where = event.where
        origin = {"channel": where.channel, "thread": where.thread, "home": "yes" if heard.at_home else None}
        made = forms.render_modal(form, {name: value for name, value in origin.items() if value})
        await self._client.call(where.workspace, "views.open", trigger_id=heard.trigger, view=made)

    async def _tell(self, event: AnyEvent, view: View) -> None:
        """For the person's eyes alone, where they are."""
        private_to = None if event.where.direct else event.sender.ref
        await self._post.send(event.where, view, "", private_to)

    async def _publish(self, person: ConversationRef, view: View) -> None:
        blocks = render.render_blocks(view)[:MOST_MODAL_BLOCKS]
        home = {"type": "home", "blocks": blocks}
        await self._client.call(person.workspace, "views.publish", user_id=person.person, view=home)
