"""The organisation's draft in its check, through the engine: what the golden conversations do not show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.model import Release, Round, RoundState
from bot.domain.model.weighing import ItemKind, WeighedLabel
from bot.domain.outcomes.answering import NotYourRound
from bot.domain.outcomes.challenges import CheckingOver
from bot.domain.rounds import is_of_organisation
from bot.engine.context import WorkContext
from bot.engine.rounds import group_finals
from bot.views.text import as_text
from tests.support.actions import until
from tests.support.further import only_further
from tests.support.organisation import (
    ALPHA,
    BETA,
    EVERYBODY,
    TEAMS,
    answered,
    check_of,
    final_everywhere,
    release_of,
)
from tests.support.places import channel, person
from tests.support.world import World


async def drafted(world: World, words: Mapping[str, str] | None = None) -> Round:
    said = words or {who: f"Harbour {who}" for who in EVERYBODY}
    await final_everywhere(world, await answered(world, said))
    return await check_of(world, RoundState.DRAFT)


async def points_of(world: World, round_: Round) -> list[tuple[str, str, str]]:
    summary = (await release_of(world, round_)).summary
    return [(each.label, each.band, each.weighed) for question in summary.questions for each in question.points]


async def weigh(world: World, round_: Round, people: tuple[str, ...], choice: str, item: str = "1.1") -> None:
    for who in people:
        await world.submit(who, "weigh", round_.id, {item: choice})


def posted(world: World, key: str) -> list[str]:
    return [as_text(sent.view) for sent in world.platform.sent if sent.key.startswith(key)]


async def test_everybody_of_every_team_can_weigh_whether_their_team_was_released_or_not() -> None:
    world = World()
    round_ = await drafted(world, {who: f"Harbour {who}" for who in (*ALPHA, *BETA)})
    invited = {sent.ref.person for sent in world.platform.sent if sent.key.startswith(f"weigh:{round_.id}:")}
    assert invited == set(EVERYBODY)
    assert len(set(posted(world, f"weigh:{round_.id}:"))) == 1
    assert (await world.press("uma", "weigh", round_.id)).reply.form
    assert (await world.press("stranger", "weigh", round_.id)).told(NotYourRound)


@pytest.mark.parametrize(("teams", "label"), [((*ALPHA, *BETA), None), (EVERYBODY, WeighedLabel.WIDELY_SHARED)])
async def test_how_it_was_weighed_is_told_from_three_released_groups_on(teams: tuple[str, ...], label: str) -> None:
    world = World()
    round_ = await drafted(world, {who: f"Harbour {who}" for who in teams})
    await weigh(world, round_, EVERYBODY[:10], "agree")
    done = await check_of(world, RoundState.FINAL)
    band = "several teams" if label else ""
    assert await points_of(world, done) == [("Harbour", band, label)]
    assert await world.read(lambda uow: uow.weighings.where()) == []


async def test_it_survives_a_restart_in_the_middle_of_its_check_and_of_its_decisions() -> None:
    world = World()
    round_ = await drafted(world)
    await weigh(world, round_, EVERYBODY[:4], "agree")
    await world.restart()
    await weigh(world, round_, EVERYBODY[4:8], "agree")
    for who in BETA[:3]:
        await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "meaning"})
    while not (await world.rounds(id=round_.id))[0].deciding:
        world.clock.move(timedelta(hours=6))
        await world.settle()
    await world.restart()
    await world.submit("ada", "refuse", f"{round_.id}:1.1:meaning", {"reason": "it was measured"})
    await world.settle()
    assert (await world.rounds(id=round_.id))[0].state is RoundState.FINAL
    assert await points_of(world, round_) == [("Harbour", "several teams", WeighedLabel.WIDELY_SHARED)]
    finals = posted(world, f"final:{round_.id}:")
    assert len(finals) == 3 and all("was declined, because: it was measured" in text for text in finals)


@pytest.mark.parametrize("admin", [True, False])
async def test_where_nobody_decides_it_ends_all_the_same_and_the_next_cycle_waits_for_nothing(admin: bool) -> None:
    world = World()
    await final_everywhere(world, await answered(world, {who: f"Harbour {who}" for who in EVERYBODY}))
    if not admin:
        members = await world.read(lambda uow: uow.members.where(admin=True))
        await world.store.run(lambda uow: [uow.members.save(replace(row, admin=False)) for row in members])
    round_ = await check_of(world, RoundState.DRAFT)
    begun = (await world.read(lambda uow: uow.organisations.where()))[0].cycle_from
    assert begun is not None and begun <= world.clock.now() < begun + timedelta(days=1)
    for who in BETA[:3]:
        await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "meaning"})
    done = await check_of(world, RoundState.FINAL)
    assert world.clock.now() - begun < timedelta(days=14)
    assert all("stays open" in text for text in posted(world, f"final:{done.id}:"))
    assert (await world.submit("ada", "refuse", f"{round_.id}:1.1:meaning", {"reason": "late"})).answered


async def test_a_lead_who_is_no_admin_reads_it_in_the_channel_and_decides_nothing() -> None:
    world = World()
    await final_everywhere(world, await answered(world, {who: f"Harbour {who}" for who in EVERYBODY}))
    await world.command("ada", "lead set <@uma> for Gamma", channel("gamma"))
    round_ = await check_of(world, RoundState.DRAFT)
    for who in BETA[:3]:
        await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "meaning"})
    done = await check_of(world, RoundState.FINAL)
    told = {sent.ref.person for sent in world.platform.sent if sent.key.startswith(("cases:", "whole:"))}
    assert told == {"ada"}
    views = [as_text(sent.view) for sent in world.seen_by(person("uma"))]
    assert sum("Final summary: the whole of Haven" in text for text in views) == 3, done.id


async def test_a_channel_that_is_gone_stops_no_other() -> None:
    world = World()
    await final_everywhere(world, await answered(world, {who: f"Harbour {who}" for who in EVERYBODY}))
    teams = await world.read(lambda uow: uow.teams.where(name="Beta"))
    await world.store.run(lambda uow: uow.teams.save(replace(teams[0], channel="")))
    round_ = await check_of(world, RoundState.DRAFT)
    posts = {sent.ref.channel for sent in world.platform.sent if sent.key.startswith(f"draft:{round_.id}:")}
    assert posts == {"alpha", "gamma"}
    assert (await world.press("hal", "weigh", round_.id)).reply.form, "they were asked in private"


async def test_what_a_group_reworded_and_merged_lives_on() -> None:
    world = World()
    rounds = await answered(world, {who: f"Harbour {who}" for who in EVERYBODY})
    alpha = next(row for row in rounds if row.roster == len(ALPHA))
    round_ = await until(world, alpha, RoundState.DRAFT)
    names = await world.read(lambda uow: [row.name for row in uow.teams.where(id=round_.teams)])
    team = TEAMS[names[0]]
    for who in team[:3]:
        await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "meaning"})
        await world.submit(who, "missing", round_.id, {"words": "A quiet room"})
    while not (now := (await world.rounds(id=round_.id))[0]).deciding:
        world.clock.move(timedelta(hours=6))
        await world.settle()
    decider = (await world.read(lambda uow: uow.members.get(now.deciders[0]))).name.lower()  # type: ignore[union-attr]
    await world.submit(decider, "accept", f"{round_.id}:1.1:meaning", {"wording": "The harbour is far"})
    await world.submit(decider, "accept", f"{round_.id}::missing", {"wording": "No quiet room"})
    await final_everywhere(world, rounds)
    labels = [label for label, _, _ in await points_of(world, await check_of(world, RoundState.DRAFT))]
    assert sorted(labels) == ["Harbour", "The harbour is far"], "what one team added is told from three teams on"


async def test_two_of_its_releases_share_no_contribution() -> None:
    world = World()
    first = await drafted(world)
    await check_of(world, RoundState.FINAL)
    for _ in range(40):
        world.clock.move(timedelta(days=1))
        await world.settle()
    assert [row.id for row in await world.rounds() if is_of_organisation(row)] == [first.id], "nothing new was said"
    assert (await world.press("amira", "weigh", first.id)).told(CheckingOver)


@only_further
async def test_control_without_the_mark_and_the_ledger_it_would_say_the_same_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def every_line(work: WorkContext, release: Release) -> list[object]:
        return list(work.uow.ledger.where(release=release.id))

    monkeypatch.setattr(group_finals, "_fresh_lines", every_line)
    monkeypatch.setattr(group_finals, "mark_pooled", lambda work, finals, release: None)
    monkeypatch.setattr("bot.engine.rounds.ledger_lines.ledger_near", lambda work, contributions: [])
    monkeypatch.setattr("bot.domain.releases.organisation._released_contributions", lambda given, *rest: set(given))
    world = World()
    await drafted(world)
    for _ in range(40):
        world.clock.move(timedelta(days=1))
        await world.settle()
    assert len([row for row in await world.rounds() if is_of_organisation(row)]) > 1


async def next_draft(world: World, last: Round) -> Round:
    """Let all teams answer every round in the same words until the organisation has its next draft."""
    done: set[str] = set()
    for _ in range(600):
        for row in await world.rounds(state=RoundState.OPEN):
            if row.id not in done:
                done.add(row.id)
                for who in EVERYBODY:
                    await world.answer(who, row.id, f"Lantern {who}")
        world.clock.move(timedelta(hours=6))
        await world.settle()
        drafts = [row for row in await world.rounds(state=RoundState.DRAFT) if is_of_organisation(row)]
        if drafts and drafts[0].id != last.id:
            return drafts[0]
    raise AssertionError("no other draft of the organisation came")


@only_further
async def test_what_the_whole_said_is_weighed_again_four_drafts_later_and_challenged_by_two_teams() -> None:
    world = World()
    round_ = await drafted(world)
    for _ in range(4):
        await until(world, round_, RoundState.FINAL)
        asked = (await release_of(world, round_)).items
        assert not [item for item in asked if item.kind is ItemKind.EARLIER_POINT], "not before"
        round_ = await next_draft(world, round_)
    form = (await world.press("uma", "weigh", round_.id)).reply.form
    assert form and any("“Harbour”. Is it still so?" in field.label for field in form.fields)
    await weigh(world, round_, (*ALPHA[:3], *BETA[:3]), "differ", "e1")
    await until(world, round_, RoundState.FINAL)
    finals = posted(world, f"final:{round_.id}:")
    assert len(finals) == 3 and all("“Harbour”: under challenge" in text for text in finals)
    told = [as_text(sent.view) for sent in world.seen_by(person("ada")) if "[Word it anew]" in as_text(sent.view)]
    assert len(told) == 1
