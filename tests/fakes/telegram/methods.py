"""What the Bot API's methods do in the stand-in's world."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram import rules
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.world import BOT, BOT_ID, DATE, Answered, Group, Message, TelegramWorld


class Methods(TelegramWorld):
    """`too_many` counts the requests that were refused for coming too fast, where limits are strict."""

    def __init__(self, strict_limits: bool = False) -> None:
        super().__init__()
        self.too_many = 0
        self.webhook: dict[str, Any] = {"url": ""}
        self.after_send: Callable[[Message], None] = lambda message: None
        self._strict = strict_limits
        self._sent: deque[float] = deque(maxlen=31)
        self._sent_to: dict[int, deque[float]] = {}

    def _get_me(self, params: dict[str, Any]) -> dict[str, Any]:
        return BOT

    def _set_webhook(self, params: dict[str, Any]) -> bool:
        if params.get("url") and not params["url"].startswith("https://"):
            raise RefusedError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = {"url": params.get("url", ""), "secret_token": params.get("secret_token", "")}
        self.changed()
        return True

    def _delete_webhook(self, params: dict[str, Any]) -> bool:
        self.webhook = {"url": ""}
        return True

    def _webhook_info(self, params: dict[str, Any]) -> dict[str, Any]:
        return {
            "url": self.webhook["url"],
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        } | ({"last_error_message": self.webhook["error"], "last_error_date": DATE} if "error" in self.webhook else {})

    def _target(self, params: dict[str, Any]) -> int:
        """The chat to write to; refused as Telegram refuses."""
        id = int(params["chat_id"])
        person, group = self.people.get(id), self.groups.get(id)
        if person is None and group is None:
            raise RefusedError(400, "Bad Request: chat not found")
        if person and person.deactivated:
            raise RefusedError(403, "Forbidden: user is deactivated")
        if person and person.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        if person and not person.started:
            raise RefusedError(403, "Forbidden: bot can't initiate conversation with a user")
        if group:
            self._check_group(group)
        self._pace(id)
        return id

    def _check_group(self, group: Group) -> None:
        if group.migrated_to:
            raise RefusedError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=group.migrated_to,
            )
        if group.status in ("left", "kicked"):
            raise RefusedError(403, f"Forbidden: bot was kicked from the {'super' * (group.id < -1000)}group chat")
        if group.silenced:
            raise RefusedError(400, "Bad Request: not enough rights to send text messages to the chat")

    def _check_topic(self, chat: int, topic: int | None) -> None:
        """Nobody but who manages topics writes in one that is closed."""
        where = self.groups.get(chat) or self.people[chat]
        if topic and topic not in where.topics:
            raise RefusedError(400, "Bad Request: message thread not found")
        if topic and isinstance(where, Group) and topic in where.closed and not where.manages_topics:
            raise RefusedError(400, "Bad Request: TOPIC_CLOSED")

    def _pace(self, chat: int) -> None:
        """At most 30 in any second, 1 a second in a chat, 20 a minute in a group."""
        if not self._strict:
            return
        now = asyncio.get_running_loop().time()
        mine = self._sent_to.setdefault(chat, deque(maxlen=21))
        # A network's jitter may bring two messages of different seconds a little closer.
        within = 0.95 if chat > 0 else 0.0
        crowded = chat < 0 and len(mine) >= 20 and now - mine[-20] < 60
        if crowded or (mine and now - mine[-1] < within):
            self.too_many += 1
            raise RefusedError(429, "Too Many Requests: retry after 1", retry_after=1)
        if len(self._sent) >= 30 and now - self._sent[-30] < 1:
            self.too_many += 1
            raise RefusedError(429, "Too Many Requests: retry after 1", retry_after=1)
        self._sent.append(now)
        mine.append(now)

    def _send(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._target(params)
        photo = _uploaded(params, "photo", 10) if "photo" in params else None
        document = _uploaded(params, "document", 50) if "document" in params else None
        captioned = photo is not None or document is not None
        text = rules.visible(params.get("text") or params.get("caption", ""), params.get("parse_mode"))
        if not captioned or text:
            rules.check_text(text, rules.CAPTION if captioned else rules.TEXT)
        thread = int(params["message_thread_id"]) if "message_thread_id" in params else None
        self._check_topic(chat, thread)
        keys = rules.keyboard(params.get("reply_markup"))
        message = Message(next(self.message_ids), chat, text, keys, thread, photo, document)
        if self.ephemeral and "receiver_user_id" in params:
            return self._send_ephemeral(message, int(params["receiver_user_id"]), params.get("callback_query_id", ""))
        message.silent = params.get("disable_notification") in ("true", True)
        self.messages.append(message)
        self.after_send(message)
        return self._shown(message)

    def _send_ephemeral(self, message: Message, to: int, press: str) -> dict[str, Any]:
        if self.pressers.get(press) != to:
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.ephemeral_messages.append((message.chat, to, message.text))
        return self._shown(message)

    def _delete_ephemeral(self, params: dict[str, Any]) -> bool:
        if not self.ephemeral:
            raise RefusedError(404, "Not Found: method not found")
        raise RefusedError(400, "Bad Request: message to delete not found")

    def _edit(self, params: dict[str, Any]) -> dict[str, Any]:
        chat, id = self._target(params), int(params["message_id"])
        found = [m for m in self.messages if m.chat == chat and m.id == id and m.by == BOT_ID and not m.deleted]
        if not found:
            raise RefusedError(400, "Bad Request: message to edit not found")
        text = rules.visible(params.get("text") or params.get("caption", ""), params.get("parse_mode"))
        rules.check_text(text, rules.CAPTION if "caption" in params else rules.TEXT)
        if ("caption" in params) is (found[0].photo is None):
            raise RefusedError(400, "Bad Request: there is no text in the message to edit")
        keys = rules.keyboard(params.get("reply_markup"))
        if (found[0].text, found[0].keys) == (text, keys):
            raise RefusedError(400, "Bad Request: message is not modified")
        found[0].text, found[0].keys, found[0].edited = text, keys, True
        return self._shown(found[0])

    def _edit_keys(self, params: dict[str, Any]) -> dict[str, Any]:
        chat, id = self._target(params), int(params["message_id"])
        found = [m for m in self.messages if m.chat == chat and m.id == id and m.by == BOT_ID and not m.deleted]
        if not found:
            raise RefusedError(400, "Bad Request: message to edit not found")
        found[0].keys = rules.keyboard(params.get("reply_markup"))
        return self._shown(found[0])

    def _shown(self, message: Message) -> dict[str, Any]:
        chat = self.people[message.chat].chat if message.chat in self.people else self.groups[message.chat].chat
        return {"message_id": message.id, "date": DATE, "chat": chat, "from": BOT, "text": message.text}

    def _answer_press(self, params: dict[str, Any]) -> bool:
        id = params["callback_query_id"]
        if id not in self.presses or self.presses[id] is not None:
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if rules.utf16(params.get("text", "")) > rules.NOTICE:
            raise RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.presses[id] = Answered(params.get("text", ""), params.get("show_alert") in ("true", True))
        return True

    def _delete(self, params: dict[str, Any]) -> bool:
        ids = set(json.loads(params["message_ids"]))
        if not 1 <= len(ids) <= 100:
            raise RefusedError(400, "Bad Request: message identifiers are not specified")
        for message in self.messages:
            if message.chat == int(params["chat_id"]) and message.id in ids:
                message.deleted = True
        return True

    def _delete_one(self, params: dict[str, Any]) -> bool:
        return self._delete(params | {"message_ids": json.dumps([int(params["message_id"])])})

    def _get_file(self, params: dict[str, Any]) -> dict[str, Any]:
        id = params["file_id"]
        if id not in self.files:
            raise RefusedError(400, "Bad Request: invalid file_id")
        return {
            "file_id": id,
            "file_unique_id": f"u{id}",
            "file_size": len(self.files[id]),
            "file_path": f"documents/{id}",
        }

    def _pin(self, params: dict[str, Any]) -> bool:
        group = self.groups.get(int(params["chat_id"]))
        if group is None or not group.pins:
            raise RefusedError(400, "Bad Request: not enough rights to manage pinned messages in the chat")
        group.pinned.append(int(params["message_id"]))
        return True

    def _set_commands(self, params: dict[str, Any]) -> bool:
        commands = json.loads(params["commands"])
        if len(commands) > rules.COMMANDS:
            raise RefusedError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        self.commands[params.get("scope", "")] = commands
        return True

    def _get_chat(self, params: dict[str, Any]) -> dict[str, Any]:
        id = int(params["chat_id"])
        if id not in self.groups:
            raise RefusedError(400, "Bad Request: chat not found")
        return self.groups[id].chat | {"accent_color_id": 0, "max_reaction_count": 11}

    def _get_member(self, params: dict[str, Any]) -> dict[str, Any]:
        group = self.groups.get(int(params["chat_id"]))
        if group is None or int(params["user_id"]) != BOT_ID:
            raise RefusedError(400, "Bad Request: chat not found")
        user = {k: BOT[k] for k in ("id", "is_bot", "first_name", "username")}
        if group.silenced:
            return _RESTRICTED | {"user": user}
        return {"user": user, "status": group.status} | ({"until_date": 0} if group.status == "kicked" else {})


_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_RESTRICTED: dict[str, Any] = {"status": "restricted", "is_member": True, "until_date": 0} | dict.fromkeys(
    _RIGHTS, False
)

METHODS: dict[str, Callable[[Methods, dict[str, Any]], Any]] = {
    "getMe": Methods._get_me,
    "setWebhook": Methods._set_webhook,
    "deleteWebhook": Methods._delete_webhook,
    "getWebhookInfo": Methods._webhook_info,
    "sendMessage": Methods._send,
    "sendPhoto": Methods._send,
    "sendDocument": Methods._send,
    "editMessageText": Methods._edit,
    "editMessageCaption": Methods._edit,
    "editMessageReplyMarkup": Methods._edit_keys,
    "answerCallbackQuery": Methods._answer_press,
    "deleteEphemeralMessage": Methods._delete_ephemeral,
    "deleteMessage": Methods._delete_one,
    "deleteMessages": Methods._delete,
    "setMyCommands": Methods._set_commands,
    "getChat": Methods._get_chat,
    "getFile": Methods._get_file,
    "pinChatMessage": Methods._pin,
    "getChatMember": Methods._get_member,
}


def _uploaded(params: dict[str, Any], what: str, most: int) -> bytes:
    """A photo or a document of so many megabytes at most, in a part of its own, or in one that is named by `attach://`."""
    given = params[what]
    if isinstance(given, str) and given.startswith("attach://"):
        given = params.get(given.removeprefix("attach://"))
    if not isinstance(given, bytes) or not given or len(given) > most * 1024**2:
        raise RefusedError(400, "Bad Request: wrong file identifier/HTTP URL specified")
    return given
