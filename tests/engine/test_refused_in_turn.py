"""A form that is asked field by field and refused: what can be mended is typed again, in place of what was refused."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.domain.errors import Refusal
from bot.domain.model import MeetingState
from bot.domain.outcomes import drafts
from bot.domain.outcomes import meetings as said
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.dialogue import PartKept, TypedGivenBack
from bot.engine import dispatch
from bot.engine.answers import form_wizard
from bot.themes.redact import safe_words
from bot.views.text import as_text
from tests.engine.test_forms_in_turn import MINIMAL_WITH_BUTTONS, newest
from tests.engine.test_meetings import Room
from tests.promises.test_typed_wording import deciding
from tests.support.actions import HOME, opened
from tests.support.finders import TopicFinder
from tests.support.places import person
from tests.support.world import Heard, World

READERS = "Your team reads it at once."


class NamesFound(TopicFinder):
    def redact(self, text: str, names: object) -> str:
        return safe_words(text, tuple(names))  # type: ignore[call-overload]


class NoteTaker:
    """Ben, who takes the notes of a meeting that talks, and is asked for them in messages."""

    def __init__(self, room: Room) -> None:
        self.room, self.world = room, room.world
        self._typed = 0

    async def type(self, text: str, message: str = "", edits: bool = False) -> Heard:
        self._typed += 1
        heard = await self.world.type("ben", text, message or f"n{self._typed}", edits=edits)
        await self.world.settle()
        return heard

    async def send(self, *texts: str) -> Heard:
        for text in texts:
            await self.type(text)
        await self.type("done")
        return await self.type("send")

    @property
    def sees(self) -> str:
        return newest(self.world, "ben")

    async def statements(self) -> list[str]:
        shown = [as_text(sent.view) for sent in self.world.platform.sent if sent.ref == HOME][-1]
        return [line.strip("“”") for line in shown.splitlines() if line.startswith("“")]


@pytest.fixture
async def ben() -> AsyncIterator[NoteTaker]:
    world = World(capabilities=MINIMAL_WITH_BUTTONS, finder=NamesFound())
    room = Room(world, await opened(world))
    await world.command("amira", "meeting", HOME)
    await room.press("ben", "take", "begin", "next")
    await world.settle()
    await room.press("ben", "write")
    await world.settle()
    yield NoteTaker(room)


async def test_the_words_are_shown_once_more_with_how_to_correct_them(ben: NoteTaker) -> None:
    assert (await ben.send("Amira is late")).told(said.NotesRefused)
    assert "“Amira is late”" in ben.sees and "takes its place" in ben.sees


LINES = ("The tea is good\nAmira is late\nThe rota is clear",)


@pytest.mark.parametrize("texts", [LINES, ("The tea is good", "Amira is late", "The rota is clear")])
async def test_of_several_lines_the_refused_one_alone_is_replaced(ben: NoteTaker, texts: tuple[str, ...]) -> None:
    await ben.send(*texts)
    assert "cannot stay:\n\n“Amira is late”" in ben.sees and "the rest stays" in ben.sees
    await ben.type("Some of us are late")
    assert "“The tea is good\nSome of us are late\nThe rota is clear”" in ben.sees
    await ben.send()
    assert await ben.statements() == ["The tea is good", "Some of us are late", "The rota is clear"]


async def test_two_refused_lines_are_corrected_one_after_the_other(ben: NoteTaker) -> None:
    await ben.send("Amira is late\nThe tea is good\nGita is loud")
    await ben.send("Some are late")
    assert "cannot stay:\n\n“Gita is loud”" in ben.sees
    await ben.send("Some are loud")
    assert await ben.statements() == ["Some are late", "The tea is good", "Some are loud"]


async def test_the_message_that_corrects_can_be_edited_like_any(ben: NoteTaker) -> None:
    await ben.send(*LINES)
    await ben.type("Some of us are lat", "c1")
    await ben.type("Some of us are late", "c1", edits=True)
    assert "“The tea is good\nSome of us are late\nThe rota is clear”" in ben.sees


async def test_what_is_typed_next_takes_the_place_of_what_was_refused(ben: NoteTaker) -> None:
    await ben.send("Six\nlines\nare\none\ntoo\nmany", "all of them")
    assert "the place of all of this" in ben.sees
    await ben.type("Some of us are late")
    assert "“Some of us are late”" in ben.sees and "many" not in ben.sees
    await ben.send("And that is all right")
    assert await ben.statements() == ["Some of us are late", "And that is all right"]


async def test_an_edited_message_corrects_its_part_and_more_can_follow(ben: NoteTaker) -> None:
    await ben.send("The tea is good", "Amira is late")
    await ben.type("Some of us are late", "n2", edits=True)
    assert "“The tea is good\nSome of us are late”" in ben.sees
    await ben.send("The rota is clear")
    assert await ben.statements() == ["The tea is good", "Some of us are late", "The rota is clear"]


async def test_the_last_message_can_be_taken_off_and_the_rest_stays(ben: NoteTaker) -> None:
    await ben.send("The tea is good", "Amira is late")
    await ben.type("undo")
    assert "“The tea is good”" in ben.sees
    await ben.send("Some of us are late")
    assert await ben.statements() == ["The tea is good", "Some of us are late"]


async def test_refused_twice_it_can_be_corrected_twice(ben: NoteTaker) -> None:
    await ben.send("Amira is late")
    assert (await ben.send("Gita is late")).told(said.NotesRefused)
    await ben.send("Some of us are late")
    assert await ben.statements() == ["Some of us are late"]


async def test_with_the_refused_words_kept_as_before_they_would_be_refused_again(
    ben: NoteTaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control."""
    monkeypatch.setattr(form_wizard, "after_refusal", lambda context, refusal: None)
    await ben.send("Amira is late")
    await ben.type("Some of us are late")
    assert "Amira is late" in as_text(ben.world.seen_by(person("ben"))[-1].view) and not await ben.statements()


