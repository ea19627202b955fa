"""Accounts of people, as Slack reports them: asked for once and cached for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.accounts import NOBODY, left_out_of
from adapters.slack.client import SlackClient
from adapters.slack.errors import SlackRefusedError
from bot.domain.events import UNCONFIRMED
from bot.ports import SendLaterError, SendUncertainError

REMEMBERED = 20_000
SECONDS = 3600.0
SECONDS_LEFT_OUT = 60.0
"""A guest, a bot or a closed account may be somebody to ask a moment later, and whoever added them looks again at once."""


@dataclass(frozen=True, slots=True)
class Person:
    """`left_out` says why somebody is nobody to ask: guest, bot, foreign (of another organisation), gone, unknown; unconfirmed if
    Slack does not say; empty for who counts. `zone` is the time zone of their clock, as "Europe/London"."""

    name: str
    left_out: str = ""
    zone: str = ""

    @property
    def counts(self) -> bool:
        return not self.left_out


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
            person = _parse_person(found.get("user") or {}, id, workspace)
            self._known[key] = (self._until(person), answer)
            answer.set_result(person)
        except BaseException as error:
            self._known.pop(key, None)
            answer.set_exception(error)
            answer.exception()
            raise
        self._shrink()
        return answer.result()

    async def look_up(self, workspace: str, id: str, otherwise: str = "") -> Person:
        """Return who somebody is, as far as the platform tells; `otherwise` is their name where it does not."""
        try:
            return await self.person(workspace, id)
        except SlackRefusedError as refused:
            return Person(otherwise, "unknown" if refused.code in NOBODY else UNCONFIRMED)
        except (SendLaterError, SendUncertainError):
            return Person(otherwise, UNCONFIRMED)

    def unknown(self, workspace: str, ids: Iterable[str]) -> list[str]:
        """Those of whom nothing is remembered."""
        now = self._seconds()
        return [id for id in ids if self._known.get((workspace, id), (now,))[0] <= now]

    def learn(self, workspace: str, user: Mapping[str, Any]) -> str:
        """Remember what the platform told of somebody unasked; their id."""
        id = str(user.get("id") or "")
        answer: asyncio.Future[Person] = asyncio.get_running_loop().create_future()
        person = _parse_person(user, id, workspace)
        answer.set_result(person)
        self._known[workspace, id] = (self._until(person), answer)
        self._shrink()
        return id

    def _until(self, person: Person) -> float:
        """Return until when it is remembered who somebody is."""
        return self._seconds() + (SECONDS if person.counts else SECONDS_LEFT_OUT)

    def _shrink(self) -> None:
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def ask_again(self, workspace: str, id: str) -> None:
        """Forget what is remembered of somebody: it is out of date."""
        self._known.pop((workspace, id), None)

    def forget(self, workspace: str) -> None:
        for key in [key for key in self._known if key[0] == workspace]:
            del self._known[key]


def _parse_person(user: Mapping[str, Any], id: str, workspace: str) -> Person:
    profile = user.get("profile") or {}
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name") or id
    return Person(str(name), left_out_of(user, workspace), str(user.get("tz") or ""))
