"""Release rule 9: what found no point in its group is kept as codes of one cycle, and makes points that several teams share."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.model import Release, RoundState
from bot.engine.context import WorkContext
from bot.engine.rounds import finalising, leftovers
from tests.support.actions import until
from tests.support.finders import LeftoverFinder
from tests.support.organisation import (
    BETA,
    EVERYBODY,
    answered,
    check_of,
    final_everywhere,
    is_forgotten,
    release_of,
    round_of,
    withdraws,
)
from tests.support.places import person
from tests.support.stores import open_new
from tests.support.twins import as_seen, twin
from tests.support.world import World

WORDS = {who: f"Harbour {who}" for who in EVERYBODY} | {
    "amira": "Lantern canaryamira",
    "ben": "Lantern canaryben",
    "kira": "Lantern canarykira",
    "lev": "Meadow canarylev",
}
Leaving = Callable[[World, str], Awaitable[object]]


async def stays(world: World, round_id: str) -> None:
    await world.command("amira", "status")


async def lived(leaves: Leaving, before_the_final: bool = False, words: Mapping[str, str] = WORDS) -> World:
    """A cycle in which Amira leaves so, before or after her team's final, up to the organisation's draft."""
    world = twin(LeftoverFinder())
    rounds = await answered(world, words)
    alpha = await round_of(world, rounds, "Alpha")
    await until(world, alpha, RoundState.DRAFT)
    if before_the_final:
        await leaves(world, alpha.id)
    await final_everywhere(world, rounds)
    if not before_the_final:
        await leaves(world, alpha.id)
    await check_of(world, RoundState.DRAFT)
    return world


async def labels_of(world: World) -> list[str]:
    summary = (await release_of(world, await check_of(world, RoundState.DRAFT, RoundState.FINAL))).summary
    return sorted(point.label for question in summary.questions for point in question.points)


def of_others(world: World) -> list[tuple[str, str]]:
    mine = person("amira")
    return sorted(
        (f"{sent.ref.channel} {sent.ref.person}", as_seen(sent.view))
        for sent in world.platform.sent
        if "hole of Haven" in repr(sent.view) and sent.ref != mine
    )


async def codes_of(world: World) -> list[str]:
    """What is stored of the finals' leftovers."""
    texts = await world.read(lambda uow: uow.texts.read([f"codes:{row.id}" for row in uow.releases.where()]))
    return [text.reveal() for text in texts if text]


async def test_what_two_teams_left_over_is_a_point_worded_by_its_heading_alone() -> None:
    world = await lived(stays)
    assert await labels_of(world) == ["Harbour", "Lantern"]
    assert "canary" not in repr(of_others(world))


@pytest.mark.parametrize(
    "more",
    [
        {"kira": "Harbour kira"},
        {"ben": "Harbour ben"},
        {"kira": "Harbour kira", "chloe": "Harbour chloe"},
    ],
)
async def test_of_two_people_or_of_one_team_there_is_no_point(more: dict[str, str]) -> None:
    assert await labels_of(await lived(stays, words=WORDS | more)) == ["Harbour"]


async def test_what_is_left_over_in_a_withheld_team_is_nowhere() -> None:
    few = {who: text for who, text in WORDS.items() if who not in BETA or who == "kira"}
    world = await lived(stays, words=few)
    assert await labels_of(world) == ["Harbour"]
    without = await lived(stays, words=few | {"kira": "Orchard kira"})
    assert of_others(world) == of_others(without)


@pytest.mark.parametrize("leaves", [withdraws, is_forgotten])
async def test_before_the_final_it_is_its_authors_and_goes_with_their_answer(leaves: Leaving) -> None:
    assert await labels_of(await lived(leaves, before_the_final=True)) == ["Harbour"]


@pytest.mark.parametrize("leaves", [withdraws, is_forgotten])
async def test_after_the_final_nobodys_leaving_reaches_it(leaves: Leaving) -> None:
    assert of_others(await lived(stays)) == of_others(await lived(leaves))


async def test_control_kept_under_its_authors_key_it_would_tell_who_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(work: WorkContext, final: Release) -> None:
        """Leave it where it is."""

    plain = leftovers.points_of_leftovers

    def reduced_at_the_draft(work: WorkContext, releases: list[tuple[Release, str]], drawn_on: Any) -> object:
        for release, _ in releases:
            leftovers.reduce_at_final(work, release)
        return plain(work, releases, drawn_on)

    monkeypatch.setattr(leftovers, "points_of_leftovers", reduced_at_the_draft)
    monkeypatch.setattr(finalising, "leftovers", type("Late", (), {"reduce_at_final": late, "forget_cycle": late}))
    assert of_others(await lived(stays)) != of_others(await lived(withdraws))


