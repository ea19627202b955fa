"""Something is missing: each thing that somebody wrote is decided on its own, and who is only counted is counted once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from bot.domain.model import CheckKind, Round, RoundState
from bot.domain.outcomes.challenges import ChallengeNoted, ChallengeWordsShown
from bot.domain.outcomes.weighing import WeighingSaved
from bot.domain.releases.challenges import MOST_MISSING
from bot.engine.checks.challenge_groups import ChallengeGroup, group_challenges
from bot.ports import UnitOfWork
from bot.views.text import as_text
from tests.support.actions import TEAM, decide_now, opened, until
from tests.support.places import person
from tests.support.world import World


async def drafted() -> tuple[World, Round]:
    world = World()
    round_ = await opened(world)
    for who in TEAM[:6]:
        await world.answer(who, round_.id, f"Harbour of {who}")
    return world, await until(world, round_, RoundState.DRAFT)


async def miss(world: World, round_: Round, who: str, words: str, *, shown: bool) -> str:
    heard = await world.submit(who, "missing", round_.id, {"words": words})
    token = heard.told(ChallengeNoted).token
    await world.press(who, "check.show" if shown else "check.count", token)
    return token


async def cases(world: World, round_: Round) -> list[ChallengeGroup]:
    def read(uow: UnitOfWork) -> list[ChallengeGroup]:
        work: Any = SimpleNamespace(uow=uow)
        return [each for each in group_challenges(work, round_) if each.visible]

    return await world.read(read)


async def test_each_author_hears_what_became_of_their_own_words() -> None:
    world, round_ = await drafted()
    parking = await miss(world, round_, "amira", "There is nowhere to park", shown=True)
    children = await miss(world, round_, "ben", "We need a crèche", shown=True)
    decider = await decide_now(world, round_)
    await world.submit(decider, "accept", children, {"wording": "Children"})
    await world.submit(decider, "refuse", parking, {"reason": "It is the council"})
    await world.settle()
    ended = {
        who: [as_text(sent.view) for sent in world.seen_by(person(who)) if sent.key.startswith("ended:")]
        for who in ("amira", "ben")
    }
    assert ended == {
        "amira": ["What you said was missing is not added. The reason: It is the council"],
        "ben": ["What you said was missing is added: “Children”."],
    }


async def test_a_second_thing_stands_beside_the_first_and_a_fourth_is_refused_with_nothing_lost() -> None:
    world, round_ = await drafted()
    for number in range(MOST_MISSING):
        await miss(world, round_, "amira", f"Thing {number}", shown=True)
    refused = await world.submit("amira", "missing", round_.id, {"words": "One more"})
    assert "three things that are missing" in refused.reply.errors["words"]
    assert len(await cases(world, round_)) == MOST_MISSING


async def test_in_the_form_of_what_is_weighed_it_is_refused_at_its_own_field_and_without_it_all_counts() -> None:
    world, round_ = await drafted()
    for number in range(MOST_MISSING):
        await miss(world, round_, "amira", f"Thing {number}", shown=False)
    refused = await world.submit("amira", "weigh", round_.id, {"1.1": "agree", "missing": "One more"})
    assert list(refused.reply.errors) == ["missing"]
    saved = await world.submit("amira", "weigh", round_.id, {"1.1": "agree", "missing": ""})
    assert saved.told(WeighingSaved).weighed == 1


async def test_who_is_only_counted_is_one_person_however_much_they_miss() -> None:
    world, round_ = await drafted()
    for number in range(3):
        await miss(world, round_, "amira", f"Thing {number}", shown=False)
    assert await cases(world, round_) == []
    for who in ("ben", "chloe"):
        await miss(world, round_, who, "The night shift", shown=False)
    (case,) = await cases(world, round_)
    assert (case.kind, case.people, case.words, case.check) == (CheckKind.MISSING, 3, (), "")


async def test_who_changes_their_mind_about_their_words_is_only_counted() -> None:
    world, round_ = await drafted()
    token = await miss(world, round_, "amira", "There is nowhere to park", shown=True)
    assert [each.check for each in await cases(world, round_)] == [token]
    assert not (await world.press("amira", "check.count", token)).told(ChallengeWordsShown).shown
    assert await cases(world, round_) == []


async def test_a_second_challenge_to_a_point_says_that_it_takes_the_place_of_the_first() -> None:
    world, round_ = await drafted()
    noted = [
        (await world.submit("amira", "challenge", f"{round_.id}:1.1", {"kind": kind})).told(ChallengeNoted)
        for kind in ("meaning", "too strong")
    ]
    assert [each.instead for each in noted] == [False, True]
