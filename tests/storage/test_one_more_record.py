"""The three steps by which CONTRIBUTING.md adds a record are all that it takes."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.support.further import only_further

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"

BEFORE = """
from dataclasses import dataclass
from bot.domain import model
from bot.domain.stored import stored_as
from storage.tables.base import Record, RowForm, holds_records, table_index
from bot.ports.keeping import Records, UnitOfWork
"""
AFTER = """
from storage.database import open_memory_store
store = open_memory_store()
note = TeamNote(id="1", team="wards", words="asked for more time")
store.run_sync(lambda unit: unit.team_notes.add(note))
assert store.read_sync(lambda unit: unit.team_notes.where(team="wards")) == [note]
assert store.read_sync(lambda unit: unit.team_notes.where(team="other")) == []
"""


def steps() -> list[str]:
    """Return the code of the page's three steps."""
    section = PAGE.read_text("utf-8").split("## Add a record\n")[1].split("\n## ")[0]
    return [textwrap.dedent(code) for code in re.findall(r"```python\n(.*?)```", section, re.DOTALL)]


def follow(record: str, table: str, place: str) -> subprocess.CompletedProcess[str]:
    """Run the steps in a process of their own, in which the class and its place stand where the page puts them."""
    name, hint = place.strip().split(": ")
    put = f"model.TeamNote = TeamNote\n{table}\nUnitOfWork.__annotations__[{name!r}] = {hint!r}\n"
    code = "\n".join((BEFORE, record, put, AFTER))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_a_record_is_declared_in_three_places() -> None:
    record, table, place = steps()
    done = follow(record, table, place)
    assert done.returncode == 0, done.stderr


@only_further
def test_with_one_of_them_less_it_is_not_there() -> None:
    record, table, place = steps()
    assert "TeamNote" in follow(record, "", place).stderr
    assert "has no attribute 'team_notes'" in follow(record, table, "elsewhere: str").stderr
