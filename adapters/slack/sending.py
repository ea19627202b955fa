"""Messages on their way out: where they go, how they are found again, and what is done when Slack wants it another way.

A message's own name is `channel/ts`; a private one in a channel is `channel/ts/person`, since Slack keeps no copy of it that
could be found or changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from adapters.slack import pictures, render
from adapters.slack.client import Json, SlackClient
from adapters.slack.errors import SlackLaterError, SlackRefusedError, SlackUncertainError
from adapters.slack.permalinks import Permalinks
from bot.domain.conversation import ConversationRef
from bot.ports import CannotLookError, SendRefusedError
from bot.views.view import File, View

EVENT_TYPE = "folkmoot_message"
REMEMBERED_DIRECTS = 50_000
LOOK_BACK = 100
"""Messages that are asked for at once, to look through them for one that may have arrived."""
MOST_PAGES = 10
PATIENT = 60.0
"""Seconds that Slack may ask to wait between two pages."""
ONCE_MORE = 1.0
"""Seconds after which is looked again: a request that was cut off may still be on its way."""
NOT_HERE = ("method_not_supported_for_channel_type", "unknown_method")
"""Refusals of a private message in a channel that blame the method, and not the message."""
MAY_NOT_LOOK = frozenset(
    {
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "access_denied",
        "team_access_not_granted",
        "ekm_access_denied",
    }
)
"""Error codes where the bot may not read a conversation: it cannot find out then whether a message arrived."""
NO_SUCH_CHANNEL = ("channel_not_found", "invalid_channel", "not_in_channel")
"""Error codes for a message to a person where the bot must write to their direct conversation instead."""
CANNOT_BE_EDITED = (
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "channel_not_found",
    "unknown_method",
)
NO_THREAD = ("thread_not_found", "cannot_reply_to_message", "invalid_thread_ts")
Sleep = Callable[[float], Awaitable[None]]


def goes_directly(refused: SlackRefusedError) -> bool:
    """Return whether what a channel refused to show to one person can be sent to them: not if the message itself is wrong."""
    return refused.reason != "invalid" or refused.code in NOT_HERE


class Post:
    """Sends, edits and finds messages."""

    def __init__(self, client: SlackClient, sleep: Sleep) -> None:
        self._client = client
        self._sleep = sleep
        self._directs: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._links = Permalinks(client)

    def remember(self, workspace: str, person: str, channel: str) -> None:
        """A person's direct conversation, as it came in."""
        self._directs[workspace, person] = channel
        self._directs.move_to_end((workspace, person))
        while len(self._directs) > REMEMBERED_DIRECTS:
            self._directs.popitem(last=False)

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        """Raises SendRefusedError, SendLaterError or SendUncertainError."""
        view = await self._links.linked(ref.workspace, view)
        files = {**await self._files(ref, view), **await self._shared(ref, view)}
        if private_to is not None and not ref.direct:
            return await self._send_ephemeral(ref, render.render_message(view, files), private_to, key)
        try:
            return await self._post(ref, render.render_message(view, files), key)
        except SlackRefusedError as refused:
            if not files or refused.code not in ("invalid_blocks", "slack_file_not_found"):
                raise
            # Slack needs a moment before a new picture may be named; after that its description has to do.
            await self._sleep(ONCE_MORE)
            return await self._with_or_without(ref, view, files, key)

    async def _with_or_without(self, ref: ConversationRef, view: View, files: dict[int, str], key: str) -> str:
        try:
            return await self._post(ref, render.render_message(view, files), key)
        except SlackRefusedError:
            shared = {place: id for place, id in files.items() if isinstance(view.blocks[place], File)}
            return await self._post(ref, render.render_message(view, shared), key)

    async def _files(self, ref: ConversationRef, view: View) -> dict[int, str]:
        """Without pictures rather than without words, where files are not allowed."""
        try:
            return await pictures.upload_pictures(self._client, ref.workspace, view)
        except (SendRefusedError, SlackUncertainError, KeyError):
            return {}

    async def _shared(self, ref: ConversationRef, view: View) -> dict[int, str]:
        """The files that were handed over to one person; in a channel none ever is. Where files are not allowed, words say so.

        It comes before the message: what is cut off in between is done again, and a file twice is better than none.
        """
        if not ref.direct or not any(isinstance(part, File) for part in view.blocks):
            return {}
        try:
            return await pictures.share_files(self._client, ref.workspace, await self.direct(ref), view)
        except (SendRefusedError, KeyError):
            return {}

    async def _post(self, ref: ConversationRef, body: render.Json, key: str) -> str:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        arguments = {**body, "metadata": metadata, "unfurl_links": False, "unfurl_media": False}
        if ref.thread:
            arguments["thread_ts"] = ref.thread
        try:
            answer = await self._post_to(ref, arguments)
        except SlackRefusedError as refused:
            if refused.code not in NO_THREAD or not ref.thread:
                raise
            arguments.pop("thread_ts")
            answer = await self._post_to(ref, arguments)
        return self._named(ref, answer)

    async def _post_to(self, ref: ConversationRef, arguments: dict[str, Any]) -> Json:
        """To a channel, or to a person: by their conversation where it is known, else by their own id."""
        known = ref.channel or self._directs.get((ref.workspace, ref.person or ""))
        try:
            return await self._call(ref, known or ref.person or "", arguments)
        except SlackRefusedError as refused:
            if known or refused.code not in NO_SUCH_CHANNEL:
                raise
        return await self._call(ref, await self.direct(ref), arguments)

    async def _call(self, ref: ConversationRef, channel: str, arguments: dict[str, Any]) -> Json:
        """The answer, which names the channel that was asked for where it names none."""
        answer = await self._client.call(ref.workspace, "chat.postMessage", channel=channel, **arguments)
        return answer if answer.get("channel") else {**answer, "channel": channel}

    def _named(self, ref: ConversationRef, answer: Json) -> str:
        channel = str(answer.get("channel") or "")
        if ref.person and channel:
            self.remember(ref.workspace, ref.person, channel)
        return f"{channel}/{answer.get('ts')}"

    async def direct(self, ref: ConversationRef) -> str:
        """The id of a person's direct conversation, opened if need be and remembered."""
        known = self._directs.get((ref.workspace, ref.person or ""))
        if known:
            return known
        answer = await self._client.call(ref.workspace, "conversations.open", users=ref.person)
        channel = str((answer.get("channel") or {}).get("id") or "")
        if not channel:
            raise SlackUncertainError()
        self.remember(ref.workspace, ref.person or "", channel)
        return channel

    async def _send_ephemeral(self, ref: ConversationRef, body: render.Json, to: ConversationRef, key: str) -> str:
        """For one person's eyes in a channel; in their direct conversation where that cannot be.

        A refusal of the channel says nothing about the person.
        """
        arguments = {**body, "channel": ref.channel, "user": to.person}
        if ref.thread:
            arguments["thread_ts"] = ref.thread
        try:
            answer = await self._client.call(ref.workspace, "chat.postEphemeral", **arguments)
        except SlackRefusedError as refused:
            if refused.code in NO_THREAD and ref.thread:
                return await self._send_ephemeral(ref.unthreaded(), body, to, key)
            if not goes_directly(refused):
                raise
            return await self._post(to, body, key)
        return f"{ref.channel}/{answer.get('message_ts')}/{to.person}"

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        """Replace a message; one that cannot be changed any more is followed by a new one."""
        # A message of several parts is named by all of them: what replaces it stands in the first one's place.
        sent_ref = sent_ref.partition(",")[0]
        channel, ts, person = [*sent_ref.split("/"), "", ""][:3]
        if person:
            return await self.send(ref, view, key, ConversationRef(ref.platform, ref.workspace, person=person))
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        view = await self._links.linked(ref.workspace, view)
        body = render.render_message(view, await self._files(ref, view))
        try:
            await self._client.call(ref.workspace, "chat.update", channel=channel, ts=ts, metadata=metadata, **body)
        except SlackRefusedError as refused:
            if refused.code not in CANNOT_BE_EDITED:
                raise
            return await self.send(ref, view, key)
        return sent_ref

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        """Return the message that carries `key`.

        Raises CannotLookError where the bot may not read, Uncertain for one that is too far back.
        """
        try:
            channel = ref.channel or await self.direct(ref)
            for attempt in range(2):
                if attempt:
                    await self._sleep(ONCE_MORE)
                found = await self._look(ref, channel, key)
                if found:
                    return f"{channel}/{found}"
        except SlackRefusedError as refused:
            if refused.code in MAY_NOT_LOOK:
                raise CannotLookError from None
            raise
        return None

    async def _look(self, ref: ConversationRef, channel: str, key: str) -> str | None:
        if ref.thread:
            try:
                return await self._look_through(ref, "conversations.replies", key, channel=channel, ts=ref.thread)
            except SlackRefusedError as refused:
                # What was for a thread that is gone went to the conversation itself.
                if refused.code not in NO_THREAD:
                    raise
        return await self._look_through(ref, "conversations.history", key, channel=channel)

    async def _look_through(self, ref: ConversationRef, method: str, key: str, **where: str) -> str | None:
        """Page by page: since the message was sent much may have been said."""
        cursor: dict[str, str] = {}
        for page in range(MOST_PAGES):
            answer = await self._page(ref, method, patient=page > 0, **where, **cursor)
            for message in answer.get("messages") or ():
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("key") == key:
                    return str(message["ts"])
            after = (answer.get("response_metadata") or {}).get("next_cursor")
            if not after:
                return None
            cursor = {"cursor": str(after)}
        raise SlackUncertainError("too far back")

    async def _page(self, ref: ConversationRef, method: str, patient: bool, **arguments: str) -> Json:
        """`patient`: to begin anew would never come further than where Slack asks to wait."""
        while True:
            try:
                return await self._client.call(
                    ref.workspace, method, limit=LOOK_BACK, include_all_metadata=True, **arguments
                )
            except SlackLaterError as later:
                if not patient or later.why != "limited" or later.seconds > PATIENT:
                    raise
                await self._sleep(later.seconds)
