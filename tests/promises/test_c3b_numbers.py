"""C3b, release rule 4 (B8): no message tells how many people were asked or could not be reached, only how many are in the team."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from adapters.fake import Sent
from bot.domain.model import RoundState
from bot.domain.outcomes.repairs import RoundRehearsed
from bot.ports import SendRefusedError
from bot.views.messages import status
from bot.views.messages.wording import VIEWS
from bot.views.text import as_text
from tests.promises.test_c3_who_answered import AT_ONCE
from tests.support.actions import HOME, until
from tests.support.places import person
from tests.support.world import World

LISTED, BLOCKED, STOPPED = 23, 4, 2
PEOPLE = ("ada", *(f"p{chr(97 + n)}" for n in range(LISTED - 1)))
ASKED, REACHED = LISTED - STOPPED, LISTED - STOPPED - BLOCKED
NUMBERS = re.compile(rf"\b({ASKED}|{REACHED}|{BLOCKED}|{STOPPED}|{BLOCKED + STOPPED})\b")
NOT_PEOPLE = re.compile(
    r"\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)( \d{4})?"
    r"|\d\d:\d\d|\d{4}-\d\d-\d\d|at least \d+|^\d\.|^\d\.\d|questions? \d|\d (working )?days|Version \d|\d hours"
    r"|questions (set|read) [\d|]+",
    re.MULTILINE,
)


async def life() -> World:
    """A round of a team of 23, of whom two have stopped and four cannot be reached; every command, at every stage, by everybody."""
    world = World()
    await world.found({"Alpha": PEOPLE}, "every other Tuesday at 10:00")
    await world.command("ada", f"lead set <@{PEOPLE[-1]}> for Alpha", HOME)
    for who in PEOPLE[1 : 1 + STOPPED]:
        await world.command(who, "stop")
    for who in PEOPLE[5 : 5 + BLOCKED]:
        world.platform.fail(SendRefusedError("blocked"), person(who), times=99)
    world.clock.move(timedelta(hours=26))
    await world.settle()
    (round_,) = await world.rounds(state=RoundState.OPEN)
    for who in PEOPLE[10:20]:
        await world.answer(who, round_.id, "Harbour, as we all say", "", "")
    await ask(world)
    for state in (RoundState.DRAFT, RoundState.FINAL):
        await until(world, round_, state)
        await ask(world)
    for _ in range(35):
        world.clock.move(timedelta(days=1))
        await world.settle()
    await world.command("ada", "run now Alpha")
    await world.settle()
    return world


async def ask(world: World) -> None:
    for who in ("ada", PEOPLE[-1], PEOPLE[12]):
        for command in AT_ONCE:
            await world.command(who, command, HOME if who == "ada" else None)
    await world.settle()


def told(sent: Sent) -> list[str]:
    """Numbers in a message that are those of people, and not a date, a threshold or a question's."""
    return NUMBERS.findall(NOT_PEOPLE.sub("", as_text(sent.view)))


async def test_no_message_tells_how_many_were_asked_or_could_not_be_reached() -> None:
    world = await life()
    assert [(sent.key, as_text(sent.view)) for sent in world.platform.sent if told(sent)] == []
    texts = [as_text(sent.view) for sent in world.platform.sent]
    assert any(f"{LISTED} people" in text for text in texts), "how many are in the team may be told"
    assert any("some of the questions could not be delivered" in text for text in texts)


async def test_while_a_round_is_open_nobody_hears_of_anything_undelivered() -> None:
    world = await life()
    statuses = [as_text(sent.view) for sent in world.platform.sent if "I never say how many" in as_text(sent.view)]
    assert not [text for text in statuses if "open for answers" in text and "delivered" in text]


async def test_control_a_status_that_counts_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "_delivery_lines", lambda shown: [f"{BLOCKED} people cannot be reached."])
    assert [sent.key for sent in (await life()).platform.sent if told(sent)]


def test_no_outcome_about_a_round_carries_a_count_of_people() -> None:
    """What is not in an outcome cannot be worded: a roster, a number asked, a number unreached.

    A dry run is no round: it says to an admin how many people are on the team's list, as `team people` does.
    """
    counting = ("roster", "asked", "people", "unreached", "undelivered", "answered")
    rounds = [kind for kind in VIEWS if about_a_round(kind.__name__)]
    assert len(rounds) > 10
    found = [
        f"{kind.__name__}.{name}"
        for kind in rounds
        for name, type_ in kind.__annotations__.items()
        if name in counting and "int" in str(type_) and kind is not RoundRehearsed
    ]
    assert found == []


def about_a_round(name: str) -> bool:
    return name.startswith(
        ("Round", "Draft", "Final", "Digest", "Whole", "Addendum", "Status", "Cancellation", "Answers")
    )
