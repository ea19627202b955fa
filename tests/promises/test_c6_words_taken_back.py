"""C6: permission can be taken back until the final, and then the words leave what is posted already and what is on its way."""

from __future__ import annotations

from datetime import timedelta

from adapters.fake import Sent
from bot.domain.model import Round, RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.engine import ref_names
from bot.ports import SendUncertainError, UnitOfWork
from bot.views.view import Quote
from tests.support.actions import HOME, add_second_team, opened, until
from tests.support.places import person
from tests.support.world import World

ALLOWING = ("amira", "ben", "chloe")


def quotes(sent: Sent) -> list[str]:
    return [block.text for block in sent.view.blocks if isinstance(block, Quote)]


async def answered(world: World) -> Round:
    round_ = await opened(world)
    for who in (*ALLOWING, "dan", "eve", "femi"):
        await world.answer(who, round_.id, f"Harbour of {who}")
    for who in ALLOWING:
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    await world.settle()
    return round_


async def test_c6_a_draft_that_waits_while_words_are_taken_back_shows_no_words_of_two() -> None:
    """The channel cannot be reached for a while; meanwhile one of the three withdraws."""
    world = World()
    round_ = await answered(world)
    world.platform.fail(SendUncertainError(), HOME, times=7)
    world.clock.at = round_.closes_at or world.clock.at
    await world.app.scheduler.tick()
    assert (await world.rounds(id=round_.id))[0].state is RoundState.DRAFT
    await world.press("amira", "withdraw.yes", round_.id)
    await world.settle()
    assert [sent for sent in world.platform.sent if sent.key.startswith("draft:")]
    assert not [sent.key for sent in world.platform.sent if sent.ref == HOME and quotes(sent)]


async def test_c6_words_taken_back_leave_the_posted_draft() -> None:
    world = World()
    round_ = await answered(world)
    await until(world, round_, RoundState.DRAFT)
    draft = world.platform.messages(HOME)[-1]
    assert [block for block in draft.blocks if isinstance(block, Quote)]
    await world.press("amira", "withdraw.yes", round_.id)
    world.clock.move(timedelta(hours=25))
    await world.settle()
    draft = next(view for view in world.platform.messages(HOME) if view.summary == draft.summary)
    assert not [block for block in draft.blocks if isinstance(block, Quote)]


async def test_c6_after_the_whole_organisations_release_a_withdrawal_leaves_no_copy_of_the_words() -> None:
    world = World()
    round_ = await answered(world)
    round_ = await until(world, round_, RoundState.FINAL)
    await add_second_team(world)
    organisation = (await world.store.read(lambda uow: uow.organisations.where()))[0]
    for _ in range(4):
        world.clock.at += timedelta(days=10)
        await world.settle()
    assert (await world.store.read(lambda uow: uow.organisations.where()))[0].last_summary != organisation.last_summary
    assert await kept_of(world, "amira")
    await world.press("amira", "withdraw.yes", round_.id)
    assert await kept_of(world, "amira") == []


async def kept_of(world: World, name: str) -> list[str]:
    """The names of all texts that are kept of a person, but for the note of their points, which holds no words."""

    def refs(uow: UnitOfWork) -> list[str]:
        identity = uow.identities.get(uow.addresses.id_of(person(name)))
        kept = uow.texts.refs_of(identity.member) if identity else []
        return [ref for ref in kept if not ref.startswith(ref_names.OWN_POINTS)]

    return await world.store.read(refs)
