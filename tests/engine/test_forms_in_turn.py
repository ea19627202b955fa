"""A form that is asked field by field: nothing typed for it is lost or hidden, and every late press says what is true."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.outcomes import answering as said
from bot.domain.outcomes import commands as ordered
from bot.domain.outcomes import drafts as drafted
from bot.domain.outcomes import talking
from bot.domain.outcomes.challenges import ChallengeNoted
from bot.domain.outcomes.dialogue import DialogueCancelled, FieldAsked
from bot.engine.answers import closed_forms, form_wizard
from bot.views.capabilities import MINIMAL
from bot.views.view import Button
from tests.support.actions import TEAM, cancel, opened, until
from tests.support.places import person
from tests.support.world import Heard, World


def newest(world: World, who: str) -> str:
    """The newest message in somebody's own chat, as it stands now: one whose buttons are taken away is an older one."""
    return world.platform.transcript(person(who))[-1]


class Amira:
    """Somebody whose platform has words alone, in an open round; presses by label what she was shown last."""

    def __init__(self, world: World, round_: Round) -> None:
        self.world, self.round = world, round_
        self._typed = 0

    def buttons(self, label: str) -> list[Button]:
        mine = [sent for sent in self.world.platform.sent if sent.ref == person("amira")]
        return [button for sent in mine for button in sent.view.buttons() if button.label == label]

    async def press(self, label: str, first: bool = False) -> Heard:
        button = self.buttons(label)[0 if first else -1]
        return await self.done(await self.world.press("amira", button.action, button.token))

    async def type(self, text: str) -> Heard:
        self._typed += 1
        return await self.done(await self.world.type("amira", text, f"m{self._typed}"))

    async def edit(self, number: int, text: str) -> Heard:
        return await self.done(await self.world.type("amira", text, f"m{number}", edits=True))

    async def done(self, heard: Heard) -> Heard:
        await self.world.settle()
        return heard

    @property
    def sees(self) -> str:
        return newest(self.world, "amira")

    async def answers(self) -> dict[int, str]:
        def read(uow: object) -> dict[int, str]:
            rows = uow.answers.where(round=self.round.id)  # type: ignore[attr-defined]
            texts = uow.texts.read([row.id for row in rows])  # type: ignore[attr-defined]
            return {row.number: text.reveal() for row, text in zip(rows, texts, strict=True)}

        return await self.world.read(read)


@pytest.fixture
async def amira() -> AsyncIterator[Amira]:
    world = World()
    world.platform.give(person("amira"), MINIMAL_WITH_BUTTONS)
    round_ = await opened(world)
    yield Amira(world, round_)


MINIMAL_WITH_BUTTONS = MINIMAL.__class__(forms=MINIMAL.forms)
"""Forms are asked in turn, and old buttons stay to be pressed, as on Telegram."""


async def test_skipping_keeps_what_was_typed(amira: Amira) -> None:
    await amira.press("Answer privately")
    await amira.type("The tea")
    await amira.press("Skip")
    await amira.press("Skip")
    await amira.press("Skip")
    assert "“The tea”" in amira.sees
    await amira.press("Send")
    assert await amira.answers() == {1: "The tea"}
    await amira.press("Change")
    await amira.type("The tea and the team")
    await amira.press("Keep it as it is", first=True)
    await amira.press("Skip")
    await amira.press("Skip")
    await amira.press("Send")
    assert await amira.answers() == {1: "The tea and the team"}


async def test_an_answer_can_be_kept_or_emptied(amira: Amira) -> None:
    await amira.world.answer("amira", amira.round.id, "The tea", "The rota", "")
    await amira.world.settle()
    await amira.press("Change")
    assert "“The tea”" in amira.sees
    await amira.press("Keep it as it is")
    await amira.press("Leave it empty")
    await amira.press("Skip")
    assert "“The tea (as before)”" in amira.sees and "The rota" not in amira.sees
    await amira.press("Send")
    assert await amira.answers() == {1: "The tea"}


async def test_words_that_are_needed_can_stay_as_they_are(amira: Amira) -> None:
    for who in TEAM[:6]:
        await amira.world.answer(who, amira.round.id, f"Harbour of {who}")
    round_ = await until(amira.world, amira.round, RoundState.DRAFT)
    noted = (await amira.world.submit("amira", "missing", round_.id, {"words": "A quiet room"})).told(ChallengeNoted)
    await amira.done(await amira.world.press("amira", "check.change", noted.token))
    assert "“A quiet room”" in amira.sees and "Leave it empty" not in amira.sees
    await amira.press("Keep it as it is")
    assert "“A quiet room (as before)”" in amira.sees
    await amira.press("Send")
    assert "takes the place" in amira.sees and "“A quiet room”" in amira.sees


async def test_words_typed_after_emptying_are_words_again(amira: Amira) -> None:
    await amira.world.answer("amira", amira.round.id, "The tea", "", "")
    await amira.world.settle()
    await amira.press("Change")
    await amira.press("Leave it empty")
    await amira.press("Start again", first=False) if amira.buttons("Start again") else await amira.type("cancel")
    await amira.press("Change")
    await amira.press("Leave it empty")
    await amira.type("Later words for question two")
    await amira.press("Done")
    await amira.press("Skip")
    await amira.press("Send")
    assert await amira.answers() == {2: "Later words for question two"}


