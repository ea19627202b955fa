"""Who is in a channel, as Slack tells it: all pages or none, in few calls, and as fast as Slack allows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from adapters.slack import listing
from adapters.slack.app import SlackAdapter
from adapters.slack.people import _parse_person
from bot.ports import ListsPeople, Present, Reply, SendLaterError, SendRefusedError, SendUncertainError
from bot.views.capabilities import Support
from tests.adapters.slack.product import ROOM, Product, product
from tests.adapters.slack.stand import AMIRA, BEN, channel, started
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import BOT_USER, TEAM
from tests.support.clock import MachineClock


async def nobody(event: Any) -> Reply:
    return Reply()


@asynccontextmanager
async def listing_of(slack: FakeSlack | None = None) -> AsyncIterator[tuple[FakeSlack, SlackAdapter, MachineClock]]:
    clock = MachineClock()
    async with started(nobody, slack=slack, clock=clock) as (world, adapter, _):
        world.calls.clear()
        yield world, adapter, clock


def crowd(slack: FakeSlack, count: int, start: int = 0) -> set[str]:
    ids = {f"U1{n:07}" for n in range(start, start + count)}
    for id in ids:
        slack.add_user(id, f"Person {id[-4:]}")
    return ids


async def read(adapter: SlackAdapter, room: str = ROOM) -> dict[str, Present]:
    return {found.ref.person or "": found for found in await adapter.people(channel(room))}


async def test_slack_says_that_it_can() -> None:
    async with listing_of() as (_, adapter, _clock):
        assert isinstance(adapter, ListsPeople)
        assert adapter.capabilities(channel(ROOM)).list_people is Support.NATIVE


async def test_everybody_is_there_but_the_bot_and_others_are_told_apart() -> None:
    async with listing_of() as (slack, adapter, _):
        kinds: dict[str, dict[str, bool]] = {
            "guest": {"guest": True}, "bot": {"is_bot": True}, "foreign": {"foreign": True}, "gone": {"deleted": True}
        }  # fmt: skip
        for kind, marks in kinds.items():
            slack.add_user(f"U0{kind.upper()}", kind.title(), **marks)
            slack.channels[ROOM].members.add(f"U0{kind.upper()}")
        slack.channels[ROOM].members.add("U0HIDDEN")
        found = await read(adapter)
        assert {id: one.left_out for id, one in found.items()} == {
            AMIRA: "", BEN: "", "U0GUEST": "guest", "U0BOT": "bot", "U0FOREIGN": "foreign", "U0GONE": "gone",
            "U0HIDDEN": "foreign",
        }  # fmt: skip
        assert found[AMIRA].name == "Amira"
        assert found[AMIRA].ref.workspace == TEAM


@pytest.mark.parametrize(
    ("user", "workspace", "expected"),
    [
        ({"team_id": "T1"}, "T1", ""),
        ({"team_id": "T2"}, "T1", "foreign"),
        ({"team_id": "T2"}, "E1", ""),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}, "E1", ""),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}}, "E1", "foreign"),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T1", "T2"]}}, "T1", ""),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2"]}}, "T1", "foreign"),
        ({"is_stranger": True}, "T1", "foreign"),
        ({"is_ultra_restricted": True}, "T1", "guest"),
        ({"id": "USLACKBOT"}, "T1", "bot"),
        ({"deleted": True, "is_bot": True}, "T1", "gone"),
    ],
)
def test_why_somebody_is_left_out(user: dict[str, Any], workspace: str, expected: str) -> None:
    assert _parse_person(user, "U1", workspace).left_out == expected


async def test_a_large_channel_takes_few_calls_and_the_second_time_only_its_pages() -> None:
    async with listing_of() as (slack, adapter, _):
        everybody = crowd(slack, 450)
        crowd(slack, 100, start=450)
        slack.channels[ROOM].members |= everybody
        assert set(await read(adapter)) == everybody | {AMIRA, BEN}
        assert len(slack.called("conversations.members")) == 3
        assert len(slack.called("users.list")) <= 3
        assert len(slack.called("users.info")) < 5
        slack.calls.clear()
        assert len(await read(adapter)) == 452
        assert [name for name, _ in slack.calls] == ["conversations.members"] * 3


async def test_a_few_people_of_a_large_workspace_are_asked_for_one_by_one() -> None:
    async with listing_of() as (slack, adapter, _):
        crowd(slack, 3000)
        slack.channels[ROOM].members |= {f"U1{n:07}" for n in range(0, 3000, 400)}
        assert len(await read(adapter)) == 10
        assert len(slack.called("users.list")) <= 2
        assert len(slack.called("users.info")) <= 10


async def test_where_nobody_can_be_listed_they_are_asked_for_one_by_one() -> None:
    async with listing_of() as (slack, adapter, _):
        slack.channels[ROOM].members |= crowd(slack, 20)
        slack.fail("users.list", error="missing_argument", times=9)
        assert len(await read(adapter)) == 22
        assert len(slack.called("users.info")) == 22


async def test_calls_are_paced_after_the_first_ones() -> None:
    async with listing_of() as (slack, adapter, clock):
        slack.channels[ROOM].members |= crowd(slack, 9)
        await read(adapter)
        assert clock.slept == []
        slack.add_channel("C0LARGE", "large", crowd(slack, 1200, start=100))
        await read(adapter, "C0LARGE")
        assert clock.slept
        assert set(clock.slept) <= {listing.PAUSE_SECONDS, listing.PAUSE_SECONDS * listing.A_PAGE_COSTS}


@pytest.mark.parametrize("method", ["conversations.members", "users.info"])
async def test_it_waits_as_long_as_slack_says_and_goes_on_where_it_was(method: str) -> None:
    async with listing_of() as (slack, adapter, clock):
        slack.fail(method, error="ratelimited", status=429, retry_after=7, times=2)
        assert set(await read(adapter)) == {AMIRA, BEN}
        assert clock.slept.count(7) == 2


TROUBLES: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"error": "ratelimited", "status": 429, "retry_after": 600}, SendLaterError),
    ({"error": "ratelimited", "status": 429, "retry_after": 1}, SendLaterError),
    ({"error": "channel_not_found"}, SendRefusedError),
    ({"error": "missing_scope"}, SendRefusedError),
    ({"cut": True}, SendUncertainError),
    ({"status": 503}, SendUncertainError),
]


@pytest.mark.parametrize(("how", "expected"), TROUBLES)
async def test_a_page_that_is_missing_makes_no_list(how: dict[str, Any], expected: type[Exception]) -> None:
    """The first page comes, the second never does."""
    async with listing_of() as (slack, adapter, _):
        slack.channels[ROOM].members |= crowd(slack, 300)
        whole = slack._work

        async def second_fails(request: Any, name: str, arguments: Any, is_json: bool, token: str) -> Any:
            if arguments.get("cursor"):
                slack.fail(name, **how)
            return await whole(request, name, arguments, is_json, token)

        slack._work = second_fails  # type: ignore[method-assign]
        with pytest.raises(expected):
            await adapter.people(channel(ROOM))


async def test_a_person_of_whom_slack_says_nothing_now_makes_no_list() -> None:
    async with listing_of() as (slack, adapter, _):
        slack.fail("users.info", cut=True, times=9)
        with pytest.raises(SendUncertainError):
            await adapter.people(channel(ROOM))


async def test_a_private_channel_without_the_bot_is_refused_and_a_public_one_is_read() -> None:
    async with listing_of() as (slack, adapter, _):
        slack.add_channel("C0PUBLIC", "public", {AMIRA}, with_bot=False)
        slack.add_channel("C0PRIVATE", "private", {AMIRA}, with_bot=False).private = True
        assert set(await read(adapter, "C0PUBLIC")) == {AMIRA}
        with pytest.raises(SendRefusedError):
            await read(adapter, "C0PRIVATE")


async def set_up(p: Product, count: int) -> list[str]:
    """Ada is admin; `count` others are in the channel."""
    p.slack.add_user("U0ADA00000", "Ada")
    ids = sorted(crowd(p.slack, count))
    p.slack.add_channel(ROOM, "crisis-line", {"U0ADA00000", *ids})
    await p.say("U0ADA00000", "claim abcd-efgh-jkmn-pqrs")
    return ids


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_team_of_thirty_is_made_with_one_command(mode: str) -> None:
    async with product(mode) as p:
        ids = await set_up(p, 30)
        p.slack.add_user("U0GUEST", "Gus", guest=True)
        p.slack.channels[ROOM].members.add("U0GUEST")
        await p.command("U0ADA00000", "team add Crisis line", ROOM)
        found = next(text for text in p.hands.sees("U0ADA00000") if "I found" in text)
        assert "I found 32 people" in found
        assert "31 people joined its list" in found
        assert "1 guest" in found
        assert all(any("You are in Crisis line now" in text for text in p.hands.sees(id)) for id in ids)
        assert p.hands.sees("U0GUEST") == []


async def test_a_channel_that_is_archived_leaves_the_list_as_it_is() -> None:
    async with product() as p:
        ids = await set_up(p, 8)
        await p.command("U0ADA00000", "team add Crisis line", ROOM)
        p.slack.channels[ROOM].archived = True
        await p.slack.deliver(p.hands.event({"type": "channel_archive", "channel": ROOM, "user": ids[0]}))
        p.slack.fail("conversations.members", error="is_archived", times=9)
        await p.pass_time(days=1, hours=1)
        assert await p.app.store.read(lambda uow: uow.memberships.count()) == 9
        await p.say("U0ADA00000", "status")
        assert "its channel is archived" in p.last("U0ADA00000")


async def test_a_channel_chosen_in_the_form_is_followed() -> None:
    async with product() as p:
        await set_up(p, 8)
        await p.hands.open_home("U0ADA00000")
        await p.hands.press_at_home("U0ADA00000", "Add a team")
        await p.fill("U0ADA00000", name="Wards", channel=ROOM)
        assert await p.app.store.read(lambda uow: uow.memberships.count()) == 9
        assert any("I found 9 people in the channel of Wards" in text for text in p.hands.sees("U0ADA00000"))


async def test_a_planned_home_is_looked_at_and_nothing_is_sent() -> None:
    async with listing_of() as (slack, adapter, _):
        await adapter.look_at(channel(ROOM))
        slack.channels[ROOM].archived = True
        with pytest.raises(SendRefusedError, match="archived"):
            await adapter.look_at(channel(ROOM))
        slack.channels[ROOM].archived = False
        slack.channels[ROOM].members.discard(BOT_USER)
        with pytest.raises(SendRefusedError, match="removed"):
            await adapter.look_at(channel(ROOM))
        with pytest.raises(SendRefusedError, match="gone"):
            await adapter.look_at(channel("C0NOWHERE"))
        assert {method for method, _ in slack.calls} == {"conversations.info"}
