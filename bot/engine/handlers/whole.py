"""The whole organisation's release, once a cycle, over the rounds that ended since the last one (release.md, rules 2 and 9)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from bot.domain import questions
from bot.domain.model import Answer, AnswerState, QuestionSet, Release, Round, RoundState, Urgency
from bot.domain.outcomes.sharing import WholePosted
from bot.domain.releases import Candidate, Contribution, GroupPool, Released, decide, effective_k, whole
from bot.engine import timetable
from bot.engine.handlers import asking, publishing
from bot.engine.handlers.publishing import About, Analysed, Pool
from bot.engine.handlers.wording import names_to_hide
from bot.engine.work import Work


@dataclass(frozen=True, slots=True)
class _Cycle:
    """What a cycle could release: the candidate, the questions it covers, the answers behind it."""

    candidate: Candidate
    questions: QuestionSet
    answers: dict[str, Answer]
    k: int


def due(work: Work) -> bool:
    end = timetable.cycle_end_of(work.organisation())
    return end is not None and end <= work.now


def collect(work: Work) -> Pool | None:
    """The words of the whole; None when no release is due."""
    if not due(work):
        return None
    cycle = _cycle(work)
    return publishing.pool(work, cycle.candidate.contributions, cycle.questions, names_to_hide(work), small=False)


def publish(work: Work, pool: Pool, analysed: Analysed) -> bool:
    """Release the whole if the gate lets it, and begin the next cycle. False when the answers changed since they were read."""
    if not due(work):
        return True
    cycle = _cycle(work)
    if publishing.signature(cycle.candidate.contributions) != pool.signature:
        return False
    organisation = work.organisation()
    candidate = replace(cycle.candidate, themes=publishing.theme_sets(analysed, cycle.questions.keys))
    decision = decide(candidate, publishing.ledger_near(work, candidate.contributions), cycle.k)
    latest = organisation.last_whole
    if isinstance(decision, Released):
        about = About(organisation.name, cycle.questions, candidate.roster)
        release = replace(publishing.record(work, candidate, decision, analysed, about, cycle.answers), final=True)
        work.uow.releases.save(release)
        latest = release.id
        _post(work, release, cycle.k)
    work.uow.organisations.save(
        replace(organisation, cycle_from=timetable.cycle_end_of(organisation), last_whole=latest)
    )
    return True


def _cycle(work: Work) -> _Cycle:
    organisation = work.organisation()
    k = effective_k(organisation.k)
    by_round = _fresh(work)
    ended = work.uow.rounds.where(id=tuple(by_round), state=(RoundState.FINAL, RoundState.HELD))
    asked = _questions(work, ended)
    answers = {row.id: row for round_ in ended for row in by_round[round_.id]}
    pools = _pools(work, ended, by_round)
    contributions = frozenset(each for pool in pools for each in pool.contributions)
    candidate = whole(
        pools,
        publishing.ledger_near(work, contributions),
        k,
        release_id=work.token(),
        round=f"cycle:{organisation.cycle_from.date().isoformat() if organisation.cycle_from else ''}",
        roster=_roster(ended),
        asked=asked.keys,
    )
    return _Cycle(candidate, asked, answers, k)


def _fresh(work: Work) -> dict[str, list[Answer]]:
    """The answers that no release of the whole has drawn on, by the round that they count in.

    A late answer counts in the round whose release took it in; before that it waits, and is not among them.
    """
    rows = asking.as_asked(work, work.uow.answers.where(state=AnswerState.GIVEN, pooled=""))
    releases = {row.id: row.round for row in work.uow.releases.where(id=tuple({row.released for row in rows} - {""}))}
    found: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        if row.released or not row.late:
            found[releases.get(row.released, row.round)].append(row)
    return found


def _roster(rounds: list[Round]) -> int:
    """How many people the rounds asked: for a team asked several times, its largest roster."""
    largest: dict[tuple[str, ...], int] = {}
    for row in rounds:
        teams = tuple(sorted(row.teams))
        largest[teams] = max(row.roster, largest.get(teams, 0))
    return sum(largest.values())


def _pools(work: Work, rounds: list[Round], by_round: dict[str, list[Answer]]) -> list[GroupPool]:
    members = {row.member for round_ in rounds for row in by_round[round_.id]}
    names = {member: work.uow.pseudonym(member) for member in members}
    return [
        GroupPool(
            "+".join(sorted(round_.teams)),
            round_.roster,
            frozenset(Contribution(row.id, names[row.member], row.question) for row in by_round[round_.id]),
        )
        for round_ in rounds
    ]


def _questions(work: Work, rounds: list[Round]) -> QuestionSet:
    """Every version of a question that these rounds asked, each once, oldest set first."""
    sets = work.uow.question_sets.where(id=tuple({row.questions for row in rounds}))
    return questions.merged(sorted(sets, key=lambda row: row.version))


def _post(work: Work, release: Release, k: int) -> None:
    leads = {row.member for row in work.uow.memberships.where(lead=True)}
    admins = {row.id for row in work.uow.members.where(admin=True)}
    outcome = WholePosted(name=release.name, summary=release.summary, k=k)
    for member in sorted(leads | admins):
        work.tell(member, outcome, Urgency.DIGEST, key=f"whole:{release.id}:{member}")
