"""Follow-ups through the engine: who may answer, what is taken, when somebody is reminded, and what ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.events import HomeOpened, Sender
from bot.domain.model import FollowUp, FollowUpState, Round, RoundState
from bot.domain.outcomes.commands import Unknown
from bot.domain.outcomes.follow_ups import (
    FollowUpNoted,
    FollowUpRefused,
    FollowUpsShown,
    OwnerAnswered,
    OwnerAsked,
)
from bot.domain.outcomes.repairs import ChangeUndone
from bot.engine import retention
from bot.engine.context import WorkContext
from bot.engine.follow_ups import answering, known
from bot.views.text import as_text
from tests.promises.test_c7_pointed_out import hiding
from tests.support.actions import TEAM, answered, opened, until
from tests.support.places import channel, person
from tests.support.world import Heard, World

LEAD = "hal"
DAY = timedelta(days=1)


async def finished(world: World, teams: dict[str, tuple[str, ...]] | None = None, topic: str = "Harbour") -> Round:
    round_ = await opened(world, teams) if teams else await opened(world)
    await answered(world, round_, {who: (f"{topic} as {who} sees it", "", "") for who in TEAM})
    return await until(world, round_, RoundState.FINAL)


async def only(world: World) -> FollowUp:
    (found,) = await world.read(lambda uow: uow.follow_ups.where())
    return found


async def answer(world: World, who: str = LEAD, turn: int | None = None, **values: str) -> Heard:
    found = await only(world)
    return await world.submit(who, "follow_up", f"{found.id}:{found.turn if turn is None else turn}", values)


def said_in(world: World, name: str = "alpha") -> str:
    return "\n".join(as_text(sent.view) for sent in world.platform.sent if sent.ref == channel(name))


async def test_every_point_of_a_final_waits_for_its_answer_and_the_lead_is_told() -> None:
    world = World()
    round_ = await finished(world)
    found = await only(world)
    assert (found.state, found.label, found.teams) == (FollowUpState.OPEN, "Harbour", round_.teams)
    digest = next(sent for sent in world.platform.sent if sent.key.startswith("digest:"))
    assert [button.label for button in digest.view.buttons()] == ["Answer “Harbour”", "Ask back"]


async def test_an_answer_is_posted_where_the_point_was() -> None:
    world = World()
    await finished(world)
    heard = await answer(world, step="do", words="We try a list", day="Friday")
    assert heard.told(FollowUpNoted).left == 0
    await world.settle()
    assert "We are doing something about it" in said_in(world) and "We try a list." in said_in(world)


@pytest.mark.parametrize("who", ["amira", "ada", "stranger"])
async def test_nobody_else_answers(who: str) -> None:
    world = World()
    await finished(world)
    found = await only(world)
    heard = await world.submit(who, "follow_up", f"{found.id}:0", {"step": "finish"})
    assert heard.told(FollowUpNoted) is None
    assert (await only(world)).state is FollowUpState.OPEN


async def test_control_without_the_right_anybody_would(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    await finished(world)
    monkeypatch.setattr(answering, "may_answer", lambda *given: True)
    assert (await answer(world, "amira", step="finish")).told(FollowUpNoted)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "step"),
        ({"step": "nonsense"}, "step"),
        ({"step": "refuse"}, "words"),
        ({"step": "do"}, "day"),
        ({"step": "do", "day": "some time"}, "day"),
        ({"step": "do", "day": "yesterday"}, "day"),
        ({"step": "listen", "day": "1 May 2044"}, "day"),
        ({"step": "listen", "day": "today"}, "day"),
        ({"step": "finish", "words": "Those idiots have what they want"}, "words"),
        ({"step": "do", "day": "Friday", "owner": "somebody who has a very long title " * 3}, "owner"),
    ],
)
async def test_what_cannot_be_taken_is_said_at_its_field_and_changes_nothing(
    values: dict[str, str], field: str
) -> None:
    world = World()
    await finished(world)
    heard = await answer(world, **values)
    assert set(heard.reply.errors or {}) == {field}
    assert (await only(world)).state is FollowUpState.OPEN


async def test_a_form_that_another_answer_came_before_changes_nothing() -> None:
    world = World()
    await finished(world)
    await answer(world, step="finish")
    heard = await answer(world, turn=0, step="refuse", words="There is no money")
    assert heard.told(FollowUpRefused).why == "changed"
    assert (await only(world)).state is FollowUpState.DONE


async def test_whom_the_lead_names_is_asked_first_and_says_no_without_a_word_in_the_channel() -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="Friday", owner="dan")
    await world.settle()
    found = await only(world)
    before = said_in(world)
    assert found.asked and "Dan" not in before
    stranger = await world.press("eve", "owner.yes", f"{found.id}:{found.turn}")
    assert stranger.told(FollowUpRefused).why == "gone"
    await world.press("dan", "owner.no", f"{found.id}:{found.turn}")
    await world.settle()
    assert said_in(world) == before
    found = await only(world)
    assert (found.asked, await name_of(world, found.owner)) == ("", "hal")
    again = await world.press("dan", "owner.yes", f"{found.id}:{found.turn}")
    assert again.told(OwnerAnswered) is None


async def name_of(world: World, member: str) -> str:
    found = await world.read(lambda uow: uow.members.get(member))
    return found.name if found else ""


async def test_who_agrees_sees_to_it_and_can_say_that_it_is_done() -> None:
    world = World()
    await finished(world)
    heard = await answer(world, step="do", day="Friday", owner="Dan")
    await world.settle()
    asked = [sent for sent in world.seen_by(person("dan")) if "asks whether you will see to this" in as_text(sent.view)]
    assert len(asked) == 1 and heard.told(FollowUpNoted).asked == "dan"
    found = await only(world)
    await world.press("dan", "owner.yes", f"{found.id}:{found.turn}")
    await world.settle()
    assert "Dan sees to “Harbour”." in said_in(world)
    assert (await answer(world, "dan", step="finish")).told(FollowUpNoted)


async def test_reminders_go_to_who_sees_to_it_and_the_channel_hears_once_that_it_is_late() -> None:
    world = World()
    await finished(world)
    await world.command("ada", "schedule pause Alpha")
    await answer(world, step="do", day="in 5 days")
    for _ in range(14):
        world.clock.move(DAY)
        await world.settle()
    told = [as_text(sent.view) for sent in world.seen_by(person(LEAD))]
    assert sum("Tomorrow is the day for this" in text for text in told) == 1
    assert sum("Today is the day for this" in text for text in told) == 1
    assert sum("The day for this has passed" in text for text in told) == 1
    assert said_in(world).count("is not there yet") == 1
    assert (await only(world)).state is FollowUpState.LATE


async def test_after_a_long_sleep_only_the_last_reminder_is_sent() -> None:
    world = World()
    await finished(world)
    await world.command("ada", "schedule pause Alpha")
    await answer(world, step="do", day="in 5 days")
    world.clock.move(14 * DAY)
    await world.settle()
    told = [as_text(sent.view) for sent in world.seen_by(person(LEAD))]
    assert not any("is the day for this" in text for text in told)
    assert said_in(world).count("is not there yet") == 1


async def test_who_listens_is_reminded_of_the_day_once_and_hears_of_its_end_only_if_the_day_was_slept_through() -> None:
    for asleep, wanted in ((False, (1, 1, 0)), (True, (0, 0, 1))):
        world = World()
        await finished(world)
        await world.command("ada", "schedule pause Alpha")
        await answer(world, step="listen", day="in 5 days")
        for days in (6,) if asleep else (1,) * 8:
            world.clock.move(days * DAY)
            await world.settle()
        told = [as_text(sent.view) for sent in world.seen_by(person(LEAD))]
        ways = ("you would listen until tomorrow", "you would listen until today", "you would listen has passed")
        assert tuple(sum(way in text for text in told) for way in ways) == wanted
        assert (await only(world)).state is FollowUpState.OPEN


async def test_another_day_leaves_who_has_agreed_and_asks_nobody_again() -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="in 5 days", owner="Dan")
    found = await only(world)
    await world.press("dan", "owner.yes", f"{found.id}:{found.turn}")
    form = (await world.press(LEAD, "follow_up", found.id)).reply.form
    assert form and {field.name: field.value for field in form.fields}["owner"] == "dan"
    await answer(world, step="do", day="in 9 days", owner="dan")
    after = await only(world)
    assert (after.asked, await name_of(world, after.owner)) == ("", "dan")


async def test_who_has_left_the_team_sees_to_nothing_of_it_and_answers_nothing() -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="in 5 days", owner="Dan")
    found = await only(world)
    await world.press("dan", "owner.yes", f"{found.id}:{found.turn}")
    await world.command("ada", "member remove <@dan> from Alpha")
    assert (await answer(world, "dan", step="finish")).told(FollowUpRefused).why == "gone"
    for _ in range(5):
        world.clock.move(DAY)
        await world.settle()
    assert any("is the day for this" in as_text(sent.view) for sent in world.seen_by(person(LEAD)))


async def test_who_answered_as_the_lead_does_not_answer_once_another_leads() -> None:
    world = World()
    await finished(world)
    await answer(world, step="finish")
    assert (await only(world)).owner == ""
    await world.command("ada", "lead replace <@hal> by <@eve> for Alpha")
    assert (await answer(world, LEAD, step="refuse", words="There is no money")).told(FollowUpRefused).why == "gone"
    assert (await answer(world, "eve", step="refuse", words="There is no money")).told(FollowUpNoted)


async def test_each_point_that_waits_has_a_button_in_its_turn() -> None:
    world = World()
    await finished(world)
    found = await only(world)

    def add(uow: Any) -> None:
        for place in range(7):
            promised = FollowUpState.DOING if place < 6 else FollowUpState.OPEN
            more = replace(found, id=f"more{place}", point=f"0.{place}", label=f"Point {place}", state=promised)
            uow.follow_ups.save(replace(more, due=world.clock.now().date() if place < 6 else None))

    await world.store.run(add)
    await world.command(LEAD, "promises")
    await world.settle()
    labels = [button.label for button in world.seen_by(person(LEAD))[-1].view.buttons()]
    assert {"Answer “Harbour”", "Answer “Point 6”"} <= set(labels)


async def test_of_whom_is_forgotten_nothing_is_left_and_whoever_leads_sees_to_it() -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="in 5 days", owner="Dan")
    found = await only(world)
    await world.press("dan", "owner.yes", f"{found.id}:{found.turn}")
    await world.press("dan", "forget.yes", "")
    assert (await only(world)).owner == ""
    for _ in range(5):
        world.clock.move(DAY)
        await world.settle()
    assert any("is the day for this" in as_text(sent.view) for sent in world.seen_by(person(LEAD)))


async def test_control_without_forgetting_the_owner_would_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="in 5 days", owner="Dan")
    found = await only(world)
    await world.press("dan", "owner.yes", f"{found.id}:{found.turn}")
    monkeypatch.setattr(known, "forget_owner", lambda work, member: None)
    await world.press("dan", "forget.yes", "")
    assert (await only(world)).owner


async def test_it_ends_with_its_summary() -> None:
    world = World()
    round_ = await finished(world)
    past = retention.PastTime(round_.id, world.clock.now(), summary=True)

    def remove(uow: Any) -> None:
        retention.remove_past_time(WorkContext(uow, world.clock.now(), world.app.services), [past])

    await world.store.run(remove)
    assert await world.read(lambda uow: uow.follow_ups.where()) == []


async def test_a_member_sees_what_became_of_it_and_no_button_to_answer() -> None:
    world = World()
    await finished(world)
    shown = (await world.command("amira", "promises")).told(FollowUpsShown)
    assert [line.follow_up for line in shown.lines] == [""]
    shown = (await world.command(LEAD, "promises")).told(FollowUpsShown)
    assert [bool(line.follow_up) for line in shown.lines] == [True]


async def test_somebody_of_another_team_is_told_of_no_such_team() -> None:
    world = World()
    await finished(world, {"Alpha": TEAM, "Beta": ("ina", "jon", "kim", "liz", "max", "nia", "oli")})
    assert (await world.command("ina", "promises Alpha")).told(Unknown)
    assert (await world.command("ina", "promises Beta")).told(FollowUpsShown).name == "Beta"
    assert (await world.command("amira", "promises Alpha")).told(FollowUpsShown).lines


async def test_points_of_teams_that_were_asked_as_one_stay_with_both_when_each_is_asked_alone() -> None:
    world = World()
    # A word for a place could tell of one of the two.
    await finished(world, {"Alpha": TEAM[:5], "Beta": TEAM[5:]}, topic="Lantern")
    found = await only(world)
    assert len(found.teams) == 2

    def part(uow: Any) -> None:
        for team in uow.teams.where():
            uow.teams.save(replace(team, last_round=""))

    await world.store.run(part)
    for team in found.teams:

        def of(uow: Any, team: str = team) -> list[str]:
            work = WorkContext(uow, world.clock.now(), world.app.services)
            return [row.id for row in known.follow_ups_of(work, team)]

        assert await world.read(of) == [found.id]


async def test_the_question_to_an_owner_names_no_member_who_did_not_ask() -> None:
    world = World()
    await finished(world)
    await answer(world, step="do", day="Friday", owner="Dan")
    asked = [
        sent.outcome
        for sent in await world.read(lambda uow: uow.outbox.where())
        if isinstance(sent.outcome, OwnerAsked)
    ]
    assert [each.by for each in asked] == ["hal"]


async def test_several_of_one_name_are_asked_back() -> None:
    world = World()
    await finished(world)

    def rename(uow: Any) -> None:
        for row in uow.members.where():
            if row.name == "eve":
                uow.members.save(replace(row, name="dan"))

    await world.store.run(rename)
    assert set((await answer(world, step="do", day="Friday", owner="Dan")).reply.errors or {}) == {"owner"}


async def test_names_and_numbers_are_refused_as_in_any_wording() -> None:
    world = World(finder=hiding())
    await finished(world)
    heard = await answer(world, step="finish", words="Ask Dan on 07700 900123")
    assert set(heard.reply.errors or {}) == {"words"}


async def test_an_answer_stands_in_the_audit_and_is_no_change_to_take_back() -> None:
    world = World()
    await finished(world)
    await world.command("ada", "team rename Alpha to Bravo")
    await answer(world, step="finish")
    assert (await world.command("ada", "undo")).told(ChangeUndone)
    await world.settle()
    await world.command("ada", "audit")
    await world.settle()
    assert "point answered (“Harbour”: done)" in "\n".join(as_text(sent.view) for sent in world.seen_by(person("ada")))


async def home_buttons(world: World) -> list[str]:
    event = HomeOpened(
        event_id=f"h{world.clock.now()}", sender=Sender(ref=person(LEAD)), where=person(LEAD), at=world.clock.now()
    )
    page = (await world.app.engine.handle(event)).home
    assert page
    return [button.label for button in page.buttons() if button.action == "follow_up"]


async def test_the_leads_own_page_has_a_button_for_what_they_still_owe() -> None:
    world = World()
    await finished(world)
    assert await home_buttons(world) == ["Answer “Harbour”"]
    await answer(world, step="finish")
    assert await home_buttons(world) == []
