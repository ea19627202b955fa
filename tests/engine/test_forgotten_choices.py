"""What somebody chose in an open form goes with the round that it was chosen in: taken back, or counted; and never before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import Dialogue, Round, RoundState
from bot.domain.outcomes import weighing as said
from bot.engine.answers import form_wizard
from tests.engine.test_forms_in_turn import MINIMAL_WITH_BUTTONS, Amira
from tests.promises.test_c3_who_weighed import drafted
from tests.support.actions import until
from tests.support.places import person
from tests.support.twins import twin

AGREE = "I say so too"


@pytest.fixture
async def amira() -> Amira:
    """She has weighed the first of four items, of which the form asks her one by one."""
    world = twin()
    world.platform.give(person("amira"), MINIMAL_WITH_BUTTONS)
    amira = Amira(world, await drafted(world))
    await amira.press("Weigh these points")
    await amira.press(AGREE)
    return amira


async def dialogue(amira: Amira) -> Dialogue:
    found = await amira.world.read(lambda uow: uow.dialogues.get(uow.addresses.id_of(person("amira"))))
    assert found
    return found


async def chosen(amira: Amira) -> list[str]:
    form = (await dialogue(amira)).form
    assert isinstance(form, said.WeighForm | said.SameForm)
    items = form.items if isinstance(form, said.WeighForm) else form.others
    return [item.chosen for item in items if item.chosen]


async def other_round(amira: Amira) -> Round:
    """Turn the open form into one of another round, as somebody has who weighs the organisation's draft beside their team's."""
    other = replace(amira.round, id="another")
    shown = await dialogue(amira)
    await amira.world.store.run(
        lambda uow: uow.dialogues.save(replace(shown, form=replace(shown.form, round=other.id)))  # type: ignore[type-var]
    )
    return other


async def take_back(amira: Amira) -> None:
    assert (await amira.world.press("amira", "weigh.none", amira.round.id)).told(said.WeighingTakenBack)


async def test_what_was_taken_back_is_not_shown_as_chosen(amira: Amira) -> None:
    assert await chosen(amira) == ["agree"]
    await take_back(amira)
    await amira.press("Back")
    assert "So far" not in amira.sees and await chosen(amira) == []


async def test_what_is_taken_back_in_one_round_stays_chosen_in_another(amira: Amira) -> None:
    await other_round(amira)
    await take_back(amira)
    assert await chosen(amira) == ["agree"]


async def test_the_count_forgets_what_stands_in_a_form_of_somebody_without_weighings(amira: Amira) -> None:
    await amira.world.store.run(lambda uow: [uow.weighings.remove(row.id) for row in uow.weighings.where()])
    assert await chosen(amira) == ["agree"]
    await until(amira.world, amira.round, RoundState.FINAL)
    assert await chosen(amira) == []


async def test_the_count_of_one_round_leaves_the_form_of_another_as_it_is(amira: Amira) -> None:
    await other_round(amira)
    await until(amira.world, amira.round, RoundState.FINAL)
    assert await chosen(amira) == ["agree"]


@pytest.mark.parametrize("forgotten", [True, False])
async def test_where_it_would_go_on_says_nothing_after_the_count(
    amira: Amira, monkeypatch: pytest.MonkeyPatch, forgotten: bool
) -> None:
    """With the control: without forgetting, the form still holds what was chosen, and how far somebody had come."""
    if not forgotten:
        monkeypatch.setattr(form_wizard, "forget_choices", lambda work, round_id, member="": None)
    await amira.press("Challenge it", first=True)
    await amira.world.press("amira", "weigh.on", amira.round.id)
    await until(amira.world, amira.round, RoundState.FINAL)
    form = (await dialogue(amira)).form
    assert isinstance(form, said.WeighForm)
    assert (form.begin, await chosen(amira)) == ((0, []) if forgotten else (1, ["agree"]))


async def test_the_form_of_two_that_are_the_same_holds_no_choices(amira: Amira) -> None:
    await amira.press(AGREE)
    await amira.press("The same as another")
    assert isinstance((await dialogue(amira)).form, said.SameForm) and await chosen(amira) == []
