"""The worked examples of the release rules, one test each (C1, C2)."""

from dataclasses import replace

from bot.domain.releases import (
    Band,
    Candidate,
    Contribution,
    GroupPool,
    HeldReason,
    Stage,
    TeamSize,
    decide,
    final_of,
    freeze,
    may_show_trend,
    partition,
    rosters,
    whole,
    withdraw,
    words_to_show,
)
from tests.releases.builders import K, Q, answers, candidate, only, reason, released, theme


def test_roster_5_all_five_answer() -> None:
    merged = partition([TeamSize("five", "p", 5), TeamSize("near", "p", 8), TeamSize("far", "q", 7)], K)
    assert [group.teams for group in merged] == [("far",), ("five", "near")]
    alone = decide(candidate(answers(range(5)), roster=5), (), K)
    assert reason(alone) is HeldReason.ROSTER_TOO_SMALL


def test_teams_of_9_and_3_under_one_parent() -> None:
    (group,) = partition([TeamSize("nine", "p", 9), TeamSize("three", "p", 3)], K)
    assert (group.teams, group.size, group.anchor) == (("nine", "three"), 12, "nine")
    assert not group.too_small


def test_a_group_of_9_beside_a_parent_of_12_is_refused() -> None:
    """What the merge group avoids: 12 - 9 = 3 would isolate three."""
    nine, three = answers(range(9)), answers(range(3), group="b")
    ledger = [released(decide(candidate(nine, 9), (), K)).entry]
    parent = decide(candidate(nine | three, 12, group="parent"), ledger, K)
    assert reason(parent) is HeldReason.WOULD_ISOLATE


def test_teams_of_9_and_8_where_4_and_6_answer() -> None:
    four, six = answers(range(4), group="a"), answers(range(6), group="b")
    assert reason(decide(candidate(four, 9, group="a"), (), K)) is HeldReason.TOO_FEW_MEMBERS
    ledger = [released(decide(candidate(six, 8, group="b"), (), K)).entry]
    pools = [GroupPool("a", 9, four), GroupPool("b", 8, six)]
    organisation = whole(pools, ledger, K, release_id="o", round="c1", roster=17)
    assert organisation.contributions == six
    assert released(decide(organisation, ledger, K))
    everything = replace(organisation, contributions=four | six)
    assert reason(decide(everything, ledger, K)) is HeldReason.WOULD_ISOLATE


def test_two_weeks_the_same_eight_people_but_one() -> None:
    first, second = answers(range(8), week=1), answers([*range(7), 8], week=2)
    earlier = released(decide(candidate(first, 10, week=1), (), K))
    later = released(decide(candidate(second, 10, week=2), [earlier.entry], K))
    assert only(earlier).shown and only(later).shown
    before, now = ({member for _, member in each.entry.of(Q)} for each in (earlier, later))
    assert not may_show_trend(before, now, K)
    assert may_show_trend(before, before, K)


def test_withdrawal_in_the_check_window() -> None:
    frozen = freeze(answers(range(8)), asked=(Q,))
    carried = theme("waiting", answers(range(4)))
    draft = released(decide(candidate(frozen.contributions, 10, themes=[carried]), (), K))
    allowed = {each.ref for each in answers(range(5))}
    frozen = replace(frozen, words=words_to_show(draft, frozen.contributions, allowed))
    gone = next(iter(answers([2]))).ref
    after = withdraw(frozen, {gone}, Stage.DRAFT)
    final = final_of(draft, {})
    assert after.contributions == frozen.contributions
    assert after.words == allowed - {gone}
    assert only(final).themes == only(draft).themes
    assert only(final).themes[0].band is Band.ABOUT_HALF
    assert final.entry == draft.entry


def test_edit_after_the_close() -> None:
    first = freeze(answers(range(6)), asked=(Q,))
    edit = Contribution("a0/w1/edit", "a0", Q, late=True)
    ledger = [released(decide(candidate(first.contributions, 8), (), K)).entry]
    assert edit not in first.contributions
    second = freeze(answers(range(1, 6), week=2), asked=(Q,), waiting=[edit], released=ledger[0].refs)
    assert edit in second.contributions and not second.waiting
    assert released(decide(candidate(second.contributions, 8, week=2), ledger, K))


def test_a_member_in_two_teams() -> None:
    homes = rosters({"m": {"a", "b"}, "n": {"b"}, "o": {"a", "b"}}, {"m": "b"})
    assert homes == {"a": frozenset({"o"}), "b": frozenset({"m", "n"})}
    twice = {Contribution("r1", "a0", Q), Contribution("r2", "a0", Q, late=True)}
    counted_once = Candidate("r", "a", "w1", 9, answers(range(1, 4)) | twice)
    assert reason(decide(counted_once, (), K)) is HeldReason.TOO_FEW_MEMBERS
