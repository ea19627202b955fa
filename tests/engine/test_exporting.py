"""The command `export`: what is published and nothing else, for who is an admin when it is sent, and read only then."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from adapters.console.capabilities import capabilities_named
from bot.chatcommands import BY_NAME, Wrong
from bot.domain.conversation import ConversationRef
from bot.domain.exports import ExportReleased
from bot.domain.model import RoundState
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.dates import DaysNotUnderstood
from bot.domain.outcomes.exports import ExportDaysSwapped, ReleasedExported
from bot.domain.outcomes.mydata import MyData
from bot.engine.outbox import exports
from bot.views.degrade import degrade_view
from bot.views.text import as_text
from bot.views.view import File
from tests.stateful.life import everything
from tests.support.actions import TEAM, answered, next_round, opened, until
from tests.support.places import channel, person
from tests.support.world import Heard, World

SECRET = "canary-of-"
WORDS = {who: (f"Harbour {SECRET}{who}", f"{SECRET}{who} is alone with this", "") for who in TEAM}


async def answering(state: RoundState) -> World:
    """A round with everybody's words, in that state; Ada is an admin."""
    world = World()
    round_ = await opened(world)
    await answered(world, round_, WORDS)
    await until(world, round_, state)
    return world


async def asked(world: World, who: str, words: str, where: ConversationRef | None = None) -> Heard:
    heard = await world.command(who, words, where)
    await world.settle()
    return heard


def files(world: World) -> list[File]:
    return [block for sent in world.platform.sent for block in sent.view.blocks if isinstance(block, File)]


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_nothing_unreleased_is_in_it(form: str) -> None:
    world = await answering(RoundState.FINAL)
    await asked(world, "ada", f"export {form}", channel("alpha"))
    (sent,) = [one for one in world.platform.sent if any(isinstance(block, File) for block in one.view.blocks)]
    (file,) = files(world)
    assert sent.ref == person("ada") and sent.private_to is None
    assert file.name == f"published.{form}"
    assert "Harbour" in file.text and "Harbour" in file.words
    assert SECRET not in repr(sent.view)
    for who in TEAM:
        assert not re.search(rf"\b{who}\b", file.text + file.words, re.IGNORECASE)


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.DRAFT])
async def test_before_the_final_there_is_nothing_to_export(state: RoundState) -> None:
    world = await answering(state)
    await asked(world, "ada", "export")
    assert files(world) == []
    assert "no final summary was published yet" in as_text(world.seen_by(person("ada"))[-1].view)


async def test_control_a_reader_of_drafts_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def drafts_too(uow: Any) -> list[Any]:
        for row in uow.releases.where():
            object.__setattr__(row, "final", True)
        return released(uow)

    released = exports.released_rows
    monkeypatch.setattr(exports, "released_rows", drafts_too)
    world = await answering(RoundState.DRAFT)
    await asked(world, "ada", "export")
    assert files(world)


async def test_who_is_no_admin_any_more_when_it_is_sent_gets_nothing() -> None:
    world = await answering(RoundState.FINAL)

    def demote(uow: Any) -> None:
        for row in uow.members.where(admin=True):
            uow.members.save(replace(row, admin=False))

    await world.command("ada", "export")
    await world.store.run(demote)
    await world.settle()
    assert files(world) == []
    assert "for admins only" in as_text(world.seen_by(person("ada"))[-1].view)


async def test_nothing_of_it_waits_in_the_outbox() -> None:
    world = await answering(RoundState.FINAL)
    await asked(world, "ada", "export")
    kept = await world.read(everything)
    assert "Harbour" in files(world)[0].text
    assert not any("Harbour" in repr(row) for row in kept["outbox"] if "ReleasedExported" in repr(row))
    (line,) = [row for row in kept["audits"] if "exported" in repr(row)]
    assert "csv" in repr(line)


