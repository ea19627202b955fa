"""Addresses of messages that were posted, for later ones that speak of them. One that cannot be had is left out."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from adapters.slack.client import SlackClient
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError
from bot.views.view import View

REMEMBERED = 200
PATIENCE = 2.0
"""Seconds for which a message waits for the address of another."""
TROUBLES = (SendLaterError, SendUncertainError, TimeoutError)


class Permalinks:
    """Everybody of a team is told of the same summary: its address is asked for once."""

    def __init__(self, client: SlackClient) -> None:
        self._client = client
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def linked(self, workspace: str, view: View) -> View:
        return view.linked(await self._address(workspace, view.posted.name)) if view.posted else view

    async def _address(self, workspace: str, name: str) -> str:
        """Return the address of a message by our name of it; nothing where Slack tells none in time."""
        known = self._known.get((workspace, name))
        if known is not None:
            return known
        channel, ts, *private = name.split("/")
        if private:
            return ""
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.call(workspace, "chat.getPermalink", channel=channel, message_ts=ts)
        except SendRefusedError:
            return self._remember(workspace, name, "")
        except TROUBLES:
            return ""
        link = answer.get("permalink")
        return self._remember(workspace, name, link if isinstance(link, str) and link.startswith("https://") else "")

    def _remember(self, workspace: str, name: str, link: str) -> str:
        self._known[workspace, name] = link
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return link
