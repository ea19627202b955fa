"""The table of a meeting: every step in every state, and what follows from each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import InternalError
from bot.domain.meetings import (
    LIVE,
    MeetingStep,
    advance_meeting,
    can_take_step,
    first_open_question,
    statements_of,
    without_member,
)
from bot.domain.meetings.table import OVER, TABLE
from bot.domain.model import Meeting, MeetingState

S, E = MeetingState, MeetingStep
NOON, HOUR = datetime(2026, 3, 3, 12, tzinfo=UTC), timedelta(hours=1)
NEW = Meeting(id="m", round="r", team="t", state=S.READY, home="h", count=3, minutes=30)
WRITTEN = """
              ready      quiet      talk       notes      read back  agreed     ended      cancelled
begin         quiet      -          -          -          -          -          -          -
next          -          talk       notes      quiet      -          quiet      -          -
time up       cancelled  talk       notes      notes      agreed     quiet      -          -
more time     -          quiet      talk       notes      read_back  agreed     -          -
take notes    ready      quiet      talk       notes      -          agreed     -          -
leave notes   ready      quiet      talk       notes      -          agreed     -          -
write         -          -          read_back  read_back  read_back  -          -          -
approve       -          -          -          -          read_back  -          -          -
change        -          -          -          -          notes      notes      -          -
stop          -          ended      ended      ended      ended      ended      -          -
cancel        cancelled  cancelled  cancelled  cancelled  cancelled  cancelled  cancelled  -
resume        -          -          -          -          -          -          ready      ready
close         ended      ended      ended      ended      ended      ended      -          -
"""


def written() -> dict[tuple[MeetingState, MeetingStep], str]:
    found = {}
    for line in WRITTEN.strip("\n").split("\n")[1:]:
        step, targets = E(line[:14].strip()), line[14:].split()
        found |= {(state, step): target for state, target in zip(S, targets, strict=True)}
    return found


def walked(*steps: tuple[MeetingStep, str]) -> Meeting:
    meeting = NEW
    for step, member in steps:
        meeting = advance_meeting(meeting, step, member, written=1)
    return meeting


def to_read_back() -> Meeting:
    return walked((E.TAKE_NOTES, "ben"), (E.BEGIN, "dan"), (E.NEXT, "dan"), (E.WRITE, "ben"))


def test_each_read_back_is_written_down_anew() -> None:
    changed = advance_meeting(replace(to_read_back(), written_at=NOON), E.CHANGE, "dan")
    assert advance_meeting(changed, E.WRITE, "dan", written=1).written_at is None


def test_the_table_is_as_it_is_written_here() -> None:
    assert {pair: target.name.lower() for pair, target in TABLE.items()} == {
        pair: target for pair, target in written().items() if target != "-"
    }


def test_a_step_that_the_table_does_not_have_is_a_fault() -> None:
    for state, step in product(S, E):
        meeting = replace(NEW, state=state)
        if can_take_step(meeting, step):
            advance_meeting(meeting, step, "ben", written=1)
        else:
            with pytest.raises(InternalError):
                advance_meeting(meeting, step)


def test_two_others_agree_and_one_alone_does_not() -> None:
    once = advance_meeting(to_read_back(), E.APPROVE, "dan")
    assert once.state is S.READ_BACK
    assert advance_meeting(once, E.APPROVE, "dan").state is S.READ_BACK
    agreed = advance_meeting(once, E.APPROVE, "eve")
    assert (agreed.state, agreed.agreed, agreed.approved) == (S.AGREED, (1,), ())


def test_nobody_who_agreed_is_remembered_when_the_words_change() -> None:
    once = advance_meeting(to_read_back(), E.APPROVE, "dan")
    for step in (E.CHANGE, E.WRITE, E.TIME_UP, E.STOP, E.CANCEL):
        assert advance_meeting(once, step, written=1).approved == ()


def test_what_was_agreed_is_agreed_no_longer_while_it_is_changed() -> None:
    agreed = advance_meeting(to_read_back(), E.TIME_UP)
    changed = advance_meeting(agreed, E.CHANGE)
    assert (changed.state, changed.agreed) == (S.NOTES, ())


def test_silence_agrees_for_two_and_never_for_one_alone() -> None:
    alone = walked((E.TAKE_NOTES, "ben"), (E.BEGIN, "ben"), (E.NEXT, "ben"), (E.WRITE, "ben"))
    again = advance_meeting(alone, E.TIME_UP)
    assert (again.state, again.agreed, again.overtime) == (S.READ_BACK, (), 1)
    assert advance_meeting(again, E.TIME_UP).state is S.ENDED
    assert advance_meeting(again, E.TIME_UP).agreed == ()
    for other in (E.MORE_TIME, E.APPROVE, E.CHANGE):
        assert advance_meeting(again, other, "dan").several
    assert advance_meeting(advance_meeting(alone, E.MORE_TIME, "dan"), E.TIME_UP).agreed == (1,)
    assert advance_meeting(replace(alone, several=True), E.TIME_UP).agreed == (1,), "the defence off"


def test_the_only_one_who_pressed_is_remembered_until_there_is_a_second_or_they_leave() -> None:
    alone = walked((E.BEGIN, "ben"))
    assert (alone.pressed_by, alone.several) == ("ben", False)
    both = advance_meeting(alone, E.NEXT, "dan")
    assert (both.pressed_by, both.several) == ("", True)
    left = without_member(alone, "ben", is_listed=False, at=NOON)
    assert (left.pressed_by, left.left_at, left.several) == ("", NOON, False)
    both = advance_meeting(left, E.NEXT, "dan", since=NOON)
    assert (both.several, both.left_at) == (True, None)


COMING = """
on the list since   who left has pressed   it is several
before they left    yes                    yes
as they left        yes                    yes
after they left     yes                    no
not on the list     yes                    no
before they left    no                     no
"""


def test_whoever_was_there_when_the_only_one_left_is_the_second_and_whoever_came_after_may_be_the_same() -> None:
    since = {
        "before they left": NOON - HOUR,
        "as they left": NOON,
        "after they left": NOON + HOUR,
        "not on the list": None,
    }
    for line in COMING.strip("\n").split("\n")[1:]:
        when, pressed, several = line[:20].strip(), line[20:43].strip(), line[43:].strip()
        begun = walked((E.BEGIN, "ben" if pressed == "yes" else ""))
        left = without_member(begun, "ben", is_listed=False, at=NOON)
        after = advance_meeting(left, E.NEXT, "dan", since=since[when])
        assert after.several is (several == "yes"), line
        assert after.pressed_by == ("" if after.several else "dan")


def test_who_has_left_the_channel_alone_counts_once_and_agrees_to_no_words_of_their_own() -> None:
    alone = without_member(walked((E.BEGIN, "ben")), "ben", is_listed=True, at=NOON)
    assert not advance_meeting(alone, E.NEXT, "ben", since=NOON - HOUR).several
    assert advance_meeting(alone, E.NEXT, "dan", since=NOON - HOUR).several
    read = without_member(to_read_back(), "ben", is_listed=True, at=NOON)
    assert read.note_taker == "ben"
    once = without_member(advance_meeting(read, E.APPROVE, "dan"), "dan", is_listed=True, at=NOON)
    assert advance_meeting(once, E.APPROVE, "dan").state is S.READ_BACK
    assert without_member(walked((E.TAKE_NOTES, "ben")), "ben", is_listed=True, at=NOON).note_taker == ""


def test_who_left_is_not_remembered_when_it_is_taken_up_again() -> None:
    left = without_member(walked((E.BEGIN, "ben")), "ben", is_listed=False, at=NOON)
    again = advance_meeting(advance_meeting(left, E.STOP), E.RESUME)
    assert not advance_meeting(again, E.BEGIN, "dan", since=NOON - HOUR).several


def test_a_meeting_that_agreed_on_everything_has_ended_when_it_is_taken_up_again() -> None:
    cancelled = replace(NEW, state=S.CANCELLED, agreed=(1, 2, 3), statements=(1, 1, 1))
    kept = advance_meeting(cancelled, E.RESUME, "ben")
    assert (kept.state, kept.agreed) == (S.ENDED, (1, 2, 3))


def test_a_question_without_notes_is_passed_over_and_the_last_one_ends_the_meeting() -> None:
    meeting = walked((E.BEGIN, ""))
    for number in (1, 2, 3):
        assert (meeting.state, meeting.number) == (S.QUIET, number)
        meeting = advance_meeting(advance_meeting(advance_meeting(meeting, E.NEXT), E.NEXT), E.NEXT)
    assert (meeting.state, meeting.agreed) == (S.ENDED, ())


def test_a_meeting_in_which_nobody_writes_ends_by_itself() -> None:
    meeting = walked((E.BEGIN, ""), (E.NEXT, ""), (E.NEXT, ""), (E.TIME_UP, ""))
    assert (meeting.state, meeting.overtime) == (S.NOTES, 1)
    assert advance_meeting(meeting, E.TIME_UP).state is S.ENDED
    assert advance_meeting(meeting, E.WRITE, written=1).overtime == 0


def test_a_meeting_is_taken_up_at_the_first_question_that_is_not_agreed_on() -> None:
    stopped = advance_meeting(advance_meeting(advance_meeting(to_read_back(), E.TIME_UP), E.NEXT), E.STOP)
    resumed = advance_meeting(stopped, E.RESUME)
    assert (resumed.state, resumed.number, resumed.agreed) == (S.READY, 2, (1,))
    assert first_open_question(replace(stopped, agreed=(1, 2, 3))) == 0


def test_a_meeting_that_nobody_goes_on_with_keeps_what_was_agreed() -> None:
    stopped = advance_meeting(advance_meeting(to_read_back(), E.TIME_UP), E.STOP)
    ended = advance_meeting(advance_meeting(stopped, E.RESUME), E.TIME_UP)
    assert (ended.state, ended.agreed) == (S.ENDED, (1,))
    assert advance_meeting(NEW, E.TIME_UP).state is S.CANCELLED


def test_who_leaves_is_no_part_of_it_and_what_was_written_stays() -> None:
    meeting = advance_meeting(to_read_back(), E.APPROVE, "dan")
    left = meeting
    for who in ("dan", "ben"):
        left = without_member(left, who, is_listed=False, at=NOON)
    assert (left.note_taker, left.approved, statements_of(left, 1)) == ("", ("",), 1)
    assert advance_meeting(left, E.APPROVE, "eve").state is S.AGREED


@given(st.lists(st.tuples(st.sampled_from(E), st.sampled_from(["ben", "dan", "eve"])), max_size=40))
def test_whatever_happens_no_name_outlives_the_meeting_and_nothing_unwritten_is_agreed(
    steps: list[tuple[MeetingStep, str]],
) -> None:
    meeting = NEW
    for step, member in steps:
        if can_take_step(meeting, step):
            before, meeting = meeting, advance_meeting(meeting, step, member, written=1)
            moved = (before.state, before.number) != (meeting.state, meeting.number)
            assert meeting.turn == before.turn + (moved or step is E.WRITE)
        assert 1 <= meeting.number <= meeting.count
        assert all(statements_of(meeting, number) for number in meeting.agreed)
        if meeting.state in OVER:
            assert not (meeting.note_taker or meeting.approved or meeting.pressed_by or meeting.left_at)
        assert (meeting.state in LIVE) is (meeting.state not in OVER)
