"""When a workspace is left alone, how it is tried, and what is told of it (R12)."""

from __future__ import annotations

from bot.domain.model import IncidentKind
from bot.engine.outbox.outages import FAILURES_UNTIL_OUTAGE, LONG, LONGEST_RETRY_SECONDS, OutageChange, Outages

HERE, ELSEWHERE = ("slack", "one"), ("slack", "two")
DOWN = IncidentKind.UNREACHABLE


def fail(outages: Outages, times: int, every: float = 0.0, kind: IncidentKind = DOWN) -> list[OutageChange]:
    return [change for n in range(times) for change in outages.failed(HERE, kind, n * every)]


def test_a_few_failures_are_no_outage() -> None:
    outages = Outages()
    assert fail(outages, FAILURES_UNTIL_OUTAGE - 1, every=100) == [] and not outages.closed(HERE)
    assert outages.answered(HERE, "a") == []
    assert fail(outages, FAILURES_UNTIL_OUTAGE - 1, every=100) == [] and not outages.closed(HERE)


def test_many_at_once_close_it_without_a_word_and_what_lasts_is_told_once() -> None:
    outages = Outages()
    assert fail(outages, 32) == [] and outages.closed(HERE) and not outages.closed(ELSEWHERE)
    assert outages.failed(HERE, DOWN, 10.0) == [OutageChange(DOWN, HERE, begins=True)]
    assert fail(outages, 99, every=60) == []
    assert outages.answered(HERE, "a") == [OutageChange(DOWN, HERE, begins=False)]
    assert not outages.closed(HERE) and outages.answered(HERE, "a") == []


def test_it_is_tried_ever_more_rarely_and_at_least_once_a_minute() -> None:
    outages, now, pauses = Outages(), 0.0, []
    for _ in range(200):
        outages.failed(HERE, DOWN, now)
        pauses.append(max(outages.until(HERE) - now, 0.0))
        now = max(now, outages.until(HERE))
    assert pauses[: FAILURES_UNTIL_OUTAGE + 3] == [0.0] * (FAILURES_UNTIL_OUTAGE - 1) + [1.0, 2.0, 4.0, 8.0]
    assert max(pauses) == pauses[-1] == LONGEST_RETRY_SECONDS


def test_a_token_that_is_not_accepted_is_told_at_once_and_once() -> None:
    outages = Outages()
    assert fail(outages, 3, kind=IncidentKind.TOKEN) == [OutageChange(IncidentKind.TOKEN, HERE, begins=True)]
    assert outages.closed(HERE)
    assert outages.answered(HERE, "a") == [OutageChange(IncidentKind.TOKEN, HERE, begins=False)]


def test_to_be_asked_to_wait_is_told_when_it_is_long_and_ends_when_all_have_gone_through() -> None:
    outages = Outages()
    limited = [OutageChange(IncidentKind.LIMITED, HERE, begins=True)]
    assert outages.limited(HERE, "a", 5, 0.0) == [] and not outages.closed(HERE)
    assert outages.limited(HERE, "a", 5, LONG) == limited
    assert outages.limited(HERE, "b", 3600, LONG) == []
    assert outages.answered(HERE, "a") == [] and outages.answered(HERE, "c") == []
    assert outages.answered(HERE, "b") == [OutageChange(IncidentKind.LIMITED, HERE, begins=False)]


def test_who_asks_to_wait_is_there() -> None:
    outages = Outages()
    fail(outages, 9, every=10)
    assert outages.limited(HERE, "a", 1, 99.0) == [OutageChange(DOWN, HERE, begins=False)]
    assert not outages.closed(HERE)
