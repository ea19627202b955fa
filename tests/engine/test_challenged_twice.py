"""A point that is challenged in two ways has one outcome in the final, and each challenger hears that one."""

from __future__ import annotations

import pytest

from bot.domain.model import Round, RoundState
from bot.engine.checks import deciding as decisions
from bot.views.text import as_text
from tests.support.actions import HOME, TEAM, decide_now, opened, until
from tests.support.places import person
from tests.support.twins import twin
from tests.support.world import World

TEN = (*TEAM, "iris")
MEANING, STRONG = "{}:1.1:meaning", "{}:1.1:too strong"
BOATS, SHIPS = {"wording": "Boats are slow"}, {"wording": "Ships leave late"}
MERGED = {"into": "1.2"}


async def deciding(roster: tuple[str, ...] = TEN, second: str = "1.1") -> tuple[World, Round, str]:
    """A draft of two points; three find that the first means something else, three that the `second` is too strong."""
    world = twin()
    round_ = await opened(world, {"Alpha": roster})
    for place, who in enumerate(roster[:7]):
        await world.answer(who, round_.id, f"{'Harbour' if place < 4 else 'Lantern'} of {who}")
    round_ = await until(world, round_, RoundState.DRAFT)
    for place, who in enumerate(roster[:6]):
        point, kind = ("1.1", "meaning") if place < 3 else (second, "too strong")
        await world.submit(who, "challenge", f"{round_.id}:{point}", {"kind": kind, "words": ""})
    decider = await decide_now(world, round_)
    (now,) = await world.rounds(id=round_.id)
    return world, now, decider


def told(world: World, who: str) -> str:
    return [as_text(sent.view) for sent in world.seen_by(person(who)) if sent.key.startswith("ended:")][-1]


def final_of(world: World) -> str:
    return as_text([sent for sent in world.seen_by(HOME) if sent.key.startswith("final:")][-1].view)


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        (("accept", BOATS), ("accept", SHIPS), "Ships leave late"),
        (("accept", BOATS), ("merge", MERGED), "was merged into “"),
        (("merge", MERGED), ("accept", SHIPS), "Ships leave late"),
    ],
)
async def test_the_last_change_holds_for_every_challenge(
    first: tuple[str, dict[str, str]], second: tuple[str, dict[str, str]], holds: str
) -> None:
    world, round_, decider = await deciding()
    for case, (form, values) in ((MEANING, first), (STRONG, second)):
        heard = await world.submit(decider, form, case.format(round_.id), values)
        assert not heard.reply.errors
    await world.settle()
    assert holds in told(world, TEN[0])
    assert told(world, TEN[0]) == told(world, TEN[3])
    changes = [line for line in final_of(world).splitlines() if line.startswith("- ")]
    assert len(changes) == 1 and holds in changes[0]


async def test_who_challenged_what_was_merged_hears_the_wording_in_which_it_ended() -> None:
    world, round_, decider = await deciding(second="1.2")
    await world.submit(decider, "merge", MEANING.format(round_.id), MERGED)
    await world.submit(decider, "accept", f"{round_.id}:1.2:too strong", SHIPS)
    await world.settle()
    assert "was merged into “Ships leave late”" in told(world, TEN[0])
    assert "It now reads: “Ships leave late”" in told(world, TEN[3])


async def test_control_without_it_the_final_contradicts_what_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "_change_for_all", lambda context, ruling: None)
    world, round_, decider = await deciding()
    await world.submit(decider, "accept", MEANING.format(round_.id), BOATS)
    await world.submit(decider, "accept", STRONG.format(round_.id), SHIPS)
    await world.settle()
    assert told(world, TEN[0]) != told(world, TEN[3])


@pytest.mark.parametrize("typed", ["{}", "“{}”.", "  '{}'!"])
async def test_the_same_wording_again_is_no_change(typed: str) -> None:
    world, round_, decider = await deciding()
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release
    drafted = release.summary.questions[0].points[0].label
    heard = await world.submit(decider, "accept", MEANING.format(round_.id), {"wording": typed.format(drafted.upper())})
    assert "reads like this already" in heard.reply.errors["wording"]


async def test_in_a_small_team_both_kinds_at_once_would_tell_who_challenged() -> None:
    world, round_, decider = await deciding(TEN[:7])
    cases = [as_text(sent.view) for sent in world.seen_by(person(decider)) if sent.key.startswith("cases:")][-1]
    assert "means something else" in cases and "too strong" not in cases
    await world.submit(decider, "refuse", MEANING.format(round_.id), {"reason": "It is so"})
    await world.settle()
    assert "so many people challenged this point" in told(world, TEN[3])
    assert "declined" in told(world, TEN[0])
