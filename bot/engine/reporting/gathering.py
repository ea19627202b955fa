"""Gathering of what goes into a report: finals as they were posted, and what was posted since about their points.

Everything about points comes by the rows of the export, so that words which have ended are in neither. Nothing is counted anew
about people, and no band is made over the time that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.habits import Habit
from bot.domain.model import FollowUp, FollowUpState, MeetingState, Round, RoundState
from bot.domain.reports import AskedQuestion, Report, ReportedAnswer, ReportedFinal, ReportScope
from bot.domain.rounds import ENDED, is_of_organisation
from bot.engine.follow_ups.known import told_owner
from bot.engine.released_rows import DatedFinal, closing_day, dated_finals, is_between, rows_of_final, scope_of
from bot.engine.reporting.habits import gather_habits
from bot.engine.reporting.reappraised import gather_reappraised
from bot.ports import UnitOfWork

NAMES_OWNER = (FollowUpState.DOING, FollowUpState.LATE, FollowUpState.LISTENING)
"""States of an answer that is posted with who sees to it."""
DatedRound = tuple[date, Round]


def gather_report(uow: UnitOfWork, scope: ReportScope, name: str, made: date) -> Report:
    """Return all that the report of a team, or of the organisation, says of its time."""
    finals = [
        final
        for final in dated_finals(uow)
        if is_between(final.day, scope.since, scope.until) and (not scope.team or scope.team in final.teams)
    ]
    rounds = _ended_rounds(uow, scope)
    return Report(
        name=name,
        scope=scope,
        made=made,
        teams=_team_names(uow, rounds),
        rounds=len(rounds),
        withheld=sum(1 for _, row in rounds if row.state is RoundState.WITHHELD),
        meetings=_meetings_held(uow, scope, rounds),
        finals=tuple(
            ReportedFinal(day=final.day, name=final.release.name, changes=final.release.summary.changes)
            for final in finals
        ),
        rows=tuple(row for final in finals for row in rows_of_final(uow, final)),
        answers=tuple(_answers_to(uow, finals)),
        questions=_questions_of(uow, rounds),
        reappraised=tuple(gather_reappraised(uow, finals)),
        habits=() if scope.team else tuple(row for row in gather_habits(uow, made) if _is_whole_in(row, scope)),
    )


def _is_whole_in(habit: Habit, scope: ReportScope) -> bool:
    return is_between(habit.first, scope.since, scope.until) and is_between(habit.last, scope.since, scope.until)


def _ended_rounds(uow: UnitOfWork, scope: ReportScope) -> list[DatedRound]:
    """Return the rounds that asked somebody and have ended, with the days on which they closed, the earliest first."""
    found = [
        (day, row)
        for row in uow.rounds.where(state=ENDED)
        if not is_of_organisation(row)
        and (not scope.team or scope.team in row.teams)
        and (day := closing_day(row))
        and is_between(day, scope.since, scope.until)
    ]
    return sorted(found, key=lambda one: (one[0], one[1].id))


def _team_names(uow: UnitOfWork, rounds: list[DatedRound]) -> tuple[str, ...]:
    asked = {team for _, row in rounds for team in row.teams}
    return tuple(sorted((row.name for row in uow.teams.where() if row.id in asked), key=str.casefold))


def _meetings_held(uow: UnitOfWork, scope: ReportScope, rounds: list[DatedRound]) -> int:
    """Return in how many meetings of these rounds something was agreed: those stood in the drafts that were posted."""
    known = {row.id for _, row in rounds}
    return sum(
        1
        for meeting in uow.meetings.where(state=MeetingState.ENDED)
        if meeting.round in known and meeting.agreed and scope.team in ("", meeting.team)
    )


def _answers_to(uow: UnitOfWork, finals: list[DatedFinal]) -> Iterator[ReportedAnswer]:
    """Yield what became of the points of these finals, each once: a point that came again may have gone on with a later final."""
    days = {final.release.id: final.day for final in dated_finals(uow)}
    own: dict[tuple[str, str], FollowUp] = {}
    alike: dict[tuple[str, frozenset[str]], list[FollowUp]] = {}
    for row in sorted(
        (row for row in uow.follow_ups.where() if row.release in days), key=lambda row: days[row.release]
    ):
        own[row.release, row.point] = row
        alike.setdefault((row.label, frozenset(row.teams)), []).append(row)
    told: set[str] = set()
    for final in finals:
        for point in (point for question in final.release.summary.questions for point in question.points):
            same = alike.get((point.label, frozenset(final.teams)), ()) if point.label else ()
            later = (row for row in same if days[row.release] > final.day)
            found = own.get((final.release.id, point.key)) or next(later, None)
            if found and found.id not in told:
                told.add(found.id)
                yield from _answer_of(uow, final, found)


def _answer_of(uow: UnitOfWork, final: DatedFinal, row: FollowUp) -> Iterator[ReportedAnswer]:
    """Yield what became of a point; nothing where it was worded by words that have ended."""
    label = row.label
    if row.ref:
        text = uow.texts.read([row.ref])[0]
        label = text.reveal() if text else ""
    if label:
        yield ReportedAnswer(
            label=label,
            day=final.day,
            name=final.release.name,
            state=row.state,
            sentence=row.sentence,
            owner=told_owner(uow, row) if row.state in NAMES_OWNER else "",
            due=row.due,
            answered=row.answered_at.astimezone(ZoneInfo(row.zone)).date() if row.answered_at else None,
            reopened=row.reopened,
            scope=scope_of(final.release),
        )


def _questions_of(uow: UnitOfWork, rounds: list[DatedRound]) -> tuple[AskedQuestion, ...]:
    """Return the questions in the order in which they were first asked, each text once."""
    days: dict[str, list[date]] = {}
    for day, row in rounds:
        asked = uow.question_sets.get(row.questions)
        for question in asked.questions if asked else ():
            days.setdefault(question.text, []).append(day)
    return tuple(AskedQuestion(text=text, first=on[0], last=on[-1]) for text, on in days.items())
