"""Conversion of a Bot API server's answers to the form that the library (python-telegram-bot) accepts. Pure.

The library reads every answer into its own types and fails on a field that is missing or odd, although the call was carried out:
a message would then be sent again. So it is shown only what we need of an answer. A server that answers "no" with status 200, or
without JSON, is understood as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

NO_SUCH_METHOD = "there is no such method"
"""Our own description of a refusal that blames the method: Telegram itself answers 404 to those."""
_SAYS_SO = re.compile(r"not (supported|implemented)|(unknown|no such) (api )?method|method not found", re.IGNORECASE)
_OF_THE_TOKEN = ("getMe", "getUpdates")
"""Methods that everybody has: a 404 to these is about the token."""
_MESSAGES = ("sendMessage", "sendPhoto", "sendDocument")


def normalise_answer(method: str, code: int, payload: bytes) -> tuple[int, bytes]:
    """The status and the answer for the library; the result of `getUpdates` is left as it is."""
    answer = _parse_object(payload)
    if 200 <= code < 300 and answer and answer.get("ok") is not False:
        return code, payload if method == "getUpdates" else _encode_answer(
            {"ok": True, "result": _normalise_result(method, answer)}
        )
    if 200 <= code < 300:
        code = _error_code(answer) if answer else 502
    return _refusal_answer(method, code, answer)


def _refusal_answer(method: str, code: int, answer: Json) -> tuple[int, bytes]:
    described = answer.get("description") or answer.get("message")
    description = described if isinstance(described, str) else ""
    missing = code in (404, 405, 501) or (code in (400, 500) and _SAYS_SO.search(description))
    if missing and method not in _OF_THE_TOKEN:
        return 400, _encode_answer({"ok": False, "error_code": 400, "description": NO_SUCH_METHOD})
    parameters = {
        k: v for k, v in _as_dict(answer.get("parameters")).items() if k in ("retry_after", "migrate_to_chat_id")
    }
    return code, _encode_answer({"ok": False, "error_code": code, "description": description, "parameters": parameters})


def _normalise_result(method: str, answer: Json) -> Any:
    result = answer.get("result")
    if method in _MESSAGES:
        message = _as_dict(result)
        return {"message_id": int(message.get("message_id") or 0), "date": 0, "chat": {"id": 0, "type": "private"}}
    if method == "getMe":
        return {"is_bot": True, "first_name": ""} | _as_dict(result)
    if method == "getWebhookInfo":
        return {"url": "", "has_custom_certificate": False, "pending_update_count": 0} | _as_dict(result)
    return result if method in ("getChatMember", "getFile") else True


def _parse_object(payload: bytes) -> Json:
    try:
        return _as_dict(json.loads(payload.decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        return {}


def _as_dict(value: Any) -> Json:
    return dict(value) if isinstance(value, Mapping) else {}


def _error_code(answer: Json) -> int:
    code = answer.get("error_code")
    return code if isinstance(code, int) and 400 <= code < 600 else 400


def _encode_answer(answer: Json) -> bytes:
    return json.dumps(answer).encode()
