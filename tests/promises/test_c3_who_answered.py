"""C3: no command, message or status tells anyone whether a named person answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chatcommands import COMMANDS
from bot.domain.model import RoundState, Summary
from bot.domain.releases import Label, Released, summarise_release
from bot.engine.rounds import draft_release
from tests.support.actions import HOME, TEAM, opened, until
from tests.support.further import further, only_further, part_of
from tests.support.twins import seen, twin
from tests.support.world import World

pytestmark = further

X = "amira"
OTHERS = tuple(who for who in TEAM if who != X)
ROLES = {"admin": "ada", "lead": "hal", "member": "ben", "stranger": "zed"}
AT_ONCE = (
    "status",
    "audit",
    "team list",
    "schedule show",
    "questions show",
    "privacy",
    "who answered",
    "help",
    "answer",
)
LAST = tuple(example for spec in COMMANDS for example in spec.examples if spec.name not in ("claim", "forget me"))
"""Every other command as its own help shows it; said at the end, since many of them change something."""


async def told(given: int, x_answers: bool, topic: str = "Harbour") -> World:
    """A whole round in which so many others answered, and everybody asks everything at every stage."""
    world = twin()
    round_ = await opened(world)
    for who in OTHERS[:given]:
        await world.answer(who, round_.id, f"Harbour {who}", "Lantern", "")
    if x_answers:
        await world.answer(X, round_.id, f"{topic} {X}", "Lantern", "")
    else:
        world.clock.move(timedelta(seconds=1))
    await world.settle()
    await ask_everything(world, AT_ONCE)
    world.clock.move(timedelta(days=1))
    await world.settle()
    for stage in ((RoundState.DRAFT,), (RoundState.FINAL,)):
        await until(world, round_, *stage, RoundState.WITHHELD)
        await ask_everything(world, AT_ONCE)
    await ask_everything(world, LAST)
    return world


async def ask_everything(world: World, commands: tuple[str, ...]) -> None:
    for who in ROLES.values():
        for command in commands:
            await world.command(who, command, HOME if who == "hal" else None)
    await world.settle()


def views(world: World) -> dict[str, list[str]]:
    return seen(world, (*OTHERS, "zed"))


@pytest.mark.parametrize(
    ("given", "topic"), part_of([(0, "Harbour"), (5, "Harbour"), (6, "Harbour"), (7, "Meadow")], 4, first=1)
)
async def test_c3_nothing_tells_whether_a_named_person_answered(given: int, topic: str) -> None:
    """With the same bands: to the byte the same for everybody else. Of nine, three and eight are both "several"."""
    without, with_ = await told(given, x_answers=False), await told(given, x_answers=True, topic=topic)
    assert views(without) == views(with_)


@only_further
async def test_c3_the_fifth_answer_shows_what_was_withheld_and_nothing_else() -> None:
    without, with_ = views(await told(4, x_answers=False)), views(await told(4, x_answers=True))
    assert {who for who in without if without[who] != with_[who]}
    names = [one for got in (*without.values(), *with_.values()) for one in got if X.title() in one]
    assert not [one for one in names if "answered" in one and "nobody sees who answered" not in one.lower()]


@only_further
async def test_c3_exact_counts_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence off: a draft that counts people instead of naming a band."""

    def counting(released: Released, asked: list[tuple[str, str]], labels: dict[tuple[str, str], Label]) -> Summary:
        summary = summarise_release(released, asked, labels)
        counts = {key: f"{len(pairs)} people" for key, pairs in released.entry.questions}
        questions = (
            replace(each, points=tuple(replace(point, band=counts[each.key]) for point in each.points))
            for each in summary.questions
        )
        return replace(summary, questions=tuple(questions))

    monkeypatch.setattr(draft_release, "summarise_release", counting)
    assert views(await told(6, x_answers=False)) != views(await told(6, x_answers=True))
