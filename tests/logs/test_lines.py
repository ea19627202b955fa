"""What a log line does hold: enough to find a fault by, and of a fixed shape."""

import enum
import io
import json
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import logs
from bot.config import Secret
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.errors import InternalError, Refusal
from bot.domain.events import ButtonPressed, Sender
from bot.domain.outcomes.base import Outcome
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError

log = logging.getLogger("bot.engine.somewhere")
WHERE = ConversationRef(platform="slack", workspace="T1", person="U1")
SENDER = Sender(ref=WHERE, name="Ana")
PRESSED = ButtonPressed(event_id="E1", sender=SENDER, where=WHERE, at=datetime(2026, 10, 1, tzinfo=UTC), action="done")


@pytest.fixture
def line(stream: io.StringIO) -> Callable[[], dict[str, Any]]:
    """The one line that was logged."""
    logs.configure_logging("debug", "json", stream)

    def read() -> dict[str, Any]:
        (shown,) = stream.getvalue().splitlines()
        found: dict[str, Any] = json.loads(shown)
        return found

    return read


Line = Callable[[], dict[str, Any]]


def test_a_line_of_ours(line: Line) -> None:
    log.info("round %s opened for %d", "r1", 12, extra={"team": "crisis-line", "late": False})

    shown = line()
    assert datetime.fromisoformat(shown.pop("timestamp")).utcoffset() == timedelta()
    assert shown == {
        "event": "round r1 opened for 12",
        "level": "info",
        "logger": "bot.engine.somewhere",
        "team": "crisis-line",
        "late": False,
    }


def test_a_line_of_a_library_is_its_template(line: Line) -> None:
    logging.getLogger("somebody.elses").warning("job %s missed by %s", "r1", 12, extra={"team": "r1"})

    shown = line()
    assert (shown["event"], shown["logger"]) == ("job %s missed by %s", "somebody.elses")
    assert "r1" not in json.dumps(shown)


def test_a_computed_message_says_where_it_came_from(line: Line) -> None:
    log.info("round " + str(12))

    assert line()["event"] == "<computed>"
    assert line()["where"].startswith("test_lines.py:")


def test_a_field_cannot_pose_as_another(line: Line) -> None:
    log.info("opened", extra={"event": "forged", "level": "forged", "logger": "forged", "timestamp": "forged"})

    assert "forged" not in json.dumps(line())


SHOWN = [
    (None, None),
    (True, True),
    (12, 12),
    (-0.5, -0.5),
    ("slack", "slack"),
    ("r1.team-2:3", "r1.team-2:3"),
    (date(2026, 10, 1), "2026-10-01"),
    (timedelta(minutes=2), 120.0),
    (enum.Enum("State", {"OPEN": "open"}).OPEN, "open"),  # type: ignore[attr-defined]
    ({"a": [1, ("b",)]}, {"a": [1, ["b"]]}),
]


@pytest.mark.parametrize(("value", "shown"), SHOWN, ids=repr)
def test_plain_values_are_shown(line: Line, value: object, shown: object) -> None:
    log.info("kept", extra={"value": value})

    assert line()["value"] == shown


HIDDEN = [
    (ConfidentialText("many words"), "<ConfidentialText>"),
    (WHERE, "<ConversationRef>"),
    (SENDER, "<Sender>"),
    (PRESSED, "<ButtonPressed>"),
    (Secret("word"), "<Secret>"),
    (b"word", "<bytes>"),
    (object(), "<object>"),
    ([SENDER, {"x": PRESSED}], ["<Sender>", {"x": "<ButtonPressed>"}]),
    ({SENDER: 1}, {"<Sender>": 1}),
    ([[[[["deep"]]]]], [[[["<list>"]]]]),
    ("two words", "<text, 9 characters>"),
    ("naïve", "<text, 5 characters>"),
    ("a" * 81, "<secret>"),
    ("xoxb-1-2", "<secret>"),
    ("xapp-1-2", "<secret>"),
    ("bot123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K", "<secret>"),
    ("0123456789abcdef0123456789ABCDEF", "<secret>"),
    ("https://hooks.example/x", "<secret>"),
    ("U012ABCDEF", "<platform id>"),
    ("slack:C012ABCDEF", "<platform id>"),
    ("+447700900123", "<platform id>"),
    (-1001234567890, "<number>"),
    (1712345678.0001, "<number>"),
]


@pytest.mark.parametrize(("value", "shown"), HIDDEN, ids=lambda value: None)
def test_other_values_are_shown_by_their_kind(line: Line, value: object, shown: object) -> None:
    log.info("kept", extra={"value": value})

    assert line()["value"] == shown


def test_a_hidden_argument_leaves_the_template(line: Line) -> None:
    log.info("sent to %d", 1234567890)

    assert line()["event"] == "sent to %d"


def told(line: Line, error: BaseException) -> str:
    try:
        raise error
    except BaseException:
        log.exception("failed")
    shown: str = line()["error"][0]
    return shown


