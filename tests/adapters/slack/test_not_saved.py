"""Who sent something that could not be stored is told so at once, and what they typed is still there (R1, R12)."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack import intake
from bot.ports import NotStoredError
from tests.adapters.slack.product import Product, product

SORRY = "Sorry, I could not save that just now"
YET = "Sorry, I cannot save anything just now"


class FullDisk:
    """Lets a product store nothing until it is mended."""

    def __init__(self, playing: Product) -> None:
        self._store: Any = playing.app.store
        self._proper = self._store.run
        self._store.run = self._fail

    async def _fail(self, work: object) -> None:
        raise NotStoredError("The database cannot be written: the disk is full.")

    def mend(self) -> None:
        self._store.run = self._proper


async def asked(playing: Product) -> str:
    """Somebody to whom the form of a round is open."""
    ids = await playing.set_up([f"P{number}" for number in range(7)])
    await playing.pass_time(days=1, hours=2)
    await playing.press(ids[1], "Answer privately")
    return ids[1]


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_form_stays_open_with_its_words_and_can_be_sent_again(mode: str) -> None:
    async with product(mode) as playing:
        amira = await asked(playing)
        disk = FullDisk(playing)
        answer = await playing.hands.fill(amira, {"q1": "Handover takes too long"})
        assert answer is not None and answer["response_action"] == "errors"
        assert SORRY in next(iter(answer["errors"].values()))
        assert amira in playing.slack.modals
        disk.mend()
        await playing.fill(amira, q1="Handover takes too long")
        assert "Saved" in playing.last(amira)


async def test_a_press_and_a_command_are_answered() -> None:
    async with product() as playing:
        ids = await playing.set_up([f"P{number}" for number in range(7)])
        await playing.pass_time(days=1, hours=2)
        amira = ids[1]
        FullDisk(playing)
        await playing.hands.press(amira, playing.slack.direct(amira).id, "Not this time")
        assert SORRY in playing.last(amira)
        await playing.hands.command(amira, "away until Friday")
        assert SORRY in playing.last(amira)
        assert len([line for line in playing.hands.sees(amira) if SORRY in line]) == 2


async def test_words_that_slack_brings_again_are_saved_then_and_their_author_told_once() -> None:
    async with product() as playing:
        ids = await playing.set_up([f"P{number}" for number in range(7)])
        amira = ids[1]
        disk = FullDisk(playing)
        body = playing.hands.message(amira, "help")
        for attempt in range(3):
            assert await playing.slack.deliver(body, retry=attempt, wait=1.0) is None
        assert [YET in line for line in playing.hands.sees(amira)].count(True) == 1
        disk.mend()
        assert await playing.slack.deliver(body, retry=3) == {}
        await playing.app.settle()
        assert YET not in playing.last(amira)


async def test_nobody_is_told_who_only_joined_a_channel() -> None:
    async with product() as playing:
        ids = await playing.set_up([f"P{number}" for number in range(7)])
        FullDisk(playing)
        before = len(playing.slack.messages)
        body = playing.hands.event(
            {"type": "member_joined_channel", "user": ids[1], "channel": "C0CRISIS01", "team": "T1"}
        )
        await playing.slack.deliver(body, wait=1.0)
        assert len(playing.slack.messages) == before


async def test_otherwise_there_would_be_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "expects_answer", lambda event: False)
    async with product() as playing:
        ids = await playing.set_up([f"P{number}" for number in range(7)])
        FullDisk(playing)
        before = playing.hands.sees(ids[1])
        await playing.hands.command(ids[1], "away until Friday")
        assert playing.hands.sees(ids[1]) == before
