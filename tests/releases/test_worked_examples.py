"""The worked examples of the release rules, one test each (C1, C2)."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.domain.releases import (
    Band,
    Candidate,
    Contribution,
    GroupPool,
    PastRound,
    PermittedQuote,
    TeamSize,
    WithdrawalStage,
    WithholdingReason,
    decide_release,
    freeze_contributions,
    partition_teams,
    pool_organisation,
    quotes_still_shown,
    rosters_by_team,
    waits_for,
    withdraw_contributions,
)
from bot.domain.releases.rules import RULES
from tests.releases.builders import K, Q, answers, candidate, everyone, only, point, reason, released


def of_team(people: Iterable[int], group: str) -> frozenset[Contribution]:
    return frozenset(replace(each, team=group) for each in answers(people, group))


@pytest.mark.parametrize(("near", "named"), [(0, False), (1, True)])
def test_a_point_of_teams_asked_together_has_members_of_two_of_them(near: int, named: bool) -> None:
    """Teams of 9 and 3 under one parent, asked as twelve: what the three of the small one alone say is no point."""
    large, small = of_team(range(7), "a"), of_team(range(3), "b")
    saying = small | frozenset(each for each in large if each.member in {f"a{n}" for n in range(near)})
    together = replace(candidate(large | small, 12, "a+b", points=[point("1", saying)]), teams=2)
    shown = released(decide_release(together, (), K)).questions[0].points
    assert bool(shown) is named
    control = replace(RULES, teams=lambda heard, asked: True)
    assert released(decide_release(together, (), K, control)).questions[0].points


def test_roster_5_all_five_answer() -> None:
    merged = partition_teams([TeamSize("five", "p", 5), TeamSize("near", "p", 8), TeamSize("far", "q", 7)], K)
    assert [group.teams for group in merged] == [("far",), ("five", "near")]
    alone = decide_release(candidate(answers(range(5)), roster=5), (), K)
    assert reason(alone) is WithholdingReason.ROSTER_TOO_SMALL


def test_teams_of_9_and_3_under_one_parent() -> None:
    (group,) = partition_teams([TeamSize("nine", "p", 9), TeamSize("three", "p", 3)], K)
    assert (group.teams, group.size, group.anchor) == (("nine", "three"), 12, "nine")
    assert not group.too_small


def test_a_group_of_9_beside_a_parent_of_12_is_refused() -> None:
    """What the merge group avoids: 12 - 9 = 3 would isolate three."""
    nine, three = answers(range(9)), answers(range(3), group="b")
    ledger = [released(decide_release(candidate(nine, 9), (), K)).entry]
    parent = decide_release(candidate(nine | three, 12, group="parent"), ledger, K)
    assert reason(parent) is WithholdingReason.WOULD_ISOLATE


def test_teams_of_9_and_8_where_4_and_6_answer() -> None:
    four, six = answers(range(4), group="a"), answers(range(6), group="b")
    assert reason(decide_release(candidate(four, 9, group="a"), (), K)) is WithholdingReason.TOO_FEW_MEMBERS
    ledger = [released(decide_release(candidate(six, 8, group="b"), (), K)).entry]
    pools = [GroupPool("a", 9, four), GroupPool("b", 8, six)]
    organisation = pool_organisation(pools, ledger, K, release_id="o", cycle="c1")
    assert organisation.contributions == six
    assert released(decide_release(organisation, ledger, K))
    everything = replace(organisation, contributions=four | six)
    assert reason(decide_release(everything, ledger, K)) is WithholdingReason.WOULD_ISOLATE


def test_teams_of_7_and_8_a_point_that_all_of_the_second_said() -> None:
    """The whole shows no band of people, and of two teams not even in how many: nothing is left to subtract from."""
    shown = []
    for seven in (range(5), range(7)):
        first, second = answers(seven, group="a"), answers(range(8), group="b")
        ledger = [
            released(decide_release(candidate(first, 7, group="a"), (), K)).entry,
            released(decide_release(candidate(second, 8, group="b"), (), K)).entry,
        ]
        pools = [GroupPool("a", 7, first), GroupPool("b", 8, second)]
        whole = pool_organisation(pools, ledger, K, release_id="o", cycle="c1")
        with_point = replace(whole, points=(point("point", second),))
        decision = released(decide_release(with_point, ledger, K))
        assert [each.band for each in only(decision).points] == [None]
        assert decision.participation is None
        shown.append(decision.questions)
    assert shown[0] == shown[1]


def test_three_answer_the_round_is_cancelled_two_answer_the_next() -> None:
    cancelled = PastRound("w1", frozenset({"a"}), cancelled=True)
    before = answers(range(3), k=K)
    waiting = before if waits_for(cancelled, ("a",)) else frozenset()
    now = freeze_contributions(answers([3, 4], week=2, k=K), asked=(Q,), roster=everyone(9), waiting=waiting)
    assert reason(decide_release(candidate(now.contributions, 9, week=2), (), K)) is WithholdingReason.TOO_FEW_MEMBERS
    withheld = replace(cancelled, cancelled=False)
    assert waits_for(withheld, ("a",)), "withheld, they would have made five"


def test_asked_under_k_8_five_answer_k_becomes_5() -> None:
    five = answers(range(5), k=8)
    assert reason(
        decide_release(candidate(freeze_contributions(five, asked=(Q,), roster=everyone(12)).contributions, 12), (), 8)
    )
    for new, together in ((3, 8), (2, 0)):
        now = freeze_contributions(
            answers(range(5, 5 + new), week=2, k=5), asked=(Q,), roster=everyone(12), waiting=five
        )
        assert len(now.contributions) == together
    others = answers(range(5, 11), week=2, k=5)
    alone = freeze_contributions(others, asked=(Q,), roster=everyone(9) | {"a9", "a10"}, waiting=answers([0], k=8))
    assert alone.contributions == others and alone.waiting == answers([0], k=8)


def test_alpha_6_of_7_answered_beta_nobody_or_one() -> None:
    six = answers(range(6))
    ledger = [released(decide_release(candidate(six, 7), (), K)).entry]
    alpha = GroupPool("a", 7, six)
    nobody, one = (
        pool_organisation([alpha, *beta], ledger, K, release_id="o", cycle="c1")
        for beta in ([], [GroupPool("b", 8, answers([0], group="b"))])
    )
    assert repr(nobody) == repr(one) and nobody == one
    assert repr(decide_release(nobody, ledger, K)) == repr(decide_release(one, ledger, K))


def test_roster_15_five_answer() -> None:
    decision = released(decide_release(candidate(answers(range(5)), 15, points=[point("t", answers(range(3)))]), (), K))
    assert decision.participation is not None and decision.participation.value == "enough"
    assert only(decision).points[0].band is Band.SOME


def test_roster_10_a_point_of_7_and_nothing_of_3() -> None:
    ten = candidate(answers(range(10)), 10, points=[point("t", answers(range(7)))])
    quiet = frozenset(each.ref for each in answers(range(7, 10)))
    shown = only(released(decide_release(replace(ten, nothing=quiet), (), K)))
    assert shown.nothing is None and shown.points[0].band is Band.MORE_THAN_HALF
    assert only(released(decide_release(replace(ten, nothing=quiet, points=()), (), K))).nothing is Band.SEVERAL


def test_roster_7_two_sides_of_3() -> None:
    sides = [
        replace(point("for", answers(range(3))), matter="rota"),
        replace(point("against", answers(range(3, 6))), matter="rota", against=True),
    ]
    decision = released(decide_release(candidate(answers(range(6)), 7, points=sides), (), K))
    assert len(only(decision).points) == 1
    apart = [replace(each, matter="") for each in sides]
    assert len(only(released(decide_release(candidate(answers(range(6)), 7, points=apart), (), K))).points) == 2


def test_two_weeks_the_same_eight_people_but_one() -> None:
    first, second = answers(range(8), week=1), answers([*range(7), 8], week=2)
    earlier = released(decide_release(candidate(first, 10, week=1), (), K))
    later = released(decide_release(candidate(second, 10, week=2), [earlier.entry], K))
    assert only(earlier).shown and only(later).shown


def test_withdrawal_in_the_check_window() -> None:
    frozen = freeze_contributions(answers(range(8)), asked=(Q,), roster=everyone(10))
    carried = point("waiting", answers(range(4)))
    draft = released(decide_release(candidate(frozen.contributions, 10, points=[carried]), (), K))
    gone = next(iter(answers([2]))).ref
    outcome = withdraw_contributions({gone}, WithdrawalStage.DRAFT)
    assert not outcome.undone, "the set stands, with its points and their bands"
    assert gone in draft.entry.refs
    quotes = {PermittedQuote(each.ref, Q) for each in answers(range(5))}
    assert quotes_still_shown(quotes, outcome.unquoted) == quotes - {PermittedQuote(gone, Q)}


def test_edit_after_the_close() -> None:
    first = freeze_contributions(answers(range(6)), asked=(Q,), roster=everyone(8))
    edit = Contribution("a0/w1/edit", "a0", Q, turn=3)
    ledger = [released(decide_release(candidate(first.contributions, 8), (), K)).entry]
    assert edit not in first.contributions
    second = freeze_contributions(
        answers(range(1, 6), week=2), asked=(Q,), roster=everyone(8), waiting=[edit], spent=first.contributions
    )
    assert edit in second.contributions and not second.waiting
    assert released(decide_release(candidate(second.contributions, 8, week=2), ledger, K))


def test_one_member_one_late_and_one_new_answer() -> None:
    new = answers(range(5), week=2)
    now = freeze_contributions(new, asked=(Q,), roster=everyone(8), waiting=answers([0], late=True))
    assert now.contributions == new


def test_a_member_in_two_teams() -> None:
    homes = rosters_by_team({"m": {"a", "b"}, "n": {"b"}, "o": {"a", "b"}}, {"m": "b", "n": "b", "o": "a"})
    assert homes == {"a": frozenset({"o"}), "b": frozenset({"m", "n"})}
    twice = {Contribution("r1", "a0", Q), Contribution("r2", "a0", Q)}
    counted_once = Candidate("r", "a", "w1", 9, answers(range(1, 4)) | twice)
    assert reason(decide_release(counted_once, (), K)) is WithholdingReason.TOO_FEW_MEMBERS
