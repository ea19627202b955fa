"""The guided set-up in Slack's forms: a channel and people are picked, and nobody else hears anything before the last press."""

from __future__ import annotations

from tests.adapters.slack.product import CODE, ROOM, product
from tests.fakes.slack.world import BOT_USER

ADA, BEN, CHLOE, MO = "U0ADA0001", "U0BEN0001", "U0CHLOE01", "U0GUEST01"


async def test_an_admin_is_guided_from_the_claim_to_the_dry_run() -> None:
    async with product() as p:
        for id, name in {ADA: "Ada", BEN: "Ben", CHLOE: "Chloe"}.items():
            p.slack.add_user(id, name)
        p.slack.add_user(MO, "Mo", guest=True)
        p.slack.add_channel(ROOM, "crisis", {ADA, BEN, MO})
        p.slack.channels[ROOM].members.discard(BOT_USER)
        await p.say(ADA, f"claim {CODE}")
        await p.press(ADA, "Set up step by step")
        await p.press(ADA, "Next")
        await p.press(ADA, "Fill in")
        await p.fill(ADA, name="Crisis line", channel=ROOM)
        assert "I am not in it. To let me in, say “/invite” and my name in it." in p.last(ADA)
        await p.hands.join(BOT_USER, ROOM)
        await p.app.settle()
        assert "2 people whom I can ask. 1 guest or bot is left out." in p.last(ADA)
        welcome = len(p.hands.sees(BEN, ROOM))
        await p.say(ADA, "setup")
        await p.press(ADA, "Fill in")
        await p.fill(ADA, people=f"{CHLOE} {MO}", lead=BEN)
        told = "\n".join(p.hands.sees(ADA))
        assert "Mo is a guest here" in told
        await p.press(ADA, "First Monday of the month 09:30")
        await p.press(ADA, "Next")
        await p.press(ADA, "Later")
        assert p.hands.sees(BEN) == [] and len(p.hands.sees(BEN, ROOM)) == welcome
        await p.press(ADA, "Create everything")
        assert "Ben leads this team now." in "\n".join(p.hands.sees(BEN, ROOM))
        assert "Ada put you on the list of Crisis line." in "\n".join(p.hands.sees(CHLOE))
        await p.press(ADA, "Dry run")
        assert "made-up" in "\n".join(p.hands.sees(ADA))
