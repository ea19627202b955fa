"""What becomes of a point: every state and step, and every day on which somebody is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InternalError
from bot.domain.follow_ups import (
    PROMISED,
    TABLE,
    FollowUpAnswer,
    FollowUpStep,
    answer_follow_up,
    confirm_owner,
    next_reminder,
    passed_reminders,
    remind_today,
    reopen_follow_up,
    without_person,
)
from bot.domain.model import FollowUp, FollowUpState

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOW.date()
OPEN = FollowUp(
    id="f", round="r", release="l", point="2.1", team="t", teams=("t",), zone="UTC", since=NOW, label="Rotas"
)
ANSWERS = {
    FollowUpStep.DO: FollowUpState.DOING,
    FollowUpStep.FINISH: FollowUpState.DONE,
    FollowUpStep.REFUSE: FollowUpState.NOT_DOING,
    FollowUpStep.LISTEN: FollowUpState.LISTENING,
}


def answer(step: FollowUpStep, days: int = 10) -> FollowUpAnswer:
    due = TODAY + timedelta(days=days) if ANSWERS[step] in PROMISED else None
    return FollowUpAnswer(step=step, sentence="so", owner="m", due=due)


@pytest.mark.parametrize(("state", "step"), list(product(FollowUpState, ANSWERS)))
def test_an_answer_takes_the_place_of_whatever_was_said_before(state: FollowUpState, step: FollowUpStep) -> None:
    answered = answer_follow_up(replace(OPEN, state=state, reminded=3, asked="x"), answer(step), NOW, TODAY)
    assert (answered.state, answered.turn, answered.answered_at) == (ANSWERS[step], 1, NOW)
    assert (answered.asked, answered.reminded) == ("", 0)
    assert (next_reminder(answered) is not None) is (answered.state in PROMISED)


def test_a_day_that_passes_ends_nothing_but_a_promise() -> None:
    assert {state for state, step in TABLE if step is FollowUpStep.DAY_PASSED} == set(PROMISED)


@pytest.mark.parametrize(("step", "days"), [(FollowUpStep.DO, None), (FollowUpStep.FINISH, 3)])
def test_what_is_promised_has_a_day_and_nothing_else_has(step: FollowUpStep, days: int | None) -> None:
    due = TODAY + timedelta(days=days) if days else None
    with pytest.raises(InternalError):
        answer_follow_up(OPEN, FollowUpAnswer(step=step, due=due), NOW, TODAY)


def days_of(follow_up: FollowUp) -> list[tuple[int, FollowUpState]]:
    """Return on which days from now something happens if somebody looks every day, and the state after it."""
    found = []
    for days in range(40):
        follow_up, last = remind_today(follow_up, TODAY + timedelta(days=days))
        if last is not None:
            found.append((days, follow_up.state))
    return found


def test_somebody_who_does_something_is_reminded_twice_and_then_it_is_late() -> None:
    doing = answer_follow_up(OPEN, answer(FollowUpStep.DO), NOW, TODAY)
    assert days_of(doing) == [(9, FollowUpState.DOING), (10, FollowUpState.DOING), (13, FollowUpState.LATE)]


def test_who_listens_is_reminded_twice_and_the_point_is_open_again_on_the_day_after() -> None:
    listening = answer_follow_up(OPEN, answer(FollowUpStep.LISTEN), NOW, TODAY)
    assert days_of(listening) == [
        (9, FollowUpState.LISTENING),
        (10, FollowUpState.LISTENING),
        (11, FollowUpState.OPEN),
    ], "the day itself is one of those on which they listen"
    ended, _ = remind_today(listening, TODAY + timedelta(days=11))
    assert (ended.due, ended.sentence, ended.owner, ended.role) == (None, "", "", "")


@pytest.mark.parametrize(("days", "expected"), [(0, [3]), (1, [1, 4]), (2, [1, 2, 5])])
def test_a_day_that_is_near_has_the_reminders_that_are_left(days: int, expected: list[int]) -> None:
    doing = answer_follow_up(OPEN, answer(FollowUpStep.DO, days), NOW, TODAY)
    assert [day for day, _ in days_of(doing)] == expected


@given(looks=st.lists(st.integers(0, 40), max_size=8), days=st.integers(0, 20), listens=st.booleans())
def test_whenever_somebody_looks_nothing_is_reminded_twice_and_the_end_is_the_same(
    looks: list[int], days: int, listens: bool
) -> None:
    step = FollowUpStep.LISTEN if listens else FollowUpStep.DO
    follow_up = answer_follow_up(OPEN, answer(step, days), NOW, TODAY)
    told: list[timedelta] = []
    for look in sorted(looks):
        follow_up, last = remind_today(follow_up, TODAY + timedelta(days=look))
        told += [last] if last is not None else []
        assert remind_today(follow_up, TODAY + timedelta(days=look)) == (follow_up, None)
    assert len(told) == len(set(told)) and told == sorted(told)
    end, _ = remind_today(follow_up, TODAY + timedelta(days=60))
    assert end.state is (FollowUpState.OPEN if listens else FollowUpState.LATE)
    assert next_reminder(end) is None


def test_only_who_was_asked_becomes_its_owner_and_who_is_forgotten_is_none() -> None:
    asked = replace(OPEN, owner="lead", asked="dana")
    assert confirm_owner(asked, "eve") == asked
    agreed = confirm_owner(asked, "dana")
    assert (agreed.owner, agreed.asked) == ("dana", "")
    assert without_person(agreed, "dana").owner == ""
    assert without_person(asked, "dana") == replace(asked, asked="")
    assert without_person(asked, "eve") == asked


def test_nothing_is_due_without_a_day() -> None:
    assert passed_reminders(OPEN, date(2030, 1, 1)) == ()
    assert remind_today(OPEN, date(2030, 1, 1)) == (OPEN, None)


def test_only_what_is_done_is_opened_again_and_a_new_answer_says_nothing_of_that() -> None:
    for state in FollowUpState:
        before = replace(OPEN, state=state, sentence="so")
        again = reopen_follow_up(before)
        assert (again == before) is (state is not FollowUpState.DONE)
    done = answer_follow_up(OPEN, answer(FollowUpStep.FINISH), NOW, TODAY)
    again = reopen_follow_up(done)
    assert (again.state, again.reopened, again.sentence, again.turn) == (FollowUpState.OPEN, True, "", 2)
    assert not answer_follow_up(again, answer(FollowUpStep.DO), NOW, TODAY).reopened
