"""`doctor`: an installation that is well has nothing to do; each thing that it can suffer from is said, with what to do."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap.product import open_storage
from bot.config import load_settings
from bot.domain import model
from bot.domain.confidential import ConfidentialText
from storage.sweep import ORPHAN_WAIT
from storage.tables import asking, table_of
from tests.cli.doctored import CHANNEL, PERSON, a_round, call, founded, in_store, message, now, problem_of
from tests.storage.damage import damage


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return founded(tmp_path, monkeypatch)


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
    problem_of(config, words)


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
