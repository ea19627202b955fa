"""`folkmoot report`: the report as a file, for whoever runs the bot."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.bootstrap.product import open_storage
from bot.config import load_settings
from bot.domain import model
from tests.cli.test_export import call, config, final

__all__ = ["config"]


@pytest.fixture
def home(config: Path) -> Path:
    """The store of the export's tests, in which two teams stand."""
    store = open_storage(load_settings(config, {}))
    for id, name in (("t", "Wards"), ("u", "Outreach")):
        store.run_sync(lambda unit, id=id, name=name: unit.teams.save(model.Team(id=id, name=name)))  # type: ignore[misc]
    store.run_sync(final("e", "<b>Nights & days</b>", "u", 12))
    store.close_sync()
    return config


def test_the_whole_is_a_page_and_a_team_markdown(home: Path) -> None:
    done = call(home, "report")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("<!DOCTYPE html>") and "&lt;b&gt;Nights &amp; days&lt;/b&gt;" in done.stdout
    assert "Beds" in done.stdout and "A draft" not in done.stdout
    done = call(home, "report", "--format", "markdown", "--team", "wards", "--until", "2026-03-03")
    assert done.stdout.startswith("# Wards: ") and "=SUM(1)" in done.stdout
    assert "published words" not in done.stdout and "Beds" not in done.stdout.replace("“Beds”", "")


def test_rows_are_those_of_the_export(home: Path) -> None:
    """What became of their points comes after them."""
    assert call(home, "report", "--format", "csv").stdout.startswith(call(home, "export").stdout)


def test_a_new_file_is_its_owners_alone_and_none_is_overwritten(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    done = call(home, "report", "--output", str(path))
    assert done.exit_code == 0 and f"to {path}." in done.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    done = call(home, "report", "--output", str(path), "--format", "json")
    assert done.exit_code == 2 and path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--team", "Nobody"), "No team is called Nobody. There are Outreach and Wards."),
        (("--since", "2026-03-02", "--until", "2026-03-01"), "is after the last"),
    ],
)
def test_what_cannot_be_is_said(home: Path, words: tuple[str, ...], said: str) -> None:
    done = call(home, "report", *words)
    assert done.exit_code == 2 and done.stdout == ""
    assert said in " ".join(done.stderr.split())
