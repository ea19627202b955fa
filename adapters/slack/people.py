"""Who somebody is, as the platform says: asked once and remembered for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.client import SlackClient
from bot.ports import SendLater, SendRefused, SendUncertain

REMEMBERED, SECONDS = 20_000, 3600.0


@dataclass(frozen=True, slots=True)
class Person:
    """`counts` is false for bots, guests, closed accounts and people of other organisations."""

    name: str
    counts: bool


class People:
    """`seconds` is a clock that only goes forward."""

    def __init__(self, client: SlackClient, seconds: Callable[[], float]) -> None:
        self._client = client
        self._seconds = seconds
        self._known: OrderedDict[tuple[str, str], tuple[float, asyncio.Future[Person]]] = OrderedDict()

    async def person(self, workspace: str, id: str) -> Person:
        """Raises what the client raises. Those who ask at the same time wait for one answer, in the order of asking."""
        key = (workspace, id)
        kept = self._known.get(key)
        if kept and kept[0] > self._seconds():
            return await asyncio.shield(kept[1])
        answer: asyncio.Future[Person] = asyncio.get_running_loop().create_future()
        self._known[key] = (self._seconds() + SECONDS, answer)
        try:
            found = await self._client.call(workspace, "users.info", user=id)
            answer.set_result(_read(found.get("user") or {}, id))
        except BaseException as error:
            self._known.pop(key, None)
            answer.set_exception(error)
            answer.exception()
            raise
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return answer.result()

    async def name(self, workspace: str, id: str, otherwise: str = "") -> str:
        """Their display name; `otherwise` where the platform does not tell."""
        try:
            return (await self.person(workspace, id)).name
        except (SendRefused, SendLater, SendUncertain):
            return otherwise

    def forget(self, workspace: str) -> None:
        for key in [key for key in self._known if key[0] == workspace]:
            del self._known[key]


def _read(user: Mapping[str, Any], id: str) -> Person:
    profile = user.get("profile") or {}
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name") or id
    marks = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "deleted", "is_workflow_bot")
    return Person(str(name), not any(user.get(mark) for mark in marks))
