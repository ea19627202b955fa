"""Versions of a question: which words are the same question, so that answers to them are one pool and points last over rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.errors import Refusal
from bot.domain.follow_ups import ASKED_BACK
from bot.domain.model import Question, Team
from bot.domain.outcomes.commands import QuestionsLeft
from bot.domain.questions import is_correction, keys_of
from bot.engine.context import EventContext


def mends_slips(context: EventContext, before: Question, text: str) -> bool:
    """Return whether words mend slips of a question: both of it as it is, and as it was when it was first asked.

    Otherwise many small corrections would lead from one question to its opposite, under one key.
    """
    sets = sorted(context.uow.question_sets.where(), key=lambda row: row.version)
    first = next((one.text for row in sets for one in row.questions if one.key == before.key), before.text)
    return is_correction(before.text, text) and is_correction(first, text)


def refuse_another(context: EventContext, before: Question, text: str, number: int, count: int) -> None:
    """Refuse words that mend no slip."""
    if not mends_slips(context, before, text):
        raise Refusal(QuestionsLeft(why="another", question_count=count, number=number))


def key_before(context: EventContext, team: Team | None, asked: Question, beside: Iterable[Question]) -> str:
    """The key under which these very words were asked before, by anybody who reads the answers alike; empty where they were not."""
    taken = keys_of(beside)
    sets = sorted(context.uow.question_sets.where(), key=lambda row: row.version, reverse=True)
    known = [
        one for row in sets for one in row.questions if one.text.split() == asked.text.split() and one.key not in taken
    ]
    alike = sorted(known, key=lambda one: one.direction != asked.direction)
    return next((one.key for one in alike if not is_read_otherwise(context, team, replace(asked, key=one.key))), "")


def is_read_otherwise(context: EventContext, team: Team | None, asked: Question) -> bool:
    """Return whether others than this team, or than the organisation, ask the question of this key in another direction.

    It is another question then: the organisation's summary would take what some would keep for what others would stop.
    """
    whose = team.id if team else ""
    return any(
        one.key == asked.key and one.direction != asked.direction
        for row in context.uow.question_sets.where()
        if row.team != whose and row.what != ASKED_BACK
        for one in row.questions
    )
