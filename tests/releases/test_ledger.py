"""C2: the ledger check against an independent reader, and its semantics by example (rule 7)."""

import random
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.releases import (
    ORGANISATION,
    RULES,
    Contribution,
    GroupPool,
    LedgerEntry,
    Released,
    WithholdingReason,
    decide_release,
    pool_organisation,
)
from bot.domain.releases.ledger import find_objection, isolates_members
from tests.releases.attacker import Shown, leaks
from tests.releases.builders import CHANGED, K, Q, answers, candidate, entry, reason, released

PERMISSIVE = replace(RULES, ledger=lambda new, ledger, k, promised: None)


def pairs(*people: int) -> frozenset[tuple[str, str]]:
    return frozenset((f"r{n}", f"m{n}") for n in people)


def test_a_difference_of_a_few_is_refused_whichever_comes_first() -> None:
    ten, twelve = entry(answers(range(10)), group="a"), entry(answers(range(12)), group="b")
    for first, second in ((ten, twelve), (twelve, ten)):
        assert find_objection(second, [first], K) is WithholdingReason.WOULD_ISOLATE
        assert find_objection(second, [], K) is None


def test_an_overlap_of_a_few_is_refused() -> None:
    left, right = entry(answers(range(10)), group="a"), entry(answers(range(8, 20)), group="b")
    assert find_objection(right, [left], K) is WithholdingReason.WOULD_ISOLATE


def test_cuts_of_at_least_k_pass() -> None:
    left, right = entry(answers(range(10)), group="a"), entry(answers(range(5, 15)), group="b")
    assert find_objection(right, [left], K) is None


def test_three_releases_isolate_what_no_two_do() -> None:
    """(0..19) minus (0..9) minus (8..17 would overlap by 2); here 0..9, 10..15 leave 16..19 of the parent."""
    parent, one, two = pairs(*range(20)), pairs(*range(10)), pairs(*range(10, 16))
    assert not isolates_members(parent, [one], K)
    assert not isolates_members(parent, [two], K)
    assert isolates_members(parent, [one, two], K)
    assert isolates_members(two, [one, parent], K)


def test_a_release_far_away_cuts_the_cells_of_a_near_one() -> None:
    parent, near, far = pairs(*range(20)), pairs(*range(6)), pairs(*range(6, 17))
    assert not near & far
    assert isolates_members(near, [parent, far], K)


def test_the_organisation_minus_many_groups() -> None:
    groups = [pairs(*range(6 * n, 6 * n + 6)) for n in range(50)]
    everyone = frozenset().union(*groups)
    assert not isolates_members(everyone, groups, K)
    assert isolates_members(everyone | pairs(1000, 1001), groups, K)
    assert not isolates_members(everyone | pairs(*range(1000, 1005)), groups, K)


def test_people_are_counted_not_answers() -> None:
    base = pairs(*range(6))
    same_person = frozenset((f"x{n}", "m99") for n in range(8))
    assert isolates_members(base | same_person, [base], K)


def test_rounds_that_share_no_contribution_are_not_compared() -> None:
    assert find_objection(entry(answers(range(7), week=2), week=2), [entry(answers(range(8)))], K) is None


def test_questions_are_judged_each_for_itself() -> None:
    first = entry(answers(range(6)) | answers(range(6), question=CHANGED), group="a")
    second = entry(answers(range(6)) | answers(range(8), question=CHANGED), group="b")
    assert find_objection(second, [first], K) is WithholdingReason.WOULD_ISOLATE
    assert find_objection(entry(answers(range(6)), group="b"), [first], K) is None


def test_nothing_is_released_twice_by_the_same_aggregate() -> None:
    first = entry(answers(range(6)))
    again = replace(first, release_id="another", round="w2")
    assert find_objection(again, [first], K) is WithholdingReason.ALREADY_RELEASED
    assert find_objection(replace(again, aggregate="b"), [first], K) is None
    assert find_objection(replace(first, aggregate="b"), [first], K) is WithholdingReason.ALREADY_RELEASED


def test_a_release_made_under_a_lower_k_is_judged_by_the_present_one() -> None:
    five = entry(answers(range(5)), group="a")
    assert find_objection(entry(answers(range(20)), group="b"), [five], 5) is None
    assert find_objection(entry(answers(range(20)), group="b"), [five], 8) is WithholdingReason.WOULD_ISOLATE


def test_the_whole_leaves_out_a_group_released_under_a_lower_k() -> None:
    ledger = [entry(answers(range(5)), group="a"), entry(answers(range(9), group="b"), group="b")]
    pools = [GroupPool("a", 9, answers(range(5))), GroupPool("b", 12, answers(range(9), group="b"))]
    organisation = pool_organisation(pools, ledger, 8, release_id="o", cycle="c")
    assert organisation.contributions == answers(range(9), group="b")
    assert released(decide_release(organisation, ledger, 8))


def test_the_whole_takes_nothing_of_groups_that_are_withheld_however_many() -> None:
    held = [GroupPool(name, 9, answers(range(4), group=name)) for name in "abc"]
    alone = GroupPool("d", 9, answers(range(6), group="d"))
    ledger = [entry(alone.contributions, group="d")]
    with_held, without = (
        pool_organisation(pools, ledger, K, release_id="o", cycle="c") for pools in ([*held, alone], [alone])
    )
    assert with_held == without
    assert with_held.contributions == alone.contributions and with_held.roster == 9


