"""A form that is asked field by field and is over: whatever is typed or pressed next says so, and nobody is kept in it."""

from __future__ import annotations

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes import talking
from bot.domain.outcomes.challenges import CheckingOver
from bot.domain.outcomes.dialogue import DialogueCancelled, FieldAsked, PartKept, TypedGivenBack
from bot.domain.outcomes.drafts import DraftKept
from bot.engine.answers import form_ends
from bot.views.text import as_text
from tests.engine.test_forms_in_turn import MINIMAL_WITH_BUTTONS, Amira
from tests.promises.test_c3_who_weighed import drafted
from tests.support.actions import until
from tests.support.places import person
from tests.support.twins import twin

WORDS = "Nobody asked the night shift"


async def asked(form: str) -> Amira:
    """Amira is asked a form about a draft, for which she has typed nothing."""
    world = twin()
    world.platform.give(person("amira"), MINIMAL_WITH_BUTTONS)
    amira = Amira(world, await drafted(world))
    await world.press("amira", form, f"{amira.round.id}:1.1" if form == "challenge" else amira.round.id)
    await world.settle()
    return amira


async def too_late(form: str) -> Amira:
    amira = await asked(form)
    await until(amira.world, amira.round, RoundState.FINAL)
    return amira


async def is_asked(amira: Amira) -> bool:
    return bool(await amira.world.read(lambda uow: uow.dialogues.where()))


@pytest.mark.parametrize("form", ["challenge", "missing", "weigh"])
async def test_what_is_typed_for_it_is_given_back_with_the_reason(form: str) -> None:
    amira = await too_late(form)
    heard = await amira.type(WORDS)
    assert heard.told(CheckingOver) and heard.told(TypedGivenBack)
    assert WORDS in amira.sees and not await is_asked(amira)


@pytest.mark.parametrize("form", ["challenge", "missing", "weigh"])
async def test_what_is_pressed_in_it_says_so(form: str) -> None:
    amira = await too_late(form)
    assert (await amira.type("done")).told(CheckingOver)
    assert not await is_asked(amira)


async def test_what_is_asked_of_the_bot_is_done_all_the_same() -> None:
    amira = await too_late("missing")
    heard = await amira.type("what is this?")
    assert heard.told(talking.Explained) and not heard.told(FieldAsked)
    assert not await is_asked(amira)


async def test_it_can_be_cancelled() -> None:
    amira = await too_late("challenge")
    assert (await amira.press("Cancel")).told(DialogueCancelled)
    assert not await is_asked(amira)


async def test_what_was_chosen_in_it_is_forgotten_with_its_window() -> None:
    amira = await asked("challenge")
    await amira.press("the cause is another")
    assert await kept(amira) == 1
    before = len(amira.world.seen_by(person("amira")))
    await until(amira.world, amira.round, RoundState.FINAL)
    assert await kept(amira) == 0
    assert not any("closed" in as_text(sent.view) for sent in amira.world.seen_by(person("amira"))[before:])


async def kept(amira: Amira) -> int:
    """How many fields of forms are kept under amira's key."""

    def look(uow: object) -> int:
        one = uow.identities.get(uow.addresses.id_of(person("amira")))  # type: ignore[attr-defined]
        return sum(ref.startswith("turn:") for ref in uow.texts.refs_of(one.member))  # type: ignore[attr-defined]

    return await amira.world.read(look)


async def test_without_looking_whether_it_is_over_she_would_be_kept_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(form_ends, "is_over", lambda work, dialogue: False)
    amira = await too_late("missing")
    assert (await amira.type(WORDS)).told(PartKept)
    assert await is_asked(amira)


async def test_when_it_has_said_so_words_are_words_again() -> None:
    amira = await too_late("missing")
    await amira.type(WORDS)
    assert (await amira.type("Something else that I have in mind")).told(DraftKept)
