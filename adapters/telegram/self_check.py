"""Self-check of the bot against Telegram: token, webhook, privacy mode, rights in groups. It sends and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from telegram import User, WebhookInfo
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from adapters.telegram.client import TelegramClient
from bot.declarations.platform_spec import SelfCheckFinding

WHAT = "Telegram"


async def collect_findings(
    client: TelegramClient, mode: str, public_url: str, groups: Iterable[str] = ()
) -> list[SelfCheckFinding]:
    """Everything that can be verified without sending; `groups` are the chat ids of the teams' conversations."""
    try:
        user = await client.who_am_i()
        found = [*of_the_bot(user), *await _check_webhook(client, mode, public_url)]
    except InvalidToken:
        remedy = "Copy it again from BotFather: /mybots, your bot, API Token."
        return [SelfCheckFinding(WHAT, "does not know the bot's token", remedy, ok=False)]
    except TelegramError:
        remedy = "Check the network, a proxy, and telegram.api_url."
        return [SelfCheckFinding(WHAT, "cannot be reached", remedy, ok=False)]
    for chat in groups:
        found.append(await _of_a_group(client, chat))
    return found


async def _check_webhook(client: TelegramClient, mode: str, public_url: str) -> list[SelfCheckFinding]:
    try:
        return list(of_the_webhook(await client.webhook(), mode, public_url))
    except InvalidToken:
        raise
    except TelegramError:
        return [SelfCheckFinding(WHAT, "did not tell about its webhook", "Nothing, if this is a server of your own.")]


def of_the_bot(user: User) -> Iterator[SelfCheckFinding]:
    yield SelfCheckFinding(WHAT, f"knows the bot as @{user.username}")
    if user.can_join_groups is False:
        remedy = "In BotFather: /setjoingroups, your bot, Enable."
        yield SelfCheckFinding(WHAT, "the bot may not be added to groups", remedy, ok=False)
    if user.can_read_all_group_messages:
        remedy = "It works, but is sent all that is said in groups and drops it. In BotFather: /setprivacy, Enable."
        yield SelfCheckFinding(WHAT, "privacy mode is off", remedy)
    else:
        yield SelfCheckFinding(WHAT, "privacy mode is on: in groups the bot hears only what is said to it")


def of_the_webhook(info: WebhookInfo, mode: str, public_url: str) -> Iterator[SelfCheckFinding]:
    if mode == "polling":
        if info.url:
            remedy = "The start takes it away. If another installation uses this bot, give each its own."
            yield SelfCheckFinding(WHAT, "a webhook is set, and no update comes while it is", remedy)
        else:
            waiting = info.pending_update_count
            yield SelfCheckFinding(
                WHAT, f"no webhook is set; {'1 update waits' if waiting == 1 else f'{waiting} updates wait'}"
            )
        return
    if info.url and not info.url.startswith(public_url.rstrip("/")):
        remedy = "The start replaces it. If another installation uses this bot, give each its own."
        yield SelfCheckFinding(WHAT, "the webhook leads elsewhere", remedy)
    if info.last_error_message:
        remedy = "Check that telegram.public_url reaches this service, its certificate, and the port."
        yield SelfCheckFinding(WHAT, "could not deliver to the webhook lately", remedy)
    else:
        yield SelfCheckFinding(WHAT, "reports no trouble with the webhook")


async def _of_a_group(client: TelegramClient, chat: str) -> SelfCheckFinding:
    try:
        rights = await client.my_rights(chat)
    except (BadRequest, Forbidden):
        return SelfCheckFinding(
            WHAT, "a team's group does not know the bot", "Add the bot to the group again.", ok=False
        )
    except (TelegramError, TypeError, KeyError, ValueError):
        # The library fails on an answer that lacks a field; whether the bot may write is not worth a failed check.
        return SelfCheckFinding(WHAT, "a team's group could not be looked at", "Try again in a minute.")
    return _of_rights(rights)


def _of_rights(rights: dict[str, Any]) -> SelfCheckFinding:
    if rights.get("status") in ("left", "kicked"):
        return SelfCheckFinding(
            WHAT, "the bot is no longer in a team's group", "Add the bot to the group again.", ok=False
        )
    if rights.get("status") == "restricted" and not rights.get("can_send_messages"):
        remedy = "Let it send messages: the group's settings, Permissions."
        return SelfCheckFinding(WHAT, "the bot may not write in a team's group", remedy, ok=False)
    return SelfCheckFinding(WHAT, "the bot may write in a team's group")
