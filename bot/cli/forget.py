"""`folkmoot forget`: forgetting somebody who has asked for it in writing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from adapters.registry import PLATFORMS
from bot import logs
from bot.bootstrap.forgetting import NobodyFoundError, forget_by_platform_id
from bot.cli.settings import CommandStoppedError, settings_of, stop_on_errors
from bot.views.messages.wording import count_of

KNOWN = tuple(section for section, spec in PLATFORMS.items() if spec.settings)
"""Platforms that can be written to for more than a demonstration."""


def forget_person_of_id(config: Path, platform: str, person_id: str, workspace: str, yes: bool) -> None:
    """Ask first; exit code 2 where nobody can be asked, it is declined, or there is no such platform or nobody of this id."""
    settings = settings_of(config)
    if platform.strip().lower() not in KNOWN:
        raise CommandStoppedError(
            f"“{platform}” is no platform. Name {' or '.join(KNOWN)}, and then the person’s id there. Nothing was changed."
        )
    if not yes and not (
        sys.stdin.isatty() and click.confirm("Destroy the key to this person's words? Nobody can undo it.")
    ):
        raise CommandStoppedError("Nothing was changed. To go on without being asked: --yes")
    logs.configure_logging(settings.log.level, settings.log.format)
    with stop_on_errors():
        try:
            forget_by_platform_id(settings, platform.strip().lower(), person_id, workspace)
        except NobodyFoundError as error:
            raise CommandStoppedError(str(error)) from None
    days = settings.privacy.key_copies_days
    click.echo("Done: the key to their words is destroyed, and their records are removed. What was published stays.")
    if days:
        click.echo(
            f"A copy of the key store from before still has the key: delete each within {count_of(days, 'day')}."
        )
    click.echo("The bot tells them nothing.")