@pytest.mark.parametrize(
    ("words", "count"), [("", 1), ("teams", 1), ("organisation", 0), ("since 2001", 1), ("until 2001", 0)]
)
async def test_scope_and_days_choose(words: str, count: int) -> None:
    world = await answering(RoundState.FINAL)
    await asked(world, "ada", f"export {words}")
    assert len(files(world)) == count


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("since 3 March 2026 until 2 March 2026", ExportDaysSwapped),
        ("since 2 March 2026 until 2 March 2026", ReleasedExported),
        ("since 31 February", DaysNotUnderstood),
        ("since Monday at 10:00", None),
    ],
)
async def test_days_that_cannot_be_are_said(words: str, outcome: Any) -> None:
    world = await answering(RoundState.OPEN)
    heard = await asked(world, "ada", f"export {words}")
    assert outcome is None or heard.told(outcome)
    assert files(world) == []


READ = {
    "": ExportReleased(),
    "as json": ExportReleased(form="json"),
    "the teams to CSV": ExportReleased(scope="team"),
    "everything of the whole organization": None,
    "organisation from 3 to 7 April": ExportReleased(scope="organisation", since="3", until="7 April"),
    "json till March": ExportReleased(form="json", until="March"),
    "csv json": None,
    "since March since April": None,
    "my data": None,
    "the answers": None,
    "since we moved everything is worse": None,
}


@pytest.mark.parametrize("words", READ)
def test_words_behind_it_are_all_accounted_for(words: str) -> None:
    read = BY_NAME["export"].read(words)
    assert read == READ[words] if READ[words] else isinstance(read, Wrong)


@pytest.mark.parametrize("who", ["amira", "ada"])
async def test_whoever_asks_for_their_own_data_gets_that(who: str) -> None:
    world = await answering(RoundState.OPEN)
    assert (await asked(world, who, "export my data")).told(MyData)


async def test_days_without_a_year_go_together() -> None:
    world = await answering(RoundState.FINAL)
    heard = await asked(world, "ada", "export since 1 January until 31 December")
    told = heard.told(ReleasedExported)
    assert (told.since, told.until) == (date(2026, 1, 1), date(2026, 12, 31))
    heard = await asked(world, "ada", "export from 3 to 7 April")
    told = heard.told(ReleasedExported)
    assert (told.since, told.until) == (date(2025, 4, 3), date(2025, 4, 7))


@pytest.mark.parametrize("who", ["amira", "zed"])
async def test_it_is_for_admins_alone(who: str) -> None:
    world = await answering(RoundState.FINAL)
    heard = await asked(world, who, "export")
    assert not heard.told(ReleasedExported)
    assert heard.told(NotForYou) or who == "zed"
    assert files(world) == []


async def test_it_is_no_change_that_could_be_undone() -> None:
    world = await answering(RoundState.OPEN)
    await asked(world, "ada", "team rename Alpha to Gamma")
    await asked(world, "ada", "export")
    await asked(world, "ada", "undo change")
    assert [team.name for team in await world.read(lambda uow: uow.teams.where())] == ["Alpha"]


async def test_where_no_file_can_be_words_say_the_same() -> None:
    world = await answering(RoundState.FINAL)
    await asked(world, "ada", "export")
    (sent,) = [one for one in world.platform.sent if any(isinstance(block, File) for block in one.view.blocks)]
    for name in ("full", "minimal"):
        shown = degrade_view(sent.view, capabilities_named(name))
        assert not any(isinstance(block, File) for view in shown.views for block in view.blocks)
        assert "- Harbour (" in as_text(shown.views[0])


async def test_typed_while_a_round_asks_it_brings_the_file_and_the_offer_to_take_the_word_for_an_answer() -> None:
    world = await answering(RoundState.FINAL)
    (before,) = [row for row in await world.rounds() if row.teams]
    await next_round(world, before)
    heard = await world.type("ada", "export")
    assert heard.told(ReleasedExported)
    await world.settle()
    assert [file.name for file in files(world)] == ["published.csv"]
    assert "It is an answer" in as_text(world.seen_by(person("ada"))[-1].view)


async def test_typed_by_who_is_no_admin_any_more_when_it_is_sent_it_brings_none() -> None:
    world = await answering(RoundState.FINAL)
    (before,) = [row for row in await world.rounds() if row.teams]
    await next_round(world, before)
    await world.type("ada", "export")

    def no_admin(uow: Any) -> None:
        (ada,) = [row for row in uow.members.where() if row.name.lower() == "ada"]
        uow.members.save(replace(ada, admin=False))

    await world.store.run(no_admin)
    await world.settle()
    assert files(world) == []
