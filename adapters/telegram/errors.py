"""Translation of Telegram's errors to those of the send port: nobody there, later, or perhaps arrived.

Read from the documented error codes; the descriptions beside them are undocumented but old. Where one is not known the safe
reading is taken: a refusal that blames the message, never the person.
"""

from __future__ import annotations

from collections.abc import Sequence

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.answers import NO_SUCH_METHOD
from bot.domain.root_error import FolkmootError
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError

RETRY_SECONDS = 2.0
"""Seconds until the next attempt where the request never left."""
FLOOD_WAIT_SECONDS = 5.0
"""Seconds to wait where Telegram says "too many" and not for how long."""
REVOKED = 60.0
"""Seconds between attempts while Telegram does not know the token."""

_NO_ROOM = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
)
_CLOSED = ("topic_closed",)
_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_id_invalid")
_NO_CHAT = ("chat not found", "peer_id_invalid", "user not found", "chat_id_invalid", "group chat was deactivated")
_NO_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, RuntimeError)


class ChatMovedError(FolkmootError):
    """The group became a supergroup with the id `to`."""

    def __init__(self, to: int) -> None:
        super().__init__("moved")
        self.to = to


class TopicGoneError(FolkmootError):
    """The topic that was written to does not exist, or does not any more."""


class PictureNotAllowedError(FolkmootError):
    """Pictures or files may not be sent there, or this one not: its words can."""


class MessageGoneError(FolkmootError):
    """The message that was to be changed is not there any more, or cannot be changed."""


def of_the_message(error: TelegramError) -> bool:
    """Return whether it is the message to be changed that is at fault, so that a new one can be sent."""
    return isinstance(error, BadRequest) and _contains_any(error.message.casefold(), _NO_MESSAGE)


def translate_error(error: TelegramError) -> Exception:
    """Return the same error as SendRefusedError, SendLaterError, SendUncertainError, ChatMovedError or TopicGoneError."""
    match error:
        case ChatMigrated(new_chat_id=to):
            return ChatMovedError(to)
        case RetryAfter():
            wait = error.retry_after
            return SendLaterError(wait if isinstance(wait, (int, float)) else wait.total_seconds())
        case Forbidden():
            return SendRefusedError(_forbidden_reason(error.message.casefold()))
        case BadRequest():
            said = error.message.casefold()
            return TopicGoneError() if _contains_any(said, _NO_TOPIC) else SendRefusedError(_bad_request_reason(said))
        case InvalidToken():
            return SendLaterError(REVOKED, "token")
        case Conflict():
            return SendLaterError(RETRY_SECONDS)
    if "too many requests" in error.message.casefold():
        return SendLaterError(FLOOD_WAIT_SECONDS)
    return (
        SendLaterError(RETRY_SECONDS, "unreachable")
        if isinstance(error.__cause__, _NEVER_SENT)
        else SendUncertainError()
    )


def _forbidden_reason(said: str) -> str:
    if "blocked" in said:
        return "blocked"
    if _contains_any(said, ("kicked", "not a member")):
        return "removed"
    return "gone" if _contains_any(said, ("deactivated", "deleted")) else "forbidden"


def _bad_request_reason(said: str) -> str:
    if _contains_any(said, _NO_CHAT):
        return "gone"
    if _contains_any(said, _CLOSED):
        return "closed"
    return "forbidden" if _contains_any(said, _NO_ROOM) else "invalid"


def _contains_any(said: str, any_of: Sequence[str]) -> bool:
    return any(words in said for words in any_of)


def is_unchanged(error: TelegramError) -> bool:
    return isinstance(error, BadRequest) and "not modified" in error.message.casefold()


def no_such_method(error: TelegramError) -> bool:
    """Return whether the server does not know the method; Telegram itself knows all that we call."""
    return isinstance(error, BadRequest) and NO_SUCH_METHOD in error.message.casefold()


def of_the_picture(error: TelegramError) -> bool:
    """Return whether the same words would be taken without the picture; a chat that is gone or closed to us takes neither."""
    if not isinstance(error, BadRequest):
        return False
    said = error.message.casefold()
    return _bad_request_reason(said) == "invalid" or "photo" in said or "document" in said
