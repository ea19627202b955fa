"""Servers of the Bot API that are simpler or odder than Telegram's: what we need of their answers is read, and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.telegram import answers
from adapters.telegram.answers import NO_SUCH_METHOD


def read(method: str, code: int, answer: Any) -> tuple[int, Any]:
    payload = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    code, said = answers.normalise_answer(method, code, payload)
    return code, json.loads(said)


@pytest.mark.parametrize("more", [{}, {"date": 1_795_659_678_990}, {"chat": {}}, {"from": {"id": 1}, "entities": None}])
def test_of_a_sent_message_its_id_counts(more: dict[str, Any]) -> None:
    _, said = read("sendMessage", 200, {"ok": True, "result": {"message_id": 7, **more}})
    assert said["result"]["message_id"] == 7
    assert set(said["result"]) == {"message_id", "date", "chat"}


@pytest.mark.parametrize("result", [None, True, {"message_id": 7}, []])
def test_of_a_change_it_counts_that_it_was_made(result: Any) -> None:
    assert read("editMessageText", 200, {"ok": True, "result": result}) == (200, {"ok": True, "result": True})


def test_who_the_bot_is_may_be_told_in_few_words() -> None:
    _, said = read("getMe", 200, {"ok": True, "result": {"id": 666, "username": "TestNameBot"}})
    assert said["result"] == {"id": 666, "username": "TestNameBot", "is_bot": True, "first_name": ""}


@pytest.mark.parametrize("answer", [b"<html>Bad Gateway</html>", b"", b"[]", b'"ok"'])
def test_what_is_no_answer_is_a_trouble_of_the_server(answer: bytes) -> None:
    assert read("sendMessage", 200, answer)[0] == 502
    assert read("sendMessage", 503, answer)[0] == 503


def test_a_no_with_status_200_is_a_no() -> None:
    code, said = read("sendMessage", 200, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked"})
    assert (code, said["description"]) == (403, "Forbidden: bot was blocked")
    code, said = read("sendMessage", 200, {"ok": False, "error_code": 429, "parameters": {"retry_after": 3, "x": 1}})
    assert (code, said["parameters"]) == (429, {"retry_after": 3})
    assert read("sendMessage", 200, {"ok": False})[0] == 400


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (404, {"ok": False, "error_code": 404, "description": "Not Found: method not found"}),
        (404, b"Cannot POST /bot1:x/sendPhoto"),
        (501, b""),
        (500, {"message": "API method 'sendPhoto' is not supported."}),
        (400, {"ok": False, "description": "Unknown method"}),
    ],
)
def test_a_method_that_is_missing_does_not_blame_the_token(code: int, answer: Any) -> None:
    found, said = read("sendPhoto", code, answer)
    assert (found, said["description"]) == (400, NO_SUCH_METHOD)
    assert read("getMe", code, answer)[0] == code


def test_updates_are_left_as_they_came() -> None:
    payload = b'{"ok":true,"result":[{"update_id":"odd"}]}'
    assert answers.normalise_answer("getUpdates", 200, payload) == (200, payload)
