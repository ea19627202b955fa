"""List of the people of a channel or a user group: its members page by page, and their accounts in as few calls as possible.

Slack allows about a hundred questions a minute about a channel's members or one person (T4), and twenty for a page of everybody
in the workspace (T2). A page therefore costs as much as five questions, and is only asked for where many people are not known.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, TypeVar

from adapters.slack.accounts import NOBODY
from adapters.slack.client import Json, SlackClient
from adapters.slack.errors import LOGGED_OUT, SlackLaterError, SlackRefusedError
from adapters.slack.people import People, Person
from bot.domain.conversation import ConversationRef
from bot.ports import Present

PAGE = 200
"""As many as Slack recommends."""
A_PAGE_COSTS = 5
USER_GROUP = "S"
"""First letter of the ids of user groups, by which they are told from channels."""
CALLS_AT_ONCE = 20
"""So many calls are made at once; after them one in `PAUSE_SECONDS`, which is a page of members or one person (T4)."""
PAUSE_SECONDS = 0.65
ATTEMPTS = 5
LONGEST_WAIT = 60.0
"""A longer `Retry-After` is left to who asked: the reading is put off, and what was learned is remembered."""


T = TypeVar("T")


class Listing:
    """`own` tells the bot's user id in a workspace, as far as it is known."""

    def __init__(
        self, client: SlackClient, people: People, sleep: Callable[[float], Awaitable[None]], own: Callable[[], str]
    ) -> None:
        self._client = client
        self._people = people
        self._sleep = sleep
        self._own = own
        self._bots: dict[str, str] = {}

    async def people(self, ref: ConversationRef) -> list[Present]:
        """Everybody in a channel or a user group, the bot apart: all or none. Raises what the client raises."""
        calls = _Calls(self._client, ref.workspace, self._sleep)
        bot = await self._bot(calls, ref.workspace)
        place = ref.channel or ""
        there = await (self._grouped(calls, place) if place.startswith(USER_GROUP) else self._members(calls, place))
        ids = [id for id in there if id != bot]
        await self._learn_many(calls, ref.workspace, ids)
        return [await self._present(calls, ref, id) for id in ids]

    async def look_at(self, ref: ConversationRef) -> None:
        """Return if the bot is in a channel that takes messages. Raises SlackRefusedError if not, and what the client raises."""
        calls = _Calls(self._client, ref.workspace, self._sleep)
        told = (await calls.call("conversations.info", channel=ref.channel or "")).get("channel") or {}
        if told.get("is_archived"):
            raise SlackRefusedError("is_archived")
        if not told.get("is_member"):
            raise SlackRefusedError("not_in_channel")

    async def confirm(self, people: Sequence[ConversationRef]) -> list[Present]:
        """Return what Slack says of each of these now. Raises what the client raises; never gives a part for the whole."""
        by_workspace: dict[str, list[ConversationRef]] = {}
        for ref in people:
            by_workspace.setdefault(ref.workspace, []).append(ref)
        found = []
        for workspace, refs in by_workspace.items():
            calls = _Calls(self._client, workspace, self._sleep)
            await self._learn_many(calls, workspace, [ref.person or "" for ref in refs])
            found += [await self._said_of(calls, ref) for ref in refs]
        return found

    async def _said_of(self, calls: _Calls, ref: ConversationRef) -> Present:
        try:
            person = await self._person(calls, ref.workspace, ref.person or "")
        except SlackRefusedError as refused:
            if refused.code not in NOBODY:
                raise
            return Present(ref, ref.person or "", "unknown")
        return Present(ref, person.name, person.left_out, person.zone)

    async def _bot(self, calls: _Calls, workspace: str) -> str:
        if not self._own() and workspace not in self._bots:
            self._bots[workspace] = str((await calls.call("auth.test")).get("user_id") or "")
        return self._own() or self._bots[workspace]

    async def _members(self, calls: _Calls, channel: str) -> list[str]:
        found: dict[str, None] = {}
        async for answer in calls.pages("conversations.members", channel=channel):
            found.update(dict.fromkeys(map(str, answer.get("members") or ())))
        return list(found)

    async def _grouped(self, calls: _Calls, group: str) -> list[str]:
        answer = await calls.call("usergroups.users.list", A_PAGE_COSTS, usergroup=group)
        return list(dict.fromkeys(map(str, answer.get("users") or ())))

    async def _learn_many(self, calls: _Calls, workspace: str, ids: Sequence[str]) -> None:
        """Read the workspace's people while that is cheaper than asking one by one."""
        unknown = set(self._people.unknown(workspace, ids))
        budget = len(unknown) // A_PAGE_COSTS
        if budget < 2:
            return
        try:
            async for answer in calls.pages("users.list", cost=A_PAGE_COSTS):
                wanted = [user for user in answer.get("members") or () if user.get("id") in unknown]
                unknown -= {self._people.learn(workspace, user) for user in wanted}
                budget -= 1
                if not budget or len(unknown) < A_PAGE_COSTS:
                    return
        except SlackRefusedError:
            # An installation for a whole organisation has no one workspace to list: they are asked for one by one.
            return

    async def _present(self, calls: _Calls, ref: ConversationRef, id: str) -> Present:
        where = ConversationRef(ref.platform, ref.workspace, person=id)
        try:
            person = await self._person(calls, ref.workspace, id)
        except SlackRefusedError:
            # Slack does not show them to the bot: they are nobody of this organisation.
            return Present(where, id, "foreign")
        return Present(where, person.name, person.left_out, person.zone)

    async def _person(self, calls: _Calls, workspace: str, id: str) -> Person:
        if not self._people.unknown(workspace, [id]):
            return await self._people.person(workspace, id)
        return await calls.patiently(lambda: self._people.person(workspace, id))


class _Calls:
    """The calls of one listing: paced, and tried again after `Retry-After`."""

    def __init__(self, client: SlackClient, workspace: str, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._client = client
        self._workspace = workspace
        self._sleep = sleep
        self._made = 0

    async def call(self, method: str, cost: int = 1, **arguments: Any) -> Json:
        return await self.patiently(lambda: self._client.call(self._workspace, method, **arguments), cost)

    async def pages(self, method: str, cost: int = 1, **arguments: Any) -> AsyncIterator[Json]:
        """Every page in turn."""
        cursor = ""
        while True:
            answer = await self.call(method, cost, limit=PAGE, **arguments, **({"cursor": cursor} if cursor else {}))
            yield answer
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return

    async def patiently(self, ask: Callable[[], Awaitable[T]], cost: int = 1) -> T:
        """Wait as long as Slack says and ask again, a few times. Raises what the client raises."""
        if self._made >= CALLS_AT_ONCE:
            await self._sleep(PAUSE_SECONDS * cost)
        self._made += cost
        for _ in range(ATTEMPTS):
            try:
                return await ask()
            except SlackLaterError as later:
                if later.code in LOGGED_OUT or later.code == "closed" or later.seconds > LONGEST_WAIT:
                    raise
                await self._sleep(later.seconds)
        return await ask()
