from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack import sending
from bot.domain.model import Delivery
from bot.ports import UnitOfWork
from tests.adapters.slack.product import ROOM, Product, product
from tests.adapters.slack.stand import channel
from tests.fakes.slack.hands import words_of

NAMES = ("Amira", "Ben", "Chloe", "Dan", "Eve", "Femi", "Gita", "Hal")


async def whole_round(p: Product) -> list[str]:
    ids = await p.set_up(NAMES)
    await p.pass_time(days=1, hours=1)
    for n, id in enumerate(ids[1:8]):
        await p.answer(id, f"the handover of {n} zebra{n}", "the rota", "")
    for _ in range(12):
        await p.pass_time(days=1)
    return ids


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_whole_round(mode: str) -> None:
    async with product(mode) as p:
        ids = await whole_round(p)
        room = "\n".join(p.hands.sees(ids[1], ROOM))
        assert "Waiting and delays" in room
        assert "Summary" in room or "summary" in room
        everything = "\n".join(text for m in p.slack.messages for text in [m.text, str(m.blocks)])
        assert "zebra" not in "\n".join(p.hands.sees(ids[1], ROOM))
        for n, id in enumerate(ids[1:8]):
            others = "\n".join("\n".join(p.hands.sees(other)) for other in ids if other != id)
            assert f"zebra{n}" not in others
        assert "<@" not in everything.replace("&lt;@", "")
        assert all(m.text for m in p.slack.messages)
        undelivered = await p.app.store.read(lambda uow: [m.error for m in uow.outbox.where() if m.state != "sent"])
        assert undelivered == []


async def test_everything_that_is_said_twice_is_done_once() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        body = p.hands.pressing(ids[1], p.slack.direct(ids[1]).id, "Not this time")
        before = len(p.hands.sees(ids[1]))
        for _ in range(3):
            assert await p.slack.deliver(body) == {}
            await p.app.settle()
        assert len(p.hands.sees(ids[1])) == before + 1
        said = p.hands.message(ids[2], "the rota is unfair")
        for retry in range(3):
            assert await p.slack.deliver(said, retry=retry) == {}
            await p.app.settle()
        assert sum("I have kept this as a draft" in text for text in p.hands.sees(ids[2])) == 1
        sent = p.hands.pressing(ids[3], p.slack.direct(ids[3]).id, "Answer privately")
        await p.slack.deliver(sent)
        filled = p.hands.filling(ids[3], {"q1": "the call"})
        for _ in range(3):
            assert await p.slack.deliver(filled) == {}
            await p.app.settle()
        assert sum("Saved" in text for text in p.hands.sees(ids[3])) == 1


async def test_a_typed_message_becomes_a_draft_that_can_be_edited_and_sent() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        amira = ids[1]
        typed = p.hands.message(amira, "The rota &amp; the <https://x.example|plan>.")
        await p.slack.deliver(typed)
        await p.app.settle()
        assert "The rota & the plan." in p.last(amira)
        inner = typed["event"]
        edited = {"type": "message", "user": amira, "text": "The rota.", "ts": inner["ts"], "edited": {"user": amira}}
        change = {"type": "message", "subtype": "message_changed", "message": edited, "channel": inner["channel"]}
        await p.slack.deliver(p.hands.event({**change, "channel_type": "im", "previous_message": inner}))
        await p.app.settle()
        assert "Corrected as you edited it" in p.last(amira)
        await p.say(amira, "And the plan.", thread_ts="1.2")
        await p.press(amira, "Question 1")
        assert "The rota.\nAnd the plan." in p.last(amira)
        await p.press(amira, "Send it")
        assert "Saved" in p.last(amira)


async def test_an_answer_typed_into_a_mention_is_told_to_its_author_alone() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        assert await p.hands.mention(ids[1], ROOM, "the rota is unfair") == {}
        await p.app.settle()
        assert "Others can read what you wrote here" in p.last(ids[1], ROOM)
        assert "Others can read" not in "\n".join(p.hands.sees(ids[2], ROOM))


