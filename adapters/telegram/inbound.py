"""A raw update becomes events. Pure: who the bot is, when we received it and how buttons are opened are handed in.

Updates are read as the plain data that Telegram sent, never through a library's types: a field that is new tomorrow is passed
over, and a shape that is wrong makes this one update set aside, with the names of its fields and none of its values.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from adapters.telegram import changes, entities
from adapters.telegram.entities import Json
from adapters.telegram.reading import PLATFORM, KeyedMessage, Me, Open, ParseContext, ParsedUpdate, Read
from bot.domain.confidential import ConfidentialText
from bot.domain.events import ButtonPressed, ChatCommandTyped, MessageReceived, Sender, has_broken_ids
from bot.domain.text_files import is_text_file
from bot.views.used_up import ends

ANONYMOUS_ADMIN = 1087968824
CHANNEL_POSTS = 777000
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")

UNASKED = frozenset(
    {
        "channel_post", "edited_channel_post", "business_connection", "business_message", "edited_business_message",
        "deleted_business_messages", "guest_message", "message_reaction", "message_reaction_count", "inline_query",
        "chosen_inline_result", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer",
        "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
    }
)  # fmt: skip
"""Kinds that we do not ask for: nothing in them is said to the bot. They come if another program asked for them before."""

KINDS = {
    "voice": "voice",
    "audio": "voice",
    "video_note": "video",
    "video": "video",
    "animation": "video",
    "photo": "photo",
    "sticker": "sticker",
}


def parse_update(update: Any, me: Me, at: datetime, open_token: Open) -> ParsedUpdate:
    """Read one update. Never raises: what cannot be read has no events."""
    update_id = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(update_id, int) or isinstance(update_id, bool):
        return ParsedUpdate(-1, "", aside=payload_shape(update))
    try:
        heard = _parse_by_kind(update, ParseContext(update_id, me, at, open_token))
        if not any(map(has_broken_ids, heard.events)):
            return heard
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        pass
    return ParsedUpdate(update_id, "", callback=_callback_id(update), aside=payload_shape(update))


def payload_shape(update: object) -> str:
    return ".".join(dict.fromkeys(entities.keys_of(update)))[:80] or "unknown"


def _pressed_message(kind: str, payload: Json, ear: ParseContext) -> KeyedMessage | None:
    """Return the message whose button was pressed, with the keys that the press does not end."""
    message = (payload.get("message") or {}) if kind == "callback_query" else {}
    if not message.get("message_id"):
        return None
    chat = str(int(message["chat"]["id"]))
    pressed = ear.open(chat, payload["data"])
    rows = [
        tuple((label, data) for label, data in row if not (pressed and ends(pressed, ear.open(chat, data) or ("", ""))))
        for row in entities.keyboard_of(message)
    ]
    return KeyedMessage(int(message["message_id"]), tuple(row for row in rows if row))


def _callback_id(update: Json) -> str:
    query = update.get("callback_query")
    id = query.get("id") if isinstance(query, dict) else None
    return str(id) if isinstance(id, (str, int)) else ""


def _parse_by_kind(update: Json, ear: ParseContext) -> ParsedUpdate:
    for kind, read in READERS.items():
        if kind in update:
            payload = update[kind]
            user = payload.get("from") or payload["chat"]
            line = str(int(user["id"]))
            found = read(payload, ear)
            callback = str(payload["id"]) if kind == "callback_query" else ""
            if isinstance(found, str):
                return ParsedUpdate(ear.update_id, line, callback=callback, aside=found or payload_shape(update))
            return ParsedUpdate(
                ear.update_id, line, tuple(found), callback, pressed=_pressed_message(kind, payload, ear)
            )
    return ParsedUpdate(ear.update_id, "", aside=payload_shape(update) if UNASKED.isdisjoint(update) else "chatter")


def _parse_message(message: Json, ear: ParseContext) -> Read:
    chat = message["chat"]
    service = changes.parse_service_message(message, ear)
    if service is not None:
        return service
    user = message.get("from")
    if entities.kind_of(chat) == "channel" or user is None or user["id"] == CHANNEL_POSTS:
        return "chatter"
    anonymous = user["id"] == ANONYMOUS_ADMIN or "sender_chat" in message
    if user.get("is_bot") and not anonymous:
        return "chatter"
    sender = ear.sender(user, anonymous)
    command = _parse_command(message, ear, sender)
    return command if command is not None else _parse_words(message, ear, sender)


def _parse_command(message: Json, ear: ParseContext, sender: Sender) -> Read | None:
    """`/team_add Crisis line`, `/team add Crisis line` and `/team@bot add Crisis line` say the same."""
    if "text" not in message or "forward_origin" in message or "via_bot" in message:
        return None
    found = entities.command_of(message)
    if found is None:
        return None
    name, bot, end = found
    if bot and bot.casefold() != ear.me.username.casefold():
        return "chatter"
    rest, names, _ = entities.rest_after(message, end)
    words = name.replace("_", " ").lower()
    if words == "start" and rest and entities.kind_of(message["chat"]) == "private":
        words = "join"
    elif words == "folkmoot":
        words = ""
    common = ear.common(sender, ear.where(message))
    return [ChatCommandTyped(**common, text=f"{words} {rest}".strip(), names=names)]


def _parse_words(message: Json, ear: ParseContext, sender: Sender, edits: bool = False) -> Read:
    where = ear.where(message)
    kind, text = _message_kind(message), message.get("text", "")
    names: dict[str, str] = {}
    addressed = where.direct
    if not addressed:
        text, names, named = entities.rest_after(_with_caption_as_text(message), 0, ear.me.username)
        addressed = named or _answers_me(message, ear)
    if not addressed:
        return "chatter"
    return [
        MessageReceived(
            **ear.common(sender, where) | _of_an_album(message, ear, kind),
            text=ConfidentialText(text if kind == "text" else _beside_a_file(message) if kind == "file" else ""),
            file_ref=str(message["document"]["file_id"]) if kind == "file" else "",
            message_id=str(int(message["message_id"])),
            edits=edits,
            kind=kind,
            names=names,
        )
    ]


def _with_caption_as_text(message: Json) -> Json:
    """A message with its words where those of a text stand: what is written under a picture names the bot as well."""
    if "text" in message:
        return message
    return {"text": message.get("caption") or "", "entities": message.get("caption_entities") or ()}


def _of_an_album(message: Json, ear: ParseContext, kind: str) -> dict[str, str]:
    """The pictures of an album come as a message each and are one thing said, which is answered once."""
    if kind == "text" or "media_group_id" not in message:
        return {}
    return {"event_id": f"{PLATFORM}:{ear.me.id}:album:{int(message['chat']['id'])}:{message['media_group_id']}"}


def _message_kind(message: Json) -> str:
    """Words of somebody else that are passed on are not the sender's own. What is new tomorrow is a kind that is not read."""
    if any(name in message for name in ("forward_origin", "forward_date")):
        return "forwarded"
    if isinstance(message.get("text"), str):
        return "text"
    if _is_text_file(message.get("document")):
        return "file"
    return next((kind for name, kind in KINDS.items() if name in message), "other")


