"""Statements of a meeting: behind the confidential door until its round closes, then part of the draft, and nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.meetings import statements_of
from bot.domain.model import Meeting, MeetingState, Point, Release, Round
from bot.domain.releases import seeded_key
from bot.domain.weighing import SAID_TOGETHER
from bot.domain.wordings import same_wording
from bot.engine import ref_names
from bot.engine.context import WorkContext


def refs_of(meeting: Meeting, number: int) -> tuple[str, ...]:
    """Return the names of the statements that were written down for a question."""
    count = statements_of(meeting, number)
    return tuple(ref_names.team_statement_ref(meeting.id, number, place) for place in range(1, count + 1))


def keep_statements(work: WorkContext, meeting: Meeting, statements: Sequence[str]) -> None:
    """Store the statements of the present question in place of those written before."""
    work.uow.texts.remove(refs_of(meeting, meeting.number))
    for place, statement in enumerate(statements, start=1):
        ref = ref_names.team_statement_ref(meeting.id, meeting.number, place)
        work.keep(ref, ref_names.meeting_owner(meeting.id), statement)


def without_unagreed(work: WorkContext, meeting: Meeting) -> Meeting:
    """Return a meeting that is over without what was not agreed to, whose words go."""
    unagreed = [number for number in range(1, meeting.count + 1) if number not in meeting.agreed]
    work.uow.texts.remove([ref for number in unagreed for ref in refs_of(meeting, number)])
    counts = tuple(0 if number in unagreed else count for number, count in enumerate(meeting.statements, start=1))
    return replace(meeting, statements=counts)


def with_statements(work: WorkContext, round_: Round, release: Release) -> Release:
    """Return the draft with what the teams of its round agreed to say together."""
    said = _agreed_statements(work, round_, release.id)
    questions = tuple(
        replace(
            question,
            team_statements=tuple(
                Point(key=f"{question.number}.{SAID_TOGETHER}{place}", label=statement, band="")
                for place, statement in enumerate(said.get(question.number, ()), start=1)
            ),
        )
        for question in release.summary.questions
    )
    return replace(release, summary=replace(release.summary, questions=questions))


def agreed_statements(work: WorkContext, round_: Round) -> dict[int, list[str]]:
    """Return all that the teams of a round agreed to say together, by their questions' numbers, in order."""
    said = _agreed_statements(work, round_, round_.id)
    return {number: said[number] for number in sorted(said) if said[number]}


def _agreed_statements(work: WorkContext, round_: Round, seed: str) -> dict[int, list[str]]:
    """Return the agreed statements by their questions' numbers: in the order in which one meeting wrote them down, the meetings of
    several teams in an order that tells nothing. What two meetings said alike stands there once.
    """
    found: dict[int, list[str]] = {}
    meetings = work.uow.meetings.where(round=round_.id)
    for meeting in sorted(meetings, key=lambda each: seeded_key(seed, each.id)):
        for number in meeting.agreed if meeting.state is not MeetingState.CANCELLED else ():
            mine = found.setdefault(number, [])
            for statement in _read(work, refs_of(meeting, number)):
                if not any(same_wording(statement, other) for other in mine):
                    mine.append(statement)
    return found


def _read(work: WorkContext, refs: Iterable[str]) -> Iterator[str]:
    return (text.reveal() for text in work.uow.texts.read(list(refs)) if text)


def forget_meetings(work: WorkContext, round_: Round) -> None:
    """Remove the meetings of a round, with the words of their statements: what was agreed is in its draft by now, if it has one."""
    for meeting in work.uow.meetings.where(round=round_.id):
        work.uow.texts.remove([ref for number in range(1, meeting.count + 1) for ref in refs_of(meeting, number)])
        work.uow.meetings.remove(meeting.id)
