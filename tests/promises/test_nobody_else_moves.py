"""Whom somebody is asked with (B9, rule 10): only they move themselves, and whatever others change is told to them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.domain.model import Member, RoundState, Team
from bot.domain.outcomes.membership import AddedElsewhere, TakenOffList
from bot.engine.context import WorkContext
from bot.engine.people import asked_with, membership_lists
from bot.ports import UnitOfWork
from tests.support.places import channel, person
from tests.support.world import World

ALPHA = ("ada", "amira", "ben", "chloe", "dan", "eve", "femi", "gita")
PUPPETS = ("jo", "kit", "lou", "mo", "ned", "pat", "quin")
SCHEDULE = "every other Tuesday at 10:00"
MOVES = {
    "added elsewhere": ("member add <@amira> to Beta",),
    "taken off first": ("member remove <@amira> from Alpha", "member add <@amira> to Beta"),
    "taken off afterwards": ("member add <@amira> to Beta", "member remove <@amira> from Alpha"),
    "made a lead there": ("lead set <@amira> for Beta", "member remove <@amira> from Alpha"),
}


async def founded() -> World:
    world = World()
    await world.found({"Alpha": ALPHA, "Beta": PUPPETS}, SCHEDULE)
    return world


async def opened_after(*commands: str) -> World:
    """An admin says these things before both teams are asked."""
    world = await founded()
    for command in commands:
        await world.command("ada", command, channel("beta"))
    await to_the_opening(world)
    return world


async def to_the_opening(world: World) -> None:
    world.clock.move(timedelta(hours=26))
    await world.settle()


async def asked_through(world: World, name: str) -> list[str]:
    """The teams whose open round asks this person."""

    def find(uow: UnitOfWork) -> list[str]:
        (member,) = [row for row in uow.members.where() if row.name == name]
        rounds = tuple(row.id for row in uow.rounds.where(state=RoundState.OPEN))
        teams = {row.team for row in uow.interviews.where(member=member.id, round=rounds)}
        return sorted(row.name for row in uow.teams.where(id=tuple(teams))) if teams else []

    return await world.read(find)


async def told(world: World, who: str) -> list[type]:
    address = await world.read(lambda uow: uow.addresses.id_of(person(who)))
    rows = await world.read(lambda uow: uow.outbox.where(to=address))
    return [type(row.outcome) for row in rows if isinstance(row.outcome, AddedElsewhere | TakenOffList)]


@pytest.mark.parametrize("how", MOVES)
async def test_an_admin_moves_nobody_into_a_group_of_sock_puppets(how: str) -> None:
    world = await opened_after(*MOVES[how])
    assert "Beta" not in await asked_through(world, "amira")
    assert (await asked_through(world, "amira") == ["Alpha"]) == ("Alpha" not in " ".join(MOVES[how]))


@pytest.mark.parametrize("how", MOVES)
async def test_the_person_hears_of_every_step(how: str) -> None:
    kinds = {"add": AddedElsewhere, "set": AddedElsewhere, "remove": TakenOffList}
    world = await opened_after(*MOVES[how])
    assert await told(world, "amira") == [kinds[command.split()[1]] for command in MOVES[how]]


async def test_only_they_can_choose_it() -> None:
    world = await founded()
    await world.command("ada", "member add <@amira> to Beta", channel("beta"))
    await world.command("amira", "home Beta")
    await to_the_opening(world)
    assert await asked_through(world, "amira") == ["Beta"]


async def test_a_choice_in_a_running_round_counts_from_the_next_one() -> None:
    world = await opened_after("member add <@amira> to Beta")
    await world.command("amira", "home Beta")
    assert await asked_through(world, "amira") == ["Alpha"]
    for _ in range(70):
        world.clock.move(timedelta(hours=6))
        await world.settle()
        if "Beta" in await asked_through(world, "amira"):
            return
    raise AssertionError("never asked through the team that they chose")


async def test_control_where_a_list_moves_its_people_the_admin_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = membership_lists.add_member

    def moving(work: WorkContext, team: Team, member: Member, followed: bool = False, chosen: bool = False) -> bool:
        joined = honest(work, team, member, followed, chosen)
        membership_lists.choose_primary(work, work.uow.members.get(member.id) or member, team)
        return joined

    monkeypatch.setattr(membership_lists, "add_member", moving)
    assert await asked_through(await opened_after(*MOVES["added elsewhere"]), "amira") == ["Beta"]


async def test_control_where_it_is_not_told_the_person_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked_with, "tell_added", lambda work, team, member, by="": None)
    assert await told(await opened_after(*MOVES["added elsewhere"]), "amira") == []


async def test_everybody_sees_whom_they_are_asked_with_and_no_other_team() -> None:
    world = await opened_after()
    heard = await world.command("ben", "team people")
    await world.settle()
    shown = [repr(sent.view) for sent in world.platform.sent if sent.ref == person("ben")][-1].lower()
    assert heard.answered and all(name in shown for name in ALPHA)
    assert not [name for name in PUPPETS if re.search(rf"\b{name}\b", shown)]
    before = len(world.platform.sent)
    for team in ("Beta", "Nowhere"):
        await world.command("ben", f"team people {team}")
    await world.settle()
    beta, nowhere = (repr(sent.view) for sent in world.platform.sent[before:] if sent.ref == person("ben"))
    assert beta.replace("Beta", "Nowhere") == nowhere, "not yours and not there read the same"


# -- whoever stays hears whom they are asked with now


async def news(world: World, who: str) -> bool:
    return any("not quite the same as last time" in repr(sent.view) for sent in world.seen_by(person(who)))


async def two_rounds(*commands: str) -> World:
    """Between two rounds an admin says this, or somebody stops."""
    world = await opened_after()
    for command in commands:
        who = "amira" if command == "stop" else "ada"
        await world.command(who, command, None if who == "amira" else channel("alpha"))
    for _ in range(60):
        world.clock.move(timedelta(hours=6))
        await world.settle()
    return world


async def test_who_is_asked_with_others_than_last_time_is_told() -> None:
    world = await two_rounds("member add <@zoe> to Alpha")
    assert await news(world, "ben")
    assert not await news(world, "jo")


async def test_nobody_is_told_so_when_somebody_stops() -> None:
    """Who has stopped stays on the roster (C3b)."""
    world = await two_rounds("stop")
    assert not await news(world, "ben")


async def test_control_if_the_news_counted_who_is_asked_it_would_tell_who_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = asked_with.changes_since_last_round

    def by_asked(work: WorkContext, round_: object, roster: frozenset[str]) -> object:
        stopped = {row.id for row in work.uow.members.where(stopped=True)}
        return honest(work, round_, roster - stopped)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.engine.rounds.opening.changes_since_last_round", by_asked)
    assert await news(await two_rounds("stop"), "ben")
