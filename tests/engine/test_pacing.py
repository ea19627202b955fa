"""The pace of sending: no second above the limit, whatever the delays, and nothing lost to being woken late (R8)."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import OutboxMessage, Urgency
from bot.domain.outcomes.commands import Forgotten
from bot.engine.outbox.pacing import Pacer
from bot.ports import Limits

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TELEGRAM = Limits(overall=28, per_direct=1, per_channel=1 / 3)


def message(n: int, urgency: Urgency = Urgency.PROMPT) -> OutboxMessage:
    return OutboxMessage(id=str(n), to=str(n), outcome=Forgotten(), urgency=urgency, created_at=NOW)


def sent_at(pacer: Pacer, late: random.Random, most_late: float) -> list[float]:
    """When each message leaves if the sender is woken up to `most_late` seconds late each time."""
    now, at = 0.0, []
    while (pause := pacer.wait(now)) is not None:
        now += pause + late.random() * most_late
        while pacer.pop(now):
            at.append(now)
    return at


def most_in_a_second(at: list[float]) -> int:
    return max(sum(1 for other in at if begin <= other < begin + 1) for begin in at)


def broadcast(count: int, limits: Limits = TELEGRAM) -> Pacer:
    pacer = Pacer(limits)
    for n in range(count):
        pacer.add(message(n), str(n), direct=True)
    return pacer


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.001, 0.01, 0.03, 0.1, 1.5]))
def test_no_second_holds_more_than_telegram_allows(seed: int, most_late: float) -> None:
    at = sent_at(broadcast(90), random.Random(seed), most_late)
    assert len(at) == 90
    assert most_in_a_second(at) <= 29


def test_a_pace_that_saves_up_would_break_the_limit() -> None:
    """Negative control: counted from when each was due, without a bound, a pause becomes a burst."""

    class Saving(Pacer):
        def pop(self, now: float) -> OutboxMessage | None:
            due = self._free_at
            found = super().pop(now)
            if found:
                self._free_at = due + 1 / 28
            return found

    pacer = Saving(TELEGRAM)
    for n in range(90):
        pacer.add(message(n), str(n), direct=True)
    assert most_in_a_second(sent_at(pacer, random.Random(1), 1.5)) > 30


@pytest.mark.parametrize("most_late", [0.001, 0.01, 0.02])
def test_being_woken_late_costs_no_throughput(most_late: float) -> None:
    at = sent_at(broadcast(400), random.Random(7), most_late)
    assert at[-1] <= 1.15 * 400 / 30


def test_one_destination_keeps_its_own_pace_and_its_order() -> None:
    pacer = Pacer(TELEGRAM)
    for n in range(4):
        pacer.add(message(n), "group", direct=False)
    now, found = 0.0, []
    while (pause := pacer.wait(now)) is not None:
        now += pause
        if one := pacer.pop(now):
            found.append((round(now, 3), one.id))
    assert found == [(0.0, "0"), (3.0, "1"), (6.0, "2"), (9.0, "3")]


def test_who_waits_goes_before_a_broadcast() -> None:
    pacer = broadcast(100)
    pacer.pop(0.0)
    pacer.add(message(1000, Urgency.PERSON), "1000", direct=True)
    pause = pacer.wait(0.0)
    assert pause is not None
    one = pacer.pop(pause)
    assert one
    assert one.id == "1000"


def test_a_blocked_destination_does_not_hold_up_the_others() -> None:
    pacer = broadcast(2)
    pacer.block("0", 60.0)
    first, second = pacer.pop(0.0), pacer.pop(1.0)
    assert first
    assert (first.id, second) == ("1", None)
    again = pacer.pop(60.0)
    assert again
    assert again.id == "0"
