"""The offer of a receipt: what it has room for, what its buttons carry, and a person's default."""

from __future__ import annotations

import pytest

from adapters.slack.capabilities import CAPABILITIES as SLACK
from adapters.telegram.callbacks import Callbacks
from adapters.telegram.capabilities import CAPABILITIES as TELEGRAM
from bot.domain.model import Answer
from bot.domain.outcomes.answering import AnswerSaved, QuoteOffersSet
from bot.domain.outcomes.mydata import MyData
from bot.domain.outcomes.quote_offers import Quotable, QuoteOffer
from bot.domain.receipt_room import RECEIPT_ROOM, choose_shown_whole
from bot.domain.taken_out import PERSONAL_KINDS
from bot.engine.answers.quote_offers import seen_all, seen_one
from bot.engine.context import Services, WorkContext
from bot.ports import UnitOfWork
from bot.views.capabilities import FULL, Capabilities
from bot.views.degrade import degrade_view
from bot.views.messages import word_outcome
from bot.views.split import text_length
from tests.phrasebook.samples import AT, ZONE
from tests.support.actions import opened
from tests.support.world import World

ID = "a" * 26
"""As long as an id of the product."""


@pytest.mark.parametrize(
    ("units", "chosen"),
    [
        ({}, ()),
        ({1: 10}, (1,)),
        ({1: RECEIPT_ROOM}, (1,)),
        ({1: RECEIPT_ROOM + 1}, ()),
        ({1: RECEIPT_ROOM + 1, 2: 10}, (2,)),
        ({1: RECEIPT_ROOM, 2: RECEIPT_ROOM}, (1,)),
        ({1: RECEIPT_ROOM - 10, 2: 20, 3: 30}, (2, 3)),
        ({1: 300, 2: 300, 3: 300, 4: 300, 5: 300}, (1, 2, 3, 4, 5)),
        ({1: 3000, 2: 700, 3: 900, 4: 100, 5: 3000}, (2, 4)),
    ],
)
def test_as_many_answers_as_fit_are_shown_whole(units: dict[int, int], chosen: tuple[int, ...]) -> None:
    assert choose_shown_whole(units) == chosen


def test_length_is_counted_as_the_platform_with_the_shortest_messages_counts() -> None:
    assert text_length("tea 🫖", "utf-16") == 6


def receipt(words: list[str]) -> AnswerSaved:
    """A receipt that says everything a receipt can say."""
    numbers = tuple(range(1, len(words) + 1))
    return AnswerSaved(
        round=ID,
        given=numbers,
        taken_back=(),
        until=AT,
        zone=ZONE,
        late=True,
        leaves_at=AT,
        unread=numbers,
        offer=QuoteOffer(
            answers=tuple(Quotable(number=n, seen=f"{ID}:{n}:0a1b2c3d") for n in numbers),
            seen_all=f"{ID}:12345:0a1b2c3d",
            too_long=numbers[:1],
            again=numbers,
            taken_out=PERSONAL_KINDS,
        ),
        refs=tuple(map(str, numbers)),
    )


@pytest.mark.parametrize("capabilities", [SLACK, TELEGRAM], ids=["slack", "telegram"])
def test_the_longest_receipt_is_one_message(capabilities: Capabilities) -> None:
    words = ["x" * (RECEIPT_ROOM // 5)] * 5
    assert sum(text_length(text, "utf-16") for text in words) == RECEIPT_ROOM
    shown = degrade_view(word_outcome(receipt(words), words), capabilities)
    assert len(shown.views) == 1


async def test_what_the_buttons_carry_fits_a_button_of_telegram() -> None:
    late = f"{ID}:5:late:12"
    rows = [
        Answer(id=late, round=ID, interview=ID, member=ID, team="t", number=n, question="q", late=True)
        for n in range(1, 6)
    ]

    world = World()

    def tokens(uow: UnitOfWork) -> tuple[str, str]:
        work = WorkContext(uow, world.clock.now(), Services(lambda: "token", world.finder, lambda ref: FULL))
        return seen_one(work, rows[0], "words"), seen_all(work, ID, [(row, "words") for row in rows])

    one, every = await world.read(tokens)
    assert Callbacks("1:a").pack("5", "allow", one)
    assert Callbacks("1:a").pack("5", "allow.all", every)


async def test_the_default_holds_over_a_restart_and_goes_with_its_person() -> None:
    world = World()
    round_ = await opened(world)
    assert (await world.answer("amira", round_.id, "A kettle")).told(AnswerSaved).offer
    assert not (await world.command("amira", "my words offer nothing")).told(QuoteOffersSet).offers
    await world.restart()
    assert (await world.answer("amira", round_.id, "A bigger kettle")).told(AnswerSaved).offer is None
    assert not (await world.command("amira", "my data")).told(MyData).offers
    await world.press("amira", "forget.yes")
    kept = await world.read(lambda uow: [row for row in uow.members.where() if not row.offer_quotes])
    assert kept == []


async def test_words_that_are_only_offered_are_kept_nowhere_else() -> None:
    world = World()
    round_ = await opened(world)
    offer = (await world.answer("amira", round_.id, "A kettle")).told(AnswerSaved).offer
    await world.settle()

    def texts(uow: UnitOfWork) -> list[str]:
        member = next(row.id for row in uow.members.where() if row.name.lower() == "amira")
        return list(uow.texts.refs_of(member))

    assert [ref for ref in await world.read(texts) if ref.startswith("words:")] == []
    await world.press("amira", "allow", offer.answers[0].seen)
    assert len([ref for ref in await world.read(texts) if ref.startswith("words:")]) == 1, "allowed, they are kept"
