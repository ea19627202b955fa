"""What the stand-in for Slack knows of each method: its arguments, the scopes of which it wants one, how often it may be called.

Written down from Slack's method reference, apart from the adapter, so that one can be held against the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MESSAGE = {"channel", "text", "blocks", "thread_ts", "metadata"}
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
BLOCK_KINDS = {"section", "header", "context", "actions", "input", "image", "divider", "rich_text"}


@dataclass(frozen=True)
class Method:
    """`required` and `optional` arguments; `scopes`, one of which is needed; `json`: whether a JSON body is taken."""

    required: set[str]
    optional: set[str] = field(default_factory=set)
    scopes: tuple[str, ...] = ()
    json: bool = True
    app_token: bool = False


METHODS = {
    "apps.connections.open": Method(set(), app_token=True),
    "auth.test": Method(set()),
    "chat.getPermalink": Method({"channel", "message_ts"}, json=False),
    "chat.postMessage": Method({"channel"}, MESSAGE | {"unfurl_links", "unfurl_media", "mrkdwn"}, ("chat:write",)),
    "chat.postEphemeral": Method({"channel", "user"}, {"text", "blocks", "thread_ts", "metadata"}, ("chat:write",)),
    "chat.update": Method({"channel", "ts"}, {"text", "blocks", "metadata"}, ("chat:write",)),
    "conversations.history": Method(
        {"channel"}, {"cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest"}, HISTORY
    ),
    "conversations.info": Method({"channel"}, {"include_locale", "include_num_members"}, READ, json=False),
    "conversations.members": Method({"channel"}, {"cursor", "limit"}, READ, json=False),
    "conversations.open": Method(set(), {"users", "channel", "return_im"}, ("im:write", "mpim:write")),
    "conversations.replies": Method(
        {"channel", "ts"},
        {"cursor", "include_all_metadata", "inclusive", "latest", "limit", "oldest"},
        HISTORY,
        json=False,
    ),
    "files.completeUploadExternal": Method({"files"}, {"channel_id", "thread_ts", "initial_comment"}, ("files:write",)),
    "files.getUploadURLExternal": Method(
        {"filename", "length"}, {"alt_txt", "snippet_type"}, ("files:write",), json=False
    ),
    "oauth.v2.access": Method(set(), {"client_id", "client_secret", "code", "redirect_uri", "grant_type"}, json=False),
    "usergroups.users.list": Method({"usergroup"}, {"include_disabled", "team_id"}, ("usergroups:read",), json=False),
    "users.conversations": Method(set(), {"cursor", "exclude_archived", "limit", "types", "user"}, READ, json=False),
    "users.info": Method({"user"}, {"include_locale"}, ("users:read",), json=False),
    "users.list": Method(set(), {"cursor", "include_locale", "limit", "team_id"}, ("users:read",), json=False),
    "users.lookupByEmail": Method({"email"}, set(), ("users:read.email",), json=False),
    "views.open": Method({"view"}, {"trigger_id"}),
    "views.publish": Method({"view", "user_id"}, {"hash"}),
}


class RefusedError(Exception):
    """An answer that is not ok."""

    def __init__(self, error: str, status: int = 200, retry_after: float | None = None) -> None:
        super().__init__(error)
        self.error, self.status, self.retry_after = error, status, retry_after


def check_call(name: str, arguments: dict[str, Any], is_json: bool, scopes: set[str]) -> Method:
    """Raises Refused for a method, an argument, a way of sending or a scope that Slack would refuse."""
    method = METHODS.get(name)
    if method is None:
        raise RefusedError("unknown_method")
    if is_json and not method.json:
        raise RefusedError("json_not_allowed")
    unknown = set(arguments) - method.required - method.optional
    if unknown:
        raise RefusedError(f"unknown_argument_{sorted(unknown)[0]}")
    if any(arguments.get(one) in (None, "", []) for one in method.required):
        raise RefusedError("invalid_arguments")
    if method.scopes and not set(method.scopes) & scopes:
        raise RefusedError("missing_scope")
    return method


def check_message(arguments: dict[str, Any]) -> None:
    text, blocks = arguments.get("text"), arguments.get("blocks")
    if not text:
        raise RefusedError("no_text")
    if not isinstance(text, str) or len(text) > 4000:
        raise RefusedError("msg_too_long")
    check_blocks(blocks or [], 50)
    if sum(map(letters, blocks or [])) > 13_000:
        raise RefusedError("msg_blocks_too_long")


def check_view(view: Any) -> None:
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        raise RefusedError("invalid_arguments")
    check_blocks(view.get("blocks") or [], 100)
    if view["type"] == "modal":
        if any(len(view.get(name, {}).get("text", "")) > 24 for name in ("title", "submit", "close")):
            raise RefusedError("invalid_arguments")
        if len(view.get("private_metadata", "")) > 3000 or len(view.get("callback_id", "")) > 255:
            raise RefusedError("invalid_arguments")
        if any(block["type"] == "input" for block in view["blocks"]) and not view.get("submit"):
            raise RefusedError("invalid_arguments")


def check_blocks(blocks: Any, most: int) -> None:
    if not isinstance(blocks, list) or len(blocks) > most:
        raise RefusedError("invalid_blocks")
    for block in blocks:
        if block.get("type") not in BLOCK_KINDS:
            raise RefusedError("invalid_blocks")
        _check_part(block)
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        raise RefusedError("invalid_blocks")


LONGEST = {"header": 150, "section": 3000, "button": 75}


def _check_part(part: Any) -> None:
    if isinstance(part, list):
        for one in part:
            _check_part(one)
    if not isinstance(part, dict):
        return
    text = part.get("text")
    words = text.get("text") if isinstance(text, dict) else text
    if "text" in part and not words:
        raise RefusedError("invalid_blocks")
    if isinstance(words, str) and len(words) > LONGEST.get(part.get("type", ""), 13_000):
        raise RefusedError("invalid_blocks")
    if any(len(part.get(name) or "") > 255 for name in ("action_id", "block_id")):
        raise RefusedError("invalid_blocks")
    if part.get("type") == "actions" and not 1 <= len(part["elements"]) <= 25:
        raise RefusedError("invalid_blocks")
    if len(part.get("initial_value") or "") > part.get("max_length", 3000):
        raise RefusedError("invalid_blocks")
    for value in part.values():
        _check_part(value)


def letters(part: Any) -> int:
    if isinstance(part, list):
        return sum(map(letters, part))
    if not isinstance(part, dict):
        return 0
    own = len(part["text"]) if isinstance(part.get("text"), str) else 0
    return own + sum(letters(value) for value in part.values())
