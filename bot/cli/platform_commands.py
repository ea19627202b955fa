"""Commands that the specs of the platforms contribute, beside the product's own."""

from __future__ import annotations

from typing import Any

import click

from adapters.registry import PLATFORMS
from bot.declarations.platform_spec import PlatformCommand, UnusableOptionsError


def contributed_commands() -> dict[str, click.Command]:
    """Return the commands of all platforms, by their names."""
    return {command.name: _as_click_command(command) for spec in PLATFORMS.values() for command in spec.commands}


def _as_click_command(command: PlatformCommand) -> click.Command:
    def print_result(**options: Any) -> None:
        try:
            click.echo(command.work(**options))
        except UnusableOptionsError as error:
            raise click.UsageError(str(error)) from None

    options = [
        click.Option([f"--{option.name}"], help=option.help, is_flag=option.flag, default=False if option.flag else "")
        for option in command.options
    ]
    return click.Command(
        command.name, callback=print_result, params=[*options], help=command.help, short_help=command.summary
    )
