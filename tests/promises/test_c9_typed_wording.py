"""C9: words that were shown and then taken back may not be published by who read them, and no refusal tells that they were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.domain.outcomes.challenges import ChallengeNoted
from bot.engine import withdrawn_words
from bot.ports import UnitOfWork
from tests.support.actions import TEAM, opened, until
from tests.support.twins import seen, twin
from tests.support.world import World

X = "amira"
TEN = (*TEAM, "iris")
DECIDER = "iris"
ANSWERING = (X, "ben", "chloe", "dan", "eve", "femi")
QUOTE = "Harbour lamps fail before the last boat"
REASON = "It is only on the ward upstairs in winter"
COUNTED = "Nobody asked us before the plan was printed"
FROM_QUOTE, FROM_REASON, FROM_COUNTED = (
    "Lamps fail before the last boat, we hear",
    "Yes, but only on the ward upstairs",
    "Nobody asked us before the plan came",
)
FORGET, WITHDRAW, PRIVATE = "forget.yes", "withdraw.yes", "private"
WAYS = [
    (FORGET, "draft", FROM_QUOTE),
    (FORGET, "deciding", FROM_QUOTE),
    (FORGET, "deciding", FROM_REASON),
    (WITHDRAW, "deciding", FROM_QUOTE),
    (PRIVATE, "draft", FROM_QUOTE),
    (PRIVATE, "deciding", FROM_QUOTE),
]


async def deciding_after(leaves: str, stage: str) -> tuple[World, Round]:
    """A draft quotes X, who challenges it with words for who decides; at this stage X takes back what they gave, or nothing."""
    world = twin()
    round_ = await opened(world, {"Alpha": TEN})
    for who in ANSWERING:
        await world.answer(
            who, round_.id, QUOTE if who == X else f"{'Lantern' if who == 'femi' else 'Harbour'} of {who}"
        )
        world.clock.move(timedelta(seconds=1))
    for who in ANSWERING[:4]:
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    round_ = await until(world, round_, RoundState.DRAFT)
    assert any(QUOTE in view for view in seen(world, [DECIDER])[DECIDER])
    for who, words, consent in (
        (X, REASON, "check.show"),
        ("ben", COUNTED, "check.count"),
        ("dan", "Quite another", "check.show"),
    ):
        noted = await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "too strong", "words": words})
        await world.press(who, consent, noted.told(ChallengeNoted).token)
    await take_back(world, round_, leaves if stage == "draft" else "")
    while not (await world.rounds(id=round_.id))[0].deciding:
        assert (await world.rounds(id=round_.id))[0].state is RoundState.DRAFT
        world.clock.move(timedelta(hours=6))
        await world.settle()
    await take_back(world, round_, leaves if stage == "deciding" else "")
    return world, round_


async def take_back(world: World, round_: Round, leaves: str) -> None:
    """What X does, at an instant that is the same in every life."""
    at = world.clock.at
    if leaves == PRIVATE:
        previewed = (await world.press(X, "words", round_.id)).told(WordsPreviewed)
        await world.press(X, PRIVATE, previewed.answers[0].token)
    elif leaves:
        await world.press(X, leaves, round_.id)
    world.clock.at = at + timedelta(minutes=1)
    await world.settle()


async def refusal_of(world: World, round_: Round, wording: str) -> str:
    heard = await world.submit(DECIDER, "accept", f"{round_.id}:1.1:too strong", {"wording": wording})
    return (heard.reply.errors or {}).get("wording", "")


async def runs_kept(world: World, round_: Round) -> tuple[str, ...]:
    found = await world.read(lambda uow: uow.releases.get(round_.release))
    assert found
    return found.withdrawn_runs


@pytest.mark.parametrize(("leaves", "stage", "wording"), WAYS)
async def test_c9_words_that_were_taken_back_are_refused_like_those_that_stand(
    leaves: str, stage: str, wording: str
) -> None:
    stays, leaving = await deciding_after("", stage), await deciding_after(leaves, stage)
    assert "own words" in await refusal_of(*stays, wording)
    assert await refusal_of(*leaving, wording) == await refusal_of(*stays, wording)
    world, round_ = leaving
    await world.press(DECIDER, "hold", f"{round_.id}:1.1:too strong")
    await until(world, round_, RoundState.FINAL)
    assert not any(wording in view for view in seen(world, ["ben"])["ben"])


@pytest.mark.parametrize("wording", [FROM_COUNTED, "Lamps fail upstairs"])
async def test_c9_what_was_never_shown_is_taken_whoever_was_forgotten(wording: str) -> None:
    world, round_ = await deciding_after(FORGET, "deciding")
    assert await refusal_of(world, round_, wording) == ""


async def test_c9_control_without_fingerprints_they_could_be_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(withdrawn_words, "_fingerprints", lambda *given: set())
    for wording in (FROM_QUOTE, FROM_REASON):
        world, round_ = await deciding_after(FORGET, "deciding")
        assert await refusal_of(world, round_, wording) == ""


async def test_c9_fingerprints_tell_no_word_and_go_with_the_final() -> None:
    (world, round_), (other, its) = await deciding_after(FORGET, "deciding"), await deciding_after(FORGET, "draft")
    kept, fewer = await runs_kept(world, round_), await runs_kept(other, its)
    assert set(fewer) < set(kept), "a challenge that nobody saw leaves nothing"
    assert len(kept) == len(set(kept)) == len(QUOTE.split()) + len(REASON.split()) - 8
    assert not {word for word in f"{QUOTE} {REASON}".casefold().split() if word in " ".join(kept)} - {"a", "be"}
    await world.press(DECIDER, "hold", f"{round_.id}:1.1:too strong")
    await until(world, round_, RoundState.FINAL)
    assert await runs_kept(world, round_) == ()


async def test_c9_fingerprints_of_one_round_fit_no_other() -> None:
    world = twin()
    await opened(world)

    def of(uow: UnitOfWork, release: str) -> str:
        return uow.fingerprint("withdrawn-words", release, *QUOTE.split()[:5])

    assert await world.read(lambda uow: of(uow, "one") != of(uow, "two") and of(uow, "one") == of(uow, "one"))