async def test_a_form_that_cannot_open_in_time_is_said() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        body = p.hands.pressing(ids[1], p.slack.direct(ids[1]).id, "Answer privately")
        p.slack.triggers[body["trigger_id"]] = 0.0
        assert await p.slack.deliver(body) == {}
        assert "press the button again" in p.last(ids[1])
        assert ids[1] not in p.slack.modals


async def test_people_come_and_go_and_only_those_who_count_are_asked() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.add_user("U0IRIS0000", "Iris")
        p.slack.add_user("U0GUEST000", "Guest", guest=True)
        p.slack.add_user("U0ROBOT000", "Robot", is_bot=True)
        for id in ("U0IRIS0000", "U0GUEST000", "U0ROBOT000"):
            assert await p.hands.join(id, ROOM) == {}
        assert await p.hands.leave(ids[2], ROOM) == {}
        await p.pass_time(days=1, hours=1)
        asked = {id for id in (*ids, "U0IRIS0000", "U0GUEST000") if any("Answer" in t for t in p.hands.sees(id))}
        assert "U0IRIS0000" in asked
        assert not asked & {"U0GUEST000", ids[2]}


async def test_what_cannot_be_delivered_is_a_line_in_status() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.users[ids[3]].cannot_be_reached = True
        p.slack.channels[ROOM].archived = True
        await p.pass_time(days=1, hours=1)
        await p.command(ids[0], "status")
        status = p.last(ids[0])
        assert "Crisis line: its channel is archived" in status
        assert "delivered" not in status and "Chloe" not in status, "not while the round is open"
        p.slack.channels[ROOM].archived = False
        await p.pass_time(days=4)
        await p.command(ids[0], "status")
        assert "some of the questions could not be delivered" in p.last(ids[0]) and "Chloe" not in p.last(ids[0])


async def test_names_of_the_mentioned_reach_the_roster() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.add_user("U0JUNE0000", "June")
        await p.say(ids[0], "member add <@U0JUNE0000> to Crisis line")
        members = await p.app.store.read(lambda uow: {row.name for row in uow.members.where()})
        assert {"June", "Ada", "Hal"} <= members
        assert not any(name.startswith("U0") for name in members)


async def test_an_ambiguous_post_of_a_round_is_settled_without_a_second_one() -> None:
    async with product() as p:
        await p.set_up(NAMES)
        p.slack.fail("chat.postMessage", cut=True, done=True, times=3)
        await p.pass_time(days=1, hours=1)
        keys = [m.metadata["event_payload"]["key"] for m in p.slack.messages if m.metadata]
        assert len(keys) == len(set(keys))
        states = await p.app.store.read(lambda uow: {m.state.value for m in uow.outbox.where()})
        assert states == {"sent"}


async def test_ones_own_page_tells_and_does_what_the_messages_do() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        amira = ids[1]
        assert await p.hands.open_home(amira) == {}
        assert "You have not been asked yet" in words_of(p.slack.homes[amira]["blocks"])
        await p.pass_time(days=1, hours=1)
        assert await p.hands.open_home(amira) == {}
        assert await p.hands.press_at_home(amira, "Answer privately") == {}
        await p.fill(amira, q1="the zebra call")
        page = words_of(p.slack.homes[amira]["blocks"])
        assert "You have answered question 1" in page and "the zebra call" in page
        assert "zebra" not in str([home for id, home in p.slack.homes.items() if id != amira])
        assert await p.hands.press_at_home(amira, "Stop") == {}
        await p.app.settle()
        assert "Write to me again" in str(p.slack.homes[amira])
        assert await p.hands.open_home("U0ADA00000") == {}
        assert "For admins" in words_of(p.slack.homes["U0ADA00000"]["blocks"])
        assert "For" not in page.split("Your own matters")[1].split("Stop")[0]


