"""An installation for `folkmoot doctor` to look at, what can be put into it, and what is said of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap.product import open_storage
from bot.cli.app import folkmoot
from bot.config import load_settings
from bot.domain import model
from bot.domain.conversation import ConversationRef
from bot.domain.outcomes.commands import ForgetAsked
from bot.system_clock import SystemClock

CHANNEL = ConversationRef("slack", "W1", channel="C1")
PERSON = ConversationRef("slack", "W1", person="U1")


_made = TemporaryDirectory()


def founded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of a new installation with one person in it: made once in a process, and copied."""
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    template = Path(_made.name) / "founded"
    if not template.exists():
        call(template / "config.toml", "init")
        in_store(template / "config.toml", lambda unit: unit.members.save(model.Member(id="ann", name="Ann")))
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return folder / "config.toml"


def call(config: Path, *words: str) -> Result:
    return CliRunner().invoke(folkmoot, [*words, "--config", str(config)])


def in_store(config: Path, work: Callable[[Any], Any]) -> None:
    store = open_storage(load_settings(config, {}))
    store.run_sync(work)
    store.close_sync()


def now() -> datetime:
    return SystemClock().now()


def message(unit: Any, to: ConversationRef, **fields: Any) -> None:
    base = {"id": "m", "urgency": model.Urgency.PERSON, "created_at": now() - timedelta(hours=2)}
    unit.outbox.add(
        model.OutboxMessage(**{**base, "to": unit.addresses.remember(to), "outcome": ForgetAsked(), **fields})
    )


def a_round(unit: Any) -> None:
    unit.teams.save(model.Team(id="t", name="Wards"))
    questions = (model.Question(key="a", text="b", direction="keep"),)
    unit.question_sets.save(model.QuestionSet(id="q", version=1, questions=questions))
    unit.rounds.save(
        model.Round(
            id="r", occasion="o", team="t", teams=("t",), state=model.RoundState.OPEN, questions="q", zone="UTC", k=5
        )
    )


def problem_of(config: Path, words: str) -> str:
    """The line with these words, a problem with its remedy, by which the exit code is 2."""
    done = call(config, "doctor")
    assert done.exit_code == 2, done.output
    lines = done.output.splitlines()
    (at,) = [number for number, line in enumerate(lines) if words in line]
    assert lines[at].startswith("problem")
    assert lines[at + 1].strip().startswith("→ ")
    return "\n".join(lines[at : at + 2])
