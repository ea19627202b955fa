"""Shared parts of the commands: reading the settings, and ending with a sentence instead of a traceback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import click

from bot.config import ConfigError, Settings, load_settings
from bot.domain.root_error import FolkmootError
from bot.ports import CannotStartError
from bot.system_users import name_of_user


class CommandStoppedError(FolkmootError, click.ClickException):
    """Settings, key, database or access are not right: said on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Hook of click's exceptions."""
        click.echo(self.message, file=file, err=file is None)


@contextmanager
def stop_on_errors() -> Iterator[None]:
    """Whatever an operator can put right ends with its sentence."""
    from bot.bootstrap.places import CannotOpenError
    from bot.bootstrap.platforms import PlatformUnavailableError

    try:
        yield
    except ConfigError as error:
        raise CommandStoppedError(str(error)) from None
    except (CannotOpenError, CannotStartError, PlatformUnavailableError) as error:
        raise CommandStoppedError(str(error)) from None


def settings_of(config: Path, *, reads: bool = False, opens: bool = True) -> Settings:
    """The settings in the file and the environment; all their problems at once.

    A command that only `reads` may be root's, whoever's the data are; one that `opens` nothing may be anybody's.
    """
    try:
        settings = load_settings(config, os.environ)
    except ConfigError as error:
        raise CommandStoppedError(str(error)) from None
    if opens:
        for path in (settings.storage.path, settings.storage.keys_path):
            refuse_where_shut(path)
    if not reads and not settings.storage.url:
        refuse_as_root(settings.storage.path)
    return settings


def refuse_where_shut(path: Path) -> None:
    """Raise CommandStoppedError where this user may not even see whether a store is there."""
    try:
        path.exists()
    except PermissionError:
        with suppress(OSError):
            name = name_of_user(_owner_of(path.parent))
            raise CommandStoppedError(
                f"You may not look into {path.parent}, which belongs to {name}. Run the command as {name}. Nothing was changed."
            ) from None
        raise CommandStoppedError(
            f"You may not look into {path.parent}. Run the command as the user that it belongs to. Nothing was changed."
        ) from None


def refuse_as_root(path: Path) -> None:
    """Raise CommandStoppedError where root would make files among those of another user, who could not open them."""
    if os.geteuid() != 0:
        return
    there = next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())
    owner = _owner_of(there)
    if owner:
        name = name_of_user(owner)
        raise CommandStoppedError(
            f"{there} belongs to {name}. As root you would make files that {name} cannot open. Run the command as {name}: "
            f"runuser -u {name} -- and the command. Nothing was changed."
        )


def _owner_of(path: Path) -> int:
    return path.stat().st_uid
