"""The whole organisation's release, once a cycle, over the rounds that ended since the last one (release.md, rules 2 and 9)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from bot.domain.model import Answer, AnswerState, QuestionSet, Release, Round, RoundState, Urgency
from bot.domain.outcomes.sharing import WholePosted
from bot.domain.releases import Candidate, Contribution, GroupPool, Released, decide, effective_k, whole
from bot.engine import timetable
from bot.engine.handlers import publishing
from bot.engine.handlers.closing import theme_sets
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
    candidate = replace(cycle.candidate, themes=theme_sets(analysed))
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
    ended = work.uow.rounds.where(state=(RoundState.FINAL, RoundState.HELD))
    waiting = work.uow.answers.where(
        round=tuple(row.id for row in ended), state=AnswerState.GIVEN, pooled="", late=False
    )
    rounds = {row.round for row in waiting}
    chosen = [row for row in ended if row.id in rounds]
    questions = _questions(work, chosen)
    pools, answers = _pools(work, chosen, waiting)
    contributions = frozenset(each for pool in pools for each in pool.contributions)
    candidate = whole(
        pools,
        publishing.ledger_near(work, contributions),
        k,
        release_id=work.token(),
        round=f"cycle:{organisation.cycle_from.date().isoformat() if organisation.cycle_from else ''}",
        roster=_roster(chosen),
        asked=questions.keys,
    )
    return _Cycle(candidate, questions, answers, k)


def _roster(rounds: list[Round]) -> int:
    """How many people the rounds asked: for a team asked several times, its largest roster."""
    largest: dict[tuple[str, ...], int] = {}
    for row in rounds:
        teams = tuple(sorted(row.teams))
        largest[teams] = max(row.roster, largest.get(teams, 0))
    return sum(largest.values())


def _pools(work: Work, rounds: list[Round], answers: list[Answer]) -> tuple[list[GroupPool], dict[str, Answer]]:
    names = {member: work.uow.pseudonym(member) for member in {row.member for row in answers}}
    by_round: dict[str, set[Contribution]] = defaultdict(set)
    for row in answers:
        by_round[row.round].add(Contribution(ref=row.id, member=names[row.member], question=row.question))
    pools = [GroupPool("+".join(sorted(row.teams)), row.roster, frozenset(by_round[row.id])) for row in rounds]
    return pools, {row.id: row for row in answers}


def _questions(work: Work, rounds: list[Round]) -> QuestionSet:
    """Every version of a question that these rounds asked, each once, oldest set first."""
    sets = work.uow.question_sets.where(id=tuple({row.questions for row in rounds}))
    asked: dict[str, tuple[str, str]] = {}
    for one in sorted(sets, key=lambda row: row.version):
        for key, text, direction in zip(one.keys, one.texts, one.directions, strict=True):
            asked.setdefault(key, (text, direction))
    texts = tuple(text for text, _ in asked.values())
    directions = tuple(direction for _, direction in asked.values())
    return QuestionSet(id="", version=0, texts=texts, directions=directions, keys=tuple(asked))


def _post(work: Work, release: Release, k: int) -> None:
    leads = {row.member for row in work.uow.memberships.where(lead=True)}
    admins = {row.id for row in work.uow.members.where(admin=True)}
    outcome = WholePosted(name=release.name, summary=release.summary, k=k)
    for member in sorted(leads | admins):
        work.tell(member, outcome, Urgency.DIGEST, key=f"whole:{release.id}:{member}")
