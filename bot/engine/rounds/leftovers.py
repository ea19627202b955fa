"""Answers that found no point in their group: kept for the organisation's draft, and gone with its final (release rule 9).

Until the group's final it is its author's own: under their key, gone with their answer. At the final each clause becomes a code
under the cycle's secret and its author a pseudonym of the cycle. The vector goes, and nobody's withdrawal reaches what is left. All
of it and the secret stand under one key, which is destroyed at the organisation's final.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from bot.domain.model import Answer, AnswerState, Release
from bot.domain.releases import FinalPoint, Leftover, find_leftover_points, planes_of, sign_code
from bot.domain.releases.leftovers import LEFT_OVER
from bot.domain.rounds import OF_A_CYCLE
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.rounds import round_facts
from bot.engine.rounds.draft_release import Analysed
from bot.ports import Found, LeftoverClause
from bot.themes.fit_words import tells_of_a_team

LAST = 9
"""Rank of these points: after all that a group's check has said something about."""


def cycle_name(work: WorkContext) -> str:
    """Return the name of the cycle that runs now: under it the organisation's round is known, and its secrets stand."""
    begun = work.organisation().cycle_from
    return f"{OF_A_CYCLE}{begun.isoformat() if begun else ''}"


def keep_until_final(work: WorkContext, release: Release, analysed: Analysed, answers: Mapping[str, Answer]) -> None:
    """Keep the clauses of answers in no point of a draft, each answer's under its author's key."""
    for question in release.summary.questions:
        found = analysed.found.get(question.key, Found()) if question.shown else Found()
        clauses: dict[str, list[LeftoverClause]] = {}
        for each in found.leftovers:
            clauses.setdefault(each.ref, []).append(each)
        for ref, mine in clauses.items():
            if answer := answers.get(ref):
                work.keep(ref_names.leftover_ref(answer.id), answer.member, _as_text(mine, _asked_with(found, ref)))


def _asked_with(found: Found, ref: str) -> list[str]:
    """Return the wordings of the candidates that an answer stands in: if the check makes one a point, it has found one."""
    return [point.label for point in found.candidates if ref in point.refs]


def _as_text(clauses: Iterable[LeftoverClause], asked: list[str]) -> str:
    rows = [[each.heading, each.against, b64encode(each.vector).decode()] for each in clauses]
    return json.dumps({"asked": asked, "clauses": rows})


def reduce_at_final(work: WorkContext, final: Release) -> None:
    """Reduce what is left of these clauses to codes of the cycle; without cycles they are destroyed."""
    rows = round_facts.as_asked(work, work.uow.answers.where(released=final.id, state=AnswerState.GIVEN))
    names = [ref_names.leftover_ref(row.id) for row in rows]
    texts = work.uow.texts.read(names) if names else []
    kept = [(row, json.loads(text.reveal())) for row, text in zip(rows, texts, strict=True) if text]
    points = {point.label for question in final.summary.questions for point in question.points}
    left = [(row, said["clauses"]) for row, said in kept if points.isdisjoint(said["asked"])]
    for row, _ in left:
        if given := work.uow.answers.get(row.id):
            work.uow.answers.save(replace(given, unplaced=True))
    if left and work.organisation().cycle_from:
        cycle = cycle_name(work)
        coded = list(_coded(work, _secret_of(work, cycle), left))
        work.keep(ref_names.codes_ref(final.id), cycle, json.dumps(sorted(coded)))
    work.uow.texts.remove(names)


def _secret_of(work: WorkContext, cycle: str) -> str:
    """Return the secret of a cycle, drawn when it is first needed."""
    name = ref_names.cycle_secret_ref(cycle)
    if not (secret := work.read(name)):
        secret = work.services.tokens() + work.services.tokens()
        work.keep(name, cycle, secret)
    return secret


def _coded(
    work: WorkContext, secret: str, left: Iterable[tuple[Answer, list[tuple[int, bool, str]]]]
) -> Iterator[list[object]]:
    planes: tuple[tuple[int, ...], ...] = ()
    for row, clauses in left:
        who = work.uow.fingerprint("leftover", secret, row.member)
        for heading, against, packed in clauses:
            vector = b64decode(packed)
            planes = planes if planes and len(planes[0]) == len(vector) else planes_of(secret, len(vector))
            yield [row.question, row.team, who, heading, against, sign_code(vector, planes)]


def points_of_leftovers(
    work: WorkContext, releases: Iterable[tuple[Release, str]], drawn_on: Container[tuple[str, str]]
) -> list[FinalPoint]:
    """Return the points that leftovers of these finals make, each final with the group that it counts as, once for each group.

    `drawn_on` are the groups, each with a question, that the whole draws on.
    """
    rows: list[Leftover] = []
    for release, group in releases:
        stored = work.read(ref_names.codes_ref(release.id))
        made = [Leftover(each[0], group, *each[1:]) for each in json.loads(stored or "[]")]
        rows += [each for each in made if (group, each.question) in drawn_on]
    names = [team.name for team in work.uow.teams.where()] if rows else []
    directions = (
        {one.key: one.direction for row in work.uow.question_sets.where() for one in row.questions} if rows else {}
    )
    found: list[FinalPoint] = []
    for point in find_leftover_points(rows):
        asked = directions.get(point.question, "")
        wording = work.services.finder.heading_wording(point.heading, asked, point.against) if asked else ""
        if wording and not tells_of_a_team(wording, names):
            key = f"{LEFT_OVER}{point.question}:{point.heading}:{point.against}"
            found += [
                FinalPoint(f"{key}:{group}", group, point.question, wording, against=point.against, rank=LAST)
                for group in sorted(point.groups)
            ]
    return found


def forget_cycle(work: WorkContext, cycle: str) -> None:
    """Destroy the secret of a cycle and all that was kept under it."""
    work.uow.texts.forget(cycle)
