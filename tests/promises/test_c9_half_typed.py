"""C9: words that were typed for a form, field by field, and never sent go when nothing can be sent any more, and are given back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.events import MemberLeft
from bot.domain.model import Meeting, Round, RoundState
from bot.engine.answers import form_ends
from bot.views.text import as_text
from tests.engine.test_forms_in_turn import MINIMAL_WITH_BUTTONS
from tests.promises.test_c3_who_weighed import drafted
from tests.promises.test_typed_wording import deciding
from tests.support.actions import HOME, cancel, opened, until
from tests.support.places import person
from tests.support.twins import twin
from tests.support.world import World

WORDS = "A kingfisher at the handover"
Deed = Callable[[World, Round], Awaitable[object]]


async def meeting_of(world: World) -> Meeting:
    (found,) = await world.read(lambda uow: uow.meetings.where())
    return found


async def press(world: World, who: str, *actions: str) -> None:
    for action in actions:
        meeting = await meeting_of(world)
        await world.press(who, f"meet.{action}", f"{meeting.id}:{meeting.turn}", HOME)


def steps(who: str, *actions: str) -> Deed:
    async def taken(world: World, round_: Round) -> None:
        await press(world, who, *actions)

    return taken


async def cancel_round(world: World, round_: Round) -> None:
    await cancel(world)


async def close_round(world: World, round_: Round) -> None:
    await until(world, round_, RoundState.WITHHELD)


async def time_up(world: World, round_: Round) -> None:
    for _ in range(40):
        world.clock.move(timedelta(minutes=1))
        await world.settle()


async def leave_the_channel(world: World, round_: Round) -> None:
    await world.hear(world.event(MemberLeft, "ben", HOME))


async def half_typed_notes() -> tuple[World, Round]:
    """A meeting in which ben, who takes notes, has typed some and not sent them; he is asked in messages."""
    world = World(capabilities=MINIMAL_WITH_BUTTONS)
    round_ = await opened(world)
    await world.command("amira", "meeting", HOME)
    await press(world, "ben", "take", "begin", "next", "write")
    await world.type("ben", WORDS, "n1")
    await world.settle()
    return world, round_


async def readable(world: World) -> list[str]:
    """The names of all texts that hold the words and can be opened with the keys that are left."""

    def look(uow: Any) -> list[str]:
        owners = [member.id for member in uow.members.where()]
        refs = [ref for owner in owners for ref in uow.texts.refs_of(owner)]
        return [ref for ref, text in zip(refs, uow.texts.read(refs), strict=True) if text and WORDS in text.reveal()]

    return await world.read(look)


async def open_forms(world: World) -> int:
    return len(await world.read(lambda uow: uow.dialogues.where()))


def given_back(world: World, who: str, since: int) -> int:
    return sum(WORDS in as_text(sent.view) for sent in world.platform.sent[since:] if sent.ref == person(who))


ENDS_OF_NOTES = {
    "round cancelled": cancel_round,
    "round closed": close_round,
    "meeting cancelled": steps("dan", "cancel"),
    "meeting stopped": steps("dan", "stop"),
    "next question": steps("dan", "next", "next"),
    "time up": time_up,
    "taken over": steps("dan", "over"),
    "note-taker stops": steps("ben", "leave"),
    "note-taker leaves": leave_the_channel,
}


@pytest.mark.parametrize("end", ENDS_OF_NOTES)
async def test_half_typed_notes_go_with_their_step_and_are_given_back_once(end: str) -> None:
    world, round_ = await half_typed_notes()
    assert await readable(world) and await open_forms(world) == 1
    before = len(world.platform.sent)
    await ENDS_OF_NOTES[end](world, round_)
    await world.settle()
    assert (await readable(world), await open_forms(world)) == ([], 0)
    assert given_back(world, "ben", before) == 1


@pytest.mark.parametrize("step", [steps("dan", "next"), steps("dan", "more"), steps("dan", "begin")])
async def test_half_typed_notes_stay_as_long_as_they_can_be_sent(step: Deed) -> None:
    world, round_ = await half_typed_notes()
    await step(world, round_)
    assert await readable(world) and await open_forms(world) == 1


async def test_without_an_end_of_forms_they_could_be_read_a_year_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(form_ends, "is_over", lambda work, dialogue: False)
    world, round_ = await half_typed_notes()
    await close_round(world, round_)
    world.clock.move(timedelta(days=365))
    await world.settle()
    assert await readable(world) and await open_forms(world) == 1


async def half_typed_check(form: str) -> tuple[World, Round]:
    """A draft for which amira has typed something, and not sent it."""
    world = twin()
    world.platform.give(person("amira"), MINIMAL_WITH_BUTTONS)
    round_ = await drafted(world)
    if form == "weigh":
        await world.press("amira", "weigh", round_.id)
        while not await readable(world):
            await world.press("amira", "turn.option", f"{await place_of(world)}:agree")
            await world.type("amira", WORDS, "c1")
    elif form == "challenge":
        await world.press("amira", "challenge", f"{round_.id}:1.1")
        await world.press("amira", "turn.option", "0:meaning")
    else:
        await world.press("amira", form, round_.id)
    await world.type("amira", WORDS, "c1")
    await world.settle()
    return world, round_


async def place_of(world: World) -> int:
    (dialogue,) = await world.read(lambda uow: uow.dialogues.where())
    return dialogue.index


@pytest.mark.parametrize("form", ["challenge", "missing", "weigh"])
async def test_what_was_typed_for_a_check_goes_with_its_window(form: str) -> None:
    world, round_ = await half_typed_check(form)
    assert await readable(world)
    before = len(world.platform.sent)
    await until(world, round_, RoundState.FINAL)
    assert (await readable(world), await open_forms(world)) == ([], 0)
    assert given_back(world, "amira", before) == 1


async def half_typed_decision(form: str) -> tuple[World, Round]:
    """A challenge that hal and ida may decide; ida has typed something for it, and not sent it."""
    world = World()
    world.platform.give(person("hal"), MINIMAL_WITH_BUTTONS)
    round_ = await deciding(world)
    await world.press("hal", form, f"{round_.id}:1.1:too strong")
    await world.type("hal", WORDS, "d1")
    await world.settle()
    return world, round_


@pytest.mark.parametrize("form", ["accept", "refuse"])
@pytest.mark.parametrize("end", ["held", "final"])
async def test_what_was_typed_for_a_decision_goes_when_it_is_decided(form: str, end: str) -> None:
    world, round_ = await half_typed_decision(form)
    assert await readable(world)
    before = len(world.platform.sent)
    if end == "held":
        await world.press("hal", "hold", f"{round_.id}:1.1:too strong")
        await world.settle()
    else:
        await until(world, round_, RoundState.FINAL)
    assert (await readable(world), await open_forms(world)) == ([], 0)
    assert given_back(world, "hal", before) == 1


async def half_typed_set_up() -> World:
    """hal, who leads the team, has typed something for when it is asked, and not sent it."""
    world = World()
    world.platform.give(person("hal"), MINIMAL_WITH_BUTTONS)
    await opened(world)
    await world.press("hal", "setup", "schedule")
    await world.press("hal", "turn.option", "0:Alpha")
    await world.type("hal", WORDS, "s1")
    await world.settle()
    assert await readable(world)
    return world


async def test_a_set_up_form_goes_with_the_right_to_it() -> None:
    world = await half_typed_set_up()
    await world.command("ada", "lead remove <@hal> from Alpha", HOME)
    world.clock.move(timedelta(hours=2))
    await world.settle()
    assert (await readable(world), await open_forms(world)) == ([], 0)


@pytest.mark.parametrize(("days", "kept"), [(6, 1), (8, 0)])
async def test_a_set_up_form_that_nobody_sends_goes_after_a_week(days: int, kept: int) -> None:
    world = await half_typed_set_up()
    before = len(world.platform.sent)
    world.clock.move(timedelta(days=days))
    await world.settle()
    assert (len(await readable(world)), await open_forms(world)) == (kept, kept)
    assert given_back(world, "hal", before) == 1 - kept


async def test_a_half_typed_answer_goes_with_everything_else_of_its_round() -> None:
    world = World(capabilities=MINIMAL_WITH_BUTTONS)
    round_ = await opened(world)
    await world.press("ben", "answer", round_.id)
    await world.type("ben", WORDS, "a1")
    await until(world, round_, RoundState.WITHHELD)
    assert await readable(world), "it can still be sent: a late answer waits"
    for _ in range(world.retention.waiting_days + 3):
        world.clock.move(timedelta(days=1))
        await world.settle()
    assert await readable(world) == []
