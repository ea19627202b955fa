"""Release rules 6 and 9: what people take back after their group's final changes nothing that the organisation shows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest

from bot.domain.model import LedgerLine, Release, RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.engine.context import WorkContext
from bot.engine.rounds import finalising, group_finals
from tests.support.actions import until
from tests.support.further import only_further
from tests.support.organisation import (
    ALPHA,
    EVERYBODY,
    TEAMS,
    answered,
    check_of,
    final_everywhere,
    is_forgotten,
    release_of,
    round_of,
    withdraws,
)
from tests.support.places import person
from tests.support.twins import as_seen, twin
from tests.support.world import World

MORE = ("vic", "wes", "xan")
LARGER = {**TEAMS, "Alpha": (*ALPHA, *MORE)}
"""In a team of ten the check can make points of somebody's words beside a point that was found."""
WORDS = {who: f"Harbour {who}" for who in EVERYBODY if who != "ada"} | {
    "amira": "Interpreters never come",
    "ben": "Telephones never ring",
    "chloe": "Kurdish nobody speaks",
}
Leaving = Callable[[World, str], Awaitable[object]]


async def stays(world: World, round_id: str) -> None:
    world.clock.move(timedelta(seconds=1))


async def lived(leaves: Leaving) -> World:
    """A cycle in which words of Amira's were shared in her team's check, and in which she then leaves so, or stays."""
    world = twin()
    rounds = await answered(world, WORDS, LARGER)
    alpha = await round_of(world, rounds, "Alpha")
    for who in ("amira", "ben", "chloe"):
        for answer in (await world.press(who, "words", alpha.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    drafted = await until(world, alpha, RoundState.DRAFT)
    items = (await release_of(world, drafted)).items
    for who in LARGER["Alpha"]:
        await world.submit(who, "weigh", alpha.id, {item.key: "agree" for item in items})
    await final_everywhere(world, rounds)
    await leaves(world, alpha.id)
    await world.settle()
    await check_of(world, RoundState.FINAL)
    return world


def of_others(world: World) -> list[tuple[str, str]]:
    """Every message of the organisation's draft and final that somebody else can see, to the byte."""
    mine = person("amira")
    found = [
        (f"{sent.ref.channel} {sent.ref.person}", as_seen(sent.view))
        for sent in world.platform.sent
        if "hole of Haven" in repr(sent.view) and sent.ref != mine
    ]
    return sorted(found)


@pytest.mark.parametrize("leaves", [withdraws, is_forgotten])
async def test_who_withdraws_or_is_forgotten_after_the_final_changes_nothing(leaves: Leaving) -> None:
    before, after = await lived(stays), await lived(leaves)
    assert of_others(before) == of_others(after)
    assert "“Interpreters never come”" in repr(of_others(after)), (
        "what the final published is in it, as words of somebody"
    )


@only_further
@pytest.mark.parametrize("leaves", [withdraws, is_forgotten])
async def test_control_made_of_what_can_still_be_read_it_would_tell(
    leaves: Leaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = group_finals._fresh_lines

    def still_given(work: WorkContext, release: Release) -> list[LedgerLine]:
        rows = work.uow.answers.where(state="given", released=release.id)
        known = {work.uow.pseudonym(row.member, row.id) for row in rows}
        lines = plain(work, release)
        return lines if {line.ref for line in lines} <= known else []

    monkeypatch.setattr(group_finals, "_fresh_lines", still_given)
    assert of_others(await lived(stays)) != of_others(await lived(leaves))


@only_further
async def test_control_with_published_words_under_their_authors_key_it_would_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def as_their_authors(work: WorkContext, final: Release, quotes: Sequence[str]) -> None:
        owners = {ref: row.id for row in work.uow.members.where() for ref in work.uow.texts.refs_of(row.id)}
        for question in final.summary.questions:
            for point in question.points:
                if point.quote:
                    name = quotes[point.quote - 1]
                    work.keep(group_finals.ref_names.published_ref(final.id, point.key), owners[name], work.read(name))

    monkeypatch.setattr(finalising.group_finals, "keep_published_words", as_their_authors)
    kept, gone = await lived(stays), await lived(is_forgotten)
    assert of_others(kept) != of_others(gone)


async def test_of_published_words_those_alone_that_word_a_point_are_left_once_they_are_in_the_organisations_draft() -> (
    None
):
    world = await lived(withdraws)
    finals = await world.read(lambda uow: [row for row in uow.releases.where() if row.pooled])
    assert len(finals) == len(TEAMS)
    for final in finals:
        points = [point for question in final.summary.questions for point in question.points if point.quote]
        refs = await world.read(lambda uow, id=final.id: uow.texts.refs_of(f"release:{id}"))  # type: ignore[misc]
        assert sorted(refs) == sorted(f"published:{final.id}:{point.key}" for point in points)
