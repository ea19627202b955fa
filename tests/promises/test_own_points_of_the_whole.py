"""Which points of the whole were one's own: from each person's own notes alone, shown to each alone, and nothing more is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.own_points import OwnPointsOfWholeShown, OwnPointsUnknown
from bot.domain.releases.leftovers import LEFT_OVER
from bot.engine.follow_ups import own_points
from bot.engine.rounds import organisation_summary
from bot.views.text import as_text
from tests.promises.test_leftovers import WORDS, lived, stays
from tests.support.actions import next_round, until
from tests.support.organisation import (
    ALPHA,
    BETA,
    EVERYBODY,
    GAMMA,
    TEAMS,
    answered,
    check_of,
    final_everywhere,
    round_of,
    withdraws,
)
from tests.support.places import person
from tests.support.twins import seen, twin
from tests.support.world import World


async def finished(words: Mapping[str, str] = WORDS) -> World:
    world = await lived(stays, words=words)
    await until(world, await check_of(world, RoundState.DRAFT), RoundState.FINAL)
    await world.settle()
    return world


async def shown_to(world: World, who: str) -> dict[str, str]:
    """What somebody is shown of each point who asks."""
    await world.command(who, "which were mine all")
    await world.settle()
    whose = "from|not from a point of yours|not from|made of|I have no note"
    return dict(re.findall(rf"“(\w+)”: ({whose})", as_text(world.seen_by(person(who))[-1].view)))


async def test_each_is_shown_their_own_and_of_answers_without_a_point_nobody() -> None:
    world = await finished()
    assert await shown_to(world, "ada") == {"Harbour": "from", "Lantern": "made of"}
    assert await shown_to(world, "amira") == {"Harbour": "not from", "Lantern": "made of"}, "she said Lantern alone"
    assert await shown_to(world, "kira") == {"Harbour": "not from", "Lantern": "made of"}


async def test_the_button_under_what_became_of_it_does_the_same() -> None:
    world = await finished()
    round_ = await check_of(world, RoundState.FINAL)
    became = [sent.view for sent in world.seen_by(person("ada")) if sent.key.startswith("became:")][-1]
    assert [(button.label, button.token) for button in became.buttons()] == [("Which were mine", round_.id)]
    shown = (await world.press("ada", "mine", round_.id)).told(OwnPointsOfWholeShown)
    assert (await world.press("ada", "mine.close", shown.message)).reply


async def test_what_two_people_are_shown_differs_in_their_notes_alone_and_no_group_of_leftovers_is_kept() -> None:
    world = await finished()
    ada, amira = [
        (await world.command(who, "which were mine all")).told(OwnPointsOfWholeShown) for who in ("ada", "amira")
    ]
    assert (ada.keys, ada.labels, ada.made_of, ada.releases) == (
        amira.keys,
        amira.labels,
        amira.made_of,
        amira.releases,
    )
    assert ada.refs != amira.refs
    left = [part for _, part in ada.made_of if part.startswith(LEFT_OVER)]
    assert left == [LEFT_OVER]


async def test_that_somebody_asks_changes_nothing_for_anybody_else() -> None:
    worlds = await finished(), await finished()
    over = worlds[1].clock.now()
    await shown_to(worlds[0], "amira")
    await worlds[0].press("amira", "mine", (await check_of(worlds[0], RoundState.FINAL)).id)
    for world in worlds:
        world.clock.at = over + timedelta(hours=1)
        await world.settle()
    assert seen(worlds[0], EVERYBODY, but="amira") == seen(worlds[1], EVERYBODY, but="amira")


async def test_what_is_withdrawn_is_not_theirs_and_who_keeps_no_notes_is_told_so() -> None:
    world = await finished()
    alpha = await round_of(world, await world.rounds(), "Alpha")
    await withdraws(world, alpha.id)
    await world.press("ben", "withdraw.yes", alpha.id)
    await world.press("chloe", "withdraw.yes", alpha.id)
    assert (await shown_to(world, "chloe"))["Harbour"] == "not from"
    await world.press("dan", "mine.off")
    assert (await world.command("dan", "which were mine all")).told(OwnPointsUnknown).why == "off"
    await world.press("dan", "mine.on")
    assert (await world.command("dan", "which were mine all")).told(OwnPointsUnknown).why == "then"


async def test_of_a_point_made_partly_of_answers_without_a_point_nobody_is_told_that_it_is_not_theirs() -> None:
    """Hal said Lantern too, with too few of her team."""
    words = dict.fromkeys(ALPHA, "Lantern") | dict.fromkeys((*BETA[2:], *GAMMA[1:]), "Meadow")
    world = await finished(words | {"hal": "Lantern", "iris": "Lantern", "olga": "Lantern"})
    assert {who: (await shown_to(world, who))["Lantern"] for who in ("ada", "hal", "olga")} == {
        "ada": "from",
        "hal": "not from a point of yours",
        "olga": "not from a point of yours",
    }


async def test_of_a_round_without_a_note_nobody_is_told_that_its_points_are_not_theirs() -> None:
    """Two rounds of a team go into one summary of the whole; Dan lets no note be kept of the first, and again of the second."""
    world = twin()
    rounds = await answered(world, dict.fromkeys(EVERYBODY, "Harbour"))
    await final_everywhere(world, rounds)
    await world.press("dan", "mine.off")
    await world.press("dan", "mine.on")
    after = [await next_round(world, row) for row in rounds]
    named = {team.id: team.name for team in await world.read(lambda uow: uow.teams.where())}
    for row in after:
        for who in TEAMS[named[row.team]]:
            await world.answer(who, row.id, "Meadow")
    await final_everywhere(world, after)
    await until(world, await check_of(world, RoundState.DRAFT), RoundState.FINAL)
    assert await shown_to(world, "eve") == {"Harbour": "from", "Meadow": "from"}
    assert await shown_to(world, "dan") == {"Harbour": "I have no note", "Meadow": "from"}


async def test_who_was_not_asked_is_told_so_and_before_a_final_there_is_nothing() -> None:
    world = await lived(stays)
    assert (await world.command("ada", "which were mine all")).told(OwnPointsUnknown).why == "none"
    whole = await check_of(world, RoundState.DRAFT)
    assert (await world.press("ada", "mine", whole.id)).told(OwnPointsUnknown).why == "none"
    await until(world, whole, RoundState.FINAL)
    await world.command("ada", "member add <@zoe> to Beta")
    assert (await world.command("zoe", "which were mine all")).told(OwnPointsUnknown).why == "not asked"


async def test_a_note_of_somebody_else_is_read_for_nobody_even_if_it_were_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = await finished()

    def of_anybody(context: Any, whole: Any) -> Any:
        pooled = {row.round: row.id for row in context.uow.releases.where(final=True, pooled=whole.id)}
        (ada,) = [row for row in context.uow.members.where() if row.name == "Ada"]
        return [(pooled[row.round], row) for row in context.uow.interviews.where(member=ada.id) if row.round in pooled]

    monkeypatch.setattr(own_points, "_own_interviews", of_anybody)
    assert (await shown_to(world, "amira"))["Harbour"] == "not from", "the confidential door knows whose it is"
    assert (await shown_to(world, "ada"))["Harbour"] == "from"


async def test_control_where_it_is_not_kept_what_a_point_is_made_of_nobody_finds_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(organisation_summary, "_made_of", lambda decision, summary, points: ())
    heard = await (await finished()).command("ada", "which were mine all")
    assert heard.told(OwnPointsUnknown).why == "ended"
