"""C6: a press on a receipt allows the words that its presser saw there and no others, and nobody else can tell that it was made."""

from __future__ import annotations

import pytest

from bot.domain.model import AnswerState, RoundState
from bot.domain.outcomes.answering import AnswerSaved, WordsAllowed, WordsPreviewed
from bot.domain.outcomes.quote_offers import QuoteOffer
from bot.engine.answers import quote_offers, quote_permission
from bot.engine.context import EventContext
from bot.engine.routes import PRESSES
from bot.ports import UnitOfWork
from tests.support.actions import TEAM, opened, until
from tests.support.twins import seen, twin
from tests.support.world import Heard, World

FIRST, SECOND = "They cut the night bus", "They moved the night bus to seven"
LONG = "The waiting list is long. " * 70


def offer_of(heard: Heard) -> QuoteOffer:
    offer = heard.told(AnswerSaved).offer
    assert offer
    return offer


async def allowed(world: World, who: str) -> list[int]:
    """The numbers of this person's answers that others may see."""

    def found(uow: UnitOfWork) -> list[int]:
        member = next(row.id for row in uow.members.where() if row.name.lower() == who)
        return sorted(row.number for row in uow.answers.where(member=member) if row.allowed)

    return await world.read(found)


async def test_c6_one_press_allows_all_that_the_receipt_shows_and_again_changes_nothing() -> None:
    world = World()
    round_ = await opened(world)
    offer = offer_of(await world.answer("amira", round_.id, FIRST, SECOND, "A kettle"))
    for _ in range(2):
        told = (await world.press("amira", "allow.all", offer.seen_all)).told(WordsAllowed)
        assert [answer.number for answer in told.answers] == await allowed(world, "amira") == [1, 2, 3]


async def pressed_on_an_old_receipt(world: World) -> Heard:
    """Somebody edits an answer and presses the button of the receipt of its first words."""
    round_ = await opened(world)
    old = offer_of(await world.answer("amira", round_.id, FIRST))
    await world.answer("amira", round_.id, SECOND)
    return await world.press("amira", "allow", old.answers[0].seen)


async def test_c6_a_button_under_old_words_allows_nothing_and_shows_the_new_ones() -> None:
    world = World()
    heard = await pressed_on_an_old_receipt(world)
    assert heard.told(WordsPreviewed).changed
    assert await allowed(world, "amira") == []


async def test_c6_without_the_mark_words_would_be_allowed_that_were_not_seen_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(quote_offers, "mark_of_words", lambda work, shown: "0a1b2c3d")
    world = World()
    await pressed_on_an_old_receipt(world)
    assert await allowed(world, "amira") == [1]


async def test_c6_a_receipt_allows_all_or_nothing_of_what_it_showed() -> None:
    world = World()
    round_ = await opened(world)
    old = offer_of(await world.answer("amira", round_.id, FIRST, "A kettle"))
    new = offer_of(await world.answer("amira", round_.id, SECOND))
    assert (await world.press("amira", "allow.all", old.seen_all)).told(WordsPreviewed).changed
    assert await allowed(world, "amira") == []
    await world.press("amira", "allow", new.answers[0].seen)
    await world.press("amira", "allow", old.answers[1].seen)
    assert await allowed(world, "amira") == [1, 2]


async def test_c6_an_edit_takes_permission_away_and_the_receipt_says_so() -> None:
    world = World()
    round_ = await opened(world)
    offer = offer_of(await world.answer("amira", round_.id, FIRST, "A kettle"))
    await world.press("amira", "allow.all", offer.seen_all)
    assert offer_of(await world.answer("amira", round_.id, SECOND)).again == (1,)
    assert await allowed(world, "amira") == [2]


async def test_c6_what_is_too_long_for_a_receipt_is_not_allowed_by_its_press() -> None:
    world = World()
    round_ = await opened(world)
    offer = offer_of(await world.answer("amira", round_.id, FIRST, LONG))
    assert offer.too_long == (2,)
    await world.press("amira", "allow", offer.answers[0].seen)
    assert await allowed(world, "amira") == [1]


async def test_c6_a_button_of_an_older_version_names_no_words_and_allows_none() -> None:
    world = World()
    round_ = await opened(world)
    await world.answer("amira", round_.id, FIRST)
    row = (await world.read(lambda uow: uow.answers.where(state=AnswerState.GIVEN)))[0]
    assert (await world.press("amira", "allow", row.id)).told(WordsPreviewed).changed
    assert await allowed(world, "amira") == []


async def test_c6_nobody_allows_the_words_of_somebody_else() -> None:
    world = World()
    round_ = await opened(world)
    offer = offer_of(await world.answer("amira", round_.id, FIRST, SECOND))
    await world.answer("ben", round_.id, "A kettle")
    await world.press("ben", "allow", offer.answers[0].seen)
    await world.press("ben", "allow.all", offer.seen_all)
    assert await allowed(world, "amira") == await allowed(world, "ben") == []


async def what_others_saw(press: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What everybody but amira saw until the draft, and with it, where she presses this under her receipt, or nothing."""
    world = twin()
    round_ = await opened(world)
    for who in TEAM[1:7]:
        heard = await world.answer(who, round_.id, f"They cut the night bus, says {who}")
        if who == "amira" and press:
            token = offer_of(heard).answers[0].seen if press == "allow" else ""
            await world.press(who, press, token)
    await world.settle()
    before = seen(world, TEAM, but="amira")
    await until(world, round_, RoundState.DRAFT)
    return before, seen(world, TEAM, but="amira")


async def test_c6_allowed_or_not_looks_the_same_to_everybody_else() -> None:
    nothing = await what_others_saw("")
    for press in ("allow", "offer.no", "offer.yes"):
        assert await what_others_saw(press) == nothing


async def test_c6_a_word_about_it_to_anybody_else_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    allow = quote_permission.allow_quotes

    def telling(context: EventContext, token: str) -> None:
        allow(context, token)
        for member in context.uow.members.where():
            context.tell(member.id, WordsAllowed(answers=(), round="r"))

    monkeypatch.setitem(PRESSES, "allow", telling)
    assert await what_others_saw("allow") != await what_others_saw("")
