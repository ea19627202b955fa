"""`folkmoot restore`: going on after a database or a key store was put back from an older copy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.bootstrap.copies import (
    discard_copies,
    earlier_version_of,
    go_on_after_restore,
    is_past,
    meaning_of_going_on,
    prepare_copies,
    put_copies_in_place,
)
from bot.cli.settings import CommandStoppedError, settings_of, stop_on_errors
from bot.views.messages.wording import count_of

if TYPE_CHECKING:
    from storage.restore_meaning import RestoredRows, RestoreMeaning


def go_on_with_older_copy(config: Path, yes: bool) -> None:
    """Ask before anything is changed; exit code 2 where nobody can be asked, or it is declined."""
    settings = settings_of(config)
    with stop_on_errors():
        found = meaning_of_going_on(settings)
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
    for one in prepared.chosen:
        for passed in one.passed_over:
            click.echo(f"Passed over {passed}.")
        click.echo(f"The copy is {one.path}.")
    if prepared.new_database and (earlier := earlier_version_of(prepared.new_database)):
        click.echo(f"It is at version {earlier[0]}, and is brought to {earlier[1]}, which this program needs.")
    for line in _meaning_lines(prepared.meaning):
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


def _meaning_lines(found: RestoreMeaning) -> Iterator[str]:
    yield f"{_which_is_older(found)} Stop the bot first, and look for a newer copy before you go on."
    if found.ends and is_past(found.ends):
        yield (
            f"The copy of the key store should have been deleted on {found.ends}: whoever was forgotten since it was made could be "
            "read with it."
        )
    elif found.ends:
        yield f"The copy of the key store is to be deleted on {found.ends}."
    yield from _lines_of_loss(found)
    yield "What was stored after the older copy was made is not in it."
    if found.erasures_known:
        yield "Who asked to be forgotten since then is forgotten again: a file that is there knows of it."
        if found.keys_older:
            yield "If the database that is there was itself put back from a copy, who asked after that was made has to ask again."
    else:
        yield (
            "Who asked to be forgotten since then may be readable again, and has to ask again: no file that is there surely knows "
            "who that was. Tell your people so."
        )
    yield _who_is_forgotten(found.rows)


def _who_is_forgotten(rows: RestoredRows | None) -> str:
    """A number, and no names."""
    if rows is None:
        return "How many people are forgotten again cannot be told before this database is brought to the version of this program."
    if not rows.forgotten:
        return "Nobody in this database is known to have been forgotten since."
    are = "is" if rows.forgotten == 1 else "are"
    return (
        f"{count_of(rows.forgotten, 'person', 'people')} in this database {are} known to have been forgotten since, and {are} "
        "forgotten again."
    )


def _which_is_older(found: RestoreMeaning) -> str:
    if found.interrupted:
        return "A restore was interrupted, and goes on from here."
    if found.database_older and found.keys_older:
        return "Each of the two is an older copy, as far as they can tell."
    return f"The {'database' if found.database_older else 'key store'} is an older copy."


def _lines_of_loss(found: RestoreMeaning) -> Iterator[str]:
    evidence = found.evidence
    if evidence.texts_without_key:
        # No numbers: of a small team they would be how much was answered.
        some = "None" if evidence.texts_without_key == evidence.texts else "Not all"
        yield f"{some} of the stored texts can be read: keys are missing in this key store. Those texts will read as erased."
    else:
        yield "Every stored text has its key."
    if found.rows and found.rows.unreadable:
        yield (
            f"{count_of(found.rows.unreadable, 'stored row')} cannot be read although the keys are there: a "
            "part of the copy is damaged or was changed. They would be passed over; another copy may have them whole."
        )
    if evidence.keys_of_nobody:
        yield (
            f"{evidence.keys_of_nobody} of {evidence.keys} people's keys belong to nobody in this database. They are kept for a "
            "week and then removed little by little."
        )