def test_a_cell_keeps_the_promise_of_what_is_in_it() -> None:
    """Lowering k never reaches back: six who were promised eight are not cut out of fourteen."""
    all_of_them = answers(range(14))
    earlier = entry(answers(range(8)), group="a")
    new = entry(all_of_them, group="b")
    assert find_objection(new, [earlier], K) is None
    promised = {each.ref: 8 for each in answers(range(8, 14))}
    assert find_objection(new, [earlier], K, promised) is WithholdingReason.WOULD_ISOLATE


def test_the_whole_judges_each_question_for_itself() -> None:
    few = answers(range(3), question=CHANGED)
    ledger = [entry(answers(range(6)))]
    released_only = replace(ledger[0], questions=ledger[0].questions[:1])
    pools = [GroupPool("a", 9, answers(range(6)) | few)]
    organisation = pool_organisation(pools, [released_only], K, release_id="o", cycle="c")
    assert organisation.contributions == answers(range(6))


def test_two_releases_of_the_whole_share_no_contribution() -> None:
    pools = [GroupPool("a", 9, answers(range(6)))]
    ledger = [entry(answers(range(6)))]
    first = released(decide_release(pool_organisation(pools, ledger, K, release_id="o1", cycle="c1"), ledger, K))
    assert first.entry.aggregate == ORGANISATION
    ledger.append(first.entry)
    assert not pool_organisation(pools, ledger, K, release_id="o2", cycle="c2").contributions


def test_one_person_who_left_after_the_draft_is_not_isolated_by_the_whole() -> None:
    ledger = [entry(answers(range(9)), group="a"), entry(answers(range(6), group="b"), group="b")]
    readable = [GroupPool("a", 12, answers(range(8))), GroupPool("b", 9, answers(range(6), group="b"))]
    organisation = pool_organisation(readable, ledger, K, release_id="o", cycle="c")
    assert organisation.contributions == answers(range(6), group="b")
    careless = replace(RULES, departed=lambda count, k: True)
    leaky = pool_organisation(readable, ledger, K, release_id="o", cycle="c", rules=careless)
    assert reason(decide_release(leaky, ledger, K)) is WithholdingReason.WOULD_ISOLATE


SETS = st.lists(st.sets(st.integers(0, 11), min_size=1), min_size=1, max_size=4)


def _history(sets: list[set[int]], k: int) -> tuple[list[Shown], LedgerEntry, list[LedgerEntry]]:
    people = [answers(one) for one in sets]
    entries = [entry(one, group=f"g{n}") for n, one in enumerate(people)]
    shown = [Shown(each.aggregate, k, 100, dict(each.questions), ()) for each in entries]
    return shown, entries[-1], entries[:-1]


@given(SETS, st.integers(2, 4))
def test_what_passes_gives_a_reader_nothing(sets: list[set[int]], k: int) -> None:
    assume(len(sets[-1]) >= k)
    shown, new, earlier = _history(sets, k)
    if find_objection(new, earlier, k) is None:
        assert not leaks(shown)


@given(SETS.filter(lambda sets: 2 <= len(sets) <= 3), st.integers(2, 4))
def test_what_is_refused_would_have_told_a_reader_something(sets: list[set[int]], k: int) -> None:
    """The check is exact for up to three releases: every refusal has a set of 1..k-1 members to show for it."""
    shown, new, earlier = _history(sets, k)
    if find_objection(new, earlier, k) is WithholdingReason.WOULD_ISOLATE:
        found = [leak for order in permutations(shown) for leak in leaks(order)]
        assert any("isolated" in leak or "below k" in leak for leak in found)


def test_negative_control_without_the_ledger_the_reader_wins() -> None:
    with pytest.raises(AssertionError):
        shown, _, _ = _history([set(range(10)), set(range(8))], K)
        decision = decide_release(
            candidate(answers(range(8)), 20, group="g1"), [entry(answers(range(10)))], K, PERMISSIVE
        )
        assert isinstance(decision, Released)
        assert not leaks(shown)


def test_a_thousand_groups_and_one_organisation() -> None:
    chance = random.Random(7)
    ledger: list[LedgerEntry] = []
    pools: list[GroupPool] = []
    for number in range(1000):
        given = answers(range(chance.randrange(12)), group=f"g{number}-")
        pools.append(GroupPool(f"g{number}", 12, given))
        decision = decide_release(candidate(given, 12, group=f"g{number}"), ledger, K)
        if isinstance(decision, Released):
            ledger.append(decision.entry)
    organisation = pool_organisation(pools, ledger, K, release_id="o", cycle="c")
    assert released(decide_release(organisation, ledger, K))
    assert organisation.contributions == frozenset(
        each for pool in pools if len(pool.contributions) >= K for each in pool.contributions
    )
    assert len(organisation.groups) == len(ledger)
    everyone_but_one = organisation.contributions - {next(iter(_of(organisation.contributions, ledger[0])))}
    careless = replace(organisation, contributions=everyone_but_one)
    assert reason(decide_release(careless, ledger, K)) is WithholdingReason.WOULD_ISOLATE
    assert len(ledger) > 400 and Q in ledger[0].pairs


def _of(contributions: frozenset[Contribution], one: LedgerEntry) -> frozenset[Contribution]:
    return frozenset(each for each in contributions if each.ref in one.refs)
