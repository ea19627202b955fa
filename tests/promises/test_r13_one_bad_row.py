"""R13: a stored row that cannot be read is set aside, counted and said; messages, ticks and other conversations go on."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.domain.model import (
    Appearance,
    FollowUp,
    Incident,
    IncidentKind,
    LastingPoint,
    Meeting,
    MeetingState,
    PastRoster,
    Proposal,
    ProposalState,
    RoundState,
    SetUpPlan,
    Weighing,
)
from bot.domain.outcomes import answering as said
from bot.domain.outcomes.commands import ForgetAsked, HelpShown, WentWrong
from bot.domain.outcomes.dialogue import FormLost
from bot.domain.outcomes.drafts import DraftKept
from bot.domain.outcomes.status import StatusShown
from bot.engine.context import WorkContext
from bot.engine.start_steps import bring_up_to_date
from bot.views.capabilities import MINIMAL
from bot.views.text import as_text
from storage.database import open_store
from storage.spec import SPECS
from storage.tables import plumbing, table_of
from storage.unit_of_work import BoxedUnitOfWork
from storage.upkeep import migrate_stores
from tests.contract.test_store_roundtrip import ROOMS
from tests.storage.damage import HOW, damage
from tests.storage.test_earlier_version import LEFT_AT, heard_by, passed, restored, round_of
from tests.support.clock import HandClock
from tests.support.places import channel, person
from tests.support.stores import KEY
from tests.support.world import World

WHO = "femi"
"""Whose rows are damaged, where a row is somebody's."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two teams in the middle of everything, in the newest layout."""
    folder = tmp_path_factory.mktemp("kept")
    migrate_stores(restored(folder), KEY)
    return folder


@pytest.fixture
def world(kept: Path, tmp_path: Path) -> Iterator[World]:
    folder = shutil.copytree(kept, tmp_path / "store")
    drawn = count(1)
    world = World(
        lambda failpoint: open_store(folder / "folkmoot.db", KEY, failpoint=failpoint),
        clock=HandClock(LEFT_AT),
        tokens=lambda: f"later{next(drawn):021}",
    )
    world._event_ids = count(1001)
    for who in ("gita", WHO):
        world.platform.give(person(who), MINIMAL)
    world.store.run_sync(lambda uow: bring_up_to_date(WorkContext(uow, world.clock.now(), world.app.services)))  # type: ignore[attr-defined]
    yield world
    world.store.close_sync()  # type: ignore[attr-defined]


def rows_to_damage(unit: BoxedUnitOfWork) -> list[tuple[Any, str]]:
    """One row of every table but the organisation's own: of WHO where there is one, of a finished round, or any."""
    mine = unit.identities.get(unit.addresses.id_of(person(WHO)))
    assert mine is not None
    over = unit.rounds.where(state=RoundState.FINAL)[0]
    chosen: list[tuple[Any, str]] = []
    for spec in SPECS:
        if spec.table.name in ("organisations", "outbox"):
            continue
        records = getattr(unit, ROOMS[spec.record])
        found = records.where()
        for field, value in (
            ("id", mine.id),
            ("id", mine.member),
            ("member", mine.member),
            ("round", over.id),
            ("id", over.id),
        ):
            found = [row for row in found if getattr(row, field, None) == value] or found
        chosen.append((spec.table, spec.row_id(found[0].id, unit.vault)))
    messages = unit.outbox.where(state="waiting")
    chosen.append((table_of(plumbing.OutboxTable), unit.outbox._rows.spec.row_id(messages[0].id, unit.vault)))
    chosen.append((table_of(plumbing.TextsTable), unit.vault.hashed("texts", unit.texts.refs_of(mine.member)[0])))
    chosen.append((table_of(plumbing.AddressesTable), unit.addresses.id_of(person("nobody-in-particular"))))
    return chosen


def add_rows_to_empty_tables(unit: Any) -> None:
    unit.addresses.remember(person("nobody-in-particular"))
    unit.incidents.save(Incident(id="stuck:later", kind=IncidentKind.STUCK, subject="later", since=LEFT_AT))
    unit.weighings.save(
        Weighing(id="later", round=unit.rounds.where()[0].id, member=unit.members.where()[0].id, item="1.1")
    )
    unit.meetings.save(
        Meeting(
            id="later",
            round=unit.rounds.where()[0].id,
            team="t",
            state=MeetingState.READY,
            home="h",
            count=3,
            minutes=30,
        )
    )
    unit.proposals.save(
        Proposal(
            id="later",
            team=unit.teams.where()[0].id,
            member=unit.members.where()[0].id,
            state=ProposalState.WAITING,
            at=LEFT_AT,
        )
    )
    unit.set_up_plans.save(
        SetUpPlan(id="later", member=unit.members.where()[0].id, step="team", touched_at=LEFT_AT, access="looking")
    )
    round_ = unit.rounds.where(state=RoundState.FINAL)[0]
    unit.follow_ups.save(
        FollowUp(
            id="later",
            round=round_.id,
            release=round_.release,
            point="1.1",
            team=round_.team,
            teams=round_.teams,
            zone=round_.zone,
            since=LEFT_AT,
        )
    )
    unit.lasting_points.save(
        LastingPoint(
            id="later",
            team=round_.team,
            teams=round_.teams,
            question="q",
            label="Rota",
            appearances=(Appearance(round=round_.id, release=round_.release, point="1.1"),),
        )
    )
    unit.past_rosters.save(PastRoster(id=round_.id, people=("somebody",)))


