"""The organisation's draft, once a cycle, of the finals that its groups reached since the last one (release rules 2 and 9).

It is made of what is published alone: what a withheld group answered is in no final, and what people take back after their
group's final is in it all the same. From here on the draft goes the way of a round's: it is weighed by everybody, admins decide
what was challenged, and its final goes where the draft went. The next cycle waits for none of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.model import Question, Release, Round, RoundState, Summary
from bot.domain.questions import keys_of, merge_questions
from bot.domain.releases import (
    ORGANISATION,
    Candidate,
    CandidatePoint,
    Label,
    OrganisationPoint,
    Released,
    choose_points,
    decide_release,
    effective_k,
    merge_final_points,
    pool_organisation,
    summarise_release,
)
from bot.domain.releases.leftovers import LEFT_OVER
from bot.domain.rounds import with_next_at
from bot.domain.weighing import drafted_items, items_limit, mark_said_together
from bot.engine.context import WorkContext
from bot.engine.people import rosters
from bot.engine.rounds import (
    deadlines,
    group_finals,
    ledger_lines,
    leftovers,
    organisation_posts,
    over_time,
    weighing_items,
)
from bot.engine.rounds.group_finals import GroupFinals

CHECK_DAYS, DECIDE_DAYS = 5, 2
"""Working days for which the organisation's draft can be weighed, and challenges to it be decided."""


def organisation_summary_due(work: WorkContext) -> bool:
    due = deadlines.organisation_draft_at(work.organisation())
    return due is not None and due <= work.now


def draft_organisation(work: WorkContext) -> None:
    """Post the organisation's draft if there is one to be made and the gate lets it, and begin the next cycle.

    Where all people are one team, or were asked as one, there is none: it would be their own final again.
    """
    if not organisation_summary_due(work):
        return
    finals = group_finals.collect_finals(work)
    if group_finals.is_nothing_to_gather(work, finals):
        group_finals.set_aside(work, finals.releases)
        leftovers.forget_cycle(work, leftovers.cycle_name(work))
    elif not _draft_finals(work, finals):
        leftovers.forget_cycle(work, leftovers.cycle_name(work))
    group_finals.set_aside(work, finals.of_one_team())
    organisation = work.organisation()
    work.uow.organisations.save(replace(organisation, cycle_from=deadlines.cycle_end_of(organisation)))


def _draft_finals(work: WorkContext, finals: GroupFinals) -> bool:
    """Return whether there is a draft now."""
    k = effective_k(work.organisation().k)
    questions = _questions_of(work, finals)
    drawn = frozenset(each for pool in finals.pools for each in pool.contributions)
    ledger = ledger_lines.ledger_near(work, drawn)
    candidate = pool_organisation(
        finals.pools,
        ledger,
        k,
        release_id=work.token(),
        cycle=leftovers.cycle_name(work),
        asked=keys_of(questions),
        blocks=over_time.blocks_beside(work, finals.releases),
    )
    drawn_on = finals.drawn_on(candidate.contributions)
    groups = [(release, pool.aggregate) for release, pool in zip(finals.releases, finals.pools, strict=True)]
    alone = group_finals.keys_of_one_group(work)
    left = [each for each in leftovers.points_of_leftovers(work, groups, drawn_on) if each.question not in alone]
    said = [each for each in finals.points if (each.group, each.question) in drawn_on]
    merged = merge_final_points([*said, *left], candidate.release_id)
    limit = items_limit(work.organisation().weigh_items)
    points = choose_points(merged, finals.released_groups(), candidate.release_id, limit)
    candidate = replace(candidate, points=_points_of(candidate, points, finals))
    decision = decide_release(candidate, ledger, k)
    if not isinstance(decision, Released) or not any(question.points for question in decision.questions):
        return False
    release = _record_draft(work, candidate, decision, points, questions, finals)
    round_ = _begin_check(work, release, candidate.round, k)
    release = weighing_items.add_earlier_items(work, round_, replace(release, round=round_.id))
    organisation_posts.post_draft(work, round_, release)
    weighing_items.ask_to_weigh(work, round_, release)
    return True


