"""Buttons of Telegram stay where they are: whichever is pressed late, again or out of turn, the answer to it is true."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.domain import rounds
from bot.domain.model import Dialogue
from bot.domain.outcomes import drafts
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.dialogue import DialogueCancelled
from bot.engine import ref_names
from bot.engine.answers import closed_forms, form_wizard, unsent_drafts
from bot.engine.context import EventContext
from tests.adapters.telegram.product import Product, product
from tests.adapters.telegram.test_presses import asked, newest
from tests.fakes.telegram.world import Message, Person
from tests.support.further import further, only_further, part_of

pytestmark = further

Kept = tuple[str, Message]


async def press(p: Product, who: Person, button: Kept) -> str:
    """Press a button where it stands, however old; what was said to it, in a new message or in place of one."""
    before = {m.id: m.text for m in p.fake.messages}
    id = p.fake.press_data(who, *button)
    await p.settle()
    assert p.fake.answered(id), "every press is answered"
    return "\n".join(m.text for m in p.fake.messages if m.chat == who.id and before.get(m.id) != m.text)


async def saved(p: Product) -> list[str]:
    """The words of all saved answers, as the store has them."""

    def read(uow: object) -> list[str]:
        rows = uow.answers.where()  # type: ignore[attr-defined]
        return [text.reveal() for text in uow.texts.read([row.id for row in rows])]  # type: ignore[attr-defined]

    return sorted(await p.app.store.read(read))


async def after_saving(p: Product) -> None:
    """Each button of the form is pressed once more when the form is sent."""
    amira, *_ = await asked(p)
    await p.press(amira, "Answer privately")
    await p.say(amira, "the rota")
    buttons = [newest(p, amira, label) for label in ("Done", "Take off the last message", "Cancel")]
    await p.press(amira, "Done")
    buttons.append(newest(p, amira, "Skip"))
    await p.press(amira, "Skip")
    await p.press(amira, "Skip")
    buttons += [newest(p, amira, label) for label in ("Send", "Start again", "Cancel")]
    await p.press(amira, "Send")
    for button in buttons:
        heard = await press(p, amira, button)
        assert "Your answer to question 1 is saved" in heard and "ancelled" not in heard
    assert await saved(p) == ["the rota"]


async def on_a_field_that_was_passed(p: Product) -> None:
    """The present field is asked; nothing typed for the next one is passed over or lost."""
    amira, *_ = await asked(p)
    await p.press(amira, "Answer privately")
    skip = newest(p, amira, "Skip")
    await p.press(amira, "Skip")
    await p.say(amira, "late shifts")
    assert "late shifts" in await press(p, amira, skip)
    await p.press(amira, "Done")
    await p.press(amira, "Skip")
    assert "late shifts" in await press(p, amira, skip)
    await p.press(amira, "Send")
    assert await saved(p) == ["late shifts"]


async def skip_with_words(p: Product) -> None:
    """[Skip], under the question as it was asked before anything was typed, keeps what was typed since."""
    amira, *_ = await asked(p)
    await p.press(amira, "Answer privately")
    skip = newest(p, amira, "Skip")
    await p.say(amira, "the rota")
    await press(p, amira, skip)
    for _ in range(2):
        await p.press(amira, "Skip")
    assert "the rota" in p.last(amira)
    await p.press(amira, "Send")
    assert await saved(p) == ["the rota"]


async def skip_with_words_in_change(p: Product) -> None:
    amira, *_ = await asked(p)
    await p.answer(amira, "the rota", "", "")
    await p.press(amira, "Change")
    keep = newest(p, amira, "Keep it as it is")
    await p.say(amira, "the rota and the lift")
    await press(p, amira, keep)
    skip = newest(p, amira, "Skip")
    await p.say(amira, "fewer forms")
    await press(p, amira, skip)
    await p.press(amira, "Skip")
    await p.press(amira, "Send")
    assert await saved(p) == ["fewer forms", "the rota and the lift"]


async def cancel_in_change(p: Product) -> None:
    """What was saved before stays so, and that is said."""
    amira, *_ = await asked(p)
    await p.answer(amira, "the rota", "", "")
    await p.press(amira, "Change")
    await p.say(amira, "something else")
    heard = await press(p, amira, newest(p, amira, "Cancel"))
    assert "Nothing was sent" not in heard and "Still saved as before: question 1." in heard
    assert await saved(p) == ["the rota"]


async def on_a_draft_that_is_gone(p: Product) -> None:
    amira, *_ = await asked(p)
    await p.say(amira, "The lift is broken every week")
    place, away = newest(p, amira, "Question 1"), newest(p, amira, "Throw away")
    await press(p, amira, place)
    send = newest(p, amira, "Send it")
    assert "Thrown away. Nothing was sent." in await press(p, amira, away)
    for button in (away, place, send):
        assert "no unsent draft, and no answer of yours is saved" in await press(p, amira, button)
    assert await saved(p) == []


async def on_a_draft_that_was_sent(p: Product) -> None:
    amira, *_ = await asked(p)
    await p.say(amira, "The lift is broken every week")
    place, away = newest(p, amira, "Question 1"), newest(p, amira, "Throw away")
    await press(p, amira, place)
    send = newest(p, amira, "Send it")
    assert "Saved: question 1" in await press(p, amira, send)
    for button in (send, place, away):
        heard = await press(p, amira, button)
        assert "What is saved: your answer to question 1" in heard and "Nothing was sent" not in heard
    assert await saved(p) == ["The lift is broken every week"]


async def after_forgetting(p: Product) -> None:
    """Whoever was forgotten has nothing here, and no button brings anything back."""
    amira, *_ = await asked(p)
    invited = newest(p, amira, "Answer privately")
    await p.press(amira, "Answer privately")
    skip, cancel = newest(p, amira, "Skip"), newest(p, amira, "Cancel")
    await p.say(amira, "the rota")
    for label in ("Done", "Skip", "Skip", "Send"):
        await p.press(amira, label)
    change = newest(p, amira, "Change")
    await p.say(amira, "forget me")
    await p.press(amira, "Destroy my words")
    for button in (skip, cancel, change, invited):
        heard = await press(p, amira, button)
        assert (
            heard
            and "saved" not in heard.replace("no answer of yours is saved", "")
            and "Nothing was sent" not in heard
        )
    assert await saved(p) == []


async def change_after_the_close(p: Product) -> None:
    """Words that come when the round is closed are kept for later, and it is said so."""
    people = await asked(p)
    amira = people[0]
    for who in people[:7]:
        await p.answer(who, "waiting", "", "")
    change = newest(p, amira, "Change")
    await p.pass_time(days=4)
    heard = await press(p, amira, change)
    assert "This round has closed. What you send now waits for the next summary." in heard


async def of_an_earlier_round(p: Product) -> None:
    """Nothing of the present round is answered, cancelled or skipped by it."""
    amira, *_ = await asked(p)
    await p.press(amira, "Answer privately")
    old = [newest(p, amira, label) for label in ("Skip", "Cancel")]
    await p.say(amira, "words of the first round")
    for label in ("Done", "Skip", "Skip"):
        await p.press(amira, label)
    old.append(newest(p, amira, "Send"))
    await p.press(amira, "Send")
    await p.pass_time(days=4)
    await p.pass_time(days=10)
    assert "three questions" in p.last(amira)
    await p.press(amira, "Answer privately")
    await p.say(amira, "words of the second round")
    for button in old:
        heard = await press(p, amira, button)
        assert "words of the second round" in heard and "ancelled" not in heard
    for label in ("Done", "Skip", "Skip", "Send"):
        await p.press(amira, label)
    assert "words of the second round" in await saved(p)


SCENES = (
    after_saving,
    on_a_field_that_was_passed,
    skip_with_words,
    skip_with_words_in_change,
    cancel_in_change,
    on_a_draft_that_is_gone,
    on_a_draft_that_was_sent,
    after_forgetting,
    change_after_the_close,
    of_an_earlier_round,
)


@pytest.mark.parametrize("scene", part_of(SCENES, 2), ids=lambda scene: scene.__name__)
async def test_what_is_said_to_a_late_press_is_true(scene: Callable[[Product], Awaitable[None]]) -> None:
    async with product() as p:
        await scene(p)


def nothing_is_looked_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(closed_forms, "tell_form_is_closed", lambda turn, token: turn.reply(DialogueCancelled()))


def skipping_throws_away(patch: pytest.MonkeyPatch) -> None:
    done = form_wizard._field_done

    def throwing(
        turn: EventContext, present: Dialogue, what: str, value: str, handlers: form_wizard.FormHandlers
    ) -> None:
        if what == "skip":
            turn.uow.texts.remove([ref_names.field_ref(present.id, present.index)])
        done(turn, present, what, value, handlers)

    patch.setattr(form_wizard, "_field_done", throwing)


def any_place_is_the_present_one(patch: pytest.MonkeyPatch) -> None:
    pressed = form_wizard.take_press

    def unplaced(
        turn: EventContext, present: Dialogue, what: str, token: str, submit: form_wizard.FormHandlers
    ) -> None:
        pressed(turn, present, what, f".{token.partition('.')[2]}", submit)

    patch.setattr(form_wizard, "take_press", unplaced)


def any_form_is_the_present_one(patch: pytest.MonkeyPatch) -> None:
    pressed = form_wizard.take_press

    def unmarked(
        turn: EventContext, present: Dialogue, what: str, token: str, submit: form_wizard.FormHandlers
    ) -> None:
        pressed(turn, present, what, "", submit)

    patch.setattr(form_wizard, "take_press", unmarked)


def what_stands_is_not_looked_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(closed_forms, "questions_that_stay", lambda turn, mark: ())


def a_round_never_closes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rounds, "accepts_answers", lambda round_: True)


def every_press_throws_something_away(patch: pytest.MonkeyPatch) -> None:
    shown = unsent_drafts._draft_outcome

    def gone(*of: object) -> Outcome:
        found = shown(*of)  # type: ignore[arg-type]
        return drafts.DraftDiscarded() if isinstance(found, drafts.NoDraft) else found

    patch.setattr(unsent_drafts, "_draft_outcome", gone)


CONTROLS = (
    (after_saving, nothing_is_looked_up),
    (after_forgetting, nothing_is_looked_up),
    (on_a_field_that_was_passed, any_place_is_the_present_one),
    (skip_with_words, skipping_throws_away),
    (skip_with_words_in_change, skipping_throws_away),
    (cancel_in_change, what_stands_is_not_looked_up),
    (on_a_draft_that_is_gone, every_press_throws_something_away),
    (on_a_draft_that_was_sent, every_press_throws_something_away),
    (change_after_the_close, a_round_never_closes),
    (of_an_earlier_round, any_form_is_the_present_one),
)


@only_further
@pytest.mark.parametrize(("scene", "without"), part_of(CONTROLS, 3), ids=lambda it: it.__name__)
async def test_without_its_defence_it_would_be_untrue(
    scene: Callable[[Product], Awaitable[None]],
    without: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Negative control."""
    without(monkeypatch)
    async with product() as p:
        with pytest.raises(AssertionError):
            await scene(p)