def damage_a_row_of_every_table(unit: Any, how: str) -> int:
    """Return how many were damaged."""
    add_rows_to_empty_tables(unit)
    rows = rows_to_damage(unit)
    for table, row in rows:
        damage(unit, table, row, how)
    return len(rows)


@pytest.mark.parametrize("how", HOW)
async def test_a_bad_row_in_every_table_stops_nothing_else(
    world: World, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = await world.store.run(lambda unit: damage_a_row_of_every_table(unit, how))
    assert damaged > 25
    with caplog.at_level(logging.ERROR):
        await world.settle()
        assert await world.unsent() == []
        for who in ("amira", "ben", "dan", "eve", "hal", "jo", "kim", "mo", "quin"):
            assert (await world.command(who, "help")).told(HelpShown), who
        running = await round_of(world, "Alpha", RoundState.OPEN)
        for who in ("dan", "eve", "hal"):
            assert (await world.answer(who, running.id, f"Harbour of {who}", "", "")).told(said.AnswerSaved)
        await world.settle()
        await passed(world, running.id, lambda row: row.state is not RoundState.OPEN)
    assert {record.message for record in caplog.records} == {"a stored row cannot be read and is set aside"}
    assert not [sent for sent in world.platform.sent if "went wrong" in as_text(sent.view)]
    assert await world.read(lambda uow: uow.look_through()) >= damaged - 2, "what was overwritten since is well again"


@pytest.mark.parametrize("how", HOW)
async def test_a_team_that_cannot_be_read_stops_no_other(world: World, how: str) -> None:
    teams = {row.name: row.id for row in await world.read(lambda uow: uow.teams.where())}
    await world.store.run(lambda unit: damage(unit, unit.teams.spec.table, teams["Beta"], how))
    (running,) = await world.rounds(state=RoundState.OPEN)
    for who in ("dan", "eve", "femi"):
        assert (await world.answer(who, running.id, f"Harbour of {who}", "", "")).told(said.AnswerSaved)
    await passed(world, running.id, lambda row: row.state is RoundState.FINAL)
    assert "Harbour" in "".join(as_text(sent.view) for sent in world.platform.sent if sent.ref == channel("alpha"))


@pytest.mark.parametrize("how", HOW)
async def test_admins_are_told_how_many_rows(world: World, how: str) -> None:
    await world.settle()
    await world.store.run(lambda unit: damage(unit, unit.rulings.spec.table, unit.rulings.where()[0].id, how))
    assert (await world.command("ada", "status")).told(StatusShown).set_aside == 0, "nobody has met it yet"
    world.clock.move(timedelta(days=1))
    await world.settle()
    assert (await world.command("ada", "status")).told(StatusShown).set_aside == 1
    assert (await world.command("hal", "status")).told(StatusShown).set_aside == 0, "a lead cannot do anything about it"


def lose_the_form(unit: Any, how: str) -> None:
    (dialogue,) = unit.dialogues.where()
    damage(unit, unit.dialogues.spec.table, unit.dialogues.spec.row_id(dialogue.id, unit.vault), how)


SAYS = {"stop": said.WritingStopped, "forget me": ForgetAsked, "help": HelpShown, "The rota is late": DraftKept}


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("words", SAYS)
async def test_a_lost_form_holds_nobody(world: World, how: str, words: str) -> None:
    """Whatever they say is heard; they are told once that the form is lost, with what they had typed for it."""
    await world.settle()
    await world.store.run(lambda unit: lose_the_form(unit, how))
    heard = await world.type("gita", words, "g9")
    assert heard.told(FormLost)
    assert heard.told(SAYS[words])
    assert not heard.told(WentWrong)
    await world.settle()
    assert "Half typed words of gita" in heard_by(world, "gita").split("I have lost the form")[1]
    again = await world.type("gita", "help", "g10")
    assert not again.told(FormLost)
    kept = await world.read(lambda uow: [ref for row in uow.members.where() for ref in uow.texts.refs_of(row.id)])
    assert not [ref for ref in kept if ref.startswith(("once:", "turn:"))]


@pytest.mark.parametrize("how", HOW)
async def test_a_button_of_a_lost_form_says_so_once(world: World, how: str) -> None:
    await world.settle()
    await world.store.run(lambda unit: lose_the_form(unit, how))
    heard = await world.press("gita", "turn.done", "1")
    assert [type(message.outcome) for message in heard.messages] == [FormLost]