@pytest.mark.parametrize(("candidate", "labels"), [("Harbour", ["Harbour"]), ("Orchard", ["Harbour", "Lantern"])])
async def test_what_stood_in_a_candidate_that_became_a_point_is_not_left_over(
    candidate: str, labels: list[str]
) -> None:
    """The draft asked about it, and the check made it a point: its authors have found one. With the control: another one."""
    world = twin(LeftoverFinder())
    rounds = await answered(world, WORDS)
    alpha = await until(world, await round_of(world, rounds, "Alpha"), RoundState.DRAFT)

    def ask(uow: object) -> None:
        for name in [f"leftover:{row.id}" for row in uow.answers.where(released=alpha.release)]:  # type: ignore[attr-defined]
            if text := uow.texts.read([name])[0]:  # type: ignore[attr-defined]
                kept = json.loads(text.reveal())
                assert kept["asked"] == []
                owner = uow.answers.get(name.removeprefix("leftover:")).member  # type: ignore[attr-defined]
                uow.texts.keep(name, owner, ConfidentialText(json.dumps(kept | {"asked": [candidate]})))  # type: ignore[attr-defined]

    await world.store.run(ask)
    await final_everywhere(world, rounds)
    assert await labels_of(world) == labels


async def test_a_heading_that_tells_of_a_team_is_no_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LeftoverFinder, "heading_wording", lambda self, number, direction, against: "Gamma rays")
    assert await labels_of(await lived(stays)) == ["Harbour"]
    monkeypatch.setattr(leftovers, "tells_of_a_team", lambda wording, teams: False)
    assert await labels_of(await lived(stays)) == ["Gamma rays", "Harbour"]


async def test_no_word_and_no_vector_is_kept_and_the_codes_end_with_the_organisations_final() -> None:
    world = await lived(stays)
    stored = await codes_of(world)
    assert len(stored) == 2 and not any("canary" in each or "amira" in each for each in stored)
    rows = [row for each in stored for row in json.loads(each)]
    assert all(0 <= row[-1] < 2**64 for row in rows) and len({row[2] for row in rows}) == 4
    members = await world.read(lambda uow: {row.id for row in uow.members.where()})
    assert members.isdisjoint(row[2] for row in rows)
    assert not await world.read(
        lambda uow: [r for row in uow.members.where() for r in uow.texts.refs_of(row.id) if "leftover" in r]
    )
    await check_of(world, RoundState.FINAL)
    assert await codes_of(world) == []


async def test_control_a_cycle_that_is_not_forgotten_keeps_its_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "forget_cycle", lambda work, cycle: None)
    world = await lived(stays)
    await check_of(world, RoundState.FINAL)
    assert len(await codes_of(world)) == 2


async def test_without_a_draft_the_cycles_codes_end_with_the_cycle(monkeypatch: pytest.MonkeyPatch) -> None:
    world = twin(LeftoverFinder())
    await final_everywhere(world, await answered(world, WORDS))
    assert await codes_of(world)
    monkeypatch.setattr("bot.engine.rounds.organisation_summary._draft_finals", lambda work, finals: False)
    for _ in range(35):
        world.clock.move(timedelta(days=1))
        await world.settle()
    assert await codes_of(world) == []


def bytes_of(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


async def test_no_byte_of_it_stands_in_the_files(tmp_path: Path) -> None:
    world = World(
        open_store=lambda failpoint: open_new("sqlite", tmp_path, failpoint=failpoint), finder=LeftoverFinder()
    )
    await final_everywhere(world, await answered(world, WORDS))
    content = bytes_of(tmp_path)
    for topic in (2, 3):
        vector = bytes([topic, 7, 99, 101] * 8)
        assert vector not in content and b64encode(vector) not in content
    rows = [row for each in await codes_of(world) for row in json.loads(each)]
    assert rows and not any(str(row[-1]).encode() in content or row[2].encode() in content for row in rows)
    assert not any(f"canary{who}".encode() in content for who in ("amira", "ben", "kira", "lev"))
    await world.store.close()
