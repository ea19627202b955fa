"""Points of the organisation's draft that teams also said together, in their meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.model.sharing import Point, Summary
from bot.domain.model.weighing import WeighedLabel
from bot.domain.releases.bands import SEVERAL_TEAMS_FROM
from bot.domain.weighing.contraries import denies_alike
from bot.domain.weighing.word_likeness import says_one_of

NOT_SHARED = (WeighedLabel.NOT_WIDELY_SHARED, WeighedLabel.PEOPLE_DIFFER)


def mark_said_together(draft: Summary, finals: Iterable[tuple[str, Summary]]) -> Summary:
    """Return the organisation's draft with a mark on each point that several teams' meetings have said.

    `finals` are the finals of the groups, each with its group. A mark tells of three teams at least, and so of none of them. A
    statement that its own team did not share when it was weighed, or that says the contrary, marks nothing.
    """
    said: dict[str, list[tuple[str, str]]] = {}
    for group, final in finals:
        for question in final.questions:
            kept = [point for point in question.team_statements if point.weighed not in NOT_SHARED]
            said.setdefault(question.key, []).extend((group, point.label) for point in kept)

    def marked(point: Point, key: str) -> Point:
        groups = {
            group
            for group, statement in said.get(key, ())
            if says_one_of(statement, [point.label]) and denies_alike(statement, point.label)
        }
        return replace(point, in_several_meetings=len(groups) >= SEVERAL_TEAMS_FROM)

    questions = tuple(
        replace(question, points=tuple(marked(point, question.key) for point in question.points))
        for question in draft.questions
    )
    return replace(draft, questions=questions)
