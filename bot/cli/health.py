"""`folkmoot health`: asks the process that runs how it is."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NoReturn

import click

from bot.bootstrap.monitoring import HOST
from bot.cli.settings import CommandStoppedError, settings_of

PATIENCE = 5
"""Seconds that an answer may take."""


def ask_health(config: Path) -> None:
    """Print each part with its age; exit code 0 where all that is vital works, 1 where not or nobody of ours answers."""
    port = settings_of(config, reads=True, opens=False).monitoring.port
    if not port:
        raise CommandStoppedError(
            f"There is no port to ask. Write into {config}, under [monitoring], port = 9464 or another free one, and start the "
            "bot again."
        )
    try:
        status, lines = _lines_of_answer(port)
    except (TypeError, ValueError, LookupError, AttributeError, HTTPException) as error:
        _end(
            f"What answers on port {port} is not Folkmoot, or has a fault ({type(error).__name__}): see what has the port, or "
            "give monitoring.port another one and start the bot again."
        )
    except OSError:
        _end(f"Nobody answers on port {port}: the bot does not run, or was started before monitoring.port was set.")
    for line in lines:
        click.echo(line)
    raise SystemExit(0 if status == 200 else 1)


def _lines_of_answer(port: int) -> tuple[int, list[str]]:
    """Return the status and what is to be printed. Raises OSError, HTTPException, or what reading something else raises."""
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        found = json.loads(answer.read())
    finally:
        connection.close()
    parts = [
        f"{'ok' if part['ok'] else 'not ok':<8}{name:<18}{part['age_seconds']} s ago"
        for name, part in found["parts"].items()
    ]
    return answer.status, [str(found["status"]), *parts]


def _end(why: str) -> NoReturn:
    click.echo(why, err=True)
    raise SystemExit(1) from None
