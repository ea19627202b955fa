"""Lists of people: the text of a file that was sent, and whose e-mail addresses stand in it. Other words are not looked at."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from adapters.slack.client import Json, SlackClient
from bot.domain.confidential import ConfidentialText
from bot.domain.events import MessageReceived
from bot.domain.text_files import MOST_BYTES, asks_to_read, text_of
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError

_ADDS_PEOPLE = re.compile(r"\s*member\s+add\b", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s<>@,;\"']+@[^\s<>@,;\"']+\.[^\s<>@,;\"']+")
MOST_ADDRESSES = 40
"""Addresses that are looked up at once: Slack allows about fifty a minute, and acknowledging waits for the answers."""


class PeopleInLists:
    def __init__(self, client: SlackClient) -> None:
        self._client = client

    async def of_message(self, event: MessageReceived) -> MessageReceived:
        """The message with the text of its file, and with people in place of the addresses in a list."""
        workspace, text = event.where.workspace, event.text.reveal()
        if event.file_ref and asks_to_read(text):
            content = await self._fetch(workspace, event.file_ref)
            if content is not None:
                adds = _ADDS_PEOPLE.match(text)
                content = await self._replaced(workspace, content) if adds else content
                event = replace(event, file=ConfidentialText(content))
        return replace(event, text=ConfidentialText(await self.with_people(workspace, text)))

    async def with_people(self, workspace: str, text: str) -> str:
        """A text with mentions in place of the addresses in it that are somebody's, if it adds people."""
        return await self._replaced(workspace, text) if _ADDS_PEOPLE.match(text) else text

    async def _fetch(self, workspace: str, url: str) -> str | None:
        try:
            return text_of(await self._client.download(workspace, url, MOST_BYTES))
        except (SendRefusedError, SendLaterError, SendUncertainError):
            return None

    async def _replaced(self, workspace: str, text: str) -> str:
        emails = list(dict.fromkeys(_EMAIL.findall(text)))[:MOST_ADDRESSES]
        found = await asyncio.gather(*(self._person(workspace, email) for email in emails))
        people = {email: id for email, id in zip(emails, found, strict=True) if id}
        return _EMAIL.sub(lambda match: f"<@{people[match[0]]}>" if match[0] in people else match[0], text)

    async def _person(self, workspace: str, email: str) -> str:
        """The id of whoever has this address; empty if nobody has, or Slack does not say."""
        try:
            answer = await self._client.call(workspace, "users.lookupByEmail", email=email)
        except (SendRefusedError, SendLaterError, SendUncertainError):
            return ""
        user: Json = answer.get("user") or {}
        return str(user.get("id") or "")
