"""The guided set-up in Telegram's words: a group is named by a command in it, and what is missing there is said."""

from __future__ import annotations

from tests.adapters.telegram.product import CODE, product


async def test_an_admin_is_guided_in_telegrams_own_words() -> None:
    async with product() as p:
        ada = p.fake.person(500, "Ada", started=False)
        group = p.fake.group(-1001, "Housing", ada, p.fake.person(501, "Ben"))
        p.fake.add_bot(ada, group)
        await p.say(ada, f"/claim {CODE}")
        await p.press(ada, "Set up step by step")
        await p.press(ada, "Next")
        assert "say “/setup_here” there" in p.last(ada) and "Privacy mode can stay on" in p.last(ada)
        await p.say(ada, "Housing advice")
        in_group = len(p.fake.transcript(group.id))

        group.silenced = True
        await p.say(ada, "/setup_here", group)
        assert "I cannot work in the group that you named yet: I may not write there." in p.last(ada)
        group.silenced = False
        await p.press(ada, "Look again")
        assert "I may write in the group that you named. Who is in it I am not told." in p.last(ada)

        await p.say(ada, "/setup")
        assert "“/team_link” makes links for the others" in p.last(ada)
        await p.press(ada, "I lead it myself")
        await p.say(ada, "Next")
        await p.press(ada, "First Monday of the month 09:30")
        await p.say(ada, "Next")
        await p.say(ada, "Later")
        assert "Home: the group that you named" in p.last(ada)
        assert len(p.fake.transcript(group.id)) == in_group, "nobody else has heard anything so far"
        await p.press(ada, "Create everything")
        await p.press(ada, "Dry run")
        assert "made-up" in "\n".join(p.fake.transcript(ada.id))
        await p.press(ada, "A link to join for many")
        assert "https://t.me/folkmoot_bot?start=" in p.last(ada)
        assert "Housing advice is set up" in "\n".join(p.fake.transcript(ada.id))
        assert len(p.fake.transcript(group.id)) > in_group


async def test_a_channel_of_readers_is_answered() -> None:
    """Negative control: in a group nothing of the kind is said."""
    async with product() as p:
        ada, ben = p.fake.person(500, "Ada"), p.fake.person(501, "Ben")
        await p.say(ada, f"/claim {CODE}")
        p.fake.add_bot(ada, p.fake.group(-1001, "Housing", ada))
        await p.settle()
        assert "broadcast" not in "\n".join(p.fake.transcript(ada.id))
        p.fake.add_bot(ada, p.fake.group(-1002, "News", ada, broadcast=True))
        await p.settle()
        assert "broadcast channel" in p.last(ada)
        assert p.fake.transcript(-1002) == []
        p.fake.add_bot(ben, p.fake.group(-1003, "More news", ben, broadcast=True))
        await p.settle()
        assert "broadcast channel" in p.fake.transcript(-1003)[0], "whom the bot may not write to is told there"
