"""`folkmoot slack-manifest`."""

from __future__ import annotations

import json

import click

from bot.bootstrap.platforms import slack_manifest


def print_manifest(public_url: str, several_workspaces: bool) -> None:
    """Print JSON; exit code 2 for an address that Slack would not take."""
    if public_url and not public_url.startswith("https://"):
        raise click.UsageError("Slack sends requests to https addresses only.")
    if several_workspaces and not public_url:
        raise click.UsageError("Several workspaces need --public-url: people's browsers come back to it.")
    click.echo(json.dumps(slack_manifest(public_url, several_workspaces), indent=2))
