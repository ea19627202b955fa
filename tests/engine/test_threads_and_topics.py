"""Replies appear where the person is looking; a team's home is a channel or a topic of it, never a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import BotRemoved, ConversationMoved, MemberJoined, MessageReceived, Sender
from bot.domain.model import Membership, Urgency
from bot.domain.outcomes.commands import TeamTold
from bot.engine.context import Services, WorkContext
from bot.engine.outbox.message_rows import lease_ready
from bot.engine.outbox.pacing import Pacer
from bot.ports import Limits, SendLaterError, SendRefusedError, UnitOfWork
from bot.views.capabilities import FULL, Capabilities, Support
from tests.engine.test_in_channels import ADA, NOW, TEAM, founded
from tests.support.house import House

ROTA, PHONES = replace(TEAM, topic="7"), replace(TEAM, topic="8")
EVE = ConversationRef("fake", "w", person="eve")


def refs(house: House) -> list[ConversationRef]:
    return [sent.ref for sent in house.platform.sent]


def homes(house: House) -> list[ConversationRef | None]:
    return house.store.read_sync(lambda uow: [uow.addresses.ref(team.channel) for team in uow.teams.where()])


async def two_teams() -> House:
    house = await founded()
    await house.order("ada", "team add Crisis line", ROTA)
    await house.order("ada", "team add Phones", PHONES)
    return house


@pytest.mark.parametrize("place", [ADA, TEAM, ROTA], ids=["direct", "channel", "topic"])
async def test_a_reply_appears_in_the_thread_in_which_it_was_asked(place: ConversationRef) -> None:
    house = await founded()
    thread = replace(place, thread="1.2")
    await house.order("ada", "team list", thread)
    assert refs(house)[-1] == thread
    await house.order("ada", "bananas", thread)
    assert refs(house)[-1] == thread, "a refusal as well"
    await house.order("ada", "team list", place)
    assert refs(house)[-1] == place, "the control: without a thread in the place itself"


async def test_a_reply_in_a_thread_waits_and_survives_a_restart() -> None:
    house = await founded()
    house.platform.fail(SendLaterError(0.01), TEAM)
    await house.order("ada", "team list", replace(TEAM, thread="1.2"))
    assert refs(house)[-1] == replace(TEAM, thread="1.2")
    (kept,) = [row for row in house.store.read_sync(lambda uow: uow.outbox.where()) if row.thread]
    assert house.store.read_sync(lambda uow: uow.addresses.ref(kept.to)) == TEAM, "a thread is no address"


async def test_a_home_is_never_a_thread() -> None:
    house = await founded()
    await house.order("ada", "team add Crisis line", replace(TEAM, thread="1.2"))
    await house.order("ada", "member add <@eve> to Crisis line", ADA)
    assert homes(house) == [TEAM]
    told = [sent.ref for sent in house.platform.sent if sent.private_to is None and not sent.ref.direct]
    assert told[-1] == TEAM


async def test_what_is_said_to_the_sender_alone_elsewhere_is_in_no_thread() -> None:
    """Where a channel shows nothing privately the reply goes to the direct conversation, in which that thread is not."""
    house = await founded()
    house.platform.give(TEAM, replace(FULL, private_in_channel=Support.REFUSED))
    await house.order("ada", "team list", replace(TEAM, thread="1.2"))
    assert refs(house)[-1] == ADA


async def test_a_topic_that_is_gone_leaves_its_team_to_the_channel() -> None:
    house = await two_teams()
    gone = ConversationMoved(event_id="gone", sender=Sender(ref=ADA), where=ROTA, at=NOW, to=TEAM)
    await house.handle(gone)
    await house.handle(gone)
    assert set(homes(house)) == {TEAM, PHONES}
    said = [text for text in house.platform.transcript(ADA) if "The topic of Crisis line is gone" in text]
    assert len(said) == 1


async def test_a_channel_moves_and_goes_with_every_topic() -> None:
    house = await two_teams()
    new = replace(TEAM, channel="new")
    await house.handle(ConversationMoved(event_id="moved", sender=Sender(ref=ADA), where=TEAM, at=NOW, to=new))
    assert set(homes(house)) == {replace(new, topic="7"), replace(new, topic="8")}
    await house.handle(BotRemoved(event_id="removed", sender=Sender(ref=ADA), where=new, at=NOW))
    assert homes(house) == [None, None]
    assert sum("I was taken out of the channel" in text for text in house.platform.transcript(ADA)) == 2


@pytest.mark.parametrize(("teams", "joined"), [(1, True), (2, False)])
async def test_who_joins_is_in_the_only_team_and_in_none_of_several(teams: int, joined: bool) -> None:
    house = await two_teams() if teams > 1 else await founded()
    if teams == 1:
        await house.order("ada", "team add Crisis line", ROTA)
    await house.handle(MemberJoined(event_id="eve", sender=Sender(ref=EVE, name="Eve"), where=TEAM, at=NOW))
    rows: list[Membership] = house.store.read_sync(lambda uow: uow.memberships.where())
    assert bool(rows) is joined
    assert any("Somebody joined the group of Crisis line and Phones" in t for t in house.platform.transcript(ADA)) is (
        not joined
    )


async def test_a_number_typed_in_a_thread_chooses_from_what_was_offered_in_its_place() -> None:
    house = await founded()
    poor = replace(FULL, buttons=Support.REFUSED)
    house.platform.give(ADA, poor)
    await house.order("ada", "forget me", replace(ADA, thread="1.2"))
    choice = MessageReceived(
        event_id="two", sender=Sender(ref=ADA), where=replace(ADA, thread="1.2"), at=NOW, text=ConfidentialText("2")
    )
    before = len(house.platform.sent)
    await house.handle(choice)
    assert refs(house)[before:] == [replace(ADA, thread="1.2")]


def digest(name: str) -> Callable[[UnitOfWork], object]:
    def say(uow: UnitOfWork) -> object:
        at = NOW + timedelta(seconds=len(name))
        work = WorkContext(uow, at, Services(lambda: "t", None, able))  # type: ignore[arg-type]
        return work.say(uow.addresses.id_of(ROTA), TeamTold(what="lead", name=name), Urgency.DIGEST, key=name)

    return say


def able(ref: ConversationRef) -> Capabilities:
    return FULL


@pytest.mark.parametrize("new", [ROTA, replace(TEAM, topic="9")], ids=["opened again", "moved"])
@pytest.mark.parametrize(("error", "again"), [("closed", 1), ("invalid", 0)])
async def test_the_last_summary_that_a_home_refused_is_shown_once_the_home_is_set(
    new: ConversationRef, error: str, again: int
) -> None:
    house = await two_teams()
    house.platform.fail(SendRefusedError(error), ROTA, times=2)
    for name in ("First", "Second"):
        await house.store.run(digest(name))
        await house.app.settle()
    for _ in range(2):
        await house.order("ada", "team add Crisis line", new)
    said = house.platform.transcript(new)
    assert [sum(name in text for text in said) for name in ("First", "Second")] == [0, again]


async def test_what_was_refused_before_something_was_said_is_over() -> None:
    """The control of "the last"."""
    house = await two_teams()
    house.platform.fail(SendRefusedError("closed"), ROTA)
    await house.store.run(digest("First"))
    await house.app.settle()
    await house.store.run(digest("Second"))
    await house.app.settle()
    await house.order("ada", "team add Crisis line", ROTA)
    assert not any("First" in text for text in house.platform.transcript(ROTA))


async def test_topics_and_threads_of_a_channel_keep_one_pace() -> None:
    """The control is another channel: it does not wait."""
    house = await two_teams()
    elsewhere = replace(TEAM, channel="elsewhere")
    places = (TEAM, ROTA, PHONES, elsewhere)

    def say(uow: UnitOfWork) -> None:
        work = WorkContext(uow, NOW, services)
        for n, place in enumerate(places):
            thread = "1.2" if place == TEAM else ""
            work.say(uow.addresses.remember(place), TeamTold(what="people"), key=str(n), thread=thread)

    services = Services(lambda: "t", None, house.platform.capabilities)  # type: ignore[arg-type]
    await house.store.run(say)
    leased = await house.store.run(lambda uow: lease_ready(uow, NOW, list(Urgency), services))
    pacer = Pacer(Limits(overall=1000, per_direct=1, per_channel=1))
    for message, going in leased:
        pacer.add(message, going.to, going.direct)
    at_once = [message.id for n in range(9) if (message := pacer.pop(n / 500))]
    assert len(at_once) == 2
    assert "3" in at_once