def _is_text_file(document: Any) -> bool:
    if not isinstance(document, dict) or not document.get("file_id"):
        return False
    name, kind = (str(document.get(part) or "") for part in ("file_name", "mime_type"))
    return is_text_file(name, kind, int(document.get("file_size") or 0))


def _beside_a_file(message: Json) -> str:
    """Words beside a file, where `/member_add to Crisis line` says the same as in a message of its own."""
    caption = str(message.get("caption") or "").strip()
    name, space, rest = caption.partition(" ")
    return f"{name.lstrip('/').replace('_', ' ')}{space}{rest}" if name.startswith("/") else caption


def _answers_me(message: Json, ear: ParseContext) -> bool:
    return bool((message.get("reply_to_message") or {}).get("from", {}).get("id") == ear.me.id)


def _parse_edit(message: Json, ear: ParseContext) -> Read:
    """Telegram also sends this for changes that are no edits; only changed words of a private message matter."""
    user = message.get("from")
    if entities.kind_of(message["chat"]) != "private" or user is None or user.get("is_bot"):
        return "chatter"
    if not message.get("edit_date") or _message_kind(message) != "text":
        return "service"
    return _parse_words(message, ear, ear.sender(user), edits=True)


def _parse_button_press(query: Json, ear: ParseContext) -> Read:
    """The message may be inaccessible (too old, or deleted), but names its chat. Without one it was the presser's own chat."""
    if "data" not in query or "inline_message_id" in query:
        return ""
    message = query.get("message") or {"chat": {"id": query["from"]["id"]}}
    opened = ear.open(str(int(message["chat"]["id"])), query["data"])
    action, token = opened or ("", "")
    common = ear.common(ear.sender(query["from"]), ear.where(message))
    return [ButtonPressed(**common, action=action, token=token, can_show_form=False)]


READERS: dict[str, Callable[[Json, ParseContext], Read]] = {
    "message": _parse_message,
    "edited_message": _parse_edit,
    "callback_query": _parse_button_press,
    "my_chat_member": changes.of_the_bot,
    "chat_member": changes.of_a_person,
}
