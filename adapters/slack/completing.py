"""What a payload leaves out and the platform can be asked for: names, who is a guest or a bot, what a channel is called."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.slack.client import SlackClient
from adapters.slack.people import People
from adapters.slack.posting import Post
from adapters.slack.reading import Heard
from bot.domain.events import AnyEvent, BotAdded, ChatCommandTyped, FormSubmitted, MemberJoined, MessageReceived, Sender
from bot.ports import SendLater, SendRefused, SendUncertain

_PERSON = re.compile(r"<@([A-Za-z0-9]+)>")
MOST_NAMES = 50


class Completing:
    def __init__(self, client: SlackClient, people: People, post: Post) -> None:
        self._client = client
        self._people = people
        self._post = post

    async def complete(self, heard: Heard, event: AnyEvent) -> AnyEvent:
        """The event with what Slack adds to it. Raises SendLater or SendUncertain where a guess would be wrong."""
        self._note_conversation(heard, event)
        match event:
            case ChatCommandTyped():
                return await self._named(event, event.text, event.names)
            case MessageReceived():
                return await self._named(event, event.text.reveal(), event.names)
            case FormSubmitted():
                return await self._filled_in(event)
            case MemberJoined():
                return await self._counted(event)
            case BotAdded():
                return replace(event, title=await self._title(event))
            case _:
                return event

    def _note_conversation(self, heard: Heard, event: AnyEvent) -> None:
        """A direct message tells the id of its conversation, which later need not be asked for."""
        channel = heard.seen.partition(":")[0]
        person = event.sender.ref.person
        if channel and person:
            self._post.remember(event.where.workspace, person, channel)

    async def _named(
        self, event: ChatCommandTyped | MessageReceived, text: str, told: Mapping[str, str]
    ) -> ChatCommandTyped | MessageReceived:
        sender = event.sender.ref.person or ""
        mentioned = list(dict.fromkeys(_PERSON.findall(text)))[:MOST_NAMES]
        found = await self._names(event.where.workspace, [sender, *mentioned], told)
        names = {**told, **{id: found[id] for id in mentioned if found[id]}}
        own = Sender(ref=event.sender.ref, name=found[sender] or event.sender.name)
        return replace(event, sender=own, names=names)

    async def _filled_in(self, event: FormSubmitted) -> FormSubmitted:
        """With the names of people who were picked; words that hold nobody's id ask nothing."""
        picked = [id for value in event.values.values() for id in _PERSON.findall(value.reveal())]
        if not picked:
            return event
        found = await self._names(event.where.workspace, list(dict.fromkeys(picked))[:MOST_NAMES], {})
        return replace(event, names={id: name for id, name in found.items() if name})

    async def _names(self, workspace: str, ids: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
        found = await asyncio.gather(*(self._people.name(workspace, id, told.get(id, "")) for id in ids))
        return dict(zip(ids, found, strict=True))

    async def _counted(self, event: MemberJoined) -> MemberJoined:
        person = event.sender.ref.person or ""
        try:
            found = await self._people.person(event.where.workspace, person)
        except SendRefused:
            return event
        return replace(
            event, counts=event.counts and found.counts, sender=Sender(ref=event.sender.ref, name=found.name)
        )

    async def _title(self, event: BotAdded) -> str:
        try:
            answer = await self._client.call(event.where.workspace, "conversations.info", channel=event.where.channel)
        except (SendRefused, SendLater, SendUncertain):
            return ""
        return str((answer.get("channel") or {}).get("name") or "")
