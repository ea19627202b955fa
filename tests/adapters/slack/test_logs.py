import logging
from collections.abc import Iterator

import pytest

from adapters.slack.socket import Socket
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError
from bot.views.view import Button, Buttons, Form, FormField, Text, View
from tests.adapters.harness import Ear
from tests.adapters.slack.stand import AMIRA, ROOM, channel, started
from tests.fakes.slack.server import signed
from tests.fakes.slack.world import APP_TOKEN, BOT_TOKEN, SECRET
from tests.payloads.slack import shapes

CANARY = "quokkaword"
SHOWN = View((Text(CANARY), Buttons((Button("Answer", "answer", "r1"),))), CANARY)
FORM = Form("answer", "r1", "Your answers", (FormField("q1", CANARY),), "Save")


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = self.format(record) if record.exc_info else ""
        self.lines.append(f"{record.name} {record.getMessage()} {record.__dict__} {error}")


@pytest.fixture
def kept() -> Iterator[Kept]:
    """Every logger that there is, at DEBUG."""
    kept = Kept()
    known = [logging.root, *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    before = [(logger, logger.level, logger.disabled) for logger in known]
    logging.root.addHandler(kept)
    for logger in known:
        logger.setLevel(logging.DEBUG)
        logger.disabled = False
    yield kept
    logging.root.removeHandler(kept)
    for logger, level, disabled in before:
        logger.setLevel(level)
        logger.disabled = disabled


class Failing(Ear):
    async def __call__(self, event: object) -> object:  # type: ignore[override]
        await super().__call__(event)  # type: ignore[arg-type]
        raise OSError("the disk is full")


async def everything(mode: str) -> None:
    """Good and bad, in and out, each with the canary in it."""
    from bot.ports import Reply

    ear = Ear(Reply(), Reply(form=FORM), Reply(errors={"q1": CANARY}), Reply(notice=SHOWN), Reply(form=FORM))
    async with started(ear, mode) as (slack, adapter, hands):
        slack.users[AMIRA].name = CANARY
        await hands.say(AMIRA, CANARY)
        await adapter.send(channel(ROOM), SHOWN, "k1")
        await hands.press(AMIRA, ROOM, "Answer")
        await hands.fill(AMIRA, {"q1": CANARY})
        await hands.fill(AMIRA, {"q1": CANARY})
        body = hands.pressing(AMIRA, ROOM, "Answer")
        slack.triggers[body["trigger_id"]] = 0.0
        await slack.deliver(body)
        await slack.deliver({"type": "block_actions", "team": {"id": "T1"}, "user": CANARY})
        await slack.deliver(shapes.event({"type": f"new kind {CANARY}", "text": CANARY}))
        faults = ({"status": 500}, {"error": "invalid_blocks"}, {"cut": True}, {"error": "ratelimited", "status": 429})
        for how in faults:
            slack.fail("chat.postMessage", **how)
            with pytest.raises((SendRefusedError, SendLaterError, SendUncertainError)) as met:
                await adapter.send(channel(ROOM), SHOWN, "k2")
            assert CANARY not in f"{met.value!r} {met.value.__cause__!r}"
        if slack.target:
            data = f'{{"text": "{CANARY}"}}'.encode()
            await slack.post_raw(data, {"Content-Type": "application/json", **signed(data, secret="no")})
            await slack.post_raw(data[:-1], {"Content-Type": "application/json", **signed(data[:-1])})
        slack.problems.clear()
    async with started(Failing(), mode) as (slack, _, hands):
        assert await slack.deliver(hands.message(AMIRA, CANARY), wait=0.2) is None


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_no_log_line_holds_words_names_or_tokens(kept: Kept, mode: str) -> None:
    await everything(mode)
    assert any("set aside" in line for line in kept.lines)
    assert any("to come again" in line for line in kept.lines)
    for secret in (CANARY, BOT_TOKEN, APP_TOKEN, SECRET, "xoxb", "xapp"):
        assert [line for line in kept.lines if secret in line] == []


async def test_the_sdks_own_logger_would_have_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    from adapters.slack import client, socket

    loud = logging.getLogger("slack_sdk")
    monkeypatch.setattr(client, "silent_logger", lambda: loud)
    monkeypatch.setattr(socket, "silent_logger", lambda: loud)
    assert Socket
    await everything("socket")
    assert [line for line in kept.lines if CANARY in line]
