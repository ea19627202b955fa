"""Weighing where there are no forms: each press counts, and whatever happens meanwhile nobody is stuck or loses words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import Delivery, Dialogue, RoundState
from bot.domain.outcomes import weighing as said
from bot.domain.outcomes.challenges import ChallengeNoted, CheckingOver
from bot.domain.outcomes.dialogue import FieldAsked
from bot.domain.outcomes.drafts import FormClosed
from bot.engine.answers import form_steps
from tests.engine.test_forms_in_turn import MINIMAL_WITH_BUTTONS, Amira
from tests.promises.test_c3_who_weighed import drafted
from tests.support.actions import until
from tests.support.places import person
from tests.support.twins import twin

AGREE, STOP = "I say so too", "Stop here"


@pytest.fixture
async def amira() -> Amira:
    """She is asked item by item, of a draft with a point and three statements."""
    world = twin()
    world.platform.give(person("amira"), MINIMAL_WITH_BUTTONS)
    return Amira(world, await drafted(world))


async def dialogue(amira: Amira) -> Dialogue | None:
    return await amira.world.read(lambda uow: uow.dialogues.get(uow.addresses.id_of(person("amira"))))


async def weighed(amira: Amira) -> list[str]:
    rows = await amira.world.read(lambda uow: uow.weighings.where(round=amira.round.id))
    return sorted(row.item for row in rows)


async def take_words_out(amira: Amira, *keys: str) -> None:
    """The words of these statements have left the draft."""

    def remove(uow: object) -> None:
        release = uow.releases.get(amira.round.release)  # type: ignore[attr-defined]
        uow.texts.remove([item.source for item in release.items if item.key in keys])  # type: ignore[attr-defined]

    await amira.world.store.run(remove)


async def keys_in_turn(amira: Amira) -> list[str]:
    present = await dialogue(amira)
    assert present
    return [field.name for field in form_steps.form_of(present).fields]


@pytest.mark.parametrize("label", [AGREE, STOP])
async def test_a_press_after_the_window_ends_the_form_and_says_so(amira: Amira, label: str) -> None:
    await amira.press("Weigh these points")
    await until(amira.world, amira.round, RoundState.FINAL)
    assert (await amira.press(label)).told(CheckingOver)
    assert await dialogue(amira) is None
    assert not (await amira.type("help me")).told(FieldAsked)


async def test_what_was_typed_as_missing_is_given_back_after_the_window(amira: Amira) -> None:
    await amira.press("Weigh these points")
    for _ in range(4):
        await amira.press(AGREE)
    await amira.type("Nobody asked the night shift")
    before = len(amira.world.platform.sent)
    await until(amira.world, amira.round, RoundState.FINAL)
    mine = [str(sent.view) for sent in amira.world.seen_by(person("amira"), before)]
    assert sum("Nobody asked the night shift" in view for view in mine) == 1
    assert await dialogue(amira) is None
    assert (await amira.press("Done")).told(FormClosed)


async def test_words_typed_as_missing_stay_when_an_item_leaves_meanwhile(amira: Amira) -> None:
    await amira.press("Weigh these points")
    for _ in range(4):
        await amira.press(AGREE)
    await amira.type("Nobody asked the night shift")
    before = await keys_in_turn(amira)
    await take_words_out(amira, *[key for key in before if ".q" in key])
    present = await dialogue(amira)
    assert present
    await amira.world.store.run(lambda uow: uow.dialogues.save(replace(present, index=0)))
    await amira.press(AGREE, first=True)
    assert await keys_in_turn(amira) == ["1.1", "missing"]
    noted = await amira.press("Done")
    assert noted.told(ChallengeNoted)
    shown = [str(sent.view) for sent in amira.world.seen_by(person("amira"))[-2:]]
    assert any("Nobody asked the night shift" in view for view in shown)


async def test_an_item_that_leaves_does_not_make_the_next_one_pass(amira: Amira) -> None:
    """Of three statements the first has left, and with it the two beside it: the point was weighed, and what is missing is next."""
    await amira.press("Weigh these points")
    await take_words_out(amira, "1.q1")
    await amira.press(AGREE)
    assert await keys_in_turn(amira) == ["1.1", "missing"]
    assert "Is something missing?" in amira.sees
    assert await weighed(amira) == ["1.1"]


async def test_begun_again_it_shows_what_is_weighed_now(amira: Amira) -> None:
    await amira.press("Weigh these points")
    await amira.press(AGREE)
    await amira.world.press("amira", "weigh.none", amira.round.id)
    await amira.press("Weigh these points", first=True)
    present = await dialogue(amira)
    assert present and [field.value for field in form_steps.form_of(present).fields] == [""] * 5


async def test_after_the_count_no_message_or_form_still_says_how_somebody_weighed(amira: Amira) -> None:
    await amira.press("Weigh these points")
    await amira.press(AGREE)
    await until(amira.world, amira.round, RoundState.FINAL)
    sent = await amira.world.read(lambda uow: uow.outbox.where(state=Delivery.SENT))
    forms = [message.outcome.form for message in sent if isinstance(message.outcome, FieldAsked)]
    weigh = [form for form in forms if isinstance(form, said.WeighForm)]
    assert weigh and not [item for form in weigh for item in form.items if item.chosen]
    present = await dialogue(amira)
    assert present is None or not [field for field in form_steps.form_of(present).fields if field.value]
