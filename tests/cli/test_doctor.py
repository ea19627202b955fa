"""`doctor`: an installation that is well has nothing to do; each thing that it can suffer from is said, with what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap import SystemClock
from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.outcomes.commands import ForgetAsked
from storage.sweep import ORPHAN_WAIT
from storage.tables import asking, table_of
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
    "a schedule that was not run": (late_schedule, "1 schedule are more than an hour behind"),
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
    store.run_sync(lambda _: store._sweep(now() - ORPHAN_WAIT / 2))
    store.close_sync()
    done = call(config, "doctor")
    assert "1 key without anything" in done.output
    assert done.exit_code == 0


def test_a_reference_to_nothing_is_a_problem(config: Path) -> None:
    path = config.parent / "data" / "folkmoot.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("create table parents (id text primary key)")
        raw.execute("create table children (id text references parents (id))")
        raw.execute("insert into children values ('nobody')")
    done = call(config, "doctor")
    assert done.exit_code == 2
    assert "1 reference in the database to what is not there" in done.output


def test_damage_that_keeps_it_from_starting_is_said_as_check_says_it(config: Path) -> None:
    (config.parent / "data" / "keys.db").write_bytes(b"minutes of the meeting " * 300)
    done = call(config, "doctor")
    assert done.exit_code == 2
    assert "is damaged" in done.output
    assert "Traceback" not in done.output


def test_before_the_first_start_it_says_what_check_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    call(tmp_path / "config.toml", "init")
    done = call(tmp_path / "config.toml", "doctor")
    assert done.exit_code == 0, done.output
    assert "is made at the first start" in done.output
