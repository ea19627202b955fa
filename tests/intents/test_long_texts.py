"""Texts behind a prefix that are longer than any command: no pattern is tried on them, and no words are lost."""

from __future__ import annotations

import pytest

from bot.chatcommands import BY_NAME, Role
from bot.chatcommands.complete_command import Situation
from bot.chatcommands.intents import MOST_LETTERS, TAKES_LONG, Meant, Nearly, read_command
from bot.domain.outcomes.drafts import DraftKept
from tests.support.actions import opened
from tests.support.places import person
from tests.support.world import World

ADMIN = Situation(role=Role.ADMIN)
SHORT = [name for name, spec in BY_NAME.items() if spec.words[0] not in TAKES_LONG]


@pytest.mark.parametrize("name", SHORT)
def test_no_other_command_is_as_long(name: str) -> None:
    assert read_command(f"{name} x{' ' * MOST_LETTERS}y", ADMIN) == Nearly(())


def test_a_long_list_of_people_is_read() -> None:
    people = " ".join(f"<@u{number}>" for number in range(MOST_LETTERS // 5))
    assert isinstance(read_command(f"member add {people} to Alpha", ADMIN), Meant)


async def test_of_somebody_who_is_asked_it_becomes_an_answer() -> None:
    world = World()
    await opened(world)
    heard = await world.command("amira", "history " + "of the rota that comes out too late " * 40, person("amira"))
    assert heard.told(DraftKept)
