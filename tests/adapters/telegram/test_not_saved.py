"""Who sent something that cannot be stored yet is told so at once, and it is handled when it can be (R1, R12)."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.telegram import handling
from bot.ports import NotStoredError
from tests.adapters.telegram.product import Product, product
from tests.support.waiting import wait_until

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


def told(playing: Product, who: Any) -> int:
    return [YET in line for line in playing.fake.transcript(who.id)].count(True)


async def test_a_message_is_answered_at_once_and_handled_when_there_is_room() -> None:
    async with product(pause=0.01) as playing:
        _, people = await playing.set_up([f"P{number}" for number in range(7)])
        amira = people[0]
        disk = FullDisk(playing)
        playing.fake.say(amira, "/help")
        await wait_until(lambda: told(playing, amira))
        disk.mend()
        await playing.settle()
        assert told(playing, amira) == 1
        assert "help" in playing.last(amira)


async def test_a_press_is_answered_beside_its_button() -> None:
    async with product(pause=0.01) as playing:
        _, people = await playing.set_up([f"P{number}" for number in range(7)])
        await playing.pass_time(days=1, hours=2)
        amira = people[0]
        disk = FullDisk(playing)
        press = playing.fake.press(amira, "Not this time")
        await wait_until(lambda: playing.fake.answered(press))
        answer = playing.fake.answered(press)
        assert answer is not None and YET in answer.text
        disk.mend()
        await playing.settle()


async def test_otherwise_there_would_be_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handling, "expects_answer", lambda event: False)
    async with product(pause=0.01) as playing:
        _, people = await playing.set_up([f"P{number}" for number in range(7)])
        disk = FullDisk(playing)
        playing.fake.say(people[0], "/help")
        await wait_until(lambda: playing.adapter.poller is not None and playing.adapter.poller.trouble == "storage")
        assert told(playing, people[0]) == 0
        disk.mend()
        await playing.settle()
