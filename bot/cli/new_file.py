"""Files that a command of the command line writes for its user alone, and the days that it is asked for."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from bot.cli.settings import CommandStoppedError


def require_order(since: date | None, until: date | None) -> None:
    """Raise CommandStoppedError for a first day after the last."""
    if since and until and since > until:
        raise CommandStoppedError(
            f"The first day, {since}, is after the last, {until}: name the earlier one with --since. Nothing was written."
        )


def write_new_file(path: Path, text: str) -> None:
    """Write a file that is not there yet, which its owner alone may read. Raises CommandStoppedError."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise CommandStoppedError(f"{path} cannot be written ({error.strerror}). Nothing was changed.") from None
