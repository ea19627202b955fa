"""`folkmoot restore`: going on after a database or a key store was put back from an older copy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.bootstrap.copies import discard_copies, go_on_after_restore, prepare_copies, put_copies_in_place
from bot.bootstrap.product import look_at_restored_storage
from bot.cli.settings import CommandStoppedError, settings_of, stop_on_errors

if TYPE_CHECKING:
    from storage.pairing import Evidence


def go_on_with_older_copy(config: Path, yes: bool) -> None:
    """Ask before anything is changed; exit code 2 where nobody can be asked, or it is declined."""
    settings = settings_of(config)
    with stop_on_errors():
        found = look_at_restored_storage(settings)
    if found is None:
        click.echo("The database and the key store belong together: there is nothing to do.")
        return
    for line in _meaning_lines(found):
        click.echo(line)
    if not yes and not _ask_agreement():
        raise CommandStoppedError("Nothing was changed. To go on with these two: folkmoot restore --yes")
    with stop_on_errors():
        go_on_after_restore(settings)
    click.echo("Done: the two belong together again. Next: “folkmoot check”, then start.")


def put_copies_back(config: Path, database: Path | None, keys: Path | None, yes: bool) -> None:
    """Put copies in place and go on with them; asked, and ended, as `go_on_with_older_copy`."""
    settings = settings_of(config)
    with stop_on_errors():
        prepared = prepare_copies(settings, database, keys)
    if prepared.key_copy_ends:
        click.echo(f"This copy of the key store is to be deleted on {prepared.key_copy_ends}.")
    for line in _meaning_lines(prepared.evidence):
        click.echo(line)
    if not yes and not _ask_agreement():
        discard_copies(prepared)
        raise CommandStoppedError("Nothing was changed. To put them in place and go on: the same command with --yes")
    with stop_on_errors():
        aside = put_copies_in_place(settings, prepared)
    for path in aside:
        click.echo(f"What was there is now {path}.")
    click.echo("Done: the two belong together again. Next: “folkmoot check”, then start.")


def _ask_agreement() -> bool:
    return sys.stdin.isatty() and click.confirm("Go on with these two?")


def _meaning_lines(found: Evidence) -> Iterator[str]:
    yield "One of the two is an older copy. Stop the bot first, and look for a newer copy before you go on."
    if found.texts_without_key:
        yield (
            f"{found.texts_without_key} of {found.texts} stored texts cannot be read, because this key store does not have their "
            "keys. They will read as erased."
        )
    else:
        yield f"Every one of the {found.texts} stored texts has its key."
    if found.keys_of_nobody:
        yield (
            f"{found.keys_of_nobody} of {found.keys} people's keys belong to nobody in this database. They are kept for a week "
            "and then removed little by little."
        )
    yield (
        "What was stored after the older copy was made is not in it. Who asked to be forgotten since then is forgotten again if "
        "one of the two knows of it."
    )
