"""Short ways to say what a test is about."""

from collections.abc import Iterable

from bot.domain.releases import (
    Candidate,
    CandidatePoint,
    Contribution,
    Decision,
    LedgerEntry,
    QuestionShown,
    Released,
    Withheld,
    WithholdingReason,
    decide_release,
)

K = 5
Q = "v1#1"
CHANGED = "v2#1"


def answers(
    people: Iterable[int], group: str = "a", week: int = 1, question: str = Q, late: bool = False, k: int = 1
) -> frozenset[Contribution]:
    """One contribution of each person: person 3 of group a is `a3`, their ref in week 1 `a3/w1/v1#1`, and later is later."""
    return frozenset(
        Contribution(
            f"{group}{n}/w{week}/{question}{'/late' if late else ''}", f"{group}{n}", question, k, 2 * week + late
        )
        for n in people
    )


def everyone(count: int, group: str = "a") -> frozenset[str]:
    """A roster of so many people."""
    return frozenset(f"{group}{n}" for n in range(count))


def point(key: str, contributions: Iterable[Contribution], question: str = Q) -> CandidatePoint:
    return CandidatePoint(key, question, frozenset(each.ref for each in contributions))


def candidate(
    contributions: Iterable[Contribution],
    roster: int,
    group: str = "a",
    week: int = 1,
    points: Iterable[CandidatePoint] = (),
    asked: tuple[str, ...] = (Q,),
) -> Candidate:
    return Candidate(f"{group}/w{week}", group, f"w{week}", roster, frozenset(contributions), tuple(points), asked)


def released(decision: Decision) -> Released:
    assert isinstance(decision, Released), decision
    return decision


def reason(decision: Decision) -> WithholdingReason:
    assert isinstance(decision, Withheld), decision
    return decision.reason


def only(release: Released) -> QuestionShown:
    """The one question of a release."""
    (question,) = release.questions
    return question


def entry(contributions: Iterable[Contribution], roster: int = 100, group: str = "a", week: int = 1) -> LedgerEntry:
    return released(decide_release(candidate(contributions, roster, group, week), (), 1)).entry