async def test_a_team_is_set_up_by_forms_alone() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        ada, hal = ids[0], ids[-1]
        p.slack.add_channel("C0WARDS001", "wards", set(ids))
        p.slack.add_user("U0JUNE0000", "June")
        for label, values in (
            ("Add a team", {"name": "Wards", "channel": "C0WARDS001"}),
            ("Add people", {"team": "Wards", "people": f"U0JUNE0000 {ids[2]} {ids[3]} {ids[4]} {hal}"}),
            ("Name a lead", {"team": "Wards", "people": hal}),
            ("Set when", {"team": "Wards", "words": "every Monday at 09:00"}),
        ):
            assert await p.hands.open_home(ada) == {}
            assert await p.hands.press_at_home(ada, label) == {}
            await p.fill(ada, **values)
        teams = await p.app.store.read(lambda uow: {t.name: t for t in uow.teams.where()})
        wards = await p.app.store.read(lambda uow: uow.memberships.where(team=teams["Wards"].id))
        assert teams["Wards"].channel != teams["Crisis line"].channel
        assert len(wards) == len(ids) + 1 and sum(row.lead for row in wards) == 1
        assert await p.app.store.read(lambda uow: uow.schedules.count(team=teams["Wards"].id)) == 1
        assert "June" in await p.app.store.read(lambda uow: [row.name for row in uow.members.where()])


async def test_a_form_that_is_wrongly_filled_in_stays_open_and_says_why() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        assert await p.hands.open_home(ids[0]) == {}
        assert await p.hands.press_at_home(ids[0], "Add a team") == {}
        answer = await p.hands.fill(ids[0], {"name": "a: b"})
        assert answer and "colon" in answer["errors"]["name"]
        assert ids[0] in p.slack.modals


async def test_a_member_cannot_set_up_by_a_form_either() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        forged = p.hands.pressed(ids[1], p.slack.direct(ids[1]).id, "1", {"type": "button", "action_id": "setup|1"})
        forged["actions"][0]["value"] = "team"
        assert await p.slack.deliver(forged) == {}
        await p.app.settle()
        assert ids[1] not in p.slack.modals
        assert "leads and admins" in p.last(ids[1])


async def test_a_limit_holds_up_its_own_destination_and_nobody_else() -> None:
    async with product() as p:
        ids = await p.set_up(NAMES)
        p.slack.fail("chat.postMessage", error="ratelimited", status=429, retry_after=0.3, channel=ROOM)
        at: list[str] = []
        note = p.slack._note
        p.slack._note = lambda message: (at.append(message.channel), note(message))[1]  # type: ignore[method-assign]
        await p.pass_time(days=1, hours=1)
        assert at[-1] == ROOM, "what was held up comes when the time is over"
        assert len(at) == len(ids) + 1 and len(set(at)) == len(at), "and nothing comes twice"


async def test_what_a_vanished_process_had_sent_is_not_sent_again() -> None:
    async with product() as p:
        await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        room = [m for m in p.slack.messages if m.channel == ROOM and not m.private_to]
        key = room[-1].metadata["event_payload"]["key"]

        def vanished(uow: UnitOfWork) -> None:
            message = uow.outbox.get(key)
            assert message
            gone = p.clock.now() - timedelta(minutes=1)
            uow.outbox.save(replace(message, state=Delivery.SENDING, sent_ref="", leased_until=gone))

        await p.app.store.run(vanished)
        before = len(p.slack.messages)
        await p.app.sender.recover()
        await p.app.settle()
        found = await p.app.store.read(lambda uow: uow.outbox.get(key))
        assert found and found.state is Delivery.SENT and found.sent_ref == f"{ROOM}/{room[-1].ts}"
        assert len(p.slack.messages) == before


async def test_without_the_key_it_would_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(sending, "EVENT_TYPE", "nobodys")
    async with product() as p:
        await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        monkeypatch.setattr(sending, "EVENT_TYPE", "folkmoot_message")
        assert await p.adapter.find(channel(ROOM), p.slack.messages[-1].metadata["event_payload"]["key"]) is None
