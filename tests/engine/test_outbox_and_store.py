"""A store that fails for a moment while messages leave: nothing is lost, nothing stuck, nothing said twice (R2, R12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.engine.outbox import delivering, sending_state
from bot.ports import NotStoredError
from tests.engine import test_outbox_outage
from tests.engine.test_outbox_outage import DOWN, Failing, arrived, running

quick = test_outbox_outage.quick
COUNT = 12
WHERE = {"present_message": delivering, "rest_messages": sending_state, "wake_messages": sending_state}
"""The module that does each kind of work of the sender."""


class NeverRaisedError(Exception):
    """What a sender would look for that knows of no trouble with the store."""


def failing(monkeypatch: pytest.MonkeyPatch, name: str, times: int) -> list[str]:
    """Let the store fail so often in a kind of work of the sender; the list grows with each failure."""
    work: Callable[..., Any] = getattr(WHERE[name], name)
    failed: list[str] = []

    def fail(*given: Any) -> Any:
        if given[-1] and len(failed) < times:
            failed.append(name)
            raise NotStoredError
        return work(*given)

    monkeypatch.setattr(WHERE[name], name, fail)
    return failed


async def through_both(monkeypatch: pytest.MonkeyPatch, name: str, times: int = 1) -> dict[str, int]:
    """A platform is out for some minutes, and the store fails meanwhile; the states of all messages afterwards."""
    failed = failing(monkeypatch, name, times)
    async with running(adapter := Failing()) as it:
        adapter.error = DOWN
        await it.say(COUNT)
        await it.pass_time(minutes=10)
        adapter.error = None
        await it.pass_time(minutes=30)
        assert len(failed) == times
        states = await it.states()
        assert states != {"sent": COUNT} or arrived(adapter) == sorted(f"fake{n}" for n in range(COUNT))
        return states


@pytest.mark.parametrize(("name", "times"), [("present_message", 3), ("rest_messages", 2), ("wake_messages", 2)])
async def test_everything_arrives_once_the_store_works(name: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await through_both(monkeypatch, name, times) == {"sent": COUNT}


@pytest.mark.parametrize("name", WHERE)
async def test_taken_for_faults_of_the_messages_some_would_not(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(WHERE[name], "NotStoredError", NeverRaisedError)
    assert await through_both(monkeypatch, name) != {"sent": COUNT}
