"""`folkmoot report`: the report of a chosen time, as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bot.bootstrap.reporting import NoSuchTeamError, read_report
from bot.cli.new_file import require_order, write_new_file
from bot.cli.settings import CommandStoppedError, settings_of, stop_on_errors
from bot.engine.outbox.reports import write_report
from bot.views.messages.wording import join_and


def write_report_file(
    config: Path, form: str, team: str, since: date | None, until: date | None, output: Path | None
) -> None:
    """Print it, or write it into a new file for its owner alone; exit code 2 for a team or days that cannot be."""
    settings = settings_of(config, reads=True)
    require_order(since, until)
    try:
        with stop_on_errors():
            report = read_report(settings, team, since, until)
    except NoSuchTeamError as error:
        known = f"There are {join_and(error.known)}." if error.known else "There is none yet."
        raise CommandStoppedError(f"No team is called {team}. {known} Nothing was written.") from None
    text = write_report(report, form)
    if output is None:
        click.echo(text, nl=False)
        return
    write_new_file(output, text)
    click.echo(f"Wrote the report of {report.name} to {output}.", err=True)
