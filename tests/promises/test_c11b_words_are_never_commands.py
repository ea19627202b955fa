"""C11b: typed words are stored only behind the confidential door: no outcome, audit line or outbox row carries them.

Hundreds of sentences that begin like commands, each with words of its own, are typed in direct messages, as commands and in a
channel, by everybody. Meanwhile every stored record is read, what waits in the outbox included. An admin says only what is refused:
a name or a setting that is accepted is stored.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bot.chatcommands import COMMANDS
from bot.domain.confidential import ConfidentialText
from bot.domain.events import ChatCommandTyped, FormSubmitted, MessageReceived
from bot.engine.context import EventContext
from bot.ports import Store, UnitOfWork
from bot.views.text import as_text
from storage.database import open_store
from storage.failpoints import Failpoint
from tests.contract.test_store_roundtrip import ROOMS
from tests.support.actions import HOME, opened
from tests.support.further import GOES_FURTHER, further
from tests.support.stores import KEY, new_database
from tests.support.world import World

pytestmark = further

Sentence = tuple[str, str, str, str]
"""Who says it, where, what, and the words in it that are theirs alone."""
SENTENCES = 1_000 if GOES_FURTHER else 300
LEAD = "hal"
MEMBERS, ADMIN, STRANGER = ("amira", "ben", LEAD), "ada", "zed"
STARTS = (
    *(spec.name for spec in COMMANDS),
    *(
        "away until",
        "away till",
        "home",
        "stop",
        "help",
        "claim",
        "shedule set",
        "team ad",
        "organisation set zone",
        "back on",
    ),
    *(
        "schedule set Alpha:",
        "schedule pause Alpha until",
        "privacy threshold",
        "questions set",
        "questions set 7",
        "lead set",
    ),
)
PLACES = ("direct", "command", "command in the channel", "channel")
REFUSED = (
    *(start for start in STARTS if start not in {spec.name for spec in COMMANDS}),
    *("home", "claim", "away", "schedule set Nowhere:", "member add", "lead remove", "team people", "run now"),
)
"""Beginnings after which an admin's words are refused, whatever they are: nothing that they say becomes a setting."""

STARTS_OF_LEADS = tuple(start for start in STARTS if start != "questions add")
"""What a lead adds is a question of the team."""


def sentences() -> Iterator[Sentence]:
    drawn = random.Random(11)
    for number in range(SENTENCES):
        who = drawn.choice((*MEMBERS, ADMIN, STRANGER))
        start = drawn.choice(REFUSED if who == ADMIN else STARTS_OF_LEADS if who == LEAD else STARTS)
        words = f"quokka{number}x shouts at wombat{number}x"
        yield who, drawn.choice(PLACES), f"{start} {words}", f"quokka{number}x"


async def say(world: World, who: str, place: str, text: str) -> None:
    if place == "direct":
        await world.type(who, text, f"m{text}")
    elif place == "channel":
        words = ConfidentialText(text)
        await world.hear(world.event(MessageReceived, who, HOME, text=words, message_id=f"m{text}"))
    else:
        where = HOME if place.endswith("channel") else None
        await world.hear(world.event(ChatCommandTyped, who, where, text=text))


def stored(uow: UnitOfWork) -> str:
    """Every record of every kind, as it is after it was opened."""
    return "\n".join(repr(row) for room in ROOMS.values() for row in getattr(uow, room).where())


async def found_in_records(world: World, lines: Iterable[Sentence]) -> tuple[list[str], list[str]]:
    """The words that were typed, and those of them that stood in a record, while it waited to be sent or afterwards."""
    await opened(world)
    typed: list[str] = []
    found: list[str] = []
    spoken = list(lines)
    for number, (who, place, text, words) in enumerate(spoken, start=1):
        await say(world, who, place, text)
        typed.append(words)
        if number % 50 == 0 or number == len(spoken):
            waiting = await world.read(stored)
            await world.settle()
            afterwards = await world.read(stored)
            found += [each for each in typed[-50:] if each in waiting or each in afterwards]
    return typed, found


async def test_c11b_no_record_holds_what_was_typed() -> None:
    world = World()
    typed, found = await found_in_records(world, sentences())
    assert len(typed) == SENTENCES
    assert found == []
    quoted = "".join(as_text(sent.view) for sent in world.platform.sent)
    assert len([words for words in typed if words in quoted]) > SENTENCES // 10, "they are quoted to who typed them"


async def test_c11b_quoted_words_go_when_they_were_sent() -> None:
    """What was not sent as an answer or kept as a draft is nowhere any more."""
    world = World()
    await opened(world)
    await world.command("ada", "organisation set zone Quokkaland")
    assert await refs(world) != []
    await world.settle()
    assert "Quokkaland" in as_text(world.platform.sent[-1].view)
    assert await refs(world) == []


async def refs(world: World) -> list[str]:
    def kept(uow: UnitOfWork) -> list[str]:
        return [ref for row in uow.members.where() for ref in uow.texts.refs_of(row.id)]

    return [ref for ref in await world.read(kept) if ref.startswith("once:")]


async def test_c11b_no_byte_of_the_database_shows_what_was_typed(tmp_path: Path) -> None:
    path = new_database(tmp_path)

    def opener(failpoint: Failpoint) -> Store:
        return open_store(path, KEY, failpoint=failpoint)

    world = World(opener)
    await opened(world)
    for who, place, text, _ in list(sentences())[:100]:
        await say(world, who, place, text)
    assert b"quokka" not in content_of(tmp_path)
    await world.store.close()


def content_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_c11b_words_in_a_set_up_form_are_not_stored_either() -> None:
    world = World()
    await opened(world)
    for step, field in (("people", "people"), ("schedule", "words"), ("lead", "people"), ("team", "name")):
        values = {field: ConfidentialText("quokka: shouts at everybody"), "team": ConfidentialText("Alpha")}
        reply = (await world.hear(world.event(FormSubmitted, "ada", form="setup", token=step, values=values))).reply
        assert reply.errors or step in ("schedule", "people")
    assert "quokka" not in await world.read(stored)


async def test_c11b_a_record_would_hold_them_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence off: the words themselves where the name under which they are kept should be."""
    monkeypatch.setattr(EventContext, "echo_words", lambda self, words: words)
    lines = [("ada", place, f"organisation set zone quokka{n}x", f"quokka{n}x") for n, place in enumerate(PLACES)]
    typed, found = await found_in_records(World(), lines)
    assert found == typed, "a record is reached from every place"
