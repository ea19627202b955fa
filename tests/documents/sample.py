"""A report in which something of every kind stands, and the page that is made of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.model.follow_ups import FollowUpState
from bot.domain.model.sharing import ChallengeOutcome, Change
from bot.domain.model.weighing import WeighedLabel
from bot.domain.released_row import ReleasedRow
from bot.domain.reports import (
    AskedQuestion,
    Reappraisal,
    ReappraisedPoint,
    Report,
    ReportedAnswer,
    ReportedFinal,
    ReportScope,
)

DAY = date(2026, 3, 6)
STOP = "What should we stop doing?"
WORDS = {
    "widely shared": "Rotas that change late",
    "shared in the check": "Nobody speaks Kurdish",
    "": "Parking near the ward",
    "not widely shared": "Paper forms",
    "people differ": "Night shifts in pairs",
    "under challenge": "Handover on paper",
}
"""A point of each label."""


def point(wording: str, weighed: str, name: str = "Wards", scope: str = "team", **more: Any) -> ReleasedRow:
    given = {"people": "several", "question": 2, "question_text": STOP} | more
    return ReleasedRow(day=DAY, scope=scope, name=name, kind="point", wording=wording, weighed=weighed, **given)


def answer(label: str, state: FollowUpState, **more: Any) -> ReportedAnswer:
    return ReportedAnswer(label=label, day=DAY, name="Wards", state=state, **more)


def earlier(label: str, what: Reappraisal, **more: Any) -> ReappraisedPoint:
    return ReappraisedPoint(label=label, day=DAY, name="Wards", what=what, **more)


def full_report(words: str = "") -> Report:
    """With `words` beside everything that somebody else than the product has worded."""
    rows = [point(f"{said}{words}", label, name=f"Wards{words}") for label, said in WORDS.items()]
    rows.append(point("Say what becomes of it", "widely shared", "Harbour", "organisation", in_several_meetings=True))
    rows.append(point("Waiting", "widely shared", some_differ=True, added_after_check=True))
    rows.append(
        ReleasedRow(day=DAY, scope="team", name="Wards", kind="meeting", question_text=STOP, wording=f"One form{words}")
    )
    done, by = date(2026, 3, 10), date(2026, 3, 20)
    answers = (
        answer(
            f"Rotas{words}", FollowUpState.DOING, sentence=f"Soon{words}", owner=f"Hal{words}", due=by, answered=done
        ),
        answer("Waiting", FollowUpState.DONE, sentence="A second line", answered=done),
        answer("Parking", FollowUpState.NOT_DOING, sentence="There is no money", answered=done),
        answer("Nights", FollowUpState.LISTENING, due=by, answered=done),
        answer(f"Kurdish{words}", FollowUpState.LATE, owner="the office", due=DAY, answered=DAY),
        answer("Forms", FollowUpState.OPEN),
        answer("Lockers", FollowUpState.OPEN, reopened=True),
    )
    changes = (
        Change(kind=ChallengeOutcome.ACCEPTED, label=f"Rota{words}", wording=f"Rotas{words}"),
        Change(kind=ChallengeOutcome.DECLINED, label="Forms", reason=f"The law{words}"),
        Change(kind=ChallengeOutcome.UNDECIDED, label="Parking"),
    )
    reappraised = (
        earlier(f"Lifts{words}", Reappraisal.WEIGHED_AGAIN, weighed=WeighedLabel.WIDELY_SHARED, some_differ=True),
        earlier("Keys", Reappraisal.WEIGHED_AGAIN, weighed=WeighedLabel.UNDER_CHALLENGE),
        earlier("Beds", Reappraisal.WORDED_ANEW, now=f"Beds by the window{words}"),
        earlier("Bells", Reappraisal.LET_GO, reason=f"They ring no more{words}"),
    )
    return Report(
        name=f"Harbour{words}",
        scope=ReportScope(since=date(2026, 1, 1), until=date(2026, 3, 31)),
        made=date(2026, 4, 1),
        teams=("Crisis line", f"Wards{words}"),
        rounds=4,
        withheld=1,
        meetings=2,
        finals=(ReportedFinal(day=DAY, name=f"Wards{words}", changes=changes),),
        rows=tuple(rows),
        answers=answers,
        questions=(AskedQuestion(text=f"{STOP}{words}", first=DAY, last=DAY),),
        reappraised=reappraised,
    )


def empty_report() -> Report:
    """Of a time in which a round ended, and nothing could be shown."""
    return Report(
        name="Harbour",
        scope=ReportScope(),
        made=DAY,
        teams=("Wards",),
        rounds=1,
        withheld=1,
        meetings=0,
        finals=(),
        rows=(),
        answers=(),
        questions=(),
    )
