"""Several commands in one message, and a change that is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chatcommands import Role
from bot.chatcommands.several import split_commands
from bot.domain.model import RoundState
from bot.domain.outcomes.dates import DaysAsked
from bot.domain.outcomes.repairs import ChangeNotUndone, ChangeUndone, LeaveNoted, PersonUnknown, SeveralRefused
from bot.engine.commands import undoing
from bot.views.text import as_text
from tests.promises.test_c11_least_power import state
from tests.support.actions import FORTNIGHTLY, TEAM, opened
from tests.support.places import person
from tests.support.world import World


async def founded() -> World:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    return world


async def test_several_lines_are_done_one_after_the_other() -> None:
    world = await founded()
    await world.command("ada", "team add Beta\nmember add <@zoe>, <@yan> to Beta\n\nlead set <@zoe> for Beta")
    beta = await world.read(lambda uow: uow.teams.where(name="Beta")[0].id)
    rows = await world.read(lambda uow: uow.memberships.where(team=beta))
    assert (len(rows), sum(row.lead for row in rows)) == (2, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("team add Beta\nmember add <@zoe> to Beta\nlead set <@zoe> for Bta", 3),
        ("team add Beta\nmember add to Beta\nlead set <@zoe> for Beta", 2),
        ("team add Beta\nbananas for everybody\nlead set <@zoe> for Beta", 2),
        ("admin add <@ben>\nadmin remove <@ada> <@ben>", 2),
    ],
)
async def test_where_one_line_is_refused_nothing_is_done(text: str, line: int) -> None:
    world = await founded()
    before = await state(world)
    heard = await world.command("ada", text)
    refused = heard.told(SeveralRefused)
    assert (refused.number, refused.of) == (line, len(text.splitlines()))
    assert await state(world) == before
    await world.settle()
    last = [sent for sent in world.platform.sent if sent.ref == person("ada")][-1]
    assert as_text(last.view).startswith(f"Nothing of your {refused.of} lines was done, because of line {line}:")


async def test_typed_without_a_prefix_they_are_done_only_by_who_has_nothing_to_answer() -> None:
    world = await founded()
    lines = "team add Beta\nteam add Gamma"
    await world.type("ada", lines)
    assert await world.read(lambda uow: uow.teams.count()) == 3
    world = World()
    await opened(world)
    await world.type("ada", lines)
    assert await world.read(lambda uow: uow.teams.count()) == 1


def test_lines_of_one_command_are_its_own() -> None:
    assert split_commands("support contacts set Samaritans: 116 123\nStaff helpline: 0800 555 0100", Role.ADMIN) == ()
    assert split_commands("questions add What is missing?\nAnd why?", Role.ADMIN) == ()
    assert split_commands("team list", Role.ADMIN) == ()
    assert split_commands("stop asking us\nhome is where we are", Role.ADMIN) == ()
    assert split_commands("team list\nteam list", Role.MEMBER) == ()
    assert split_commands("team list\nstatus", Role.LEAD) == ("team list", "status")


async def test_people_who_were_added_are_taken_off_again() -> None:
    world = await founded()
    await world.command("ada", "member add <@zoe> <@ben> to Alpha")
    assert (await world.command("ada", "undo change")).told(ChangeUndone)
    names = await world.read(lambda uow: {row.name for row in uow.members.where(id=_on_lists(uow))})
    assert {name.lower() for name in names} == set(TEAM)


def _on_lists(uow: object) -> tuple[str, ...]:
    return tuple(row.member for row in uow.memberships.where())  # type: ignore[attr-defined]


async def test_what_one_message_changed_is_taken_back_together() -> None:
    world = await founded()
    await world.command("ada", "team rename Alpha to Omega\nschedule remove Omega")
    done = (await world.command("ada", "undo change")).told(ChangeUndone)
    assert len(done.what) == 2
    assert await world.read(lambda uow: [row.name for row in uow.teams.where()]) == ["Alpha"]
    assert await world.read(lambda uow: uow.schedules.count()) == 1


async def test_changes_are_taken_back_one_after_another() -> None:
    world = await founded()
    for name in ("Beta", "Gamma"):
        await world.command("ada", f"team rename {'Alpha' if name == 'Beta' else 'Beta'} to {name}")
    for name in ("Beta", "Alpha"):
        assert (await world.command("ada", "undo change")).told(ChangeUndone)
        assert await world.read(lambda uow: [row.name for row in uow.teams.where()]) == [name]


async def test_what_a_round_was_asked_with_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await founded()
    before = await _questions(world)
    await world.command("ada", "questions set 2 What should we stop at once?")
    world.clock.move(timedelta(hours=26))
    await world.settle()
    assert len(await world.rounds(state=RoundState.OPEN)) == 1
    assert (await world.command("ada", "undo change")).told(ChangeNotUndone).why == "round"
    assert await _questions(world) != before
    # Negative control: without the look at rounds, the questions of before would be back.
    monkeypatch.setattr(undoing, "_has_been_asked_with", lambda context, row: False)
    assert (await world.command("ada", "undo change")).told(ChangeUndone)
    assert await _questions(world) == before


async def _questions(world: World) -> str:
    return await world.read(lambda uow: uow.organisations.where()[0].questions)


async def test_whoever_leads_since_before_a_round_goes_on_leading() -> None:
    world = await founded()
    await world.command("ada", "lead set <@ben> for Alpha")
    assert (await world.command("ada", "undo change")).told(ChangeUndone), (
        "negative control: before a round it is undone"
    )
    await world.command("ada", "lead set <@ben> for Alpha")
    world.clock.move(timedelta(hours=26))
    await world.settle()
    assert len(await world.rounds(state=RoundState.OPEN)) == 1
    assert (await world.command("ada", "undo change")).told(ChangeNotUndone).why == "round"
    assert await world.read(lambda uow: uow.memberships.count(lead=True)) == 1


async def test_leave_of_somebody_else_is_asked_back_and_told() -> None:
    world = await founded()
    assert (await world.command("ada", "member away <@nobody> until Monday")).told(PersonUnknown)
    asked = (await world.command("ada", "member away <@ben> Monday")).told(DaysAsked)
    heard = await world.press("ada", asked.action, asked.choices[-1].token)
    assert [message.outcome.by for message in heard.messages if isinstance(message.outcome, LeaveNoted)] == ["Ada", ""]
    away = await world.read(lambda uow: [row.name for row in uow.members.where() if row.leave])
    assert away == ["ben"]
    await world.command("ada", "member back <@ben>")
    assert await world.read(lambda uow: [row.name for row in uow.members.where() if row.leave]) == []
