"""Look-up of data that a payload lacks: names of people, whether somebody is a guest or a bot, titles of channels."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.slack.client import SlackClient
from adapters.slack.people import People, Person
from adapters.slack.people_in_lists import PeopleInLists
from adapters.slack.reading import ParsedPayload
from adapters.slack.sending import Post
from bot.domain.events import (
    UNCONFIRMED,
    AnyEvent,
    BotAdded,
    ChatCommandTyped,
    FormSubmitted,
    MemberJoined,
    MessageReceived,
    PersonChanged,
    Sender,
)
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError

_PERSON = re.compile(r"<@([A-Za-z0-9]+)>")
MOST_NAMES = 50


class Completing:
    def __init__(self, client: SlackClient, people: People, post: Post) -> None:
        self._client = client
        self._people = people
        self._post = post
        self._lists = PeopleInLists(client)

    async def complete(self, heard: ParsedPayload, event: AnyEvent) -> AnyEvent:
        """The event with what Slack adds to it. Raises SendLaterError or SendUncertainError where a guess would be wrong."""
        self._note_conversation(heard, event)
        match event:
            case ChatCommandTyped():
                text = await self._lists.with_people(event.where.workspace, event.text)
                return await self._named(replace(event, text=text), text, event.names)
            case MessageReceived():
                event = await self._lists.of_message(event)
                text = f"{event.text.reveal()} {event.file.reveal() if event.file else ''}"
                return await self._named(event, text, event.names)
            case FormSubmitted():
                return await self._filled_in(event)
            case MemberJoined():
                return await self._counted(event)
            case PersonChanged():
                self._people.ask_again(event.where.workspace, event.sender.ref.person or "")
                return event
            case BotAdded():
                return replace(event, title=await self._title(event))
            case _:
                return event

    def _note_conversation(self, heard: ParsedPayload, event: AnyEvent) -> None:
        """A direct message tells the id of its conversation, which later need not be asked for."""
        channel = heard.seen.partition(":")[0]
        person = event.sender.ref.person
        if channel and person:
            self._post.remember(event.where.workspace, person, channel)

    async def _named(
        self, event: ChatCommandTyped | MessageReceived, text: str, told: Mapping[str, str]
    ) -> ChatCommandTyped | MessageReceived:
        sender = event.sender.ref.person or ""
        mentioned = list(dict.fromkeys(_PERSON.findall(text)))
        found = await self._people_of(event.where.workspace, [sender, *mentioned[:MOST_NAMES]], told)
        names = {**told, **{id: found[id].name for id in mentioned if id in found and found[id].name}}
        own = _sender(event.sender, found[sender])
        return replace(event, sender=own, names=names, left_out=_left_out(mentioned, found))

    async def _filled_in(self, event: FormSubmitted) -> FormSubmitted:
        """With the names of people who were picked; words that hold nobody's id ask nothing."""
        picked = [id for value in event.values.values() for id in _PERSON.findall(value.reveal())]
        if not picked:
            return event
        found = await self._people_of(event.where.workspace, list(dict.fromkeys(picked))[:MOST_NAMES], {})
        names = {id: person.name for id, person in found.items() if person.name}
        return replace(event, names=names, left_out=_left_out(picked, found))

    async def _people_of(self, workspace: str, ids: Sequence[str], told: Mapping[str, str]) -> dict[str, Person]:
        found = await asyncio.gather(*(self._people.look_up(workspace, id, told.get(id, "")) for id in ids))
        return dict(zip(ids, found, strict=True))

    async def _counted(self, event: MemberJoined) -> MemberJoined:
        """Raises SendLaterError or SendUncertainError: the event comes again."""
        person = event.sender.ref.person or ""
        try:
            found = await self._people.person(event.where.workspace, person)
        except SendRefusedError:
            found = await self._people.look_up(event.where.workspace, person)
        counts = event.counts and found.left_out in ("", UNCONFIRMED)
        return replace(event, counts=counts, sender=_sender(event.sender, found))

    async def _title(self, event: BotAdded) -> str:
        try:
            answer = await self._client.call(event.where.workspace, "conversations.info", channel=event.where.channel)
        except (SendRefusedError, SendLaterError, SendUncertainError):
            return ""
        return str((answer.get("channel") or {}).get("name") or "")


def _sender(sender: Sender, found: Person) -> Sender:
    return Sender(ref=sender.ref, name=found.name or sender.name, left_out=found.left_out, zone=found.zone)


def _left_out(ids: Sequence[str], found: Mapping[str, Person]) -> dict[str, str]:
    """Return why each of these is nobody to ask; of whom nothing was asked is unconfirmed."""
    return {id: found[id].left_out if id in found else UNCONFIRMED for id in ids}
