"""A guided set-up makes nothing and tells nobody before its last press; then everything is made in one unit of work, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.events import ConversationMoved
from bot.domain.model import SetUpPlan
from bot.domain.outcomes.commands import NotForYou, Welcome
from bot.domain.outcomes.many_people import LinesNotRead
from bot.domain.outcomes.repairs import TeamNameTaken
from bot.domain.outcomes.schedules import ScheduleSet
from bot.domain.outcomes.set_up import SetUpAsked, SetUpDone, SetUpLooked, SetUpNotReady, SetUpOver
from bot.engine.commands.running import ORDERS
from bot.engine.context import WorkContext
from bot.engine.set_up import plans, typing
from bot.ports import SendRefusedError
from tests.support.actions import TEAM, opened
from tests.support.places import channel, person
from tests.support.world import World

MADE = ("teams", "schedules", "memberships", "followings", "audits")


async def begun(where: str = "") -> World:
    world = World()
    await world.found({})
    await world.command("ada", "setup")
    return world


async def planned(world: World) -> World:
    """Everything but the last press: a team with a home, three people, a lead, a rhythm and a contact."""
    await world.submit("ada", "guide", "organisation", {"name": "Haven House", "zone": "Paris"})
    await world.submit("ada", "guide", "team", {"name": "Housing", "channel": "<#housing>"})
    await world.submit("ada", "guide", "people", {"people": "<@ben> <@chloe>", "lead": "<@hal>"})
    await world.press("ada", "guide.when", "rhythm:every other Tuesday at 10:00")
    await world.press("ada", "guide.next", "rhythm")
    await world.submit("ada", "guide", "support", {"contacts": "Helpline: 0800 555 0100"})
    await world.settle()
    return world


async def made(world: World) -> dict[str, list[Any]]:
    return await world.read(lambda uow: {name: getattr(uow, name).where() for name in MADE})


def others_told(world: World) -> list[str]:
    return [repr(sent.ref.channel or sent.ref.person) for sent in world.platform.sent if sent.ref != person("ada")]


async def plan_of(world: World, who: str = "ada") -> SetUpPlan | None:
    return await world.read(lambda uow: uow.set_up_plans.get(uow.addresses.id_of(person(who))))


async def test_nothing_is_made_and_nobody_told_before_the_last_press() -> None:
    world = World()
    await world.found({})
    before, members = await made(world), await world.read(lambda uow: uow.members.count())
    await world.command("ada", "setup")
    await planned(world)
    assert await made(world) == before
    assert await world.read(lambda uow: uow.members.count()) == members
    assert others_told(world) == []

    heard = await world.press("ada", "guide.create", "review")
    await world.settle()
    done = heard.told(SetUpDone)
    assert (done.team, done.people, done.leads) == ("Housing", 3, ("hal",))
    after = await made(world)
    assert [row.name for row in after["teams"]] == ["Housing"]
    assert len(after["schedules"]) == 1 and len(after["memberships"]) == 3
    assert {"'housing'", "'ben'", "'chloe'", "'hal'"} <= set(others_told(world))
    organisation = (await world.read(lambda uow: uow.organisations.where()))[0]
    assert (organisation.name, organisation.zone) == ("Haven House", "Europe/Paris")
    assert organisation.support_contacts == ("Helpline: 0800 555 0100",)
    assert await plan_of(world) is None


async def test_one_part_that_is_refused_leaves_nothing_made(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await planned(await begun())
    before = await made(world)

    def refuse(context: object, command: object) -> None:
        raise Refusal(TeamNameTaken(name="x"))

    monkeypatch.setitem(ORDERS, order.SetLead, refuse)
    heard = await world.press("ada", "guide.create", "review")
    await world.settle()
    assert heard.told(SetUpDone) is None and heard.told(TeamNameTaken)
    assert await made(world) == before
    assert others_told(world) == []
    assert await plan_of(world) is not None
    monkeypatch.undo()
    assert (await world.press("ada", "guide.create", "review")).told(SetUpDone)


async def test_the_last_press_counts_once() -> None:
    world = await planned(await begun())
    assert (await world.press("ada", "guide.create", "review")).told(SetUpDone)
    assert (await world.press("ada", "guide.create", "review")).told(SetUpOver)
    assert len((await made(world))["teams"]) == 1


async def test_a_team_that_another_admin_made_meanwhile_is_not_taken_over() -> None:
    world = await planned(await begun())
    await world.command("ada", "admin add <@ben>")
    await world.command("ben", "team add Housing", channel("elsewhere"))
    assert (await world.press("ada", "guide.create", "review")).told(TeamNameTaken)
    assert len((await made(world))["teams"]) == 1


@pytest.mark.parametrize("who", ["ben", "zed"])
async def test_only_admins_are_guided(who: str) -> None:
    world = World()
    await world.found({"Aa": ("ben", "chloe")})
    for heard in (await world.command(who, "setup"), await world.press(who, "guide.next", "team")):
        assert heard.told(NotForYou) or heard.told(Welcome)
    assert await plan_of(world, who) is None


async def test_a_home_where_the_bot_cannot_write_is_said_and_not_made() -> None:
    world = World(dies=False)
    await world.found({})
    await world.command("ada", "setup")
    await world.submit("ada", "guide", "team", {"name": "Housing", "channel": "<#housing>"})
    world.platform.fail(SendRefusedError("removed"), channel("housing"), times=1_000_000)
    await world.settle()
    looked = [m.outcome for m in await world.read(lambda uow: uow.outbox.where()) if isinstance(m.outcome, SetUpLooked)]
    assert [one.home.access for one in looked] == ["removed"]
    assert (await world.press("ada", "guide.create", "review")).told(SetUpNotReady)
    assert (await made(world))["teams"] == []
    world.platform.heal()
    await world.press("ada", "guide.look", "team")
    await world.settle()
    assert (await world.press("ada", "guide.create", "review")).told(SetUpDone)


@pytest.mark.parametrize(
    ("step", "filled", "field"),
    [
        ("organisation", {"name": "Haven", "zone": "Mars"}, "zone"),
        ("organisation", {"name": "Haven", "zone": "London", "holidays": "Atlantis"}, "holidays"),
        ("team", {"name": "A: B"}, "name"),
        ("rhythm", {"words": "every otter Tuesday at 10:00"}, "words"),
        ("support", {"contacts": "\n".join(f"line {n}" for n in range(9))}, "contacts"),
    ],
)
async def test_what_cannot_be_used_keeps_the_form_open(step: str, filled: dict[str, str], field: str) -> None:
    world = await begun()
    before = await plan_of(world)
    heard = await world.submit("ada", "guide", step, filled)
    assert list(heard.reply.errors or {}) == [field]
    assert await plan_of(world) == before


@pytest.mark.parametrize(
    ("rhythm", "is_told"), [("every Tuesday at 10:00", True), ("every other Tuesday at 10:00", False)]
)
async def test_a_rhythm_that_is_shorter_than_the_windows_is_said_to_be_so(rhythm: str, is_told: bool) -> None:
    world = await planned(await begun())
    for typed in ("back", "back"):
        shown = (await world.type("ada", typed)).told(SetUpAsked)
    assert shown and shown.step == "rhythm"
    shown = (await world.type("ada", rhythm)).told(SetUpAsked)
    assert shown and shown.schedule and bool(shown.overlap) is is_told


async def test_the_rhythm_is_shown_with_the_holidays_that_are_planned() -> None:
    world = await begun()
    await world.submit("ada", "guide", "organisation", {"name": "Haven", "zone": "London", "holidays": "England"})
    await world.submit("ada", "guide", "team", {"name": "Housing", "channel": "<#housing>"})
    await world.submit("ada", "guide", "people", {"people": "<@ben> <@chloe>", "lead": "<@hal>"})
    rhythm = "every Friday at 10:00 except bank holidays"
    shown = (await world.press("ada", "guide.when", f"rhythm:{rhythm}")).told(SetUpAsked)
    days = [one.at.date().isoformat() for one in shown.sends]
    await world.press("ada", "guide.next", "rhythm")
    await world.submit("ada", "guide", "support", {"contacts": "Helpline: 0800 555 0100"})
    await world.settle()
    assert (await world.press("ada", "guide.create", "review")).told(SetUpDone)
    told = (await world.command("ada", "schedule show Housing", person("ada"))).told(ScheduleSet)
    assert told and [one.at.date().isoformat() for one in told.sends] == days
    assert told.overlap and replace(told.overlap, fit=None) == shown.overlap, "of a team that is there it offers more"


async def test_what_a_step_asks_for_can_be_typed() -> None:
    world = await begun()
    for typed in ("Paris", "back", "Haven House", "Housing advice", "<@ben> and <@chloe>"):
        await world.type("ada", typed)
    assert (await world.type("ada", "every otter Tuesday")).told(SetUpAsked) is None
    for typed in ("every other Tuesday at 10:00", "next", "Helpline: 0800 555 0100"):
        await world.type("ada", typed)
    plan = await plan_of(world)
    assert plan and (plan.step, plan.team, plan.name) == ("review", "Housing advice", "Haven House")
    assert plan.zone == "Europe/Paris"
    assert ([one.id for one in plan.people], plan.contacts) == (["ben", "chloe"], ("Helpline: 0800 555 0100",))
    assert (await world.type("ada", "Create everything.")).told(SetUpDone)


async def test_people_are_named_line_by_line_and_each_line_that_is_nobody_is_told() -> None:
    world = World()
    await world.found({"Aa": ("amira", "ben")})
    await world.command("ada", "setup")
    for typed in ("Haven House", "Housing advice"):
        await world.type("ada", typed)
    heard = await world.type("ada", "Amira\n<@chloe>\nSomebody Else")
    assert heard.told(LinesNotRead).lines == ((3, "unknown"),)
    plan = await plan_of(world)
    assert plan and [one.id for one in plan.people] == ["amira", "chloe"]


async def test_a_form_that_is_sent_as_it_was_filled_in_changes_nothing() -> None:
    world = await begun()
    await world.command("ada", "organisation set holidays UK/England")
    form = (await world.press("ada", "guide", "organisation")).reply.form
    assert form
    heard = await world.submit("ada", "guide", "organisation", {field.name: field.value for field in form.fields})
    assert heard.told(SetUpAsked), heard.reply.errors
    await world.submit("ada", "guide", "team", {"name": "Housing"})
    await world.press("ada", "guide.create", "people")
    audits = await world.read(lambda uow: [row.action for row in uow.audits.where()])
    assert audits.count("holidays set") == 1 and "name set" not in audits and "zone set" not in audits


@pytest.mark.parametrize("typed", ["thanks", "hello", "ok", "who answered?"])
async def test_what_means_something_is_no_name(typed: str) -> None:
    world = await begun()
    await world.type("ada", typed)
    await world.press("ada", "guide.next", "organisation")
    await world.type("ada", typed)
    plan = await plan_of(world)
    assert plan and (plan.name, plan.team) == ("", "")


async def test_a_command_is_one_in_the_middle_too_and_words_after_an_hour_are_words() -> None:
    world = await begun()
    await world.press("ada", "guide.next", "organisation")
    assert (await world.type("ada", "team list")).told(SetUpAsked) is None
    world.clock.move(typing.LISTENS)
    await world.type("ada", "Housing advice")
    plan = await plan_of(world)
    assert plan and plan.team == ""


async def test_who_has_a_round_to_answer_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: without the look at it, the answer would be a team's name."""
    for looked, name in ((True, ""), (False, "The rota changes late")):
        world = World()
        await opened(world, {"Aa": TEAM})
        await world.command("ada", "setup")
        await world.press("ada", "guide.next", "organisation")
        if not looked:
            monkeypatch.setattr(typing, "_is_something_else", lambda context, text: False)
        await world.type("ada", "The rota changes late")
        plan = await plan_of(world)
        assert plan and plan.team == name