async def test_what_is_typed_when_the_notes_are_read_back_is_added_to_them(ben: NoteTaker) -> None:
    await ben.type("The tea is good")
    await ben.type("done")
    await ben.type("So is the rota")
    assert "“The tea is good\nSo is the rota”" in ben.sees
    await ben.send()
    assert await ben.statements() == ["The tea is good", "So is the rota"]


async def test_where_there_are_several_fields_it_is_said_how_to_change_what_is_read_back() -> None:
    world = World(capabilities=MINIMAL_WITH_BUTTONS)
    round_ = await opened(world)
    await world.settle()
    await world.press("amira", "answer", round_.id)
    for number, text in enumerate(("The tea", "done", "skip", "skip")):
        await world.type("amira", text, f"a{number}")
    assert not (await world.type("amira", "The rota as well", "a9")).told(PartKept)
    await world.settle()
    shown = newest(world, "amira")
    assert "I have not kept what you typed just now" in shown and "“The tea”" in shown


@pytest.mark.parametrize("mended", [True, False])
async def test_a_refusal_that_cannot_be_mended_ends_the_form(
    ben: NoteTaker, monkeypatch: pytest.MonkeyPatch, mended: bool
) -> None:
    """With the control: else whatever is typed next is answered with the form that cannot be sent."""

    def refuse(context: object, token: str, values: object) -> None:
        raise Refusal(NotForYou(who="admins"))

    if not mended:
        monkeypatch.setattr(form_wizard, "after_refusal", lambda context, refusal: None)
    monkeypatch.setitem(dispatch.SUBMISSIONS, "meet.write", refuse)
    heard = await ben.send("The tea is good")
    assert heard.told(NotForYou) and bool(heard.told(TypedGivenBack)) is mended
    heard = await ben.type("Something of my own")
    assert bool(heard.told(drafts.DraftKept)) is mended and bool(heard.told(PartKept)) is not mended


async def test_words_that_the_refusal_gives_back_are_given_back_once(
    ben: NoteTaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(context: object, token: str, values: object) -> None:
        raise Refusal(said.NotesTooLate(), quotes=("The tea is good",))

    monkeypatch.setitem(dispatch.SUBMISSIONS, "meet.write", refuse)
    heard = await ben.send("The tea is good")
    assert heard.told(said.NotesTooLate).refs and not heard.told(TypedGivenBack)
    assert await ben.world.read(lambda uow: uow.dialogues.where()) == []


async def test_each_step_of_the_notes_says_who_reads_them(ben: NoteTaker) -> None:
    """A private answer is asked for in the same chat, and must not be taken for them."""
    assert READERS in ben.sees and "One statement a line, without names." in ben.sees
    for text in ("The tea is good", "done"):
        await ben.type(text)
        assert READERS in ben.sees and "What you all say" in ben.sees, text
    await ben.type("send")
    assert (await ben.room.meeting()).state is MeetingState.READ_BACK


@pytest.mark.parametrize("form", ["accept", "refuse"])
async def test_each_step_of_a_decision_says_who_reads_it(form: str) -> None:
    world = World(finder=NamesFound())
    world.platform.give(person("hal"), MINIMAL_WITH_BUTTONS)
    round_ = await deciding(world)
    await world.press("hal", form, f"{round_.id}:1.1:too strong")
    for text in ("", "Lights go out early", "done"):
        await world.type("hal", text, text) if text else None
        await world.settle()
        assert "final summary" in newest(world, "hal"), text


async def test_what_a_field_hints_at_is_said_where_it_is_asked() -> None:
    world = World()
    world.platform.give(person("ada"), MINIMAL_WITH_BUTTONS)
    await opened(world)
    await world.press("ada", "setup", "schedule")
    await world.press("ada", "turn.option", "0:Alpha")
    await world.settle()
    assert "such as: every other Tuesday at 10:00" in as_text(world.seen_by(person("ada"))[-1].view)
