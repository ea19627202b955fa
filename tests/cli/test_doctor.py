"""`doctor`: an installation that is well has nothing to do; each thing that it can suffer from is said, with what to do."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap import diagnosis as doctor
from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.outcomes.commands import ForgetAsked
from bot.domain.rounds import with_next_at
from bot.system_clock import SystemClock
from storage import diagnosis, references
from storage.sweep import ORPHAN_WAIT
from storage.tables import asking, people, table_of
from tests.storage.damage import damage

CHANNEL = ConversationRef("slack", "W1", channel="C1")
PERSON = ConversationRef("slack", "W1", person="U1")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    path = tmp_path / "config.toml"
    call(path, "init")
    in_store(path, lambda unit: unit.members.save(model.Member(id="ann", name="Ann")))
    return path


def call(config: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(config)])


def in_store(config: Path, work: Callable[[Any], Any]) -> None:
    store = open_storage(load_settings(config, {}))
    store.run_sync(work)
    store.close_sync()


def now() -> datetime:
    return SystemClock().now()


def stuck_step(unit: Any) -> None:
    at = now() - timedelta(days=1)
    made = model.Incident(
        id="i", kind=model.IncidentKind.STUCK, subject="round:r1", since=at, why="KeyError", attempts=4
    )
    unit.incidents.save(made)


def late_schedule(unit: Any) -> None:
    unit.teams.save(model.Team(id="t", name="Wards"))
    made = model.Schedule(id="s", team="t", rule="", words="", asked_until=now(), next_at=now() - timedelta(hours=3))
    unit.schedules.save(made)


def message(unit: Any, to: ConversationRef, **fields: Any) -> None:
    base = {"id": "m", "urgency": model.Urgency.PERSON, "created_at": now() - timedelta(hours=2)}
    unit.outbox.add(
        model.OutboxMessage(**{**base, "to": unit.addresses.remember(to), "outcome": ForgetAsked(), **fields})
    )


def ahead(unit: Any) -> None:
    unit.inbox.claim("event", now() + timedelta(days=2))


def unreadable(unit: Any) -> None:
    unit.question_sets.save(
        model.QuestionSet(id="q", version=1, questions=(model.Question(key="a", text="b", direction="keep"),))
    )
    damage(unit, table_of(asking.QuestionSets), "q", "garbled")


TROUBLES: dict[str, tuple[Callable[[Any], None], str]] = {
    "a stuck step": (stuck_step, "stuck: round:r1 (KeyError)"),
    "a schedule that was not run": (late_schedule, "1 schedule is more than an hour behind its time"),
    "a post that waits": (lambda unit: message(unit, CHANNEL), "1 channel post waiting"),
    "a post that failed": (
        lambda unit: message(unit, CHANNEL, state=model.Delivery.FAILED),
        "1 channel post failed",
    ),
    "a digest that waits": (lambda unit: message(unit, PERSON, urgency=model.Urgency.DIGEST), "1 digest waiting"),
    "a message to a person that waits": (lambda unit: message(unit, PERSON), "some messages to people wait"),
    "a clock that was ahead": (ahead, "is dated"),
    "a row that cannot be read": (unreadable, "1 row of the table question_sets cannot be read"),
}


def test_who_is_well_has_nothing_to_do(config: Path) -> None:
    done = call(config, "doctor")
    assert done.exit_code == 0, done.output
    for words in (
        "both stores are undamaged",
        "nothing stored is dated in the future",
        "no round and no schedule is behind its time",
        "nothing has stopped working",
        "nothing has waited for more than an hour",
    ):
        assert words in done.output


@pytest.mark.parametrize("trouble", TROUBLES)
def test_each_trouble_is_said_with_its_remedy(config: Path, trouble: str) -> None:
    make, words = TROUBLES[trouble]
    in_store(config, make)
    done = call(config, "doctor")
    assert done.exit_code == 2, done.output
    lines = done.output.splitlines()
    (at,) = [number for number, line in enumerate(lines) if words in line]
    assert lines[at].startswith("problem")
    assert lines[at + 1].strip().startswith("→ ")


def test_of_messages_to_people_that_failed_nothing_is_said(config: Path) -> None:
    """Else it would tell how many have stopped, or cannot be reached (C3b)."""
    in_store(config, lambda unit: message(unit, PERSON, state=model.Delivery.FAILED))
    done = call(config, "doctor")
    assert done.exit_code == 0
    assert "failed" not in done.output


def test_of_a_message_to_a_person_that_is_not_accepted_neither_kind_nor_minute_is_said(config: Path) -> None:
    since = now().replace(hour=3, minute=18)
    made = model.Incident(
        id="wrong:answer-saved", kind=model.IncidentKind.WRONG, subject="answer-saved", since=since, why="of people"
    )
    in_store(config, lambda unit: unit.incidents.save(made))
    done = call(config, "doctor")
    assert "wrong: messages to people, since " in done.output
    assert "answer-saved" not in done.output and "03:18" not in done.output


def test_what_is_planned_for_later_is_not_late(config: Path) -> None:
    in_store(config, lambda unit: message(unit, CHANNEL, not_before=now() + timedelta(hours=5)))
    assert call(config, "doctor").exit_code == 0


def test_orphans_are_counted_once_the_sweep_has_marked_them(config: Path) -> None:
    in_store(config, lambda unit: unit.texts.keep("text", "ghost", ConfidentialText("words")))
    in_store(config, lambda unit: unit.texts.remove(["text"]))
    store = open_storage(load_settings(config, {}))
    asyncio.run(store.sweep(now() - ORPHAN_WAIT / 2))
    store.close_sync()
    done = call(config, "doctor")
    assert "1 key without anything" in done.output
    assert done.exit_code == 0


def remove_row(config: Path, table: str, id: str = "", *, keys: bool = False) -> None:
    """As something other than Folkmoot would."""
    with closing(sqlite3.connect(config.parent / "data" / ("keys.db" if keys else "folkmoot.db"))) as raw, raw:
        column = "owner" if keys else "id"
        done = raw.execute(f"delete from {table} where {column} = ? or ? = ''", (id, id))
        assert done.rowcount


def problem_of(config: Path, words: str) -> str:
    """The line with these words, a problem with its remedy, by which the exit code is 2."""
    done = call(config, "doctor")
    assert done.exit_code == 2, done.output
    lines = done.output.splitlines()
    (at,) = [number for number, line in enumerate(lines) if words in line]
    assert lines[at].startswith("problem")
    assert lines[at + 1].strip().startswith("→ ")
    return "\n".join(lines[at : at + 2])


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
    assert "tell us" in problem_of(config, CONTRADICTIONS[what][1])


def contradict(config: Path, what: str) -> None:
    change, _ = CONTRADICTIONS[what]
    if isinstance(change, str):
        with closing(sqlite3.connect(load_settings(config, {}).storage.path)) as connection, connection:
            connection.execute(change)
    else:
        in_store(config, change)


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


def a_round(unit: Any) -> None:
    unit.teams.save(model.Team(id="t", name="Wards"))
    questions = (model.Question(key="a", text="b", direction="keep"),)
    unit.question_sets.save(model.QuestionSet(id="q", version=1, questions=questions))
    unit.rounds.save(
        model.Round(
            id="r", occasion="o", team="t", teams=("t",), state=model.RoundState.OPEN, questions="q", zone="UTC", k=5
        )
    )


def behind(unit: Any, rounds: int, schedules: int) -> None:
    """So many rounds and schedules whose time was three hours ago."""
    a_round(unit)
    (made,) = unit.rounds.where()
    at = now() - timedelta(hours=3)
    for number in range(rounds):
        unit.rounds.save(replace(made, id=f"r{number}", occasion=f"o{number}", next_at=at))
    for number in range(schedules):
        unit.schedules.save(model.Schedule(id=f"s{number}", team="t", rule="", words="", asked_until=now(), next_at=at))


BEHIND = {
    (1, 0): "1 round is more than an hour behind its time",
    (2, 0): "2 rounds are more than an hour behind their time",
    (0, 1): "1 schedule is more than an hour behind its time",
    (0, 2): "2 schedules are more than an hour behind their time",
    (1, 1): "1 round and 1 schedule are more than an hour behind their time",
}


@pytest.mark.parametrize("numbers", BEHIND)
def test_rounds_and_schedules_that_are_overdue_are_counted_in_right_words(
    config: Path, numbers: tuple[int, int]
) -> None:
    in_store(config, lambda unit: behind(unit, *numbers))
    problem_of(config, f" {BEHIND[numbers]}")


def test_what_was_tried_once_was_tried_once(config: Path) -> None:
    made = model.Incident(id="i", kind=model.IncidentKind.STUCK, subject="round:r1", since=now(), why="x", attempts=1)
    in_store(config, lambda unit: unit.incidents.save(made))
    assert problem_of(config, "stuck: round:r1").splitlines()[0].endswith("tried once")


@pytest.mark.parametrize("file", ["folkmoot.db", "keys.db"])
def test_a_damaged_page_is_a_problem_of_its_file(config: Path, file: str) -> None:
    """A page in the middle, as a disk that fails leaves it; the head of the file is whole."""
    in_store(config, fill)
    path = config.parent / "data" / file
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("pragma wal_checkpoint(truncate)")
        (page,) = raw.execute("pragma page_size").fetchone()
        (root,) = raw.execute("select rootpage from sqlite_master where name = 'texts' or name = 'keys'").fetchone()
    with path.open("r+b") as opened:
        opened.seek((root - 1) * page)
        opened.write(b"\xee" * page)
    line = problem_of(config, "is damaged")
    assert str(path) in line
    assert "Traceback" not in call(config, "doctor").output


def fill(unit: Any) -> None:
    for number in range(40):
        unit.texts.keep(f"text{number}", f"owner{number}", ConfidentialText("words " * 40))


def test_damage_that_keeps_it_from_starting_is_said_as_check_says_it(config: Path) -> None:
    (config.parent / "data" / "keys.db").write_bytes(b"minutes of the meeting " * 300)
    done = call(config, "doctor")
    assert done.exit_code == 2
    assert "is damaged" in done.output
    assert "Traceback" not in done.output


def test_an_empty_file_is_no_database_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    call(tmp_path / "config.toml", "init")
    (tmp_path / "data" / "folkmoot.db").touch()
    done = call(tmp_path / "config.toml", "doctor")
    assert done.exit_code == 0, done.output
    assert "is made at the first start" in done.output


def test_before_the_first_start_it_says_what_check_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    call(tmp_path / "config.toml", "init")
    done = call(tmp_path / "config.toml", "doctor")
    assert done.exit_code == 0, done.output
    assert "is made at the first start" in done.output
