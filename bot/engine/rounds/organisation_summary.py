"""The organisation's release, once a cycle, over the rounds that became final since the last one (release rules 2 and 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.domain.model import Answer, AnswerState, Question, Release, Round, RoundState, Urgency
from bot.domain.outcomes.sharing import WholePosted
from bot.domain.questions import keys_of, merge_questions
from bot.domain.releases import Candidate, GroupPool, Released, decide_release, effective_k, pool_organisation
from bot.engine.context import WorkContext
from bot.engine.known_names import names_to_hide
from bot.engine.rounds import contributions, deadlines, draft_release, round_facts
from bot.engine.rounds.draft_release import Analysed, Pool


@dataclass(frozen=True, slots=True)
class _Cycle:
    """Material of a cycle's release: the candidate, the questions it covers, the answers behind it, and k."""

    candidate: Candidate
    questions: Sequence[Question]
    answers: dict[str, Answer]
    k: int


def organisation_summary_due(work: WorkContext) -> bool:
    end = deadlines.cycle_end_of(work.organisation())
    return end is not None and end <= work.now


def collect_organisation(work: WorkContext) -> Pool | None:
    """The words of the whole; None when no release is due."""
    if not organisation_summary_due(work):
        return None
    cycle = _collect_cycle(work)
    return draft_release.pool_words(
        work, cycle.candidate.contributions, cycle.answers, cycle.questions, names_to_hide(work), small=False
    )


def publish_organisation(work: WorkContext, pool: Pool, analysed: Analysed) -> bool:
    """Release the whole if the gate lets it, and begin the next cycle. False when the answers changed since they were read."""
    if not organisation_summary_due(work):
        return True
    cycle = _collect_cycle(work)
    if draft_release.signature_of(cycle.candidate.contributions) != pool.signature:
        return False
    organisation = work.organisation()
    candidate = draft_release.with_findings(work, cycle.candidate, analysed, keys_of(cycle.questions), cycle.answers)
    decision = decide_release(candidate, draft_release.ledger_near(work, candidate.contributions), cycle.k)
    latest = organisation.last_whole
    if isinstance(decision, Released):
        release = draft_release.record_release(
            work, candidate, decision, analysed, organisation.name, cycle.questions, cycle.answers
        )
        release = replace(release, final=True)
        work.uow.releases.save(release)
        latest = release.id
        _post_organisation_summary(work, release, cycle.k)
    work.uow.organisations.save(
        replace(organisation, cycle_from=deadlines.cycle_end_of(organisation), last_whole=latest)
    )
    return True


def _collect_cycle(work: WorkContext) -> _Cycle:
    """Return what the released rounds brought. Nothing of it depends on a withheld group, not even which questions are listed."""
    organisation = work.organisation()
    k = effective_k(organisation.k)
    fresh = _fresh_answers(work)
    final = work.uow.rounds.where(id=tuple(fresh), state=RoundState.FINAL)
    rows = [row for round_ in final for row in fresh[round_.id]]
    earlier = contributions.rounds_of(work, rows)
    asked = _questions_of_cycle(work, final, list(earlier.values()), {row.question for row in rows})
    promised = {row.id: row.k for row in earlier.values()}
    pools: list[GroupPool] = []
    answers: dict[str, Answer] = {}
    for round_ in final:
        known = contributions.contributions_of(work, fresh[round_.id], promised)
        pools.append(GroupPool("+".join(sorted(round_.teams)), round_.roster, known.contributions))
        answers.update(known.answers)
    drawn = frozenset(each for pool in pools for each in pool.contributions)
    candidate = pool_organisation(
        pools,
        draft_release.ledger_near(work, drawn),
        k,
        release_id=work.token(),
        cycle=f"cycle:{organisation.cycle_from.date().isoformat() if organisation.cycle_from else ''}",
        asked=keys_of(asked),
    )
    return _Cycle(candidate, asked, answers, k)


def _fresh_answers(work: WorkContext) -> dict[str, list[Answer]]:
    """The answers that a group's release drew on and none of the organisation, by the round whose release that was."""
    given = round_facts.as_asked(work, work.uow.answers.where(state=AnswerState.GIVEN, pooled=""))
    rows = [row for row in given if row.released]
    releases = {row.id: row.round for row in work.uow.releases.where(id=tuple({row.released for row in rows}))}
    found: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        if row.released in releases:
            found[releases[row.released]].append(row)
    return found


def _questions_of_cycle(
    work: WorkContext, final: list[Round], earlier: list[Round], answered: Collection[str]
) -> tuple[Question, ...]:
    """Every version of a question that the released rounds asked or drew answers to, each once, oldest set first."""
    ids = {row.questions for row in final}
    sets = work.uow.question_sets.where(id=tuple(ids | {row.questions for row in earlier}))
    keys = {key for row in sets if row.id in ids for key in keys_of(row.questions)}
    oldest_first = sorted(sets, key=lambda row: row.version)
    return merge_questions((row.questions for row in oldest_first), only=keys | set(answered))


def _post_organisation_summary(work: WorkContext, release: Release, k: int) -> None:
    leads = {row.member for row in work.uow.memberships.where(lead=True)}
    admins = {row.id for row in work.uow.members.where(admin=True)}
    outcome = WholePosted(name=release.name, summary=release.summary, k=k)
    for member in sorted(leads | admins):
        work.tell(member, outcome, Urgency.DIGEST, key=f"whole:{release.id}:{member}")
