"""The shapes in which Slack delivers what happens, with made-up ids: one function for each kind, `change` to vary it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

TEAM, ENTERPRISE, BOT_USER, BOT_ID, APP = "T01CRISIS0", "E01ORGWIDE", "U0FOLKMOOT", "B0FOLKMOOT", "A0FOLKMOOT"
AMIRA, BEN, TEAM_CHANNEL, AMIRAS_DM = "U0AMIRA001", "U0BEN00001", "C0CRISIS01", "D0AMIRA001"

Json = dict[str, Any]
_numbers = count(1)


def event(inner: Mapping[str, Any], event_id: str = "", **change: Any) -> Json:
    """The outer envelope of the Events API."""
    number = next(_numbers)
    return {
        "token": "verification-is-deprecated",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": {"event_ts": f"1764000000.{number:06}", **inner},
        "type": "event_callback",
        "event_id": event_id or f"Ev0{number:08}",
        "event_time": 1764000000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
        **change,
    }


def _ts() -> str:
    return f"1764000100.{next(_numbers):06}"


def direct_message(text: str = "the call was good", user: str = AMIRA, channel: str = AMIRAS_DM, **change: Any) -> Json:
    inner = {"type": "message", "user": user, "ts": _ts(), "client_msg_id": "8c4f", "text": text, "team": TEAM}
    blocks = [{"type": "rich_text", "block_id": "xyz", "elements": []}]
    return {**inner, "blocks": blocks, "channel": channel, "channel_type": "im", **change}


def reply_in_thread(text: str = "one more thing", **change: Any) -> Json:
    return {**direct_message(text), "thread_ts": "1764000100.000001", "parent_user_id": BOT_USER, **change}


def edited_message(text: str = "the call was very good", before: str = "the call was good", **change: Any) -> Json:
    ts = "1764000100.000001"
    message = {
        "type": "message",
        "user": AMIRA,
        "text": text,
        "ts": ts,
        "edited": {"user": AMIRA, "ts": "1764000200.000000"},
    }
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": message,
        "previous_message": {"type": "message", "user": AMIRA, "text": before, "ts": ts},
        "channel": AMIRAS_DM,
        "channel_type": "im",
        "hidden": True,
        "ts": "1764000200.000100",
        **change,
    }


def deleted_message() -> Json:
    gone = {"type": "message", "user": AMIRA, "text": "never mind", "ts": "1764000100.000001"}
    inner = {"type": "message", "subtype": "message_deleted", "previous_message": gone, "channel": AMIRAS_DM}
    return {**inner, "channel_type": "im", "hidden": True, "deleted_ts": "1764000100.000001", "ts": _ts()}


def file_shared(mimetype: str = "audio/webm", text: str = "") -> Json:
    file = {"id": "F0FILE0001", "name": "clip", "mimetype": mimetype, "filetype": "webm", "mode": "hosted"}
    return {**direct_message(text), "subtype": "file_share", "files": [file], "upload": False}


def own_message() -> Json:
    return {
        **direct_message("Saved."),
        "user": BOT_USER,
        "bot_id": BOT_ID,
        "app_id": APP,
        "bot_profile": {"id": BOT_ID},
    }


def mention(text: str = f"<@{BOT_USER}> the rota is unfair", user: str = AMIRA, **change: Any) -> Json:
    inner = {"type": "app_mention", "user": user, "text": text, "ts": _ts(), "team": TEAM}
    return {**inner, "channel": TEAM_CHANNEL, **change}


def channel_message() -> Json:
    return {**direct_message("to the others"), "channel": TEAM_CHANNEL, "channel_type": "channel"}


def joined(user: str = BEN, **change: Any) -> Json:
    inner = {"type": "member_joined_channel", "user": user, "channel": TEAM_CHANNEL, "channel_type": "C"}
    return {**inner, "team": TEAM, "inviter": AMIRA, **change}


def left(user: str = BEN) -> Json:
    return {
        "type": "member_left_channel",
        "user": user,
        "channel": TEAM_CHANNEL,
        "channel_type": "C",
        "team": TEAM,
    }


def channel_left() -> Json:
    return {"type": "channel_left", "channel": TEAM_CHANNEL, "actor_id": AMIRA}


def deleted_channel() -> Json:
    return {"type": "channel_deleted", "channel": TEAM_CHANNEL, "actor_id": AMIRA}


def archived() -> Json:
    return {"type": "channel_archive", "channel": TEAM_CHANNEL, "user": AMIRA, "is_moved": 0}


def unarchived() -> Json:
    return {"type": "channel_unarchive", "channel": TEAM_CHANNEL, "user": AMIRA}


def renamed(name: str = "crisis-line-new") -> Json:
    return {"type": "channel_rename", "channel": {"id": TEAM_CHANNEL, "name": name, "created": 1360782804}}


def renumbered() -> Json:
    return {"type": "channel_id_changed", "old_channel_id": TEAM_CHANNEL, "new_channel_id": "C0CRISIS02"}


def deactivated(user: str = BEN, deleted: bool = True) -> Json:
    return {"type": "user_change", "user": {"id": user, "team_id": TEAM, "deleted": deleted}, "cache_ts": 1764000000}


def home_opened(tab: str = "home", user: str = AMIRA) -> Json:
    return {"type": "app_home_opened", "user": user, "channel": AMIRAS_DM, "tab": tab}


def uninstalled() -> Json:
    return {"type": "app_uninstalled"}


def tokens_revoked(bots: tuple[str, ...] = (BOT_USER,)) -> Json:
    return {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": list(bots)}}


def press(
    action_id: str = "answer|1", value: str = "r1", user: str = AMIRA, channel: str = AMIRAS_DM, **change: Any
) -> Json:
    """A button in a message."""
    ts = "1764000300.000100"
    action = {"type": "button", "action_id": action_id, "block_id": "b1", "value": value, "action_ts": _ts()}
    return {
        "type": "block_actions",
        "user": {"id": user, "username": "amira", "name": "amira", "team_id": TEAM},
        "api_app_id": APP,
        "token": "verification-is-deprecated",
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
        "trigger_id": f"{next(_numbers)}.1395872398.f1d2d2f9",
        "team": {"id": TEAM, "domain": "harbour"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "directmessage"},
        "message": {"type": "message", "ts": ts, "text": "Three questions"},
        "state": {"values": {}},
        "response_url": "https://hooks.slack.com/actions/T01/1/abc",
        "actions": [{**action, "text": {"type": "plain_text", "text": "Answer"}}],
        **change,
    }


def press_at_home(action_id: str = "answer|1", value: str = "r1", user: str = AMIRA) -> Json:
    made = press(action_id, value, user)
    for name in ("channel", "message", "response_url"):
        del made[name]
    view = {"id": "V0HOME0001", "team_id": TEAM, "type": "home", "hash": "1.abc", "app_installed_team_id": TEAM}
    return {**made, "container": {"type": "view", "view_id": "V0HOME0001"}, "view": view}


def submission(
    values: Mapping[str, str], form: str = "answer", metadata: str = "{}", user: str = AMIRA, **change: Any
) -> Json:
    """A submitted modal with one plain text input for each of `values`."""
    state = {name: {"value": {"type": "plain_text_input", "value": value or None}} for name, value in values.items()}
    inputs = [{"type": "input", "block_id": name} for name in values]
    view = {
        "id": "V0MODAL001",
        "team_id": TEAM,
        "type": "modal",
        "callback_id": form,
        "private_metadata": metadata,
        "hash": f"{next(_numbers)}.hash",
        "state": {"values": state},
        "blocks": inputs,
        "title": {"type": "plain_text", "text": "Your answers"},
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "root_view_id": "V0MODAL001",
        "previous_view_id": None,
        "bot_id": BOT_ID,
    }
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "harbour"},
        "user": {"id": user, "username": "amira", "name": "amira", "team_id": TEAM},
        "api_app_id": APP,
        "token": "verification-is-deprecated",
        "trigger_id": f"{next(_numbers)}.1395872398.aa17",
        "view": view,
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
        **change,
    }


def command(text: str = "help", user: str = AMIRA, channel: str = TEAM_CHANNEL, **change: Any) -> Json:
    return {
        "token": "verification-is-deprecated",
        "team_id": TEAM,
        "team_domain": "harbour",
        "channel_id": channel,
        "channel_name": "directmessage" if channel.startswith("D") else "crisis-line",
        "user_id": user,
        "user_name": "amira",
        "command": "/folkmoot",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T01/1/abc",
        "trigger_id": f"{next(_numbers)}.1395872398.c0de",
        **change,
    }


def everything() -> dict[str, Json]:
    """One payload of every kind that the manifest subscribes to, and some that it does not."""
    inner = {
        "direct message": direct_message(),
        "reply in thread": reply_in_thread(),
        "edited": edited_message(),
        "deleted": deleted_message(),
        "file": file_shared(),
        "own": own_message(),
        "mention": mention(),
        "channel message": channel_message(),
        "joined": joined(),
        "bot joined": joined(BOT_USER),
        "left": left(),
        "channel left": channel_left(),
        "channel deleted": deleted_channel(),
        "archived": archived(),
        "renamed": renamed(),
        "renumbered": renumbered(),
        "deactivated": deactivated(),
        "home": home_opened(),
        "uninstalled": uninstalled(),
        "tokens revoked": tokens_revoked(),
        "huddle": {"type": "user_huddle_changed", "user": {"id": AMIRA}},
    }
    found = {name: event(one) for name, one in inner.items()}
    deeds = {
        "press": press(),
        "press at home": press_at_home(),
        "submission": submission({"q1": "the call"}),
        "command": command(),
        "closed": {"type": "view_closed", "team": {"id": TEAM}, "user": {"id": AMIRA}, "view": {"id": "V1"}},
        "shortcut": {"type": "shortcut", "callback_id": "x", "team": {"id": TEAM}, "user": {"id": AMIRA}},
    }
    return found | deeds
