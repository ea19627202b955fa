"""Late answers and edits after the close (rules 5 and 6): taken at their word, released once, never in the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import rounds
from bot.domain.model import AnswerState, Round, RoundState
from bot.domain.retention import LONGEST_WAITING_DAYS
from tests.support.actions import HOME, TEAM, answered, next_round, opened, pass_days, until
from tests.support.world import World

EVERYONE = {who: (f"Harbour {who}", "", "") for who in TEAM}


async def given(world: World, round_id: str) -> list[str]:
    rows = await world.read(lambda uow: uow.answers.where(round=round_id, number=1, state=AnswerState.GIVEN))
    texts = await world.read(lambda uow: uow.texts.read([row.id for row in rows]))
    return sorted(text.reveal() if text else "" for text in texts)


async def test_an_emptied_late_answer_takes_the_frozen_one_back_too() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, EVERYONE)
    await until(world, round_, RoundState.DRAFT)
    await world.answer("amira", round_.id, "Lantern amira")
    await world.answer("amira", round_.id, "")
    assert not [text for text in await given(world, round_.id) if "amira" in text]


async def test_a_late_answer_that_was_released_does_not_hold_up_the_rounds_that_follow() -> None:
    """New words to an old question after their first late version was shown: a contribution of its own."""
    world = World()
    first = await opened(world)
    await answered(world, first, EVERYONE)
    await until(world, first, RoundState.FINAL)
    await world.answer("amira", first.id, "Lantern once")
    second = await next_round(world, first)
    await answered(world, second, EVERYONE)
    await until(world, second, RoundState.FINAL)
    await world.answer("amira", first.id, "Lantern twice")
    third = await next_round(world, second)
    await answered(world, third, EVERYONE)
    assert (await until(world, third, RoundState.FINAL, RoundState.WITHHELD)).state is RoundState.FINAL
    assert "Lantern twice" in await given(world, first.id)
    await world.press("amira", "withdraw.yes", first.id)
    assert not [text for text in await given(world, first.id) if "Lantern" in text]


@pytest.mark.parametrize("leaves", [True, False])
async def test_what_waits_of_somebody_who_has_left_the_roster_is_never_used(leaves: bool) -> None:
    """Four answer on time and one of old; with the fifth, who has left since, they would be five people."""
    world = World()
    first = await opened(world)
    await answered(world, first, EVERYONE)
    await until(world, first, RoundState.FINAL)
    await world.answer("amira", first.id, "", "Lantern amira")
    if leaves:
        await world.command("ada", "member remove <@amira> from Alpha")
    second = await next_round(world, first)
    await answered(world, second, {who: ("", f"Lantern {who}") for who in ("ben", "chloe", "dan", "eve")})
    ended = await until(world, second, RoundState.DRAFT, RoundState.WITHHELD)
    assert ended.state is (RoundState.WITHHELD if leaves else RoundState.DRAFT)


async def test_who_leaves_during_a_round_stays_in_its_counts() -> None:
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour {who}",) for who in ("amira", "ben", "chloe", "dan", "eve")})
    for who in ("amira", "femi"):
        await world.command("ada", f"member remove <@{who}> from Alpha")
    world.clock.move(timedelta(hours=1))
    ended = await until(world, round_, RoundState.DRAFT, RoundState.WITHHELD)
    assert (ended.state, ended.roster) == (RoundState.DRAFT, len(TEAM))


# -- what comes out when, and whose


async def changed(world: World, who: tuple[str, ...] = TEAM[:5]) -> Round:
    """A question changes, and these answer the former one late; the round that asks the new one is open."""
    first = await opened(world)
    await answered(world, first, dict.fromkeys(TEAM, ("", "Lantern", "")))
    await world.command("ada", "questions set 1 What should we keep, now?")
    first = await until(world, first, RoundState.FINAL)
    await answered(world, first, {one: (f"Harbour {one}",) for one in who})
    return await next_round(world, first)


async def addenda(world: World) -> list[str]:
    return [sent.key for sent in world.platform.sent if sent.key.startswith("addendum:")]


async def test_rule_5_an_addendum_comes_with_the_groups_next_scheduled_release() -> None:
    world = World()
    second = await changed(world)
    assert await addenda(world) == []
    await answered(world, second, EVERYONE)
    drafted = await until(world, second, RoundState.DRAFT)
    assert len(await addenda(world)) == 1
    lines = await world.read(lambda uow: uow.ledger.where(round=second.id))
    assert {row.release for row in lines} > {drafted.release}
    await pass_days(world, LONGEST_WAITING_DAYS + 14)
    assert await world.read(lambda uow: uow.ledger.where(round=second.id)) == []


async def test_rule_5_beside_a_round_that_is_withheld_no_addendum_comes_out() -> None:
    world = World()
    second = await changed(world)
    await answered(world, second, {"amira": ("Harbour",)})
    second = await until(world, second, RoundState.WITHHELD)
    assert await addenda(world) == []
    third = await next_round(world, second)
    await answered(world, third, EVERYONE)
    await until(world, third, RoundState.DRAFT)
    assert len(await addenda(world)) == 1, "they waited"


async def test_rule_5_an_admin_cannot_choose_the_moment_of_an_addendum() -> None:
    """Neither by asking out of turn nor by the k-th late answer, of which nothing is seen at once."""
    world = World()
    first = await opened(world)
    await answered(world, first, EVERYONE)
    await world.command("ada", "questions set 1 What should we keep, now?")
    first = await until(world, first, RoundState.FINAL)
    await world.command("ada", "schedule pause Alpha")
    await answered(world, first, {one: (f"Harbour {one}, again",) for one in TEAM[:6]})
    await world.command("ada", "run now Alpha", HOME)
    (second,) = await world.rounds(state=RoundState.OPEN)
    await answered(world, second, EVERYONE)
    await until(world, second, RoundState.DRAFT)
    assert await addenda(world) == []


async def test_rule_5_an_addendum_at_will_is_found_by_that_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "is_scheduled", lambda round_: True)
    with pytest.raises(AssertionError):
        await test_rule_5_an_admin_cannot_choose_the_moment_of_an_addendum()


async def test_rule_5_whoever_left_the_team_is_not_in_its_next_release() -> None:
    """Amira's late answer waits for a round on whose roster she is."""
    world = World()
    first = await opened(world, {"Alpha": (*TEAM, "iris", "jon")})
    await answered(world, first, {who: texts for who, texts in EVERYONE.items() if who != "amira"})
    first = await until(world, first, RoundState.FINAL)
    await world.answer("amira", first.id, "Lantern, late")
    await world.command("ada", "member remove <@amira> from Alpha", HOME)
    second = await next_round(world, first)
    await answered(world, second, {who: texts for who, texts in EVERYONE.items() if who != "amira"})
    second = await until(world, second, RoundState.DRAFT)
    late = await world.read(lambda uow: uow.answers.where(round=first.id, late=True))
    assert [row.released for row in late] == [""]
    await world.command("ada", "member add <@amira> to Alpha", HOME)
    second = await until(world, second, RoundState.FINAL)
    third = await next_round(world, second)
    await answered(world, third, {who: texts for who, texts in EVERYONE.items() if who != "amira"})
    third = await until(world, third, RoundState.DRAFT)
    late = await world.read(lambda uow: uow.answers.where(round=first.id, late=True))
    assert [row.released for row in late] == [third.release]


async def test_rule_5_one_late_and_one_new_answer_are_one_contribution_the_latest() -> None:
    world = World()
    first = await opened(world)
    await answered(world, first, EVERYONE)
    first = await until(world, first, RoundState.FINAL)
    await world.answer("amira", first.id, "Lantern, late")
    second = await next_round(world, first)
    await answered(world, second, EVERYONE)
    await world.answer("ben", first.id, "Meadow, said after the new answer")
    second = await until(world, second, RoundState.DRAFT)
    drawn = await world.read(lambda uow: uow.ledger.where(release=second.release))
    assert len(drawn) == len({row.pseudonym for row in drawn}) == len(TEAM)
    late = await world.read(lambda uow: uow.answers.where(round=first.id, late=True))
    names = {row.id: row.name for row in await world.read(lambda uow: uow.members.where())}
    assert {names[row.member]: row.released for row in late} == {"amira": "", "ben": second.release}