def _questions_of(work: WorkContext, finals: GroupFinals) -> tuple[Question, ...]:
    """Return every version of a question that some final is about, each once, oldest set first."""
    asked = {question.key for release in finals.releases for question in release.summary.questions}
    keys = asked - group_finals.keys_of_one_group(work)
    sets = sorted(work.uow.question_sets.where(), key=lambda row: row.version) if keys else []
    return merge_questions((row.questions for row in sets), only=keys)


def _points_of(
    candidate: Candidate, points: Sequence[OrganisationPoint], finals: GroupFinals
) -> tuple[CandidatePoint, ...]:
    """Return each point as the sets of all groups that have it: which of their people made it, no ledger says."""
    sets: dict[tuple[str, str], set[str]] = {}
    for pool in finals.pools:
        for each in pool.contributions & candidate.contributions:
            sets.setdefault((each.question, pool.aggregate), set()).add(each.ref)
    found = ((point, [sets.get((point.question, group), set()) for group in point.groups]) for point in points)
    return tuple(
        CandidatePoint(point.key, point.question, frozenset().union(*refs), point.worded.matter, point.worded.against)
        for point, refs in found
        if any(refs)
    )


def _record_draft(
    work: WorkContext,
    candidate: Candidate,
    decision: Released,
    points: Sequence[OrganisationPoint],
    questions: Sequence[Question],
    finals: GroupFinals,
) -> Release:
    """Store the draft with its items and its ledger lines, and note which finals it is made of."""
    labels = {(each.question, each.key): Label(each.worded.wording, own_words=each.worded.own_words) for each in points}
    asked = [(question.key, question.text) for question in questions]
    drafted = summarise_release(decision, asked, labels)
    said = [(pool.aggregate, final.summary) for final, pool in zip(finals.releases, finals.pools, strict=True)]
    summary = mark_said_together(drafted, said)
    release = Release(
        id=decision.release_id,
        aggregate=ORGANISATION,
        round=candidate.round,
        name=work.organisation().name,
        summary=summary,
        items=drafted_items(summary, decision, candidate, ()),
        groups=len(finals.groups),
        made_of=tuple(_made_of(decision, summary, points)),
    )
    work.uow.releases.save(release)
    ledger_lines.keep_entry(work, decision.entry)
    group_finals.mark_pooled(work, finals.releases, release.id)
    return release


def _made_of(decision: Released, summary: Summary, points: Sequence[OrganisationPoint]) -> Iterator[tuple[str, str]]:
    """Yield each point of a draft, by its key in it, with the key of each final point that it is made of.

    Of what answers without a point make together it is kept that they do, and not in which groups.
    """
    found = {(each.question, each.key): each for each in points}
    told = {question.key: question for question in summary.questions}
    for question in decision.questions:
        for shown, point in zip(question.points, told[question.question].points, strict=True):
            keys = (each.key for each in found[question.question, shown.key].made_of)
            parts = (LEFT_OVER if key.startswith(LEFT_OVER) else key for key in keys)
            yield from ((point.key, part) for part in dict.fromkeys(parts))


def _begin_check(work: WorkContext, release: Release, cycle: str, k: int) -> Round:
    """Store the round in which everybody checks the draft: its roster, channels and deciders are those of now."""
    organisation = work.organisation()
    teams = {row.channel: row.id for row in work.uow.teams.where(archived=False) if row.channel}
    people = rosters.real_people(work, tuple(row.id for row in work.uow.teams.where(archived=False)))
    windows = replace(deadlines.windows_of(organisation), check_days=CHECK_DAYS, decide_days=DECIDE_DAYS)
    round_ = Round(
        id=work.token(),
        occasion=cycle,
        team="",
        teams=(),
        state=RoundState.DRAFT,
        questions=organisation.questions,
        zone=organisation.zone,
        k=k,
        roster=len(people),
        members=tuple(sorted(member.id for member, _ in people)),
        posted_for=tuple(teams.values()),
        channels=tuple(teams),
        deciders=tuple(sorted(row.id for row in work.uow.members.where(admin=True))),
        windows=windows,
        opened_at=work.now,
        release=release.id,
    )
    begun = with_next_at(replace(round_, check_until=deadlines.check_end_of(round_, work.now)))
    work.uow.rounds.save(begun)
    work.uow.releases.save(replace(release, round=begun.id))
    return begun
