"""One link for many on Telegram: limited in number and time, told to the lead, posted with [Join], and ended by a press."""

from __future__ import annotations

import re

import pytest

from bot.engine.people import invites
from tests.adapters.telegram.product import CODE, Product, product
from tests.fakes.telegram.world import Group, Person

LINK = re.compile(r"https://t\.me/folkmoot_bot\?start=([A-Za-z0-9_-]+)")


async def made(p: Product, more: str = "") -> tuple[Person, Group, str]:
    """Ada is admin, and has made one link for many."""
    ada = p.fake.person(500, "Ada")
    group = p.fake.group(-1001, "Crisis line", ada)
    p.fake.add_bot(ada, group)
    await p.say(ada, f"/claim {CODE}")
    await p.say(ada, "/team_add Crisis line", group)
    await p.say(ada, f"/team_link Crisis line for many{more}")
    return ada, group, LINK.findall("\n".join(p.fake.transcript(ada.id)))[-1]


def stranger(p: Product, n: int) -> Person:
    return p.fake.person(600 + n, f"Stranger{n}", started=False)


async def people(p: Product) -> int:
    return await p.app.store.read(lambda uow: uow.memberships.count())


async def come(p: Product, code: str, *numbers: int) -> None:
    for n in numbers:
        p.fake.start(stranger(p, n), code)
        await p.settle()


@pytest.mark.parametrize(("limited", "in_it"), [(True, 3), (False, 4)])
async def test_it_lets_so_many_in_and_each_join_is_told(
    monkeypatch: pytest.MonkeyPatch, limited: bool, in_it: int
) -> None:
    """Negative control: not counted, it would let a fourth in."""
    if not limited:
        monkeypatch.setattr(invites, "bind_invite", lambda work, invite: None)
    async with product() as p:
        ada, _, code = await made(p, " up to 3 people")
        await come(p, code, 1, 2, 3, 4)
        assert await people(p) == in_it
        told = [text for text in p.fake.transcript(ada.id) if "joined Crisis line with the link for many" in text]
        assert len(told) == in_it
        if limited:
            assert "It lets nobody else in." in told[-1]


async def test_it_ends_with_its_time_and_by_a_press() -> None:
    async with product() as p:
        ada, _, code = await made(p, " for 2 days")
        await come(p, code, 1)
        await p.pass_time(days=2)
        await come(p, code, 2)
        assert await people(p) == 1
        await p.say(ada, "/team_link Crisis line for many")
        code = LINK.findall("\n".join(p.fake.transcript(ada.id)))[-1]
        await come(p, code, 3)
        await p.press(ada, "End this link")
        await come(p, code, 4)
        assert await people(p) == 2
        await p.say(ada, "/team_link off Crisis line")
        assert "No link to Crisis line is open." in p.last(ada)


async def test_the_picture_to_print_and_the_post_with_its_button() -> None:
    async with product() as p:
        ada, group, code = await made(p)
        assert [m for m in p.fake.messages if m.photo and m.chat == ada.id]
        assert "Crisis line: have your say." in "\n".join(p.fake.transcript(ada.id))
        group.pins = True
        await p.press(ada, "Post it in the team’s group")
        (post,) = [m for m in p.fake.messages if m.chat == group.id and "Who is in Crisis line?" in m.text]
        assert group.pinned == [post.id]
        assert code not in post.text
        ben = stranger(p, 1)
        press = await p.press(ben, "Join", group)
        answered = p.fake.answered(press)
        assert answered and "press Start" in answered.text
        p.fake.start(ben, "")
        await p.settle()
        assert "You are in Crisis line now." in "\n".join(p.fake.transcript(ben.id))
        assert await people(p) == 1


async def test_a_bot_that_may_not_pin_posts_all_the_same() -> None:
    async with product() as p:
        ada, group, _ = await made(p)
        await p.press(ada, "Post it in the team’s group")
        assert [m for m in p.fake.messages if m.chat == group.id and "Who is in Crisis line?" in m.text]
        assert group.pinned == []
