"""An organisation of one team: its final is all that there is to say, and nobody is asked to weigh it a second time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.rounds import is_of_organisation
from bot.engine.rounds import group_finals
from bot.views.text import as_text
from tests.support.actions import opened
from tests.support.organisation import ALPHA, BETA, EVERYBODY, GAMMA, answered, check_of, final_everywhere, release_of
from tests.support.places import channel
from tests.support.world import World

LARGE = {"Alpha": EVERYBODY[:12]}
SMALL = {"Alpha": ALPHA[:4], "Beta": BETA[:4]}
"""Two teams that are asked together."""


async def lived(teams: dict[str, tuple[str, ...]]) -> World:
    world = World()
    round_ = await opened(world, teams)
    assert len(await world.rounds()) == 1
    for who in (who for team in teams.values() for who in team):
        await world.answer(who, round_.id, f"Harbour {who}")
    await final_everywhere(world, [round_])
    for _ in range(8):
        world.clock.move(timedelta(days=5))
        await world.settle()
    return world


async def of_the_whole(world: World) -> list[Round]:
    return [row for row in await world.rounds() if is_of_organisation(row)]


@pytest.mark.parametrize("teams", [LARGE, SMALL])
async def test_there_is_no_draft_of_the_whole_and_no_word_of_it(teams: dict[str, tuple[str, ...]]) -> None:
    world = await lived(teams)
    assert await of_the_whole(world) == []
    said = [as_text(sent.view) for sent in world.platform.sent]
    assert any("Final summary" in text for text in said) and any("Digest for you" in text for text in said)
    assert not any("whole organisation" in text or "The whole of" in text for text in said)


async def test_a_team_that_is_added_later_is_not_told_of_the_cycles_before() -> None:
    world = await lived(LARGE)
    await world.command("ada", "team add Beta", channel("beta"))
    await world.command("ada", "member add <@zoe> to Beta", channel("beta"))
    world.clock.move(timedelta(days=40))
    await world.settle()
    assert await of_the_whole(world) == []


async def test_an_empty_team_makes_no_second_one() -> None:
    world = World()
    rounds = await answered(world, {who: f"Harbour {who}" for who in LARGE["Alpha"]}, LARGE)
    await world.command("ada", "team add Beta", channel("beta"))
    await final_everywhere(world, rounds)
    world.clock.move(timedelta(days=40))
    await world.settle()
    assert await of_the_whole(world) == []


async def test_control_without_the_rule_they_weigh_their_own_final_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_finals, "is_nothing_to_gather", lambda work, finals: False)
    assert await of_the_whole(await lived(LARGE))


async def test_one_released_team_of_several_has_its_draft_the_same_whatever_the_others_did() -> None:
    """And what is not told is put down to the number of teams, not to how many people there are."""
    told: list[list[str]] = []
    for others in ((), BETA[:4], (*BETA[:4], *GAMMA[:3])):
        world = World()
        await final_everywhere(world, await answered(world, {who: f"Harbour {who}" for who in (*ALPHA, *others)}))
        round_ = await check_of(world, RoundState.DRAFT)
        assert (await release_of(world, round_)).groups == 1
        form = (await world.press("uma", "weigh", round_.id)).reply.form
        assert form and form.note.startswith("Nobody sees who weighed, or how. Only from three teams on")
        told.append(sorted(as_text(m.view) for m in world.platform.sent if m.key.startswith(f"weigh:{round_.id}:")))
    assert told[0] == told[1] == told[2] and len(told[0]) == len(EVERYBODY)
    assert "Only from three teams on" in told[0][0] and "too small" not in told[0][0]
