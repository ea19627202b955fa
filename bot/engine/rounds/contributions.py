"""Conversion of stored answers to contributions for the release gate: opaque names, pseudonyms, the promised threshold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.model import Answer, AnswerState, Round, RoundState
from bot.domain.releases import Contribution, PastRound, waits_for
from bot.engine.context import WorkContext
from bot.engine.rounds import round_facts


@dataclass(frozen=True, slots=True)
class Known:
    """Contributions, and the answers behind their refs."""

    contributions: frozenset[Contribution]
    answers: Mapping[str, Answer]


def contributions_of(work: WorkContext, rows: Iterable[Answer], k: Mapping[str, int]) -> Known:
    """Return what the gate may know of answers; `k` is the threshold of each of their rounds.

    A ref is keyed like a pseudonym: it names the answer in the ledger and leads back to it only with the author's key (rule 7).
    """
    made: set[Contribution] = set()
    answers: dict[str, Answer] = {}
    names: dict[str, str] = {}
    for row in rows:
        if row.member not in names:
            names[row.member] = work.uow.pseudonym(row.member)
        ref = work.uow.pseudonym(row.member, row.id)
        answers[ref] = row
        made.add(Contribution(ref, names[row.member], row.question, k[row.round], _turn_of(row), row.team))
    return Known(frozenset(made), answers)


def _turn_of(row: Answer) -> int:
    """Return which of its author's answers to its question this is. Older rows, without a count, say only whether they are late."""
    return 2 * row.turn + row.late


def own_answers(work: WorkContext, round_: Round) -> list[Answer]:
    """Return the answers that were given to a round in time."""
    return round_facts.as_asked(work, work.uow.answers.where(round=round_.id, state=AnswerState.GIVEN, late=False))


def waiting_answers(work: WorkContext, round_: Round) -> list[Answer]:
    """Return the unreleased answers to earlier rounds that wait for this one."""
    unreleased = work.uow.answers.where(team=round_.teams, state=AnswerState.GIVEN, released="", pooled="")
    earlier = rounds_of(work, [row for row in unreleased if row.round != round_.id])
    waiting = {
        row.id
        for row in earlier.values()
        if waits_for(PastRound(row.id, frozenset(row.teams), row.state is RoundState.CANCELLED), round_.teams)
    }
    return round_facts.as_asked(work, [row for row in unreleased if row.round in waiting])


def spent_answers(work: WorkContext, waiting: Iterable[Answer]) -> list[Answer]:
    """Return the answers of the same authors to the same questions that a release has drawn on, withdrawn ones too."""
    rows = list(waiting)
    if not rows:
        return []
    members, questions = {row.member for row in rows}, {row.question for row in rows}
    drawn = [row for row in work.uow.answers.where(member=tuple(members)) if row.released or row.pooled]
    return [row for row in round_facts.as_asked(work, drawn) if row.question in questions]


def rounds_of(work: WorkContext, rows: Iterable[Answer]) -> dict[str, Round]:
    """Return the rounds of some answers by their ids."""
    ids = tuple({row.round for row in rows})
    return {row.id: row for row in work.uow.rounds.where(id=ids)} if ids else {}


def roster_pseudonyms(work: WorkContext, round_: Round) -> frozenset[str]:
    """Return the pseudonyms of a round's roster."""
    members = {row.member for row in work.uow.interviews.where(round=round_.id)} | {*round_.members}
    return frozenset(work.uow.pseudonym(member) for member in members if work.uow.members.get(member))


def full_roster(work: WorkContext, round_: Round) -> frozenset[str]:
    """Return the pseudonyms of a round's roster, with a name of nobody for each who was forgotten since."""
    known = roster_pseudonyms(work, round_)
    return known | {f"forgotten {number}" for number in range(round_.roster - len(known))}
