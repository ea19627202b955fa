"""Follow-up of a point that a final holds, as a table.

A point is OPEN until somebody who leads answers it. They are DOING something about it until a day, it is DONE, they are
NOT_DOING it and say why, or they are still LISTENING until a day. Plans change and slips are put right, so that in every state
another answer takes the place of the last. A day that has passed makes what is being done LATE, some days after it; it ends the
listening on the day after it, and the point is OPEN again. So it is when something was DONE and the people of its next draft,
asked once whether it is better now, say more often no than yes (release rule 11).

Whoever sees to it is reminded on the day before and on the day. A day that was missed, since the product did not run, is not made
up for: the last reminder that is due says what is true now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import InternalError
from bot.domain.model.follow_ups import FollowUp, FollowUpState


class FollowUpStep(StrEnum):
    DO = "do"
    FINISH = "finish"
    REFUSE = "refuse"
    LISTEN = "listen"
    DAY_PASSED = "day passed"
    REOPEN = "reopen"


TABLE: dict[tuple[FollowUpState, FollowUpStep], FollowUpState] = {
    **{(state, FollowUpStep.DO): FollowUpState.DOING for state in FollowUpState},
    **{(state, FollowUpStep.FINISH): FollowUpState.DONE for state in FollowUpState},
    **{(state, FollowUpStep.REFUSE): FollowUpState.NOT_DOING for state in FollowUpState},
    **{(state, FollowUpStep.LISTEN): FollowUpState.LISTENING for state in FollowUpState},
    (FollowUpState.DOING, FollowUpStep.DAY_PASSED): FollowUpState.LATE,
    (FollowUpState.LISTENING, FollowUpStep.DAY_PASSED): FollowUpState.OPEN,
    (FollowUpState.DONE, FollowUpStep.REOPEN): FollowUpState.OPEN,
}


class AskBack(StrEnum):
    """Question that a lead can ask back about a point."""

    EXAMPLE = "example"
    BETTER = "better"
    SINCE = "since"


ASKED_BACK = "asked back:"
"""Beginning of the keys of such questions, before the follow-up's id, and what made the set that holds one. It is stored."""
MOST_ASKED_BACK = 2
"""Number of such questions in one round, at most."""
PROMISED = (FollowUpState.DOING, FollowUpState.LISTENING)
"""States that end with a day."""
OWED = (FollowUpState.OPEN, FollowUpState.LATE)
"""States in which an answer is missing."""
SETTLED = (FollowUpState.DONE, FollowUpState.NOT_DOING)
THE_DAY_BEFORE, ON_THE_DAY, THE_DAY_AFTER, DAYS_LATE = (timedelta(days=days) for days in (-1, 0, 1, 3))
_REMINDERS = {
    FollowUpState.DOING: (THE_DAY_BEFORE, ON_THE_DAY, DAYS_LATE),
    FollowUpState.LISTENING: (THE_DAY_BEFORE, ON_THE_DAY, THE_DAY_AFTER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAnswer:
    """An answer of somebody who leads: the step, and what goes with it."""

    step: FollowUpStep
    sentence: str = ""
    owner: str = ""
    role: str = ""
    asked: str = ""
    due: date | None = None


def answer_follow_up(follow_up: FollowUp, answer: FollowUpAnswer, now: datetime, today: date) -> FollowUp:
    """Return it as answered now; of reminders whose day has come the last is still sent, since it ends the state.

    Raises InternalError for an answer that lacks the day which its state ends with.
    """
    state = TABLE[follow_up.state, answer.step]
    if (state in PROMISED) is (answer.due is None):
        raise InternalError(f"what is {state} has a day, and nothing else has")
    answered = replace(
        follow_up,
        state=state,
        sentence=answer.sentence,
        owner=answer.owner,
        role=answer.role,
        asked=answer.asked,
        due=answer.due,
        answered_at=now,
        first_answered_at=follow_up.first_answered_at or follow_up.answered_at or now,
        reopened=False,
        turn=follow_up.turn + 1,
    )
    most = max(len(_REMINDERS.get(state, ())) - 1, 0)
    return replace(answered, reminded=min(len(passed_reminders(answered, today)), most))


def about_of(question: str) -> str:
    """Return the id of the follow-up that a question, by its key, was asked back about; empty for any other question."""
    return question.removeprefix(ASKED_BACK) if question.startswith(ASKED_BACK) else ""


def passed_reminders(follow_up: FollowUp, today: date) -> tuple[timedelta, ...]:
    """Return those of its reminders whose day has come, in their order."""
    if follow_up.due is None:
        return ()
    return tuple(each for each in _REMINDERS.get(follow_up.state, ()) if follow_up.due + each <= today)


def was_reminded(follow_up: FollowUp, day: timedelta) -> bool:
    """Return whether its reminder of this day has been sent, or was passed over."""
    return follow_up.reminded > _REMINDERS[follow_up.state].index(day)


def next_reminder(follow_up: FollowUp) -> date | None:
    """Return the day of its next reminder."""
    left = _REMINDERS.get(follow_up.state, ())[follow_up.reminded :]
    return follow_up.due + left[0] if left and follow_up.due else None


def remind_today(follow_up: FollowUp, today: date) -> tuple[FollowUp, timedelta | None]:
    """Return it after the reminders that are due, and which was the last of them; None where none is.

    The last of all takes the step of the day that has passed.
    """
    passed = passed_reminders(follow_up, today)
    if len(passed) <= follow_up.reminded:
        return follow_up, None
    moved = replace(follow_up, reminded=len(passed))
    if passed == _REMINDERS[follow_up.state]:
        state = TABLE[follow_up.state, FollowUpStep.DAY_PASSED]
        moved = replace(moved, state=state, asked="", turn=follow_up.turn + 1)
        if state is FollowUpState.OPEN:
            moved = _unanswered(moved)
    return moved, passed[-1]


def _unanswered(follow_up: FollowUp) -> FollowUp:
    return replace(follow_up, due=None, sentence="", owner="", role="", asked="", reminded=0)


def reopen_follow_up(follow_up: FollowUp) -> FollowUp:
    """Return it open again, since it is not better; itself where it was answered anew meanwhile."""
    state = TABLE.get((follow_up.state, FollowUpStep.REOPEN))
    if state is None:
        return follow_up
    return replace(_unanswered(follow_up), state=state, reopened=True, turn=follow_up.turn + 1)


def confirm_owner(follow_up: FollowUp, member: str) -> FollowUp:
    """Return it with who was asked as its owner, now that they have said so."""
    return replace(follow_up, owner=member, role="", asked="") if follow_up.asked == member else follow_up


def without_person(follow_up: FollowUp, member: str) -> FollowUp:
    """Return it without somebody who was forgotten: whoever leads sees to it then."""
    owner = "" if follow_up.owner == member else follow_up.owner
    return replace(follow_up, owner=owner, asked="" if follow_up.asked == member else follow_up.asked)
