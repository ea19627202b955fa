"""Words typed for a form that its author stops or leaves for another one: they are never sent, and always given back."""

from __future__ import annotations

import pytest

from bot.domain.outcomes.challenges import ChallengeNoted
from bot.domain.outcomes.dialogue import FieldAsked, PartKept, TypedGivenBack
from bot.domain.outcomes.weighing import WeighingSaved
from bot.engine.answers import form_wizard
from bot.views.text import as_text
from tests.engine.test_forms_in_turn import MINIMAL_WITH_BUTTONS, Amira
from tests.promises.test_c3_who_weighed import drafted
from tests.support.actions import opened
from tests.support.places import channel, person
from tests.support.twins import twin
from tests.support.world import Heard, World

AGREE, BACK, STOP = "I say so too", "Back", "Stop here"
NIGHT = "Nobody asked the night shift"
GIVEN_BACK = f"I have not sent what you had typed. Here it is, so that you can copy it:\n\n“{NIGHT}”"


@pytest.fixture
async def amira() -> Amira:
    """She has weighed a point and three statements, and typed what is missing."""
    world = twin()
    world.platform.give(person("amira"), MINIMAL_WITH_BUTTONS)
    amira = Amira(world, await drafted(world))
    await amira.press("Weigh these points")
    for _ in range(4):
        await amira.press(AGREE)
    await amira.type(NIGHT)
    return amira


async def challenges(amira: Amira) -> int:
    return len(await amira.world.read(lambda uow: uow.checks.where(round=amira.round.id)))


async def stopped_as_it_should(amira: Amira, heard: Heard) -> None:
    assert heard.told(WeighingSaved).weighed == 4
    assert not heard.told(ChallengeNoted) and await challenges(amira) == 0
    assert GIVEN_BACK in amira.sees


async def test_typed_words_stand_over_done_take_off_and_stop(amira: Amira) -> None:
    shown = [sent for sent in amira.world.platform.sent if sent.ref == person("amira")][-1].view
    assert NIGHT in as_text(shown)
    assert [button.label for button in shown.buttons()] == ["Done", "Take off the last message", STOP]


@pytest.mark.parametrize("words", ["cancel", "stop here", "skip", "Skip."])
async def test_words_that_stop_leave_out_what_was_typed(amira: Amira, words: str) -> None:
    await stopped_as_it_should(amira, await amira.type(words))


@pytest.mark.parametrize("label", [STOP, "Skip"])
async def test_buttons_that_stop_leave_out_what_was_typed(amira: Amira, label: str) -> None:
    """The last “Skip” is that of the question itself, above what was typed."""
    await stopped_as_it_should(amira, await amira.press(label))


async def test_who_goes_back_and_stops_there_has_sent_nothing(amira: Amira) -> None:
    await amira.press(BACK)
    assert "So far" in amira.sees
    await stopped_as_it_should(amira, await amira.press(STOP))


async def test_done_sends_it(amira: Amira) -> None:
    heard = await amira.press("Done")
    assert heard.told(WeighingSaved) and heard.told(ChallengeNoted) and not heard.told(TypedGivenBack)
    assert await challenges(amira) == 1


async def test_submitted_as_if_it_were_done_it_would_be_sent(amira: Amira, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(form_wizard, "_stop_form", form_wizard._submit_form)
    await amira.type("cancel")
    assert await challenges(amira) == 1


@pytest.mark.parametrize("label", ["The same as another", "Challenge it", "Something is missing"])
async def test_another_form_gives_back_what_was_typed_for_this_one(amira: Amira, label: str) -> None:
    await amira.press(BACK)
    heard = await amira.press(label)
    assert heard.told(FieldAsked) and heard.told(TypedGivenBack)
    mine = [as_text(sent.view) for sent in amira.world.seen_by(person("amira"))]
    assert GIVEN_BACK in mine[-2], "and the question of the other form comes last"
    assert not await kept_in_a_form(amira)


async def kept_in_a_form(amira: Amira) -> list[str]:
    def look(uow: object) -> list[str]:
        one = uow.identities.get(uow.addresses.id_of(person("amira")))  # type: ignore[attr-defined]
        return [ref for ref in uow.texts.refs_of(one.member) if ref.startswith("turn:")]  # type: ignore[attr-defined]

    return await amira.world.read(look)


async def test_words_are_given_back_in_private_though_the_button_stands_in_a_channel(amira: Amira) -> None:
    amira.world.platform.give(channel("alpha"), MINIMAL_WITH_BUTTONS)
    heard = await amira.world.press("amira", "missing", amira.round.id, channel("alpha"))
    await amira.done(heard)
    shown = [sent for sent in amira.world.platform.sent if NIGHT in as_text(sent.view)]
    assert len(shown) == 2 and {sent.ref for sent in shown} == {person("amira")}


async def test_the_same_form_again_goes_on_with_what_was_typed(amira: Amira) -> None:
    heard = await amira.press("Weigh these points", first=True)
    assert heard.told(PartKept) and not heard.told(TypedGivenBack)


async def test_any_form_gives_back_what_was_typed_and_not_what_was_chosen() -> None:
    world = World()
    world.platform.give(person("ada"), MINIMAL_WITH_BUTTONS)
    await opened(world)
    await world.press("ada", "setup", "schedule")
    await world.press("ada", "turn.option", "0:Alpha")
    await world.type("ada", NIGHT, "m1")
    heard = await world.press("ada", "setup", "people")
    await world.settle()
    assert heard.told(FieldAsked) and len(heard.told(TypedGivenBack).refs) == 1
    assert GIVEN_BACK in world.platform.transcript(person("ada"))[-2]


async def test_a_form_for_which_nothing_was_typed_gives_nothing_back() -> None:
    world = World()
    world.platform.give(person("ada"), MINIMAL_WITH_BUTTONS)
    await opened(world)
    await world.press("ada", "setup", "schedule")
    await world.press("ada", "turn.option", "0:Alpha")
    heard = await world.press("ada", "setup", "people")
    assert heard.told(FieldAsked) and not heard.told(TypedGivenBack)
