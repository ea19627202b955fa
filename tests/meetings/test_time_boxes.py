"""How the time of a meeting is divided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings import LEAST_MINUTES, MOST_MINUTES, minutes_fit, usual_minutes
from bot.domain.meetings.time_boxes import time_of_step
from bot.domain.model import Meeting, MeetingState

STEPS = (MeetingState.QUIET, MeetingState.TALK, MeetingState.NOTES, MeetingState.READ_BACK)


def times(count: int, minutes: int) -> list[timedelta]:
    meeting = Meeting(id="m", round="r", team="t", state=MeetingState.QUIET, home="h", count=count, minutes=minutes)
    found = [time_of_step(replace(meeting, state=state)) for state in STEPS]
    return [time for time in found if time is not None]


@pytest.mark.parametrize(
    "minutes,expected",
    [(30, (3, 4, 2, 1)), (20, (2, 16 / 6, 1, 1)), (60, (3, 11, 4, 2)), (9, (0.5, 1, 0.5, 1))],
)
def test_the_time_of_three_questions(minutes: int, expected: tuple[float, ...]) -> None:
    assert times(3, minutes) == [timedelta(minutes=each) for each in expected]


@given(st.integers(1, 5), st.integers(1, MOST_MINUTES))
def test_the_steps_of_all_questions_take_as_long_as_was_said_and_each_has_some_time(count: int, minutes: int) -> None:
    if not minutes_fit(minutes, count):
        assert minutes < LEAST_MINUTES * count
        return
    found = times(count, minutes)
    assert min(found) >= timedelta(seconds=30)
    assert abs(sum(found, timedelta()) * count - timedelta(minutes=minutes)) < timedelta(seconds=1)
    assert found[0] <= timedelta(minutes=3)


def test_nothing_is_waited_for_once_it_is_over() -> None:
    meeting = Meeting(
        id="m", round="r", team="t", state=MeetingState.ENDED, home="h", count=3, minutes=usual_minutes(3)
    )
    assert time_of_step(meeting) is None
