"""`folkmoot export`: what final summaries have published, as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bot.bootstrap.exporting import read_released
from bot.cli.new_file import require_order, write_new_file
from bot.cli.settings import settings_of, stop_on_errors
from bot.engine.released_files import FORMS
from bot.views.messages.wording import count_of


def export_released(
    config: Path, form: str, since: date | None, until: date | None, scope: str, output: Path | None
) -> None:
    """Print it, or write it into a new file for its owner alone; exit code 2 for a file that is there, and for swapped days."""
    settings = settings_of(config, reads=True)
    require_order(since, until)
    with stop_on_errors():
        rows = read_released(settings, since, until, scope)
    text = FORMS[form](rows)
    if output is None:
        click.echo(text, nl=False)
        return
    write_new_file(output, text)
    click.echo(f"Wrote {count_of(len(rows), 'line')} to {output}.", err=True)
