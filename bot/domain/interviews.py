"""One member's way through one round, as a table, and what a filled-in form does to their answers.

An interview starts INVITED. It is ASKING while a form is open or a draft waits, DONE when at least one answer is saved, and
DECLINED by "not this time", which any later answer takes back. At the close what is not DONE or DECLINED becomes EXPIRED;
an answer given afterwards is late and changes nothing here. UNREACHABLE says that the questions could not be delivered;
any sign of life ends it. Withdrawing every answer leads back to INVITED: as if never given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.model.asking import Interview, InterviewState

LONGEST_ANSWER = 3000


class Move(StrEnum):
    BEGIN = "begin"
    SAVE = "save"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    LOSE = "lose"


_S, _M = InterviewState, Move

TABLE: dict[tuple[InterviewState, Move], InterviewState] = {
    (_S.INVITED, _M.BEGIN): _S.ASKING,
    (_S.INVITED, _M.SAVE): _S.DONE,
    (_S.INVITED, _M.DECLINE): _S.DECLINED,
    (_S.INVITED, _M.WITHDRAW): _S.INVITED,
    (_S.INVITED, _M.CLOSE): _S.EXPIRED,
    (_S.INVITED, _M.LOSE): _S.UNREACHABLE,
    (_S.ASKING, _M.BEGIN): _S.ASKING,
    (_S.ASKING, _M.SAVE): _S.DONE,
    (_S.ASKING, _M.DECLINE): _S.DECLINED,
    (_S.ASKING, _M.WITHDRAW): _S.INVITED,
    (_S.ASKING, _M.CLOSE): _S.EXPIRED,
    (_S.ASKING, _M.LOSE): _S.UNREACHABLE,
    (_S.DONE, _M.BEGIN): _S.DONE,
    (_S.DONE, _M.SAVE): _S.DONE,
    (_S.DONE, _M.DECLINE): _S.DONE,
    (_S.DONE, _M.WITHDRAW): _S.INVITED,
    (_S.DONE, _M.CLOSE): _S.DONE,
    (_S.DONE, _M.LOSE): _S.DONE,
    (_S.DECLINED, _M.BEGIN): _S.ASKING,
    (_S.DECLINED, _M.SAVE): _S.DONE,
    (_S.DECLINED, _M.DECLINE): _S.DECLINED,
    (_S.DECLINED, _M.WITHDRAW): _S.DECLINED,
    (_S.DECLINED, _M.CLOSE): _S.DECLINED,
    (_S.DECLINED, _M.LOSE): _S.DECLINED,
    (_S.UNREACHABLE, _M.BEGIN): _S.ASKING,
    (_S.UNREACHABLE, _M.SAVE): _S.DONE,
    (_S.UNREACHABLE, _M.DECLINE): _S.DECLINED,
    (_S.UNREACHABLE, _M.WITHDRAW): _S.INVITED,
    (_S.UNREACHABLE, _M.CLOSE): _S.EXPIRED,
    (_S.UNREACHABLE, _M.LOSE): _S.UNREACHABLE,
}


def move_interview(interview: Interview, step: Move) -> Interview:
    """The interview one step on; after the close (EXPIRED) nothing moves it any more."""
    state = TABLE.get((interview.state, step), interview.state)
    return interview if state is interview.state else replace(interview, state=state)


@dataclass(frozen=True, slots=True)
class Submission:
    """Changes that a filled-in form makes, as question numbers: to save, to take back because emptied, and too long to save."""

    save: tuple[int, ...]
    take_back: tuple[int, ...]
    too_long: tuple[int, ...]


def read_submission(filled: Mapping[int, str], present: Mapping[int, str]) -> Submission:
    """Compare a form with the present answers (question number to text), in the form's order.

    A question that is not in `filled` is untouched.
    """
    save: list[int] = []
    take_back: list[int] = []
    too_long: list[int] = []
    for number, text in filled.items():
        if len(text) > LONGEST_ANSWER:
            too_long.append(number)
        elif text.strip():
            if present.get(number) != text:
                save.append(number)
        elif number in present:
            take_back.append(number)
    return Submission(tuple(save), tuple(take_back), tuple(too_long))
