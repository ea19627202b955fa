"""`folkmoot init` and `folkmoot claim-code`: the first files and the first admin."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.bootstrap.product import create_master_key, keep_claim_code
from bot.cli.settings import CommandStoppedError, refuse_as_root, settings_of, stop_on_errors
from bot.config import example_text


def write_first_files(config: Path, monitoring_port: int = 0) -> None:
    """Write what is missing of settings and master key; settings that are there keep their port."""
    refuse_as_root(config.absolute().parent)
    made = _write_settings(config, monitoring_port)
    settings = settings_of(config)
    path = settings.keys.master_key_file
    if settings.secrets.master_key:
        click.echo("A master key is there already and stays as it is.")
        key = False
    elif settings.storage.keys_path.exists():
        raise CommandStoppedError(
            f"There is a key store {settings.storage.keys_path}, but its master key is not there. A new one would not open "
            f"it: put the key back into {path}, or move the old database and key store away."
        )
    else:
        with stop_on_errors():
            create_master_key(path)
        key = True
        click.echo(f"Wrote a new master key to {path}. Keep a copy in a safe place, apart from every backup.")
    if made or key:
        click.echo(f"Next: look through {config}, then “folkmoot check” and “folkmoot run”.")


def _write_settings(config: Path, monitoring_port: int) -> bool:
    try:
        config.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(example_text({("monitoring", "port"): monitoring_port}))
    except FileExistsError:
        click.echo(f"{config} is there already and stays as it is.")
        return False
    except OSError as error:
        raise CommandStoppedError(f"{config} cannot be written ({error.strerror}).") from None
    click.echo(f"Wrote {config}: every setting, with its default and a sentence.")
    return True


def claim_code(config: Path) -> None:
    """Print the code on a line of its own, so that it can be copied or read aloud."""
    settings = settings_of(config)
    with stop_on_errors():
        code, taken = keep_claim_code(settings)
    click.echo(code)
    click.echo(f"Send the bot a direct message within an hour: claim {code}", err=True)
    if taken:
        click.echo(
            "There is an admin already: whoever uses this code becomes another one, and the audit says so.", err=True
        )
