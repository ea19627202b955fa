"""Everything that a person sees in Slack, one after the other, through the real SDK and Bolt."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.slack import forms
from bot.chatcommands import COMMANDS
from bot.views.messages.checks import KINDS
from tests.adapters.slack.product import ROOM, Product, product
from tests.adapters.slack.test_round import NAMES
from tests.fakes.slack.hands import labels, words_of
from tests.fakes.slack.server import encoded, signed
from tests.fakes.slack.world import BOT_ID, BOT_USER
from tests.support.further import further, part_of

pytestmark = further

GUIDE = (Path(__file__).parents[3] / "docs/slack.md").read_text("utf-8")
CHOICES = ["Answer privately", "Remind me tomorrow", "Not this time", "Details"]


async def asked(p: Product) -> list[str]:
    ids = await p.set_up(NAMES)
    await p.pass_time(days=1, hours=1)
    return ids


async def drafted(p: Product) -> list[str]:
    """Seven of eight have answered the first two questions, and the draft is there."""
    ids = await asked(p)
    for n, id in enumerate(ids[1:8]):
        await p.answer(id, f"the handover of {n}", "the rota", "")
    await p.pass_time(days=4)
    return ids


async def test_the_channel_is_told_and_each_person_is_asked() -> None:
    async with product() as p:
        ids = await asked(p)
        assert "Three questions for Crisis line are on their way to each of you" in p.last(ids[1], ROOM)
        mine = p.slack.messages[-1] if p.slack.messages[-1].channel != ROOM else p.slack.messages[-2]
        assert labels(mine.blocks) == CHOICES
        said = p.last(ids[1])
        assert all(f"{n}. " in said for n in (1, 2, 3)) and "Confidential" in said
        assert "What works well" not in mine.text, "the lock screen shows no question"


async def test_typed_words_wait_in_the_form_and_are_changed_and_withdrawn() -> None:
    async with product() as p:
        amira = (await asked(p))[1]
        await p.say(amira, "the rota is unfair")
        await p.say(amira, "and late")
        await p.press(amira, "Question 2")
        assert "the rota is unfair\nand late" in p.last(amira)
        await p.hands.open_home(amira)
        assert await p.hands.press_at_home(amira, "Go on with my draft") == {}
        inputs = {b["block_id"]: b["element"] for b in p.slack.modals[amira].view["blocks"] if b["type"] == "input"}
        assert list(inputs) == ["q1", "q2", "q3"]
        assert inputs["q2"]["initial_value"] == "the rota is unfair\nand late"
        await p.fill(amira)
        assert "Saved" in p.last(amira) and "question 2" in p.last(amira)
        await p.press(amira, "Change")
        inputs = {b["block_id"]: b["element"] for b in p.slack.modals[amira].view["blocks"] if b["type"] == "input"}
        assert inputs["q2"]["initial_value"] == "the rota is unfair\nand late"
        await p.fill(amira, q2="the rota is fair now")
        await p.press(amira, "Withdraw")
        assert "withdr" in p.last(amira).lower()


async def test_a_draft_is_weighed_in_one_modal_a_row_for_each_item() -> None:
    async with product() as p:
        ids = await drafted(p)
        draft = next(m for m in reversed(p.slack.messages) if m.channel == ROOM and labels(m.blocks))
        assert labels(draft.blocks) == ["Weigh these points", "Something is missing"]
        before = p.hands.sees(ids[2], ROOM)
        await p.press(ids[1], "Weigh these points", ROOM)
        rows = [b for b in p.slack.modals[ids[1]].view["blocks"] if b["type"] == "input" and "options" in b["element"]]
        assert len(rows) == 2 and all("Waiting and delays" in row["label"]["text"] for row in rows)
        assert {row["element"]["type"] for row in rows} == {"radio_buttons"}, "one press each"
        await p.fill(ids[1], **{row["block_id"]: "agree" for row in rows})
        assert "You have weighed all of it" in p.hands.sees(ids[1], ROOM)[-1]
        assert p.hands.sees(ids[2], ROOM) == before, "nobody else sees that somebody weighed"


async def weighed_and_closed(p: Product) -> int:
    """Choose in one row of the modal, close it without sending; return how many weighings are stored."""
    ids = await drafted(p)
    await p.press(ids[1], "Weigh these points", ROOM)
    before = p.hands.sees(ids[1])
    rows = [b for b in p.slack.modals[ids[1]].view["blocks"] if b["type"] == "input" and "options" in b["element"]]
    await p.hands.choose(ids[1], rows[0]["block_id"], "agree")
    await p.app.settle()
    assert p.hands.sees(ids[1]) == before, "the modal shows it: nothing is said"
    del p.slack.modals[ids[1]]
    return await p.app.store.read(lambda uow: uow.weighings.count())


async def test_what_was_chosen_counts_though_the_modal_is_closed() -> None:
    async with product() as p:
        assert await weighed_and_closed(p) == 1


async def test_control_without_sending_each_choice_it_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_sent_when_chosen", lambda block: block)
    async with product() as p:
        assert await weighed_and_closed(p) == 0


async def test_a_point_is_challenged_in_private() -> None:
    async with product() as p:
        ids = await drafted(p)
        await p.press(ids[1], "Weigh these points", ROOM)
        await p.fill(ids[1])
        await p.press(ids[1], "Challenge one", ROOM)
        modal = p.slack.modals[ids[1]].view
        assert "Waiting and delays" in words_of(modal["blocks"])
        assert sum(kind in words_of(modal["blocks"]) for kind in KINDS.values()) >= 4
        before = p.hands.sees(ids[2], ROOM)
        chosen = [b for b in modal["blocks"] if b["type"] == "input" and "options" in b["element"]]
        await p.fill(ids[1], **{row["block_id"]: row["element"]["options"][0]["value"] for row in chosen})
        assert p.hands.sees(ids[2], ROOM) == before, "nobody else sees that somebody challenged"
        own = p.hands.sees(ids[1], ROOM)[len(before) :] + p.hands.sees(ids[1])
        assert any("challenge" in text.lower() for text in own)


async def test_the_final_goes_to_the_channel_and_the_digest_to_the_lead_alone() -> None:
    async with product() as p:
        ids = await drafted(p)
        await p.pass_time(days=6)
        assert any("Final summary: Crisis line" in text for text in p.hands.sees(ids[1], ROOM))
        digests = [id for id in ids if any("Digest for you as a lead" in text for text in p.hands.sees(id))]
        assert digests == [ids[-1]]
        (digest,) = [m for m in p.slack.messages if "Digest for you" in words_of(m.blocks)]
        assert words_of(digest.blocks[0]) == digest.text == "A digest for you."
        assert await p.hands.open_home(ids[-1]) == {}
        page = words_of(p.slack.homes[ids[-1]]["blocks"])
        said = (
            words_of(digest.blocks).split("lead of Crisis line")[1].split("No digest shows a single answer")[0].strip()
        )
        assert "One next step" in said and said in page
        assert await p.hands.open_home(ids[1]) == {}
        assert "One next step" not in words_of(p.slack.homes[ids[1]]["blocks"])


async def test_each_ones_own_page_has_what_is_theirs() -> None:
    async with product() as p:
        ids = await drafted(p)
        pages = {}
        for who, id in (("admin", ids[0]), ("member", ids[1]), ("lead", ids[-1])):
            assert await p.hands.open_home(id) == {}
            pages[who] = words_of(p.slack.homes[id]["blocks"])
        for page in pages.values():
            assert "Who sees what" in page and "Your own matters" in page and "Stop" in page
        assert "the draft is in your team’s channel" in pages["member"] and "the handover of 0" in pages["member"]
        assert "For leads" in pages["lead"] and "For admins" in pages["admin"]
        assert not any(word in pages["member"] for word in ("For leads", "For admins", "Add people"))
        assert "Add a team" in pages["admin"] and "Add a team" not in pages["lead"]
        assert not any("the handover of" in pages[who] for who in ("lead", "admin"))


async def test_a_draft_is_weighed_from_ones_own_page() -> None:
    async with product() as p:
        ids = await drafted(p)
        amira = ids[1]
        assert await p.hands.open_home(amira) == {}
        assert "You have weighed nothing yet." in words_of(p.slack.homes[amira]["blocks"])
        assert await p.hands.press_at_home(amira, "Weigh these points") == {}
        key = next(block["block_id"] for block in p.slack.modals[amira].view["blocks"] if block["type"] == "input")
        await p.fill(amira, **{key: "agree"})
        assert "You have weighed 1 of" in words_of(p.slack.homes[amira]["blocks"])


ABOUT_TEAMS = ("Crisis line", "You are in Night shift now.")
"""What others may hear of: their team, and the one that an example makes in their channel."""


@pytest.mark.parametrize("command", part_of(COMMANDS, 8), ids=lambda command: command.name)
async def test_every_command_is_answered_to_its_author(command: object) -> None:
    async with product() as p:
        ids = await asked(p)
        for example in command.examples:  # type: ignore[attr-defined]
            mine = len(p.hands.sees(ids[0])), len(p.hands.sees(ids[0], ROOM))
            theirs = p.hands.sees(ids[1])
            await p.command(ids[0], example.replace("@amira", f"<@{ids[1]}>"), ROOM)
            assert mine != (len(p.hands.sees(ids[0])), len(p.hands.sees(ids[0], ROOM))), example
            told = [text for text in p.hands.sees(ids[1])[len(theirs) :] if not any(one in text for one in ABOUT_TEAMS)]
            assert told == [], example


async def test_a_channel_that_is_renamed_and_archived_is_followed() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        renamed = {"type": "channel_rename", "channel": {"id": ROOM, "name": "helpline", "created": 1}}
        assert await p.slack.deliver(p.hands.event(renamed)) == {}
        await p.app.settle()
        await p.command(ids[0], "team list")
        assert "Crisis line" in p.last(ids[0])
        p.slack.channels[ROOM].archived = True
        assert await p.slack.deliver(p.hands.event({"type": "channel_archive", "channel": ROOM, "user": ids[0]})) == {}
        await p.pass_time(days=1, hours=1)
        await p.command(ids[0], "status")
        assert "Crisis line: its channel is archived" in p.last(ids[0])
        assert "Answer privately" in [label for m in p.slack.messages for label in labels(m.blocks)], "people are asked"
        p.slack.channels[ROOM].archived = False
        assert (
            await p.slack.deliver(p.hands.event({"type": "channel_unarchive", "channel": ROOM, "user": ids[0]})) == {}
        )
        for id in ids[1:8]:
            await p.answer(id, "the handover", "the rota", "")
        await p.pass_time(days=4)
        assert any("Draft for checking" in text for text in p.hands.sees(ids[1], ROOM))


async def test_a_shared_channel_brings_no_strangers() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        assert await p.slack.deliver(p.hands.event({"type": "channel_shared", "channel": ROOM})) == {}
        p.slack.add_user("U0STRANGER", "Stranger", foreign=True)
        p.slack.channels[ROOM].members.add("U0STRANGER")
        joined = {"type": "member_joined_channel", "user": "U0STRANGER", "channel": ROOM, "team": "T0ELSEWHERE"}
        assert await p.slack.deliver(p.hands.event({**joined, "channel_type": "C"})) == {}
        await p.pass_time(days=1, hours=1)
        assert p.hands.sees("U0STRANGER") == [] and p.hands.sees(ids[1]) != []


async def test_bots_are_not_talked_to() -> None:
    """Neither to others nor to itself: two that answer each other never end."""
    async with product() as p:
        await asked(p)
        p.slack.add_user("U0ROBOT000", "Robot", is_bot=True)
        before = len(p.slack.messages)
        for user in (BOT_USER, "U0ROBOT000"):
            own = {
                "type": "message",
                "channel": "D0U0AMIRA000",
                "channel_type": "im",
                "ts": f"9.{len(user)}",
                "text": "hello",
            }
            assert await p.slack.deliver(p.hands.event({**own, "user": user, "bot_id": BOT_ID})) == {}
            said = {"type": "app_mention", "channel": ROOM, "ts": f"8.{len(user)}", "text": f"<@{BOT_USER}> hello"}
            assert await p.slack.deliver(p.hands.event({**said, "user": user, "bot_id": BOT_ID})) == {}
            await p.app.settle()
        assert len(p.slack.messages) == before


async def test_a_request_that_is_replayed_within_five_minutes_is_heard_once() -> None:
    async with product("http") as p:
        ids = await asked(p)
        for body in (p.hands.message(ids[1], "the rota"), p.hands.commanding(ids[1], "privacy")):
            kind, data = encoded(body)
            headers = {"Content-Type": kind, **signed(data, at=p.slack.wall())}
            before = len(p.hands.sees(ids[1]))
            for _ in range(3):
                assert (await p.slack.post_raw(data, headers))[0] == 200
                await p.app.settle()
            assert len(p.hands.sees(ids[1])) == before + 1


async def test_a_workspace_that_uninstalls_the_app_finds_what_it_said_when_it_comes_back() -> None:
    """As the guide says: the token goes, the people and their answers stay, and whoever wants theirs erased can still have that."""
    async with product() as p:
        ids = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        await p.answer(ids[1], "the handover", "the rota", "")

        async def kept() -> tuple[int, ...]:
            return await p.app.store.read(
                lambda uow: (uow.teams.count(), uow.members.count(), uow.identities.count(), uow.answers.count())
            )

        before = await kept()
        assert before[3] == 2
        assert await p.slack.deliver(p.hands.event({"type": "app_uninstalled"})) == {}
        await p.pass_time(hours=1)
        assert await kept() == before
        await p.command(ids[1], "my data")
        assert "the handover" in p.last(ids[1])
    assert "Its teams, people and answers stay as they are" in GUIDE
