"""Shared parts of the commands: reading the settings, and ending with a sentence instead of a traceback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from bot.config import ConfigError, Settings, load_settings
from bot.domain.root_error import FolkmootError
from bot.ports import CannotStartError


class CommandStoppedError(FolkmootError, click.ClickException):
    """Settings, key, database or access are not right: said on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Hook of click's exceptions."""
        click.echo(self.message, file=file, err=file is None)


@contextmanager
def stop_on_errors() -> Iterator[None]:
    """Whatever an operator can put right ends with its sentence."""
    from bot.bootstrap.platforms import PlatformUnavailableError
    from bot.bootstrap.product import CannotOpenError

    try:
        yield
    except ConfigError as error:
        raise CommandStoppedError(str(error)) from None
    except (CannotOpenError, CannotStartError, PlatformUnavailableError) as error:
        raise CommandStoppedError(str(error)) from None


def settings_of(config: Path) -> Settings:
    """The settings in the file and the environment; all their problems at once."""
    try:
        return load_settings(config, os.environ)
    except ConfigError as error:
        raise CommandStoppedError(str(error)) from None
