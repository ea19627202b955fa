"""Lasting points: asked about again after four rounds, challenged by k people, worded anew or let go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import FollowUp, LastingPoint, PastRoster, PointState, Round, RoundState, Verdict
from bot.domain.outcomes.lasting_points import EarlierPointNoted
from bot.views.text import as_text
from tests.engine.test_follow_ups import LEAD, finished
from tests.support.actions import HOME, TEAM, answered, next_round, opened, until
from tests.support.places import person
from tests.support.world import World

QUIET = ("Zebra crossings", "", "")
STILL = "Is it still so?"


async def point(world: World, state: PointState = PointState.STANDS) -> LastingPoint:
    """Return the one point in this state that the first round had."""
    rows = await world.read(lambda uow: uow.lasting_points.where())
    (row,) = [row for row in rows if row.state is state and "Zebra" not in row.label]
    return row


async def follow_ups(world: World) -> list[FollowUp]:
    return await world.read(lambda uow: uow.follow_ups.where())


async def rounds_later(world: World, first: Round, number: int) -> Round:
    """Play so many further rounds in which nobody says what was said in the first; return the last, as a draft."""
    round_ = first
    for place in range(number):
        round_ = await next_round(world, round_)
        await answered(world, round_, dict.fromkeys(TEAM, QUIET))
        round_ = await until(world, round_, RoundState.DRAFT)
        if place < number - 1:
            round_ = await until(world, round_, RoundState.FINAL)
    return round_


async def asks_again(world: World, round_: Round) -> bool:
    form = (await world.press("amira", "weigh", round_.id)).reply.form
    return form is not None and any(STILL in field.label for field in form.fields)


async def weighed(world: World, round_: Round, yes: int, no: int) -> Round:
    for place, who in enumerate(TEAM[: yes + no]):
        await world.submit(who, "weigh", round_.id, {"e1": "agree" if place < yes else "differ"})
    return await until(world, round_, RoundState.FINAL)


async def challenged(world: World) -> Round:
    return await weighed(world, await rounds_later(world, await finished(world), 4), 0, 5)


def posted(world: World, *words: str) -> list[str]:
    return [text for sent in world.seen_by(HOME) if all(word in (text := as_text(sent.view)) for word in words)]


async def test_a_point_is_asked_about_again_in_the_fourth_round_after_and_not_before() -> None:
    world = World()
    first = await finished(world)
    third = await rounds_later(world, first, 3)
    assert not await asks_again(world, third)
    fourth = await rounds_later(world, await until(world, third, RoundState.FINAL), 1)
    assert await asks_again(world, fourth)


async def test_it_is_asked_about_in_a_draft_that_has_no_point_of_its_own() -> None:
    world = World()
    third = await until(world, await rounds_later(world, await finished(world), 3), RoundState.FINAL)
    round_ = await next_round(world, third)
    await answered(world, round_, {who: (f"{who} says this alone", "", "") for who in TEAM})
    assert await asks_again(world, await until(world, round_, RoundState.DRAFT))


@pytest.mark.parametrize(("yes", "no", "is_told"), [(0, 5, True), (4, 5, True), (1, 4, False), (0, 4, False)])
async def test_it_is_under_challenge_from_k_people_on_who_see_it_differently(yes: int, no: int, is_told: bool) -> None:
    world = World()
    fourth = await rounds_later(world, await finished(world), 4)
    await weighed(world, fourth, yes, no)
    told = [as_text(sent.view) for sent in world.seen_by(person(LEAD)) if "under challenge" in as_text(sent.view)]
    assert bool(told) is is_told
    assert bool(posted(world, "Earlier points, weighed again", "under challenge")) is is_told


async def test_the_lead_words_it_anew_and_the_next_draft_asks_about_that() -> None:
    world = World()
    fourth = await challenged(world)
    old = await point(world)
    form = (await world.press(LEAD, "earlier.reword", old.id)).reply.form
    assert form and old.label in form.fields[0].label
    await world.submit(LEAD, "earlier.reword", old.id, {"wording": "The harbour closes too early"})
    await world.settle()
    assert posted(world, old.label, "It now reads “The harbour closes too early”.")
    assert (await point(world, PointState.CHANGED)).label == old.label
    (answer,) = [row for row in await follow_ups(world) if row.lasting_point == (await point(world)).id]
    assert answer.label == "The harbour closes too early", "its answer is awaited under the new wording"
    fifth = await rounds_later(world, fourth, 1)
    form = (await world.press("amira", "weigh", fifth.id)).reply.form
    assert form and any("The harbour closes too early" in field.label for field in form.fields)
    final = await weighed(world, fifth, 6, 0)
    assert posted(world, "“The harbour closes too early”: still widely shared.")
    assert not await asks_again(world, await rounds_later(world, final, 1))


@pytest.mark.parametrize(("typed", "why"), [("“the  meadow”.", "another point"), ("'HARBOUR'!", "already")])
async def test_it_is_not_worded_as_it_reads_or_as_another_point_that_stands(typed: str, why: str) -> None:
    world = World()
    await challenged(world)
    old = await point(world)
    other = replace(old, id="other", label="The meadow", verdicts=())
    await world.store.run(lambda uow: uow.lasting_points.save(other))
    heard = await world.submit(LEAD, "earlier.reword", old.id, {"wording": typed})
    assert heard.reply.errors and why in heard.reply.errors["wording"]
    await world.store.run(lambda uow: uow.lasting_points.save(replace(other, state=PointState.DROPPED)))
    heard = await world.submit(LEAD, "earlier.reword", old.id, {"wording": "The meadow"})
    assert heard.told(EarlierPointNoted), "a point that was let go stands no more"


async def test_the_lead_lets_it_go_with_a_reason_and_it_is_not_asked_about_again() -> None:
    world = World()
    fourth = await challenged(world)
    old = await point(world)
    (promised,) = [row for row in await follow_ups(world) if row.lasting_point == old.id]
    await world.submit(LEAD, "follow_up", f"{promised.id}:{promised.turn}", {"step": "do", "day": "in 200 days"})
    await world.submit(LEAD, "earlier.drop", old.id, {"reason": "The harbour is not ours any more."})
    await world.settle()
    assert posted(world, old.label, "The harbour is not ours any more.")
    assert [row for row in await follow_ups(world) if row.lasting_point == old.id] == [], "nobody waits for an answer"
    assert not await asks_again(world, await rounds_later(world, fourth, 4))
    await world.submit(LEAD, "earlier.reword", old.id, {"wording": "The harbour"})
    assert (await point(world, PointState.DROPPED)).label == old.label


async def test_what_is_decided_while_people_weigh_it_leaves_their_forms() -> None:
    world = World()
    fourth = await rounds_later(world, await finished(world), 4)
    old = await point(world)
    await world.store.run(lambda uow: uow.lasting_points.save(replace(old, verdicts=(Verdict.CHALLENGED,))))
    assert await asks_again(world, fourth)
    await world.submit(LEAD, "earlier.drop", old.id, {"reason": "The harbour is not ours any more."})
    assert not await asks_again(world, fourth)
    await weighed(world, fourth, 0, 5)
    assert (await point(world, PointState.DROPPED)).reason


@pytest.mark.parametrize("who", ["amira", "zoe"])
async def test_nobody_else_decides(who: str) -> None:
    world = World()
    await challenged(world)
    old = await point(world)
    await world.submit(who, "earlier.drop", old.id, {"reason": "It is over."})
    assert (await point(world)).state is PointState.STANDS


async def test_the_list_shows_what_can_be_decided_to_who_decides() -> None:
    world = World()
    await challenged(world)
    old = await point(world)
    since = len(world.platform.sent)
    await world.command(LEAD, "challenged", person(LEAD))
    await world.settle()
    (shown,) = [as_text(sent.view) for sent in world.seen_by(person(LEAD), since)]
    assert f"Under challenge: “{old.label}”" in shown


async def test_a_point_that_comes_again_in_other_words_is_the_same_point_and_needs_its_last_roster_alone() -> None:
    world = World()
    first = await finished(world)
    row = await point(world)
    weighed_once = PastRoster(id="long ago", people=("somebody",))
    await world.store.run(lambda uow: uow.lasting_points.save(replace(row, weighed_in=weighed_once.id)))
    await world.store.run(lambda uow: uow.past_rosters.save(weighed_once))
    round_ = await next_round(world, first)
    await answered(world, round_, {who: (f"Harbour again, {who} says", "", "") for who in TEAM})
    await until(world, round_, RoundState.DRAFT)
    await world.press("amira", "forget.yes")
    await until(world, round_, RoundState.FINAL)
    assert [seen.round for seen in (await point(world)).appearances] == [first.id, round_.id]
    (roster,) = await world.read(lambda uow: uow.past_rosters.where())
    assert (roster.id, len(roster.people)) == (round_.id, len(TEAM)), "who was forgotten has weighed, and has left"


async def test_teams_that_are_asked_together_keep_their_points_whichever_of_them_opens_the_round() -> None:
    world = World()
    first = await opened(world, {"Alpha": TEAM[:5], "Beta": TEAM[5:]})
    said_it = {who: (f"Lantern as {who} sees it", "", "") for who in TEAM}
    await answered(world, first, said_it)
    await until(world, first, RoundState.FINAL)
    await world.command("ada", "schedule pause Alpha", HOME)
    second = await next_round(world, replace(first, team=first.teams[1]))
    assert (second.team, set(second.teams)) == (first.teams[1], set(first.teams))
    await answered(world, second, said_it)
    second = await until(world, second, RoundState.FINAL)
    assert [seen.round for seen in (await point(world)).appearances] == [first.id, second.id]
    (waiting,) = await follow_ups(world)
    assert (waiting.round, second.block_place) == (second.id, 2)
