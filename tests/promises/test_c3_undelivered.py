"""C3: what `status` says of delivery does not tell that somebody was answered, or is still written to (C3b)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.model import Delivery, OutboxMessage
from bot.domain.outcomes.status import StatusShown
from bot.engine.commands import status
from bot.engine.leases import SENDING, Tenure
from bot.engine.outbox import reporting
from bot.engine.outbox.fenced_store import FencedStore
from bot.ports import UnitOfWork
from tests.support.actions import opened
from tests.support.twins import twin
from tests.support.world import World

STATES = (Delivery.WAITING, Delivery.RESTING, Delivery.UNSETTLED, Delivery.UNCERTAIN)
Choose = Callable[[OutboxMessage], bool]


async def shown(choose: Choose, state: Delivery, x_answers: bool) -> StatusShown:
    """What the admin is shown when what was chosen of the messages has come no further than this."""
    world = twin()
    round_ = await opened(world)
    await keep_at(world, choose, state)
    if x_answers:
        await world.answer("amira", round_.id, "Harbour", "", "")
        await keep_at(world, choose, state)
    found: StatusShown | None = (await world.command("ada", "status")).told(StatusShown)
    assert found
    return found


async def keep_at(world: World, choose: Choose, state: Delivery) -> None:
    def keep(uow: UnitOfWork) -> None:
        for message in uow.outbox.where():
            if choose(message):
                uow.outbox.save(replace(message, state=state))

    await world.store.run(keep)


def replies(message: OutboxMessage) -> bool:
    return type(message.outcome).__name__ == "AnswerSaved"


def questions(message: OutboxMessage) -> bool:
    return type(message.outcome).__name__ == "QuestionsAsked"


def announcements(message: OutboxMessage) -> bool:
    return type(message.outcome).__name__ == "RoundAnnounced"


def facts(found: StatusShown) -> tuple[bool, bool, bool]:
    return found.waiting, found.uncertain, found.looked_for


@pytest.mark.parametrize("state", STATES)
async def test_c3_no_reply_on_its_way_is_told_of(state: Delivery) -> None:
    assert await shown(replies, state, x_answers=True) == await shown(replies, state, x_answers=False)


@pytest.mark.parametrize("state", STATES)
async def test_c3b_no_question_to_a_person_on_its_way_is_told_of(state: Delivery) -> None:
    assert facts(await shown(questions, state, x_answers=False)) == (False, False, False)


@pytest.mark.parametrize("state", STATES)
async def test_what_stands_in_a_channel_is_told_of(state: Delivery) -> None:
    assert sum(facts(await shown(announcements, state, x_answers=False))) == 1


@pytest.mark.parametrize("state", STATES)
async def test_c3_were_all_messages_told_of_a_reply_would_be(state: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "_is_post", lambda context, message: True)
    assert await shown(replies, state, x_answers=True) != await shown(replies, state, x_answers=False)


async def refused(x_answers: bool) -> StatusShown:
    """A platform takes no message that says what was saved."""
    world = twin()
    round_ = await opened(world)
    if x_answers:
        heard = await world.answer("amira", round_.id, "Harbour", "", "")
        reports = reporting.Reports(
            world.store, FencedStore(world.store, Tenure(SENDING, "x")), world.clock, world.app.services
        )
        await reports.refused(heard.messages[0], "invalid")
    found: StatusShown | None = (await world.command("ada", "status")).told(StatusShown)
    assert found
    return found


async def test_c3_no_kind_of_reply_that_is_refused_is_told_of() -> None:
    assert await refused(x_answers=True) == await refused(x_answers=False)


async def test_c3_told_of_like_a_post_it_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "_is_for_admins", lambda incident: incident.kind in status._FOR_ADMINS)
    assert "answer" in str((await refused(x_answers=True)).troubles)
