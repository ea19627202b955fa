"""Help is quick because nothing heavy is imported for it: shown by what is loaded, not by the clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from adapters.registry import PLATFORMS
from tests.cli.calling import ROOT, environment, folkmoot

HEAVY = (
    *("aiohttp", "alembic", "apscheduler", "asyncio", "cryptography", "holidays", "numpy", "pydantic"),
    *(
        "slack_bolt",
        "sqlalchemy",
        "sqlmodel",
        "storage",
        "structlog",
        "telegram",
        "textual",
        "bot.config",
        "bot.domain.model",
        "bot.engine",
        "bot.ports",
    ),
)
LOADED = """
import sys
from bot.__main__ import main
sys.argv = ["folkmoot", *sys.argv[1:]]
try:
    main()
except SystemExit:
    print("\\nLOADED", *sorted(sys.modules))
"""


def loaded(folder: Path, *words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], cwd=folder, env=environment(folder), capture_output=True, text=True
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("words", [("--help",), ("demo", "--help"), ("run", "--help"), ("--version",)])
def test_help_loads_nothing_heavy(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Of the platforms only what their specs name is read, and only where all commands are listed."""
    modules = loaded(tmp_path, *words)
    assert "bot.cli.app" in modules
    assert not modules & set(HEAVY)
    files = {module for module in modules if module.startswith("adapters.")}
    if words == ("--help",):
        works = {command.work.__module__ for spec in PLATFORMS.values() for command in spec.commands}
        folders = {f"adapters.{section}" for section in PLATFORMS}
        files -= {"adapters.registry", *works, *folders, *(f"{folder}.spec" for folder in folders)}
    assert not files


def test_a_command_that_works_does_load_them(tmp_path: Path) -> None:
    """The control: the same look finds them where they are used."""
    modules = loaded(tmp_path, "check")
    assert {"asyncio", "bot.config", "bot.engine"} <= modules & set(HEAVY)
    assert "adapters.registry" in modules


def test_help_names_every_command_of_the_operator_page(tmp_path: Path) -> None:
    said = folkmoot(tmp_path, "--help").stdout
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    for command in ("check", "claim-code", "demo", "init", "migrate", "restore", "run"):
        assert f"  {command} " in said
        assert command == "demo" or f"folkmoot {command}" in page


def test_an_unknown_command_or_option_ends_with_a_sentence(tmp_path: Path) -> None:
    for words in (("runn",), ("run", "--fast"), ("demo", "--speed", "-1"), ("demo", "--answers", "nowhere.jsonl")):
        done = folkmoot(tmp_path, *words)
        assert done.returncode == 2
        assert "Error" in done.stderr
        assert "Traceback" not in done.stderr