async def test_all_that_was_typed_is_shown_and_the_last_can_be_taken_off(amira: Amira) -> None:
    await amira.press("Answer privately")
    await amira.type("The tea")
    await amira.type("is for my sister")
    assert "“The tea\nis for my sister”" in amira.sees
    await amira.press("Take off the last message")
    assert "“The tea”" in amira.sees
    first = amira.buttons("Take off the last message")[1]
    await amira.done(await amira.world.press("amira", first.action, first.token))
    assert "“The tea”" in amira.sees, "a second press takes off no other message"
    await amira.type("undo")
    assert "Type your words" in amira.sees


async def test_an_edited_message_corrects_its_part_and_is_shown(amira: Amira) -> None:
    await amira.press("Answer privately")
    await amira.type("The tae")
    await amira.edit(1, "The tea")
    assert "“The tea”" in amira.sees
    assert (await amira.edit(9, "Nothing of mine")).told(drafted.EditUnseen)


async def test_a_second_press_says_what_is_saved(amira: Amira) -> None:
    await amira.press("Answer privately")
    await amira.type("The tea")
    await amira.press("Done")
    await amira.press("Skip")
    await amira.press("Skip")
    assert (await amira.press("Send")).told(said.AnswerSaved)
    for label in ("Send", "Cancel", "Start again", "Done", "Skip"):
        heard = await amira.press(label)
        assert heard.told(drafted.AnswersStand).given == (1,), label
    assert await amira.answers() == {1: "The tea"}


async def test_a_press_after_cancelling_says_that_nothing_is_saved(amira: Amira) -> None:
    await amira.press("Answer privately")
    await amira.type("The tea")
    assert (await amira.press("Cancel")).told(DialogueCancelled)
    for label in ("Cancel", "Done", "Skip"):
        assert (await amira.press(label)).told(drafted.FormClosed).round == amira.round.id, label
    assert await amira.answers() == {}


async def test_a_press_when_the_round_is_no_more_says_so(amira: Amira) -> None:
    await amira.press("Answer privately")
    await amira.press("Cancel")
    await cancel(amira.world)
    assert (await amira.press("Skip")).told(said.RoundNotRunning)


async def test_without_looking_up_the_form_a_press_after_saving_would_say_that_it_is_only_closed(
    amira: Amira, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control."""
    await amira.press("Answer privately")
    await amira.type("The tea")
    for label in ("Done", "Skip", "Skip", "Send"):
        await amira.press(label)
    monkeypatch.setattr(closed_forms, "_round_of", lambda turn, mark: "")
    assert not (await amira.press("Send")).told(drafted.AnswersStand)


async def test_a_button_of_another_form_asks_what_is_being_asked(amira: Amira) -> None:
    await amira.press("Answer privately")
    done = amira.buttons("Skip")[-1]
    marked = done.token.partition(".")
    heard = await amira.done(await amira.world.press("amira", done.action, f"{marked[0]}.000000"))
    assert heard.told(FieldAsked).index == 0
    heard = await amira.done(await amira.world.press("amira", done.action, done.token))
    assert heard.told(FieldAsked).index == 1


async def test_what_is_asked_of_the_bot_in_a_form_is_answered_and_not_kept(amira: Amira) -> None:
    await amira.press("Answer privately")
    for text, kind in (
        ("can my manager see this?", ordered.PromiseShown),
        ("who hasn't replied?", ordered.WhoAnsweredRefused),
        ("what is this?", talking.Explained),
        ("delete my answer", said.NothingToWithdraw),
    ):
        assert (await amira.type(text)).told(kind), text
    assert (await amira.type("what is this?")).told(FieldAsked), "the field is asked again"
    await amira.type("The tea")
    assert "“The tea”" in amira.sees


async def test_what_could_be_an_answer_in_a_form_becomes_one_of_its_field(amira: Amira) -> None:
    await amira.press("Answer privately")
    assert (await amira.type("Thanks")).told(talking.Acknowledged)
    await amira.press("It is an answer")
    assert "“Thanks”" in amira.sees
    await amira.press("Done")
    assert (await amira.press("It is an answer")).told(FieldAsked).index == 1, "a second press takes nothing twice"


async def test_stop_is_heard_in_a_form_and_nothing_more_is_asked(amira: Amira) -> None:
    await amira.press("Answer privately")
    heard = await amira.type("stop")
    assert heard.told(said.WritingStopped) and not heard.told(FieldAsked)


@pytest.mark.parametrize(
    ("text", "press"),
    [("Done", "done"), (" skip. ", "skip"), ("START AGAIN", "again"), ("skip the meetings", ""), ("", "")],
)
def test_the_words_of_a_forms_buttons(text: str, press: str) -> None:
    assert form_wizard.press_of(text) == press
