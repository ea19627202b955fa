"""Facts about a round that messages need: its questions, teams and names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from bot.domain.model import Answer, Question, Release, Round
from bot.domain.outcomes.answering import Asking
from bot.domain.questions import keys_of, texts_of
from bot.domain.rounds import (
    ENDED,
    accepts_answers,
    filed_under,
    is_of_organisation,
    of_same_teams,
    order_of_ending,
)
from bot.engine.context import WorkContext

A = TypeVar("A", bound=Asking)


def closing_time(round_: Round) -> datetime:
    return round_.closes_at or datetime.max.replace(tzinfo=UTC)


def release_of(work: WorkContext, round_: Round) -> Release | None:
    """Return what a round released: its draft, and from the final on its final; None before, and of a round that was withheld."""
    return work.uow.releases.get(round_.release) if round_.release else None


def release_with(work: WorkContext, answer: Answer) -> Release | None:
    """Return the release that drew on an answer, if one did."""
    return work.uow.releases.get(answer.released) if answer.released else None


def questions_of(work: WorkContext, round_: Round | None) -> tuple[Question, ...]:
    """Return what a round asks; nothing where there is no round, or where its questions cannot be read."""
    found = work.uow.question_sets.get(round_.questions) if round_ else None
    return found.questions if found else ()


def count_questions(work: WorkContext) -> int:
    """Return how many questions the organisation asks now."""
    found = work.uow.question_sets.get(work.organisation().questions)
    return len(found.questions) if found else 0


def questions_asked(work: WorkContext, kind: type[A], round_: Round, team: str) -> A:
    """The questions of a round for a member of `team`, as an outcome of the given kind."""
    names = team_names(work, round_)
    return kind(
        round=round_.id,
        team=names.get(team, ""),
        questions=texts_of(questions_of(work, round_)),
        closes_at=closing_time(round_),
        zone=round_.zone,
        k=round_.k,
        merged=tuple(name for id, name in names.items() if id != team),
        late=not accepts_answers(round_),
        language_model=round_.language_model,
    )


def as_asked(work: WorkContext, rows: list[Answer]) -> list[Answer]:
    """Return answers under the keys that their questions have in the sets that asked them.

    An earlier version kept the answers to two equal questions of one set under one key.
    """
    asked = {row.id: row.questions for row in work.uow.rounds.where(id=tuple({row.round for row in rows}))}
    keys = {row.id: keys_of(row.questions) for row in work.uow.question_sets.where(id=tuple(set(asked.values())))}
    return [replace(row, question=_key_of(row, keys.get(asked.get(row.round, ""), ()))) for row in rows]


def _key_of(row: Answer, keys: tuple[str, ...]) -> str:
    return keys[row.number - 1] if 1 <= row.number <= len(keys) else row.question


def other_ended_rounds(work: WorkContext, round_: Round) -> list[Round]:
    """Return the other rounds of exactly these teams that asked somebody and have ended, the earliest first."""
    rows = of_same_teams(work.uow.rounds.where(team=filed_under(round_), state=ENDED), round_)
    return sorted((row for row in rows if row.id != round_.id and row.opened_at), key=order_of_ending)


def team_names(work: WorkContext, round_: Round) -> dict[str, str]:
    """Team id to name, in the order of the round's teams."""
    rows = {row.id: row.name for row in work.uow.teams.where(id=round_.teams)}
    return {id: rows[id] for id in round_.teams if id in rows}


def others_are_asked(work: WorkContext, teams: Collection[str]) -> bool:
    """Return whether somebody is in another team than these; else there is nothing to put together for the organisation."""
    return not set(teams_with_people(work)) <= set(teams)


def teams_with_people(work: WorkContext) -> list[str]:
    """Return the teams that there are now and that somebody is in."""
    active = [row.id for row in work.uow.teams.where(archived=False)]
    return [id for id in active if work.uow.memberships.count(team=id)]


def group_name(work: WorkContext, round_: Round) -> str:
    """Return how the group is called: its one team, its teams joined, or the organisation."""
    if is_of_organisation(round_):
        return work.organisation().name
    names = list(team_names(work, round_).values())
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
