"""Who is on a roster (B5): ids that nobody is behind make no team of five a team of seven, in whatever way they are added."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.fake import FakeAdapter
from bot.bootstrap import wire_app
from bot.domain.events import LEFT_OUT, UNCONFIRMED, ChatCommandTyped, MemberJoined, PersonChanged, Sender
from bot.domain.model import RoundState
from bot.domain.outcomes.membership import PeopleNotTaken
from bot.engine import lookup
from bot.engine.people import account_standing, introductions, rosters
from tests.support.actions import HOME
from tests.support.places import person
from tests.support.world import World

FIVE = ("ada", "amira", "ben", "chloe", "dan")
GHOSTS = ("ghost", "phantom")


async def by_command(world: World, who: str, kind: str) -> None:
    text = f"member add <@{who}> to Alpha"
    await world.hear(world.event(ChatCommandTyped, "ada", HOME, text=text, left_out={who: kind}))


async def by_role(world: World, who: str, kind: str) -> None:
    text = f"lead set <@{who}> for Alpha"
    await world.hear(world.event(ChatCommandTyped, "ada", HOME, text=text, left_out={who: kind}))


async def by_joining(world: World, who: str, kind: str) -> None:
    """They come into the team's channel, and the platform says what they are only in the event."""
    joined = world.event(MemberJoined, who, HOME)
    await world.hear(replaced(joined, who, kind))


def replaced(event: MemberJoined | PersonChanged, who: str, kind: str) -> MemberJoined | PersonChanged:
    return type(event)(
        event_id=event.event_id,
        sender=Sender(ref=person(who), name=who.title(), left_out=kind),
        where=event.where,
        at=event.at,
    )


WAYS = {"command": by_command, "role": by_role, "joining": by_joining}


async def with_ghosts(way: str, kind: str) -> World:
    """A team of five to which two ids are added of which the platform says this, until its round is due."""
    world = World()
    await world.found({"Alpha": FIVE}, "every other Tuesday at 10:00")
    for who in GHOSTS:
        await WAYS[way](world, who, kind)
    world.clock.move(timedelta(hours=26))
    await world.settle()
    return world


async def states(world: World) -> list[RoundState]:
    return [row.state for row in await world.rounds()]


@pytest.mark.parametrize("way", WAYS)
async def test_two_people_more_make_seven(way: str) -> None:
    """What the other tests refuse would be enough if somebody were behind it."""
    assert await states(await with_ghosts(way, "")) == [RoundState.OPEN]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", LEFT_OUT)
async def test_two_ids_that_nobody_is_behind_do_not_make_seven_of_five(way: str, kind: str) -> None:
    world = await with_ghosts(way, kind)
    assert await states(world) == [RoundState.SKIPPED]
    names = await world.read(lambda uow: {row.name for row in uow.members.where()})
    assert not names & {who.title() for who in GHOSTS}


@pytest.mark.parametrize("way", ["command", "role"])
async def test_control_without_the_refusal_they_count(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(lookup, "_left_out", lambda turn, id, known: "")
    assert await states(await with_ghosts(way, "unknown")) == [RoundState.OPEN]


async def test_control_without_the_refusal_whoever_comes_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def anybody(turn: lookup.EventContext) -> object:
        return introductions.introduce_member(turn, turn.event.sender.ref, turn.event.sender.name)

    monkeypatch.setattr(introductions, "introduce_sender", anybody)
    assert await states(await with_ghosts("joining", "bot")) == [RoundState.OPEN]


# -- whom the platform cannot confirm is pending


async def pending(then: str) -> World:
    """Two whom the platform cannot confirm when they are added, and of whom it says this an hour before the round."""
    world = World()
    world.app = wire_app(world.store, world.clock, [world.platform], world.finder, world.tokens or str)
    assert isinstance(world.platform, FakeAdapter)
    await world.found({"Alpha": FIVE}, "every other Tuesday at 10:00")
    for who in GHOSTS:
        world.platform.accounts[who] = UNCONFIRMED
        await by_command(world, who, UNCONFIRMED)
    world.clock.move(timedelta(hours=24))
    await world.settle()
    for who in GHOSTS:
        world.platform.accounts[who] = then
    world.clock.move(timedelta(hours=1, minutes=30))
    await world.settle()
    world.clock.move(timedelta(minutes=30))
    await world.settle()
    return world


async def test_whom_the_platform_cannot_confirm_is_not_counted_and_not_written_to() -> None:
    world = await pending(UNCONFIRMED)
    assert await states(world) == [RoundState.SKIPPED]
    assert not [sent for sent in world.platform.sent if sent.ref in (person("ghost"), person("phantom"))]


async def test_whom_it_confirms_later_counts() -> None:
    world = await pending("")
    assert await states(world) == [RoundState.OPEN]
    names = await world.read(lambda uow: {row.name for row in uow.members.where()})
    assert {who.title() for who in GHOSTS} <= names, "until then they stand there by their ids"


async def test_who_turns_out_to_be_nobody_leaves_the_list_and_that_is_told() -> None:
    world = await pending("unknown")
    assert await states(world) == [RoundState.SKIPPED]
    rows = await world.read(lambda uow: uow.outbox.where())
    assert any(isinstance(row.outcome, PeopleNotTaken) for row in rows)
    assert len(await world.read(lambda uow: uow.memberships.where())) == len(FIVE)


async def test_control_if_the_unconfirmed_counted_there_would_be_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    def everybody(work: rosters.WorkContext) -> object:
        return rosters.Counter({row.id: work.uow.memberships.count(team=row.id) for row in work.uow.teams.where()})

    def all_of(work: rosters.WorkContext, teams: tuple[str, ...]) -> object:
        rows = work.uow.members.where(primary_team=teams)
        return [(row, work.uow.identities.where(member=row.id)[0]) for row in rows]

    monkeypatch.setattr(rosters, "roster_sizes", everybody)
    monkeypatch.setattr(rosters, "real_people", all_of)
    assert await states(await pending(UNCONFIRMED)) == [RoundState.OPEN]


# -- what somebody becomes while a round runs counts from the next one


async def closed_accounts(world: World, people: tuple[str, ...]) -> None:
    for who in people:
        await world.hear(replaced(world.event(PersonChanged, who), who, "gone"))


async def state_of_the_next(world: World) -> RoundState:
    """What becomes of the second round as it is due."""
    for _ in range(200):
        world.clock.move(timedelta(hours=6))
        await world.settle()
        if len(rounds := sorted(await world.rounds(), key=lambda row: row.occasion)) > 1:
            return rounds[-1].state
    raise AssertionError("no other round was due")


async def test_an_account_that_closes_leaves_the_next_roster_and_not_the_running_one() -> None:
    world = await with_ghosts("command", "")
    await closed_accounts(world, GHOSTS[:1])
    (round_,) = await world.rounds()
    assert (round_.state, round_.roster) == (RoundState.OPEN, 7)
    assert await state_of_the_next(world) is RoundState.SKIPPED


async def test_control_if_it_were_not_kept_the_next_round_would_count_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_standing, "note_standing", lambda work, identity, left_out: None)
    world = await with_ghosts("command", "")
    await closed_accounts(world, GHOSTS[:1])
    assert await state_of_the_next(world) is RoundState.OPEN
