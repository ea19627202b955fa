"""The Slack app's manifest: the fewest scopes and events that work, each scope with its reason."""

from __future__ import annotations

import json
from typing import Any

from bot.declarations.platform_spec import UnusableOptionsError

SCOPES = {
    "app_mentions:read": "to hear its own name in a channel",
    "channels:history": "to see whether a message of its own arrived when a connection was cut",
    "channels:read": "to see who is in a team's channel, who joins and leaves it, and when it is renamed or archived",
    "chat:write": "to write",
    "commands": "for /folkmoot",
    "files:write": "to show charts, and to hand over exports and reports",
    "groups:history": "as channels:history, for private channels",
    "groups:read": "as channels:read, for private channels",
    "im:history": "to read what people write to it directly",
    "im:write": "to write to people directly",
    "usergroups:read": "to see who is in a user group that a team's list follows",
    "files:read": "to read a list of people, questions or days off that a lead or an admin sends as a file",
    "users:read.email": "to find people by the e-mail addresses in such a list",
    "users:read": "to know names, and who is a guest, a bot or gone",
}
OPTIONAL = {
    "channels:history": "a message whose connection was cut may be posted twice, or stay uncertain, in public channels",
    "groups:history": "the same in private channels",
    "usergroups:read": "no team's list can follow a user group",
    "files:read": "a list of people cannot be sent as a file, only pasted",
    "users:read.email": "nobody is found by an e-mail address in a list",
}
"""Scopes that whoever installs the app may leave out, with what works less well without them (`bot_optional`, since March 2026)."""
APP_SCOPE = "connections:write"
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "subteam_members_changed",
    "subteam_updated",
    "tokens_revoked",
    "user_change",
)
NAME, COMMAND = "Folkmoot", "/folkmoot"
SHORTCUTS = [
    {
        "name": "Answer my questions",
        "type": "global",
        "callback_id": "answer",
        "description": "Shows your team’s questions to you alone",
    },
    {
        "name": "Use as my answer",
        "type": "message",
        "callback_id": "use_as_answer",
        "description": "Takes your own message into your unsent draft",
    },
]
LONG_DESCRIPTION = (
    "Folkmoot lets an organisation decide with its people. It asks every team the same few questions in its own rhythm, in private "
    "or in the team's meeting. Answers are confidential: nobody sees who answered, or a single answer. What comes back is what "
    "several people share, first as a draft that everybody can weigh and challenge, then as a final summary. It reads nothing that "
    "people say to each other in channels. An admin sets it up by chat: write “help” to it."
)
"""At least 174 characters, as Slack asks."""
EVENTS_PATH, CALLBACK_PATH = "/slack/events", "/slack/oauth_redirect"


def manifest_text(public_url: str, several_workspaces: bool) -> str:
    """Return the manifest as JSON. Raises UnusableOptionsError for an address that Slack would not take."""
    if public_url and not public_url.startswith("https://"):
        raise UnusableOptionsError("Slack sends requests to https addresses only.")
    if several_workspaces and not public_url:
        raise UnusableOptionsError("Several workspaces need --public-url: people's browsers come back to it.")
    return json.dumps(make_manifest(public_url, several_workspaces), indent=2)


def make_manifest(public_url: str = "", several_workspaces: bool = False) -> dict[str, Any]:
    """The app's manifest; without a `public_url` for Socket Mode, with one (https) for requests from outside."""
    base = public_url.rstrip("/")
    address = {"url": f"{base}{EVENTS_PATH}"} if base else {}
    request = {"request_url": f"{base}{EVENTS_PATH}"} if base else {}
    oauth: dict[str, Any] = {"scopes": {"bot": sorted(SCOPES), "bot_optional": sorted(OPTIONAL)}}
    if several_workspaces and base:
        oauth["redirect_urls"] = [f"{base}{CALLBACK_PATH}"]
    return {
        "display_information": {
            "name": NAME,
            "description": "Asks teams a few questions and brings back what several people said.",
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1f4d4a",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": SHORTCUTS,
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Teams, schedules, your answers, help",
                    "usage_hint": "help",
                    "should_escape": True,
                    **address,
                }
            ],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {**request, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": several_workspaces,
            "socket_mode_enabled": not base,
            "token_rotation_enabled": False,
        },
    }
