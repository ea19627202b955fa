"""Finals of groups that the organisation's next draft is made of: those that are in none so far (release rule 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.model import LedgerLine, Release, Round, RoundState
from bot.domain.releases import ORGANISATION, Contribution, FinalPoint, GroupPool, join_groups
from bot.domain.releases.decided_final import decided_wordings
from bot.domain.releases.groups import aggregate_of
from bot.domain.weighing import place_of_label
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.rounds import round_facts

DAYS_OF_A_CYCLE = 31
"""Days of a month of the cycle, the longest."""
IN_NO_SUMMARY = "set aside"
"""Value of `Release.pooled` of a final that is in no release of the organisation, and will be in none. It is stored."""


@dataclass(frozen=True, slots=True)
class GroupFinals:
    """Finals of groups, the set that each was made of, under the group that it counts as, and the points of all of them."""

    releases: tuple[Release, ...]
    pools: tuple[GroupPool, ...]
    points: tuple[FinalPoint, ...]

    @property
    def groups(self) -> frozenset[str]:
        return frozenset(pool.aggregate for pool in self.pools)

    def of_one_team(self) -> tuple[Release, ...]:
        """Return the finals of which nothing is gathered, since nobody else was asked any of their questions."""
        return tuple(final for final, pool in zip(self.releases, self.pools, strict=True) if not pool.contributions)

    def drawn_on(self, chosen: frozenset[Contribution]) -> frozenset[tuple[str, str]]:
        """Return the groups, each with a question, that some of these contributions are from."""
        return frozenset((pool.aggregate, each.question) for pool in self.pools for each in pool.contributions & chosen)

    def released_groups(self) -> dict[str, int]:
        """Return how many groups released something about each question, by the question's key."""
        found: dict[str, set[str]] = defaultdict(set)
        for release, pool in zip(self.releases, self.pools, strict=True):
            for question in release.summary.questions:
                if question.shown and question.key:
                    found[question.key].add(pool.aggregate)
        return {key: len(groups) for key, groups in found.items()}


def collect_finals(work: WorkContext) -> GroupFinals:
    """Return the finals of finished rounds that are in no draft of the organisation. Withheld rounds have none."""
    waiting = [row for row in work.uow.releases.where(final=True, pooled="") if row.aggregate != ORGANISATION]
    rounds = {row.id: row for row in work.uow.rounds.where(id=tuple({row.round for row in waiting}))} if waiting else {}
    finished = [row for row in waiting if row.round in rounds and rounds[row.round].state is RoundState.FINAL]
    fresh = [(row, lines) for row in finished if (lines := _fresh_lines(work, row))]
    groups = join_groups(row.aggregate for row, _ in fresh)
    alone = keys_of_one_group(work) if fresh else frozenset()
    points = (point for row, _ in fresh for point in final_points(work, row, groups[row.aggregate]))
    return GroupFinals(
        tuple(row for row, _ in fresh),
        tuple(
            _pool_of(groups[row.aggregate], rounds[row.round], [line for line in lines if line.question not in alone])
            for row, lines in fresh
        ),
        tuple(point for point in points if point.question not in alone),
    )


def keys_of_one_group(work: WorkContext) -> frozenset[str]:
    """Return the keys of questions that one group alone was asked lately, and never the organisation's: no draft of it has them.

    There they would be that group's own final again, and everybody who knows whom the question was asked would read it as theirs.
    Who was asked does not depend on whether anybody answered.
    """
    sets = {row.id: row for row in work.uow.question_sets.where()}
    everybodys = {question.key for row in sets.values() if not row.team for question in row.questions}
    own = {question.key for row in sets.values() for question in row.questions} - everybodys
    if not own:
        return frozenset()
    since = work.now - timedelta(days=DAYS_OF_A_CYCLE * (work.organisation().cycle_months + 1))
    asked = [
        (aggregate_of(row.teams), sets[row.questions])
        for row in work.uow.rounds.where()
        if row.teams and row.opened_at and row.opened_at >= since and row.questions in sets
    ]
    groups = join_groups(aggregate for aggregate, _ in asked)
    heard: dict[str, set[str]] = defaultdict(set)
    for aggregate, row in asked:
        for question in row.questions:
            heard[question.key].add(groups[aggregate])
    return frozenset(key for key in own if len(heard[key]) < 2)


def keep_published_words(work: WorkContext, final: Release, quotes: Sequence[str]) -> None:
    """Keep the words of a final's points as published text, under its own key: what their authors do later changes nothing.

    They stay as long as the final itself, of which they are a part: its points are weighed again, answered and reported.
    """
    for question, mine in final.summary.split_by_question(quotes):
        for point in question.points:
            if 0 < point.quote <= len(mine) and (words := work.read(mine[point.quote - 1])):
                work.keep(ref_names.published_ref(final.id, point.key), ref_names.publisher(final.id), words)


def is_nothing_to_gather(work: WorkContext, finals: GroupFinals) -> bool:
    """Return whether the organisation has one team alone, or everybody has read all of these finals as their own."""
    single = len(round_facts.teams_with_people(work)) <= 1
    return single or all(
        not round_facts.others_are_asked(work, final.aggregate.split("+")) for final in finals.releases
    )


def set_aside(work: WorkContext, finals: Iterable[Release]) -> None:
    """Note that these finals come into no draft of the organisation, not even once it has other teams."""
    mark_pooled(work, finals, IN_NO_SUMMARY)


def mark_pooled(work: WorkContext, finals: Iterable[Release], release: str) -> None:
    """Note in which draft of the organisation these finals are: no other one draws on them."""
    for final in finals:
        work.uow.releases.save(replace(final, pooled=release))


def _fresh_lines(work: WorkContext, release: Release) -> list[LedgerLine]:
    """Return the ledger's lines of a final; none of one that an earlier version had already pooled, answer by answer."""
    lines = work.uow.ledger.where(release=release.id)
    beside = work.uow.ledger.where(ref=tuple(line.ref for line in lines))
    earlier = next((line.release for line in beside if line.aggregate == ORGANISATION), "")
    if not earlier:
        return lines
    mark_pooled(work, [release], earlier)
    return []


def _pool_of(group: str, round_: Round, lines: Iterable[LedgerLine]) -> GroupPool:
    """Return the set that a final was made of, as the ledger has it: who has withdrawn or was forgotten since is in it still."""
    given = frozenset(Contribution(line.ref, line.pseudonym, line.question, round_.k) for line in lines)
    return GroupPool(group, round_.roster, given)


def final_points(work: WorkContext, release: Release, group: str) -> Iterator[FinalPoint]:
    """Yield the points of a final as people left them: what they reworded or added in their wording."""
    items = {item.key: item for item in release.known_items}
    reworded = decided_wordings(work.uow.rulings.where(round=release.round))
    for question in release.summary.questions:
        for point in question.points if question.shown and question.key else ():
            quoted = work.read(ref_names.published_ref(release.id, point.key)) if point.quote else ""
            item = items.get(point.key)
            if quoted or point.label:
                yield FinalPoint(
                    key=f"{release.id}:{point.key}",
                    group=group,
                    question=question.key,
                    wording=quoted or point.label,
                    own_words=bool(quoted),
                    added=point.added,
                    matter=item.matter if item and not quoted and point.key not in reworded else "",
                    against=item.against if item else False,
                    rank=place_of_label(point.weighed),
                )
