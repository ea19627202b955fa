"""Release rule 9: a point of teams that were asked together tells of none of them, neither by its members nor by its words."""

from __future__ import annotations

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.outcomes.challenges import CaseRuled, ChallengeNoted
from bot.engine.checks import deciding
from bot.engine.rounds import draft_release
from tests.support.actions import TEAM, decide_now, opened, until
from tests.support.twins import twin
from tests.support.world import Heard, World

TEN = (*TEAM, "iris")
NEAR, FAR = TEN[:5], TEN[5:]


async def labels_of(teams: tuple[str, str], words: dict[str, str]) -> list[str]:
    """The points in the draft of two teams of five that were asked as one."""
    world = twin()
    round_ = await opened(world, dict(zip(teams, (NEAR, FAR), strict=True)))
    assert len(round_.teams) == 2
    for who, text in words.items():
        await world.answer(who, round_.id, text)
    return await _drafted(world, round_)


async def _drafted(world: World, round_: Round) -> list[str]:
    round_ = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release and release.summary.several_teams
    return [point.label for question in release.summary.questions for point in question.points]


async def test_what_one_team_alone_says_is_no_point() -> None:
    words = {who: f"Lantern of {who}" for who in NEAR} | {who: f"Meadow of {who}" for who in FAR[:3]}
    assert await labels_of(("Alpha", "Beta"), words) == []
    assert await labels_of(("Alpha", "Beta"), words | {NEAR[0]: "Meadow too"}) == ["Meadow"]


async def test_a_wording_with_a_word_of_a_teams_name_is_no_point(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {who: f"{'Lantern' if who in TEN[2:6] else 'Meadow'} of {who}" for who in TEN[:9]}
    assert sorted(await labels_of(("Alpha", "Beta"), words)) == ["Lantern", "Meadow"]
    assert await labels_of(("The Lanterns", "Beta"), words) == ["Meadow"]
    monkeypatch.setattr(draft_release, "tells_of_one_of", lambda teams, wording: False)
    assert sorted(await labels_of(("The Lanterns", "Beta"), words)) == ["Lantern", "Meadow"]


async def typed_wording(wording: str, teams: dict[str, tuple[str, ...]]) -> Heard:
    """A decider makes a point of what somebody of these teams said was missing."""
    world = World()
    round_ = await opened(world, teams)
    for who in TEN[:8]:
        await world.answer(who, round_.id, f"Harbour of {who}")
    round_ = await until(world, round_, RoundState.DRAFT)
    token = (
        (await world.submit("amira", "missing", round_.id, {"words": "We need a lantern"})).told(ChallengeNoted).token
    )
    await world.press("amira", "check.show", token)
    return await world.submit(await decide_now(world, round_), "accept", token, {"wording": wording})


async def test_what_a_decider_types_for_several_teams_tells_of_none_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    two, one = {"Alpha": NEAR, "Beta": FAR}, {"Alpha": TEN}
    for telling in ("A lantern for Alpha", "A lantern for the late shift", "A lantern on the ward"):
        heard = await typed_wording(telling, two)
        assert "asked together" in (heard.reply.errors or {})["wording"]
        assert (await typed_wording(telling, one)).told(CaseRuled)
    assert (await typed_wording("A lantern when it gets late", two)).told(CaseRuled)
    monkeypatch.setattr(deciding, "tells_of_one_of", lambda teams, wording: False)
    assert (await typed_wording("A lantern for Alpha", two)).told(CaseRuled)
