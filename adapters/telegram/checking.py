"""Self-check of the bot against Telegram: token, webhook, privacy mode, rights in groups. It sends and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from telegram import User, WebhookInfo
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from adapters.telegram.client import TelegramClient

WHAT = "Telegram"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do about it; with `ok` true a remedy is only advice."""

    what: str
    found: str
    remedy: str = ""
    ok: bool = True


async def collect_findings(
    client: TelegramClient, mode: str, public_url: str, groups: Iterable[str] = ()
) -> list[Finding]:
    """Everything that can be verified without sending; `groups` are the chat ids of the teams' conversations."""
    try:
        user = await client.who_am_i()
        found = [*of_the_bot(user), *await _check_webhook(client, mode, public_url)]
    except InvalidToken:
        remedy = "Copy it again from BotFather: /mybots, your bot, API Token."
        return [Finding(WHAT, "does not know the bot's token", remedy, ok=False)]
    except TelegramError:
        remedy = "Check the network, a proxy, and telegram.api_url."
        return [Finding(WHAT, "cannot be reached", remedy, ok=False)]
    for chat in groups:
        found.append(await _of_a_group(client, chat))
    return found


async def _check_webhook(client: TelegramClient, mode: str, public_url: str) -> list[Finding]:
    try:
        return list(of_the_webhook(await client.webhook(), mode, public_url))
    except InvalidToken:
        raise
    except TelegramError:
        return [Finding(WHAT, "did not tell about its webhook", "Nothing, if this is a server of your own.")]


def of_the_bot(user: User) -> Iterator[Finding]:
    yield Finding(WHAT, f"knows the bot as @{user.username}")
    if user.can_join_groups is False:
        remedy = "In BotFather: /setjoingroups, your bot, Enable."
        yield Finding(WHAT, "the bot may not be added to groups", remedy, ok=False)
    if user.can_read_all_group_messages:
        remedy = "It works, but is sent all that is said in groups and drops it. In BotFather: /setprivacy, Enable."
        yield Finding(WHAT, "privacy mode is off", remedy)
    else:
        yield Finding(WHAT, "privacy mode is on: in groups the bot hears only what is said to it")


def of_the_webhook(info: WebhookInfo, mode: str, public_url: str) -> Iterator[Finding]:
    if mode == "polling":
        if info.url:
            remedy = "The start takes it away. If another installation uses this bot, give each its own."
            yield Finding(WHAT, "a webhook is set, and no update comes while it is", remedy)
        else:
            yield Finding(WHAT, f"no webhook is set; {info.pending_update_count} updates wait")
        return
    if info.url and not info.url.startswith(public_url.rstrip("/")):
        remedy = "The start replaces it. If another installation uses this bot, give each its own."
        yield Finding(WHAT, "the webhook leads elsewhere", remedy)
    if info.last_error_message:
        remedy = "Check that telegram.public_url reaches this service, its certificate, and the port."
        yield Finding(WHAT, "could not deliver to the webhook lately", remedy)
    else:
        yield Finding(WHAT, "reports no trouble with the webhook")


async def _of_a_group(client: TelegramClient, chat: str) -> Finding:
    try:
        rights = await client.my_rights(chat)
    except (BadRequest, Forbidden):
        return Finding(WHAT, "a team's group does not know the bot", "Add the bot to the group again.", ok=False)
    except (TelegramError, TypeError, KeyError, ValueError):
        # The library fails on an answer that lacks a field; whether the bot may write is not worth a failed check.
        return Finding(WHAT, "a team's group could not be looked at", "Try again in a minute.")
    return _of_rights(rights)


def _of_rights(rights: dict[str, Any]) -> Finding:
    if rights.get("status") in ("left", "kicked"):
        return Finding(WHAT, "the bot is no longer in a team's group", "Add the bot to the group again.", ok=False)
    if rights.get("status") == "restricted" and not rights.get("can_send_messages"):
        remedy = "Let it send messages: the group's settings, Permissions."
        return Finding(WHAT, "the bot may not write in a team's group", remedy, ok=False)
    return Finding(WHAT, "the bot may write in a team's group")
