"""A team's list that follows a user group of Slack: who comes and goes is on it or off it, and the lead is told who."""

from __future__ import annotations

import pytest

from bot.engine.people import membership_diff
from tests.adapters.slack.product import CODE, ROOM, Product, product

GROUP, MENTION = "S0CARERS1", "<!subteam^S0CARERS1|@carers>"
NAMES = {"U0AMIRA01": "Amira", "U0BEN0001": "Ben", "U0CHLOE01": "Chloe", "U0DAN0001": "Dan"}
ADA = "U0ADA0001"


async def following(p: Product) -> None:
    for id, name in {ADA: "Ada", **NAMES}.items():
        p.slack.add_user(id, name)
    p.slack.add_user("U0GUEST01", "Mo", guest=True)
    p.slack.groups[GROUP] = {"U0AMIRA01", "U0BEN0001", "U0GUEST01"}
    await p.say(ADA, f"claim {CODE}")
    await p.say(ADA, "team add Crisis line")
    await p.say(ADA, f"team follow {MENTION} for Crisis line")
    await p.app.settle()


async def listed(p: Product) -> set[str]:
    def read(uow: object) -> set[str]:
        ids = tuple(row.member for row in uow.memberships.where())  # type: ignore[attr-defined]
        return {row.name for row in uow.members.where(id=ids)} if ids else set()  # type: ignore[attr-defined]

    return await p.app.store.read(read)


async def test_the_list_follows_the_group_and_the_lead_hears_who_came_and_went() -> None:
    async with product() as p:
        await following(p)
        assert await listed(p) == {"Amira", "Ben"}
        told = "\n".join(p.hands.sees(ADA))
        assert "The list of Crisis line follows @carers from now on" in told
        assert "I found 3 people in @carers. 2 people joined the list of Crisis line." in told
        await p.hands.regroup(GROUP, "U0BEN0001", "U0CHLOE01")
        await p.pass_time(seconds=1)
        assert await listed(p) == {"Ben", "Chloe"}
        assert "@carers changed, and with it the list of Crisis line: Chloe joined and Amira left." in p.last(ADA)
        assert "You are not in @carers any more" in p.last("U0AMIRA01")


async def test_unheard_it_would_be_found_a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: without looking at what was heard, the list stays as it was."""
    is_due = membership_diff._is_due
    monkeypatch.setattr(
        membership_diff, "_is_due", lambda row, next_at, now: not row.heard_at and is_due(row, next_at, now)
    )
    async with product() as p:
        await following(p)
        await p.hands.regroup(GROUP, "U0BEN0001")
        await p.pass_time(seconds=1)
        assert await listed(p) == {"Amira", "Ben"}


async def test_a_group_that_is_gone_or_may_not_be_read_is_said_and_changes_nothing() -> None:
    async with product() as p:
        await following(p)
        del p.slack.groups[GROUP]
        await p.pass_time(days=1)
        assert await listed(p) == {"Amira", "Ben"}
        assert "I do not find that user group, or it was switched off." in p.last(ADA)


async def test_a_group_is_no_single_person_and_the_way_is_shown() -> None:
    async with product() as p:
        await following(p)
        await p.say(ADA, f"member add {MENTION} to Crisis line")
        assert "“team follow @carers for TEAM”" in p.last(ADA)
        await p.say(ADA, "team add Wards")
        p.slack.add_channel(ROOM, "crisis", {ADA, *NAMES})
        await p.command(ADA, "team add Crisis line", ROOM)
        assert await listed(p) == {"Amira", "Ben"}, "a home does not take the place of the group"
