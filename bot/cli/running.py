"""`folkmoot run`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from bot import logs
from bot.bootstrap import App
from bot.bootstrap.monitoring import monitoring
from bot.bootstrap.places import CannotOpenError
from bot.bootstrap.platforms import enabled_platforms, make_adapters
from bot.bootstrap.product import open_product
from bot.bootstrap.serving import heard_signal, leave_without_store, serve_until_signal
from bot.cli.settings import settings_of, stop_on_errors
from bot.config import Settings
from bot.ports import ChatAdapter

SECONDS_BETWEEN_TRIES = 5


def run_bot(config: Path) -> None:
    """Serve until a signal. Exit code 2 before anything is sent when something is not right, 1 for a fault of ours."""
    settings = settings_of(config)
    logs.configure_logging(settings.log.level, settings.log.format)
    with stop_on_errors():
        asyncio.run(_serve_settings(settings))


async def _serve_settings(settings: Settings) -> None:
    adapters = make_adapters(settings)
    app = await _open_when_there(settings, adapters)
    if app is None:
        return
    async with monitoring(app, settings.monitoring.port):
        await serve_until_signal(app, ready=lambda: _announce_ready(settings))


async def _open_when_there(settings: Settings, adapters: Sequence[ChatAdapter]) -> App | None:
    """Wait for a database's server that is away, as after a power cut: what ends with exit code 2 is not begun again.

    None where a signal came meanwhile.
    """
    try:
        return await open_product(settings, adapters, lost=leave_without_store)
    except CannotOpenError as error:
        if not error.away:
            raise
        said = f"{error} It is tried again every {SECONDS_BETWEEN_TRIES} seconds."
    with heard_signal() as signalled:
        click.echo(said, err=True)
        sys.stderr.flush()
        while not await _is_set_within(signalled, SECONDS_BETWEEN_TRIES):
            try:
                return await open_product(settings, adapters, lost=leave_without_store)
            except CannotOpenError as error:
                if not error.away:
                    raise
    return None


async def _is_set_within(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()


def _announce_ready(settings: Settings) -> None:
    names = [spec.name for spec in enabled_platforms(settings)]
    where = f"runs on {' and '.join(names)}" if names else "runs, but no platform is enabled (see “folkmoot check”)"
    click.echo(f"Folkmoot {where}. SIGTERM or Ctrl-C ends it.", err=True)
    sys.stderr.flush()
