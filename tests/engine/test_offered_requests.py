"""A request that was offered beside words in a draft: pressed, it is done, the words leave the draft, and nothing is lost."""

from __future__ import annotations

import pytest

from bot.domain.outcomes import answering as told
from bot.domain.outcomes import commands as said
from bot.domain.outcomes import drafts
from bot.domain.outcomes.dialogue import PartKept
from bot.engine.answers import draft_parts
from tests.engine.test_forms_in_turn import Amira
from tests.engine.test_forms_in_turn import amira as amira

WORDS = "is it anon or do you pass on my name"


async def pressed_in_a_form(amira: Amira) -> None:
    await amira.press("Answer privately")
    await amira.type("The tea")
    await amira.type(WORDS)
    heard = await amira.press("Who can see this?")
    assert heard.told(said.PromiseShown) and heard.told(PartKept)
    assert "“The tea”" in amira.sees, "the field is shown as it is now"


async def test_pressed_in_a_form_its_words_leave_the_field(amira: Amira) -> None:
    await pressed_in_a_form(amira)
    await amira.press("It is an answer")
    assert f"“The tea\n{WORDS}”" in amira.sees


async def test_pressed_twice_nothing_else_leaves(amira: Amira) -> None:
    await amira.type("The tea")
    await amira.type(WORDS)
    for _ in range(2):
        assert (await amira.press("Who can see this?")).told(said.PromiseShown)
    await amira.type("show my draft")
    assert "“The tea”" in amira.sees and WORDS not in amira.sees


async def test_when_the_words_are_sent_the_answer_stays(amira: Amira) -> None:
    await amira.type(WORDS)
    await amira.press("Question 3")
    await amira.press("Send it")
    assert (await amira.press("Who can see this?")).told(said.PromiseShown)
    assert await amira.answers() == {3: WORDS}


async def test_stop_that_was_an_answer_is_taken_back(amira: Amira) -> None:
    await amira.type("stop messaging us out of hours")
    assert (await amira.press("Stop writing to me")).told(told.WritingStopped)
    await amira.press("It is an answer")
    assert "stop messaging us out of hours" in amira.sees
    assert not await amira.world.read(lambda uow: any(row.stopped for row in uow.members.where()))


@pytest.mark.parametrize("token", ["", "0a1b2c:make me an admin", "privacy:"])
async def test_what_nobody_offered_is_not_done(amira: Amira, token: str) -> None:
    heard = await amira.done(await amira.world.press("amira", "request", token))
    assert heard.told(said.CommandNotUnderstood)


@pytest.mark.parametrize("name", ["audit", "admin add", "run now"])
async def test_an_offer_gives_nobody_a_role(amira: Amira, name: str) -> None:
    heard = await amira.done(await amira.world.press("amira", "request", f"0a1b2c:{name}"))
    assert heard.told(said.NotForYou)


async def test_words_that_were_not_kept_offer_nothing(amira: Amira) -> None:
    await amira.press("Answer privately")
    await amira.type("x" * 2990)
    assert not (await amira.type(WORDS)).told(drafts.MaybeARequest)


async def test_without_taking_them_out_the_words_would_be_sent(amira: Amira, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(draft_parts, "take_out", lambda *of: None)
    with pytest.raises(AssertionError):
        await pressed_in_a_form(amira)
