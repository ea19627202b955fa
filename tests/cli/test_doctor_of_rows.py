"""`folkmoot doctor` looks at what is stored: rows that others name, keys, and what contradicts itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import diagnosis as doctor
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.rounds import with_next_at
from storage import diagnosis, references, upkeep
from storage.tables import people, table_of
from tests.cli.doctored import CHANNEL, PERSON, a_round, call, founded, in_store, message, now, problem_of
from tests.storage.damage import damage


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return founded(tmp_path, monkeypatch)


def remove_row(config: Path, table: str, id: str = "", *, keys: bool = False) -> None:
    """As something other than Folkmoot would."""
    with closing(sqlite3.connect(config.parent / "data" / ("keys.db" if keys else "folkmoot.db"))) as raw, raw:
        column = "owner" if keys else "id"
        done = raw.execute(f"delete from {table} where {column} = ? or ? = ''", (id, id))
        assert done.rowcount


def a_team(unit: Any) -> None:
    channel = unit.addresses.remember(CHANNEL)
    unit.teams.save(model.Team(id="t", name="Wards", channel=channel))
    unit.memberships.save(model.Membership(id="m", team="t", member="ann", since=now()))
    unit.identities.save(model.Identity(id=unit.addresses.remember(PERSON), member="ann"))


REMOVED = {
    "teams": "1 row of memberships names what is not there in teams",
    "members": "1 row of identities names what is not there in members",
    "addresses": "1 row of teams names what is not there in addresses",
}


@pytest.mark.parametrize("table", REMOVED)
def test_a_row_that_others_name_and_that_is_gone_is_a_problem(config: Path, table: str) -> None:
    in_store(config, a_team)
    assert call(config, "doctor").exit_code == 0
    remove_row(config, table)
    assert "folkmoot restore --database" in problem_of(config, REMOVED[table])
    assert "every reference leads somewhere" not in call(config, "doctor").output


def answered(unit: Any) -> None:
    a_round(unit)
    unit.rounds.save(with_next_at(replace(unit.rounds.get("r"), closes_at=now() + timedelta(days=2))))
    unit.interviews.save(model.Interview(id="i", round="r", member="ann", team="t"))
    unit.answers.save(model.Answer(id="a", round="r", interview="i", member="ann", team="t", number=1, question="q"))
    unit.texts.keep("a", "ann", ConfidentialText("words"))
    unit.addresses.remember(PERSON)
    message(unit, PERSON, state=model.Delivery.SENT)


def moved_ahead(unit: Any) -> None:
    row = unit.rounds.get("r")
    unit.rounds.save(replace(row, next_at=row.next_at + timedelta(days=365)))


CONTRADICTIONS: dict[str, tuple[Any, str]] = {
    "a round that is looked at too late": (moved_ahead, "1 round waits beyond its own deadlines"),
    "a round that is never looked at": (
        lambda unit: unit.rounds.save(replace(unit.rounds.get("r"), next_at=None)),
        "1 round waits beyond its own deadlines",
    ),
    "an index": ("drop index ix_outbox_state_urgency_created_at", "lacks ix_outbox_state_urgency_created_at"),
    "a state": ("update outbox set state = 'lost'", "1 message of the outbox is in a state that nobody knows"),
    "words": ("delete from texts", "1 answer has lost the words"),
}


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_what_contradicts_itself_is_a_problem(config: Path, what: str) -> None:
    in_store(config, answered)
    assert call(config, "doctor").exit_code == 0, call(config, "doctor").output
    contradict(config, what)
    remedy = "folkmoot migrate" if what == "an index" else "tell us"
    assert remedy in problem_of(config, CONTRADICTIONS[what][1])


def contradict(config: Path, what: str) -> None:
    change, _ = CONTRADICTIONS[what]
    if isinstance(change, str):
        with closing(sqlite3.connect(load_settings(config, {}).storage.path)) as connection, connection:
            connection.execute(change)
    else:
        in_store(config, change)


@pytest.mark.parametrize("made", [True, False])
def test_migrate_makes_missing_indexes_again(config: Path, monkeypatch: pytest.MonkeyPatch, made: bool) -> None:
    """Control: without that step the doctor still misses them."""
    if not made:
        monkeypatch.setattr(upkeep, "make_missing_indexes", lambda engine: ())
    in_store(config, answered)
    for name in ("outbox_state_urgency_created_at", "memberships_member"):
        with closing(sqlite3.connect(load_settings(config, {}).storage.path)) as connection, connection:
            connection.execute(f"drop index ix_{name}")
    assert "lacks ix_memberships_member and ix_outbox" in problem_of(config, "the database lacks")
    done = call(config, "migrate")
    assert done.exit_code == 0
    assert ("Made again: ix_memberships_member and ix_outbox_state_urgency_created_at." in done.output) is made
    assert ("Nothing was changed" in done.output) is not made
    assert (call(config, "doctor").exit_code == 0) is made
    assert "Nothing was changed" in call(config, "migrate").output


LOOKS: dict[str, tuple[Any, str, Any]] = {
    "an index": (diagnosis, "missing_indexes", ()),
    "a state": (diagnosis, "messages_in_unknown_states", 0),
    "words": (diagnosis, "answers_without_words", 0),
    "a round that is looked at too late": (doctor, "_is_hidden", False),
}


@pytest.mark.parametrize("what", LOOKS)
def test_control_without_its_look_it_is_not_seen(config: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    in_store(config, answered)
    contradict(config, what)
    module, name, nothing = LOOKS[what]
    monkeypatch.setattr(module, name, lambda _: nothing)
    assert call(config, "doctor").exit_code == 0


def test_control_what_was_withdrawn_is_no_contradiction(config: Path) -> None:
    in_store(config, answered)
    withdrawn = model.AnswerState.WITHDRAWN
    in_store(config, lambda unit: unit.answers.save(replace(unit.answers.get("a"), state=withdrawn)))
    in_store(config, lambda unit: unit.texts.remove(["a"]))
    assert call(config, "doctor").exit_code == 0


def test_control_without_the_references_a_missing_row_is_not_seen(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_store(config, a_team)
    remove_row(config, "teams")
    monkeypatch.setattr(references, "REFERENCES", ())
    assert call(config, "doctor").exit_code == 0


def test_what_is_there_and_cannot_be_read_is_not_called_gone(config: Path) -> None:
    in_store(config, a_team)
    in_store(config, lambda unit: damage(unit, table_of(people.Teams), "t", "garbled"))
    assert "not there" not in problem_of(config, "1 row of the table teams cannot be read")
    assert "names what is not there" not in call(config, "doctor").output


def test_a_key_that_is_gone_although_nobody_destroyed_it_is_a_problem(config: Path) -> None:
    in_store(config, lambda unit: unit.texts.keep("text", "ann", ConfidentialText("words")))
    assert "every text and every name has its key" in call(config, "doctor").output
    remove_row(config, "keys", "ann", keys=True)
    assert "folkmoot restore --keys" in problem_of(config, "1 key that words or names need is not in the key store")


def test_a_key_of_weighings_that_is_gone_is_one_as_well(config: Path) -> None:
    in_store(config, a_round)
    in_store(config, lambda unit: unit.weighings.save(model.Weighing(id="w", round="r", member="ann", item="i")))
    remove_row(config, "keys", "weighings:r", keys=True)
    problem_of(config, "1 key that words or names need is not in the key store")


def test_a_key_that_was_destroyed_is_no_problem(config: Path) -> None:
    """Words that are still there without it are what interrupted work leaves: the next sweep removes them."""
    in_store(config, lambda unit: unit.texts.keep("text", "ghost", ConfidentialText("words")))
    path = config.parent / "data" / "folkmoot.db"
    with closing(sqlite3.connect(path)) as raw:
        row = raw.execute("select * from texts").fetchone()
    in_store(config, lambda unit: unit.texts.forget("ghost"))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("insert into texts values (?, ?, ?, ?, ?)", row)
    done = call(config, "doctor")
    assert done.exit_code == 0, done.output


def test_a_key_that_is_destroyed_while_the_doctor_looks_is_no_problem(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody says “forget me” just then: their key is gone at once, and the rows as of before are still seen."""
    seen = [frozenset({b"12345678"}), frozenset()]
    monkeypatch.setattr(diagnosis, "keys_that_are_gone", lambda unit: seen.pop(0))
    assert call(config, "doctor").exit_code == 0
    assert seen == []
