"""What the Bot API refuses: unknown parameters, wrong markup, texts that are too long, buttons that carry too much.

Where the machine-readable description of the Bot API lies beside this repository, every request is held against it as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from html.parser import HTMLParser
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

VALIDATOR = Path(__file__).parents[4] / "shared" / "platforms" / "tg_validator.py"
TEXT, CAPTION, DATA, NOTICE, COMMANDS = 4096, 1024, 64, 200, 100
SEND = {
    "chat_id", "message_thread_id", "parse_mode", "reply_markup", "disable_notification", "protect_content",
    "reply_parameters", "message_effect_id", "business_connection_id", "allow_paid_broadcast",
}  # fmt: skip
EPHEMERAL = {"receiver_user_id", "callback_query_id"}
"""Parameters of Bot API 10.2, which is newer than the description that requests are held against."""
NEWER = {"deleteEphemeralMessage"}
PARAMETERS: dict[str, set[str]] = {
    "getMe": set(),
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "setWebhook": {
        "url", "certificate", "ip_address", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token"
    },
    "deleteWebhook": {"drop_pending_updates"},
    "getWebhookInfo": set(),
    "sendMessage": SEND | EPHEMERAL | {"text", "entities", "link_preview_options"},
    "sendPhoto": SEND | {"photo", "caption", "caption_entities", "show_caption_above_media", "has_spoiler"},
    "sendDocument": SEND | {"document", "thumbnail", "caption", "caption_entities", "disable_content_type_detection"},
    "editMessageText": {
        "chat_id", "message_id", "inline_message_id", "text", "parse_mode", "entities", "link_preview_options",
        "reply_markup", "business_connection_id",
    },
    "editMessageCaption": {
        "chat_id", "message_id", "inline_message_id", "caption", "parse_mode", "caption_entities",
        "show_caption_above_media", "reply_markup", "business_connection_id",
    },
    "editMessageReplyMarkup": {"chat_id", "message_id", "inline_message_id", "reply_markup", "business_connection_id"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "url", "cache_time"},
    "deleteEphemeralMessage": {"chat_id", "receiver_user_id", "ephemeral_message_id"},
    "deleteMessage": {"chat_id", "message_id"},
    "deleteMessages": {"chat_id", "message_ids"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "deleteMyCommands": {"scope", "language_code"},
    "pinChatMessage": {"chat_id", "message_id", "disable_notification", "business_connection_id"},
    "getFile": {"file_id"},
    "getChat": {"chat_id"},
    "getChatMember": {"chat_id", "user_id"},
}  # fmt: skip
TAGS = {"b", "i", "u", "s", "code", "pre", "blockquote", "a", "tg-spoiler"}


class RefusedError(Exception):
    """An answer of the Bot API that is not ok."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Markup(HTMLParser):
    """Telegram's HTML: its own few tags, properly nested. `visible` is what is seen."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.visible = ""
        self.feed(html)
        self.close()
        if self.open:
            raise RefusedError(400, "Bad Request: can't parse entities: Can't find end tag")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise RefusedError(400, "Bad Request: can't parse entities: Unsupported start tag")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise RefusedError(400, "Bad Request: can't parse entities: Unexpected end tag")

    def handle_data(self, data: str) -> None:
        self.visible += data


def visible(text: str, parse_mode: str | None) -> str:
    if parse_mode is None:
        return text
    if parse_mode != "HTML":
        raise RefusedError(400, "Bad Request: unsupported parse_mode")
    return Markup(text).visible


def check_parameters(method: str, params: Mapping[str, Any]) -> None:
    if method not in PARAMETERS:
        raise RefusedError(404, "Not Found: method not found")
    unknown = set(params) - PARAMETERS[method]
    unknown = {name for name in unknown if not (isinstance(params[name], bytes) and f"attach://{name}" in str(params))}
    if unknown:
        raise RefusedError(400, f"Bad Request: unknown parameters {sorted(unknown)}")


def check_text(text: str, limit: int) -> None:
    if not text.strip():
        raise RefusedError(400, "Bad Request: message text is empty")
    if utf16(text) > limit:
        raise RefusedError(400, f"Bad Request: message {'is too long' if limit == TEXT else 'caption is too long'}")


def keyboard(markup: str | None) -> list[list[dict[str, str]]]:
    """The rows of an inline keyboard."""
    if not markup:
        return []
    rows = json.loads(markup)["inline_keyboard"]
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100 or any(not row or len(row) > 8 for row in rows):
        raise RefusedError(400, "Bad Request: reply markup is too long")
    for button in buttons:
        if not button["text"].strip() or not 1 <= len(button["callback_data"].encode()) <= DATA:
            raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
    return [list(row) for row in rows]


@cache
def described() -> ModuleType | None:
    """The validator made from the description of the Bot API, where it is present."""
    if not VALIDATOR.exists():
        return None
    spec = spec_from_file_location("tg_validator", VALIDATOR)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def problems(method: str, params: Mapping[str, Any]) -> list[str]:
    module = described()
    validate: Callable[[str, dict[str, Any]], list[str]] | None = getattr(module, "validate", None)
    known = {name: value for name, value in params.items() if name not in EPHEMERAL or method == "answerCallbackQuery"}
    return validate(method, known) if validate and method not in NEWER else []
