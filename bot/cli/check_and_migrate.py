"""`folkmoot check`, `folkmoot doctor` and `folkmoot migrate`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.bootstrap.diagnosis import diagnose
from bot.bootstrap.places import places_of
from bot.bootstrap.product import migrate_storage
from bot.bootstrap.self_check import self_check
from bot.cli.settings import settings_of, stop_on_errors
from bot.declarations.platform_spec import SelfCheckFinding
from bot.views.messages.wording import join_and

WHAT, MARGIN = 12, 9


def check_installation(config: Path) -> None:
    """Print what was looked at; exit code 2 when something would stop the start."""
    settings = settings_of(config, reads=True)
    _print_findings(config, asyncio.run(self_check(settings)))


def diagnose_installation(config: Path) -> None:
    """Print what was looked at, more closely; exit code 2 when there is anything to be done."""
    settings = settings_of(config, reads=True)
    _print_findings(config, asyncio.run(diagnose(settings)))


def _print_findings(config: Path, findings: list[SelfCheckFinding]) -> None:
    found = [SelfCheckFinding("settings", f"{config} is right"), *findings]
    for one in found:
        click.echo(_finding_line(one))
    problems = sum(1 for one in found if not one.ok)
    if problems:
        click.echo(f"\n{problems} {'problem' if problems == 1 else 'problems'}. Nothing was sent or changed.", err=True)
        raise SystemExit(2)
    click.echo("\nAll is well. Nothing was sent.")


def _finding_line(one: SelfCheckFinding) -> str:
    state = "problem" if not one.ok else "note" if one.remedy else "ok"
    line = f"{state:<{MARGIN}}{one.what:<{WHAT}}  {one.found}"
    return f"{line}\n{'':<{MARGIN + WHAT + 2}}→ {one.remedy}" if one.remedy else line


def migrate_database(config: Path) -> None:
    """Print from which version to which, and which indexes were made; one that is not there yet is left to the first start."""
    settings = settings_of(config)
    with stop_on_errors():
        before, after, indexes = migrate_storage(settings)
    if not after:
        click.echo(
            f"There is no database {places_of(settings).database} yet: the first start makes it at the newest version."
        )
    elif before == after:
        click.echo(f"The database is at version {after}, the newest.{'' if indexes else ' Nothing was changed.'}")
    else:
        click.echo(f"The database was at version {before} and is now at version {after}.")
    if indexes:
        click.echo(f"Made again: {join_and(list(indexes))}.")