def test_an_exception_is_told_by_its_type_and_its_way(line: Line) -> None:
    def inner() -> None:
        raise ValueError("words of somebody")

    try:
        try:
            inner()
        except ValueError as error:
            raise LookupError("more words") from error
    except LookupError:
        log.exception("failed")

    outer, source = line()["error"]
    name = "test_an_exception_is_told_by_its_type_and_its_way"
    assert outer.startswith("LookupError at tests/logs/test_lines.py:") and outer.endswith(f":{name}")
    assert source.startswith("ValueError at tests/logs/test_lines.py:") and source.endswith(":inner")
    assert f":{name} > tests/logs/" in source


@pytest.mark.parametrize("level", [logging.WARNING, logging.ERROR])
def test_what_is_no_fault_of_the_program_is_told_shortly(line: Line, level: int) -> None:
    try:
        try:
            raise ConnectionRefusedError(111, "refused")
        except OSError as error:
            raise SendLaterError(2.0) from error
    except SendLaterError as error:
        log.log(level, "a platform cannot be reached", exc_info=error)
    short = ["bot.ports.platform.SendLaterError: 2.0 s", "ConnectionRefusedError: ECONNREFUSED"]
    told = line()["error"]
    assert (told == short) is (level < logging.ERROR)
    assert [each.partition(" at ")[0] for each in told] == short


@pytest.mark.parametrize(
    ("error", "start"),
    [
        (SendRefusedError("blocked"), "bot.ports.platform.SendRefusedError: blocked at "),
        (SendRefusedError("some words"), "bot.ports.platform.SendRefusedError at "),
        (SendLaterError(2.5), "bot.ports.platform.SendLaterError: 2.5 s at "),
        (SendUncertainError("some words"), "bot.ports.platform.SendUncertainError at "),
        (Refusal(Outcome()), "bot.domain.errors.Refusal: Outcome at "),
        (FileNotFoundError(2, "some words", "a name"), "FileNotFoundError: ENOENT at "),
    ],
    ids=lambda value: None,
)
def test_only_known_exceptions_speak(line: Line, error: BaseException, start: str) -> None:
    assert told(line, error).startswith(start)


def test_a_fault_says_what_its_code_says(line: Line) -> None:
    try:
        raise InternalError("a round was opened twice")
    except InternalError:
        log.exception("failed")

    assert line()["error"][0].startswith("bot.domain.errors.InternalError: a round was opened twice at ")


def test_a_database_error_says_its_code(line: Line) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create table kept (word text unique)")
    connection.execute("insert into kept values ('a')")
    with pytest.raises(sqlite3.IntegrityError) as caught:
        connection.execute("insert into kept values ('a')")
    connection.close()

    assert told(line, caught.value).startswith("sqlite3.IntegrityError: SQLITE_CONSTRAINT_UNIQUE at ")


def test_causes_that_turn_in_a_circle_end(line: Line) -> None:
    first, second = ValueError(), LookupError()
    first.__cause__, second.__cause__ = second, first
    log.error("failed", exc_info=first)

    assert line()["error"] == ["ValueError", "LookupError"]


def test_levels_hold_for_our_rooms_and_libraries_are_quieter(stream: io.StringIO) -> None:
    logs.configure_logging("info", "json", stream)
    log.debug("too little")
    logging.getLogger("httpx").info("too little")
    assert stream.getvalue() == ""

    log.info("enough")
    logging.getLogger("httpx").warning("enough")
    assert len(stream.getvalue().splitlines()) == 2


def test_configuring_again_replaces_every_handler(stream: io.StringIO) -> None:
    elsewhere = io.StringIO()
    logs.configure_logging("info", "json", elsewhere)
    logging.getLogger("httpx").addHandler(logging.StreamHandler(elsewhere))
    logs.configure_logging("info", "json", stream)

    logging.getLogger("httpx").error("once")

    assert elsewhere.getvalue() == ""
    assert len(stream.getvalue().splitlines()) == 1


def test_text_is_for_reading(stream: io.StringIO) -> None:
    logs.configure_logging("info", "text", stream)
    log.info("round opened", extra={"round": "r1", "who": SENDER})

    (shown,) = stream.getvalue().splitlines()
    assert "round opened" in shown and "round=r1" in shown and "<Sender>" in shown
    assert "\x1b" not in shown


def test_an_error_that_ends_the_process_is_logged_without_its_words() -> None:
    script = "from bot import logs\nlogs.configure_logging()\nraise ValueError('ZANZIBAR told MOMBASA')\n"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert ended.returncode == 1
    assert "ZANZIBAR" not in ended.stderr
    assert json.loads(ended.stderr)["error"] == ["ValueError at <string>:3:<module>"]


def test_importing_the_logs_brings_no_heavy_library() -> None:
    script = """
import sys
import bot.logs
print(*{"structlog", "pydantic", "asyncio", "sqlalchemy", "slack_sdk", "telegram"} & set(sys.modules))
"""
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == ""
