"""A database that an earlier version wrote, in the middle of everything, opens, is brought up to date and plays on.

`fixtures/version_0007.sql` and its keys were dumped from a played organisation: one team has had a whole round and is being asked
again, with answers, drafts, a form that is being asked question by question, a reminder and somebody who declined; another
checks its draft, with challenges and their words; messages wait to be sent.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, RoundState
from bot.domain.outcomes import answering as said
from bot.domain.outcomes.challenges import CaseRuled
from bot.domain.outcomes.drafts import DraftPlaced
from bot.engine.context import WorkContext
from bot.engine.people import rosters
from bot.engine.start_steps import bring_up_to_date
from bot.views.capabilities import MINIMAL
from bot.views.text import as_text
from storage.database import open_store
from storage.upkeep import migrate_stores
from tests.support.clock import HandClock
from tests.support.places import channel, person
from tests.support.stores import KEY
from tests.support.world import World

HERE = Path(__file__).parent / "fixtures"
LEFT_AT = datetime(2026, 4, 14, 9, 3, tzinfo=UTC)


def restored(folder: Path, version: str = "0007") -> Path:
    for name, dump in (("folkmoot", f"version_{version}"), ("keys", f"version_{version}_keys")):
        made = sqlite3.connect(folder / f"{name}.db")
        made.executescript((HERE / f"{dump}.sql").read_text())
        made.close()
    return folder / "folkmoot.db"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    path = restored(tmp_path)
    migrate_stores(path, KEY)
    drawn = count(1)
    world = World(
        lambda failpoint: open_store(path, KEY, failpoint=failpoint),
        clock=HandClock(LEFT_AT),
        tokens=lambda: f"later{next(drawn):021}",
    )
    # The events of before are known by their ids.
    world._event_ids = count(1001)
    for who in ("gita", "femi"):
        world.platform.give(person(who), MINIMAL)
    # As at a start of the product.
    world.store.run_sync(lambda uow: bring_up_to_date(WorkContext(uow, world.clock.now(), world.app.services)))  # type: ignore[attr-defined]
    yield world
    world.store.close_sync()  # type: ignore[attr-defined]


async def round_of(world: World, team: str, state: RoundState) -> Any:
    teams = {row.name: row.id for row in await world.read(lambda uow: uow.teams.where())}
    (found,) = [row for row in await world.rounds(state=state) if teams[team] in row.teams]
    return found


def heard_by(world: World, who: str) -> str:
    return "\n".join(as_text(sent.view) for sent in world.platform.sent if sent.ref == person(who))


async def words_of(world: World, round_id: str) -> list[str]:
    def read(uow: Any) -> list[str]:
        texts = uow.texts.read([row.id for row in uow.answers.where(round=round_id)])
        return sorted(text.reveal() for text in texts)

    return await world.read(read)


async def test_what_was_there_is_there(world: World) -> None:
    running = await round_of(world, "Alpha", RoundState.OPEN)
    assert await words_of(world, running.id) == [
        "Lantern again",
        "Lantern again",
        "Lantern again",
        "Second Harbour of amira",
        "Second Harbour of ben",
        "Second Harbour of chloe",
    ]
    for name, number in {"members": 18, "teams": 2, "rounds": 5, "interviews": 27, "answers": 35, "checks": 9}.items():
        assert await world.read(lambda uow, name=name: len(getattr(uow, name).where())) == number, name
    final = await world.read(lambda uow: [row for row in uow.releases.where() if row.final])
    assert [point.label for point in final[0].summary.questions[0].points] == ["Harbour is mostly good"]
    assert final[0] in await world.read(lambda uow: uow.releases.where(round=final[0].round)), "by a later column too"


async def test_everybody_is_asked_by_the_team_that_asked_them(world: World) -> None:
    sizes = await world.read(lambda uow: rosters.roster_sizes(WorkContext(uow, world.clock.now(), world.app.services)))
    teams = await world.read(lambda uow: {row.id: row.name for row in uow.teams.where()})
    assert {teams[team]: size for team, size in sizes.items()} == {"Alpha": 9, "Beta": 9}


async def test_what_waited_is_sent(world: World) -> None:
    await world.settle()
    assert await world.unsent() == []
    assert "I do not know that command" in heard_by(world, "ben")
    assert "Alpha" in heard_by(world, "ada")
    assert "Draft words of femi" in heard_by(world, "femi")
    assert "Second Harbour of amira" in heard_by(world, "amira")
    assert "Harbour is good to us" in heard_by(world, "amira")
    states = await world.read(lambda uow: {row.state for row in uow.outbox.where()})
    assert states == {Delivery.SENT}


async def test_a_form_goes_on_where_it_was(world: World) -> None:
    await world.settle()
    running = await round_of(world, "Alpha", RoundState.OPEN)
    for words in ("Lantern of gita", "done", "skip", "send"):
        heard = await world.type("gita", words, f"g{words}")
        await world.settle()
    saved = heard.told(said.AnswerSaved)
    assert (saved.round, saved.given) == (running.id, (1, 2))
    assert {"Half typed words of gita", "Lantern of gita"} <= set(await words_of(world, running.id))


async def test_drafts_reminders_and_refusals_are_kept(world: World) -> None:
    await world.settle()
    running = await round_of(world, "Alpha", RoundState.OPEN)
    assert (await world.press("hal", "senddraft", running.id)).told(said.AnswerSaved).given == (1,)
    assert (await world.press("ada", "place", f"{running.id}:2")).told(DraftPlaced)
    assert (await world.press("ada", "senddraft", running.id)).told(said.AnswerSaved).given == (2,)
    before = len(heard_by(world, "eve"))
    world.clock.move(timedelta(hours=24))
    await world.settle()
    assert "You asked me to remind you" in heard_by(world, "eve")[before:]
    assert "Loose words of ada" in " ".join(await words_of(world, running.id))


async def test_both_rounds_come_to_their_finals(world: World) -> None:
    await world.settle()
    checking = await round_of(world, "Beta", RoundState.DRAFT)
    running = await round_of(world, "Alpha", RoundState.OPEN)
    for who in ("dan", "eve", "femi", "gita"):
        assert (await world.answer(who, running.id, f"Harbour of {who}", "", "")).told(said.AnswerSaved)
    await passed(world, checking.id, lambda row: row.deciding)
    release = await world.read(lambda uow: uow.releases.get(checking.release))
    point = release.summary.questions[0].points[0].key
    ruled = await world.submit(
        "quin", "accept", f"{checking.id}:{point}:too strong", {"wording": "Harbour is all right"}
    )
    assert ruled.told(CaseRuled)
    await passed(world, checking.id, lambda row: row.state is RoundState.FINAL)
    await passed(world, running.id, lambda row: row.state is RoundState.FINAL)
    assert "Harbour is all right" in posted(world, channel("beta"))
    assert "Harbour" in posted(world, channel("alpha"))
    assert (await world.press("amira", "forget.yes")).reply.notice
    assert await world.read(lambda uow: uow.identities.get(uow.addresses.id_of(person("amira")))) is None


async def passed(world: World, round_id: str, reached: Any) -> None:
    for _ in range(60):
        (row,) = await world.rounds(id=round_id)
        if reached(row):
            return
        world.clock.move(timedelta(hours=6))
        await world.settle()
    raise AssertionError("the round did not move")


def posted(world: World, where: ConversationRef) -> str:
    return "\n".join(as_text(sent.view) for sent in world.platform.sent if sent.ref == where)
