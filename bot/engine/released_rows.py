"""Rows of everything that final summaries have published, for an export: nothing that was not shown, no author, no time of day.

Words that people allowed are left out, unless a final made a point of them: they were allowed for one summary, not for a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.model import QuestionSummary, Release, Round
from bot.domain.model.sharing import Point
from bot.domain.released_row import ReleasedRow
from bot.domain.releases import ORGANISATION
from bot.domain.releases.groups import aggregate_of
from bot.domain.releases.over_time import OVER_TIME
from bot.domain.rounds import closing_instant
from bot.engine import ref_names
from bot.ports import UnitOfWork

OVER_SEVERAL_ROUNDS = "several people over several rounds"
"""Stands in the place of a band where too few said something in any one round."""


@dataclass(frozen=True, slots=True)
class DatedFinal:
    """A final with its local day, and the teams that were asked; none for the organisation's.

    The day is that on which its answers closed, and of the organisation's that of its draft.
    """

    day: date
    teams: tuple[str, ...]
    release: Release


def dated_finals(uow: UnitOfWork) -> list[DatedFinal]:
    """Return all finals, the earliest day first."""
    return _dated(uow.rounds.where(), uow.releases.where())


def finals_of(uow: UnitOfWork, team: str) -> list[DatedFinal]:
    """Return the finals of a team, alone or with others, or with no team those of the organisation; the earliest day first.

    Nothing else is read: the finals of all teams together are too many to look through for one.
    """
    rounds = [row for row in uow.rounds.where(team=stands_under(uow, team)) if not team or team in row.teams]
    aggregates = {aggregate_of(row.teams) for row in rounds} if team else {ORGANISATION}
    names = tuple(f"{each}{end}" for each in aggregates for end in ("", OVER_TIME))
    return _dated(rounds, uow.releases.where(aggregate=names) if names else ())


def stands_under(uow: UnitOfWork, team: str) -> tuple[str, ...]:
    """Return the teams under which rows of a team's rounds stand: itself, and others that it was asked with."""
    found = uow.teams.get(team) if team else None
    return (team, *(found.asked_under if found else ()))


def _dated(rounds: Iterable[Round], releases: Iterable[Release]) -> list[DatedFinal]:
    known = {row.id: row for row in rounds}
    finals = [
        DatedFinal(day, round_.teams, row)
        for row in releases
        if row.final and (round_ := known.get(row.round)) and (day := closing_day(round_))
    ]
    return sorted(finals, key=lambda final: (final.day, final.release.id))


def rows_of_final(uow: UnitOfWork, final: DatedFinal) -> list[ReleasedRow]:
    """Return the lines of a final, in the order in which it shows them."""
    return list(_lines_of(uow, final.release, final.day))


def released_rows(uow: UnitOfWork) -> list[ReleasedRow]:
    """Return the lines of all finals, the earliest day first, in the order in which each final shows them."""
    return [line for final in dated_finals(uow) for line in rows_of_final(uow, final)]


def is_between(day: date, since: date | None, until: date | None) -> bool:
    """Return whether a day is one of two days or between them; None for no end."""
    return (since is None or day >= since) and (until is None or day <= until)


def choose_rows(
    rows: Sequence[ReleasedRow], since: date | None, until: date | None, scope: str = ""
) -> list[ReleasedRow]:
    """Return the rows of two days and those between them, of a scope or, where it is empty, of all."""
    return [row for row in rows if is_between(row.day, since, until) and scope in ("", row.scope)]


def closing_day(round_: Round) -> date | None:
    """Return the local day on which a round closed; None for one in which nobody was asked."""
    at = closing_instant(round_)
    return at.astimezone(ZoneInfo(round_.zone)).date() if at else None


def scope_of(release: Release) -> str:
    return "organisation" if release.aggregate == ORGANISATION else "team"


def _lines_of(uow: UnitOfWork, release: Release, day: date) -> Iterator[ReleasedRow]:
    line = ReleasedRow(
        day=day, scope=scope_of(release), name=release.name, kind="summary", people=release.summary.participation
    )
    yield line
    for question in release.summary.questions:
        asked = replace(line, question=question.number, question_text=question.text, people="")
        yield from _question_lines(uow, release, question, asked)
    for change in release.summary.changes:
        yield replace(
            line,
            kind="change",
            question=change.quoted.question if change.quoted else 0,
            wording=change.wording or change.label,
            people="",
            weighed=change.kind,
            reason=change.reason,
        )


def _question_lines(
    uow: UnitOfWork, release: Release, question: QuestionSummary, line: ReleasedRow
) -> Iterator[ReleasedRow]:
    for point in question.points if question.shown else ():
        wording = _wording_of(uow, release, point)
        if not wording:
            # It was worded by somebody's words, and these are kept no longer than the organisation's summary needs them.
            continue
        yield replace(
            line,
            kind="point",
            wording=wording,
            people=OVER_SEVERAL_ROUNDS if release.summary.over_time else point.band,
            weighed=point.weighed or "",
            some_differ=point.some_differ,
            added_after_check=point.added,
            in_several_meetings=point.in_several_meetings,
        )
    for point in question.team_statements:
        if wording := _wording_of(uow, release, point):
            yield replace(line, kind="meeting", wording=wording, weighed=point.weighed or "")
    if question.shown and question.nothing:
        yield replace(line, kind="nothing", people=question.nothing)


def _wording_of(uow: UnitOfWork, release: Release, point: Point) -> str:
    """Return the words of a point; a point that words it by a quote has them as published text."""
    if not point.quote:
        return point.label
    text = uow.texts.read([ref_names.published_ref(release.id, point.key)])[0]
    return text.reveal() if text else point.label
