"""Slack, before its adapter is made: its settings, its secrets, and what is wrong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from adapters.slack.manifest import manifest_text
from bot.declarations.platform_spec import (
    CommandOption,
    PlatformCommand,
    PlatformSpec,
    SecretShape,
    SecretSource,
    Section,
)
from bot.declarations.setting_rules import (
    PORT,
    SECRET_FILE,
    STRICT,
    Problem,
    Says,
    ValueRule,
    directory_address,
    non_empty,
    optional_address,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackSettings:
    __pydantic_config__ = STRICT

    enabled: Annotated[bool, Says("Whether the bot works in Slack.")] = False
    mode: Annotated[Literal["socket", "http"], Says('"socket" needs no public address; "http" serves requests.')] = (
        "socket"
    )
    api_url: Annotated[str, Says("Where Slack's Web API is."), ValueRule(directory_address)] = "https://slack.com/api/"
    listen_host: Annotated[str, Says('The address that mode "http" listens on.'), ValueRule(non_empty)] = "127.0.0.1"
    listen_port: Annotated[int, Says('The port that mode "http" listens on.'), PORT] = 3000
    public_url: Annotated[
        str,
        Says("The address at which people's browsers reach it, to install it by OAuth."),
        ValueRule(optional_address),
    ] = ""
    client_id: Annotated[
        str, Says("The app's client id, to install it in several workspaces by OAuth; empty for one.")
    ] = ""
    bot_token_file: Annotated[
        Path | None, Says("The bot token (xoxb-), unless FOLKMOOT_SLACK_BOT_TOKEN is set."), SECRET_FILE
    ] = None
    app_token_file: Annotated[
        Path | None, Says("The app-level token (xapp-), unless FOLKMOOT_SLACK_APP_TOKEN is set."), SECRET_FILE
    ] = None
    signing_secret_file: Annotated[
        Path | None, Says("The signing secret, unless FOLKMOOT_SLACK_SIGNING_SECRET is set."), SECRET_FILE
    ] = None
    client_secret_file: Annotated[
        Path | None, Says("The client secret, unless FOLKMOOT_SLACK_CLIENT_SECRET is set."), SECRET_FILE
    ] = None


_IN_SLACK = "your app at api.slack.com/apps"
_HEX = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_LOOKS_HEX = "is 32 characters, digits and the letters a to f"
_BOT_TOKEN = SecretShape(
    re.compile(r"(xoxe\.)?xoxb-[A-Za-z0-9-]+"), "begins with xoxb-", f"“OAuth & Permissions” of {_IN_SLACK}"
)
_APP_TOKEN = SecretShape(re.compile(r"xapp-[A-Za-z0-9-]+"), "begins with xapp-", f"“Basic Information” of {_IN_SLACK}")
_OF_THE_APP = SecretShape(_HEX, _LOOKS_HEX, f"“Basic Information” of {_IN_SLACK}")


def _needed_secrets(slack: Section) -> Iterator[str]:
    yield "slack_client_secret" if slack.get("client_id") else "slack_bot_token"
    yield "slack_signing_secret" if slack.get("mode") == "http" else "slack_app_token"


def _find_disagreements(slack: Section) -> Iterator[Problem]:
    if slack.get("enabled") is not True or not slack.get("client_id"):
        return
    if slack.get("mode") != "http":
        yield Problem("slack.mode", "Installing by OAuth needs requests from outside.", 'Set mode = "http".')
    if not slack.get("public_url"):
        yield Problem("slack.public_url", "Installing by OAuth needs it.", "Give the https address of this service.")


_MANIFEST = PlatformCommand(
    name="slack-manifest",
    summary="Print the manifest of the Slack app.",
    help="Print the manifest of the Slack app: paste it where Slack makes an app from a manifest.",
    options=(
        CommandOption("public-url", "The https address of this service, for requests instead of a socket."),
        CommandOption("several-workspaces", "For an app that several workspaces install by OAuth.", flag=True),
    ),
    work=manifest_text,
)

SPEC = PlatformSpec(
    section="slack",
    name="Slack",
    settings=SlackSettings,
    module="adapters.slack.app",
    secrets=(
        SecretSource("slack_bot_token", "slack", "bot_token", "Slack's bot token (xoxb-)", _BOT_TOKEN),
        SecretSource("slack_app_token", "slack", "app_token", "Slack's app-level token (xapp-)", _APP_TOKEN),
        SecretSource("slack_signing_secret", "slack", "signing_secret", "Slack's signing secret", _OF_THE_APP),
        SecretSource("slack_client_secret", "slack", "client_secret", "Slack's client secret", _OF_THE_APP),
    ),
    needed_secrets=_needed_secrets,
    find_disagreements=_find_disagreements,
    token_kinds=(
        ("xoxb-", "Slack's bot token"),
        ("xapp-", "Slack's app-level token"),
        ("xoxp-", "a person's Slack token"),
        ("xoxe-", "a Slack refresh token"),
    ),
    secret_traces=(re.compile(r"xox[a-z]-|xapp-"), re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{32}(?![0-9A-Za-z])")),
    id_traces=(re.compile(r"(?<![A-Za-z0-9])[A-Z](?=[A-Z]*[0-9])[A-Z0-9]{7,}(?![A-Za-z0-9])"),),
    commands=(_MANIFEST,),
    privacy_note="Slack: owners of some plans can export messages that are typed, so the form is the better place: what you put "
    "into it is not a message.",
)
