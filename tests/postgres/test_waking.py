"""A message that one process stores is noticed by another at once, and not only when it looks."""

from __future__ import annotations

import threading

import pytest

from bot.ports import UnitOfWork
from storage.postgres import connection
from tests.contract.test_store_outbox import message
from tests.support import postgres
from tests.support.waiting import PATIENCE


def woken_within(seconds: float, work: object, elsewhere: bool = True) -> bool:
    pair = postgres.new_pair()
    listening, writing = postgres.open_pair(pair), postgres.open_pair(pair)
    woken, listens = threading.Event(), threading.Event()
    try:
        listening.wake_with(lambda: (woken if listens.is_set() else listens).set())
        assert listens.wait(PATIENCE)
        (writing if elsewhere else listening).run_sync(work)  # type: ignore[arg-type]
        return woken.wait(seconds)
    finally:
        listening.close_sync()
        writing.close_sync()


def say(uow: UnitOfWork) -> None:
    uow.outbox.add(message("a"))


def test_a_message_of_another_process_wakes() -> None:
    assert woken_within(PATIENCE, say)


def test_a_message_of_ones_own_and_other_work_do_not() -> None:
    assert not woken_within(0.2, say, elsewhere=False)
    assert not woken_within(0.2, lambda uow: uow.outbox.remove("a"))


def test_unless_it_is_said_nobody_wakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the first test."""
    monkeypatch.setattr(connection, "CHANNEL", "another")
    assert not woken_within(0.2, say)