async def test_whoever_asks_to_be_forgotten_leaves_every_plan() -> None:
    world = World()
    await world.found({"Aa": ("ben", "chloe")})
    await world.command("ada", "setup")
    await world.submit("ada", "guide", "people", {"people": "<@ben> <@chloe>", "lead": "<@ben>"})
    await world.press("ben", "forget.yes")
    plan = await plan_of(world)
    assert plan and ([one.id for one in plan.people], plan.leads) == (["chloe"], ())


async def test_a_planned_home_that_moves_is_followed() -> None:
    world = World(dies=False)
    await world.found({})
    await world.command("ada", "setup")
    await world.submit("ada", "guide", "team", {"name": "Housing", "channel": "<#housing>"})
    await world.settle()
    await world.hear(world.event(ConversationMoved, "ada", channel("housing"), to=channel("homes")))
    await world.press("ada", "guide.create", "people")
    (team,) = (await made(world))["teams"]
    assert await world.read(lambda uow: uow.addresses.ref(team.channel)) == channel("homes")


async def test_a_plan_ends_with_its_admin_and_with_time() -> None:
    world = await planned(await begun())
    plan = await plan_of(world)
    assert plan is not None
    later = plan.touched_at + plans.KEPT + timedelta(seconds=1)
    counts = []
    for now in (plan.touched_at, later):
        counts.append(
            await world.store.run(lambda uow, now=now: plans.remove_old(WorkContext(uow, now, world.app.services)))
        )
    assert counts == [0, 1]
    await world.command("ada", "setup")
    await world.press("ada", "forget.yes")
    assert await world.read(lambda uow: uow.set_up_plans.where()) == []
