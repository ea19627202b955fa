"""`folkmoot health`: asks the process that runs how it is."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from pathlib import Path

import click

from bot.bootstrap.monitoring import HOST
from bot.cli.settings import CommandStoppedError, settings_of

PATIENCE = 5
"""Seconds that an answer may take."""


def ask_health(config: Path) -> None:
    """Print each part with its age; exit code 0 where all that is vital works, 1 where not or nobody answers."""
    port = settings_of(config).monitoring.port
    if not port:
        raise CommandStoppedError("There is no port to ask: set monitoring.port in config.toml, and start again.")
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        found = json.loads(answer.read())
    except (OSError, ValueError):
        click.echo(f"Nobody answers on port {port}.", err=True)
        raise SystemExit(1) from None
    finally:
        connection.close()
    click.echo(found["status"])
    for name, part in found["parts"].items():
        click.echo(f"{'ok' if part['ok'] else 'not ok':<8}{name:<18}{part['age_seconds']} s ago")
    raise SystemExit(0 if answer.status == 200 else 1)
