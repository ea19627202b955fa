"""C2: freezing, late answers, promises, addenda, withdrawal, permitted words, reasons."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases import (
    RULES,
    Contribution,
    Frozen,
    PastRound,
    PermittedQuote,
    Reason,
    ReasonKind,
    Released,
    TeamSize,
    Withdrawal,
    WithdrawalStage,
    choose_quotes,
    decide_release,
    explain_decision,
    freeze_addendum,
    freeze_contributions,
    partition_teams,
    quotes_still_shown,
    seeded_key,
    waits_for,
    withdraw_contributions,
    withdraw_permission,
)
from tests.releases.builders import CHANGED, K, Q, answers, candidate, everyone, point, reason, released


def refs(contributions: frozenset[Contribution]) -> frozenset[str]:
    return frozenset(each.ref for each in contributions)


def frozen(
    given_answers: frozenset[Contribution], asked: tuple[str, ...] = (Q,), roster: int = 12, **more: object
) -> Frozen:
    return freeze_contributions(given_answers, asked=asked, roster=everyone(roster), **more)  # type: ignore[arg-type]


def draft_of(count: int = 8) -> Released:
    points = [point("one", answers(range(4))), point("two", answers(range(3, 7)))]
    return released(decide_release(candidate(answers(range(count)), 12, points=points), (), K))


# -- what joins the set


def test_late_answers_join_the_next_release_that_asks_the_same() -> None:
    late, elsewhere = answers([9], late=True), answers([8], question=CHANGED, late=True)
    now = frozen(answers(range(5), week=2), waiting=late | elsewhere)
    assert now.contributions == answers(range(5), week=2) | late
    assert now.waiting == elsewhere


def test_what_was_released_no_longer_waits() -> None:
    before = answers(range(4))
    assert frozen(answers(range(5), week=2), waiting=before, spent=before) == Frozen(answers(range(5), week=2))


def test_one_member_one_late_and_one_new_answer_is_one_contribution_the_latest() -> None:
    late, new = answers([0], late=True), answers(range(5), week=2)
    now = frozen(new, waiting=late)
    assert now.contributions == new and now.waiting == late
    later = frozenset({replace(next(iter(answers([0]))), ref="changed since", turn=9)})
    assert later <= frozen(new, waiting=later).contributions


def test_what_was_said_anew_in_a_released_answer_is_not_used_any_more() -> None:
    withheld, since = answers([0, 1]), answers([0], week=2)
    now = frozen(answers(range(2, 7), week=3), waiting=withheld, spent=since)
    assert now.contributions == answers([1]) | answers(range(2, 7), week=3)
    assert not now.waiting, "and it does not wait on"


def test_what_was_released_does_not_wait_when_its_author_says_something_later() -> None:
    """A set that is frozen again, for an addendum beside its own draft, holds the later answer; the earlier one is spent."""
    own = answers(range(5))
    later = frozenset({replace(next(iter(answers([0]))), ref="said later", turn=9)})
    again = frozen(own, waiting=later, spent=own)
    assert later <= again.contributions and not again.waiting


def test_whoever_is_not_on_the_roster_of_the_releasing_round_is_never_used() -> None:
    waiting = answers([3, 11], late=True)
    now = frozen(answers(range(3), week=2), roster=11, waiting=waiting)
    assert refs(now.contributions) == refs(answers(range(3), week=2) | answers([3], late=True))
    assert now.waiting == answers([11], late=True)
    assert not freeze_addendum(answers(range(5, 10)), asked=(CHANGED,), roster=everyone(9), k=K)


@pytest.mark.parametrize(
    ("earlier", "waits"),
    [
        (PastRound("r", frozenset({"a"})), True),
        (PastRound("r", frozenset({"a"}), cancelled=True), False),
        (PastRound("r", frozenset({"a", "b"})), False),
        (PastRound("r", frozenset({"b"})), False),
    ],
)
def test_what_waits_for_a_round(earlier: PastRound, waits: bool) -> None:
    assert waits_for(earlier, ("a",)) is waits


def test_mistakes_at_the_close_are_refused() -> None:
    one = [Contribution("r1", "m", Q)]
    for given_answers, waiting, message in (
        (answers(range(2), question=CHANGED), (), "not asked"),
        (frozenset(one), [Contribution("r1", "n", Q)], "same ref"),
    ):
        with pytest.raises(ValueError, match=message):
            frozen(given_answers, waiting=waiting)


# -- what was promised


def test_what_was_promised_more_waits_and_the_rest_is_judged_without_it() -> None:
    promised, rest = answers([5], k=8, late=True), answers(range(5), week=2, k=5)
    now = frozen(rest, waiting=promised)
    assert now.contributions == rest and now.waiting == promised
    together = frozen(answers(range(7), week=2, k=5), waiting=answers([7], k=8))
    assert len(together.contributions) == 8


def test_one_that_waits_can_make_another_wait() -> None:
    """Seven, of whom one was promised seven and one eight: without the second the first is one of six."""
    seven, eight = answers([5], k=7), answers([6], k=8)
    assert frozen(answers(range(5), k=5) | seven | eight).contributions == answers(range(5), k=5)


def test_a_promise_needs_its_roster_too() -> None:
    """Eight of nine would tell that the ninth is one of few who did not: the roster is below 8 + 2."""
    eight = answers(range(8), k=8)
    assert not frozen(eight, roster=9).contributions
    assert frozen(eight, roster=10).contributions == eight


def test_a_promise_is_kept_question_by_question() -> None:
    mixed = answers(range(8), k=8) | answers(range(5), question=CHANGED, k=8)
    assert frozen(mixed, asked=(Q, CHANGED)).contributions == answers(range(8), k=8)


def test_every_small_set_settles_where_no_larger_one_would_keep_every_promise() -> None:
    """Exhaustively: the set that is left is the largest in which every promise holds."""
    for promises in product(range(1, 7), repeat=5):
        given_answers = [Contribution(f"r{n}", f"a{n}", Q, k) for n, k in enumerate(promises)]
        kept = frozen(frozenset(given_answers), roster=12).contributions
        best = max(size for size in range(6) if sum(k <= size for k in promises) >= size)
        assert len(kept) == best and all(each.k <= len(kept) for each in kept)


def test_without_the_promise_a_lower_k_reaches_back() -> None:
    lax = replace(RULES, promise=lambda each: 1)
    assert frozen(answers(range(5), k=8), rules=lax).contributions


# -- addenda


def test_an_addendum_needs_k_late_contributors_to_one_old_question() -> None:
    def ready(waiting: frozenset[Contribution], asked: str = CHANGED) -> frozenset[Contribution]:
        return freeze_addendum(waiting, asked=(asked,), roster=everyone(12), k=K)

    assert not ready(answers(range(4), late=True))
    assert ready(answers(range(5), late=True)) == answers(range(5), late=True)
    assert not ready(answers(range(5), late=True), asked=Q)
    twice = answers(range(4), late=True) | answers(range(4), week=2, late=True)
    assert not ready(twice)
    assert not ready(answers(range(5), late=True, k=6))


# -- withdrawal


@pytest.mark.parametrize("stage", WithdrawalStage)
def test_a_withdrawal_undoes_what_no_release_stands_on_and_leaves_what_one_does(stage: WithdrawalStage) -> None:
    outcome = withdraw_contributions({"r"}, stage)
    early = stage in (WithdrawalStage.OPEN, WithdrawalStage.CLOSED)
    assert outcome == Withdrawal(
        undone=frozenset({"r"} if early else ()),
        unquoted=frozenset({"r"} if stage is WithdrawalStage.DRAFT else ()),
    )
    assert withdraw_permission({"r"}, stage) == outcome.unquoted


def test_withdrawal_before_the_draft_may_hold_the_release() -> None:
    before = frozen(answers(range(5), k=K))
    after = frozen(answers(range(1, 5), k=K))
    assert released(decide_release(candidate(before.contributions, 9), (), K))
    assert reason(decide_release(candidate(after.contributions, 9), (), K))


def test_a_frozen_set_prints_nothing_of_anyone() -> None:
    assert repr(Frozen(answers([1]), answers([2], late=True))) == "Frozen()"
    assert repr(withdraw_contributions({"r"}, WithdrawalStage.DRAFT)) == "Withdrawal()"


# -- permitted words


def quoted(people: range | list[int], k: int = K, roster: int = 12) -> tuple[str, ...]:
    return choose_quotes("r", answers(range(9)), refs(answers(people)), k, roster)


def test_words_need_three_people_and_are_one_for_each() -> None:
    second = frozenset({Contribution("a0/again", "a0", Q)})
    both = answers([0, 1]) | second
    assert not quoted([0, 1])
    assert not choose_quotes("r", both, refs(both), K, 12)
    assert len(choose_quotes("r", both | answers([2]), refs(both | answers([2])), K, 12)) == 3


@pytest.mark.parametrize(("k", "roster", "most"), [(5, 7, 4), (5, 8, 5), (5, 200, 5), (7, 9, 6), (7, 30, 7)])
def test_words_are_at_most_k_and_all_but_three_of_the_roster(k: int, roster: int, most: int) -> None:
    assert len(quoted(range(9), k, roster)) == most


def test_words_are_chosen_and_ordered_by_the_release_alone() -> None:
    assert quoted(range(9)) == quoted(list(reversed(range(9))))
    orders = {choose_quotes(f"r{n}", answers(range(9)), refs(answers(range(9))), K, 12) for n in range(9)}
    assert len(orders) > 5


def test_words_that_are_allowed_in_a_question_below_k_are_not_shown() -> None:
    offered = candidate(answers(range(8)) | answers(range(3), question=CHANGED), 12, asked=(Q, CHANGED))
    decision = released(decide_release(replace(offered, allowed=refs(answers(range(3), question=CHANGED))), (), K))
    assert not any(each.quotes for each in decision.questions)


def test_words_taken_back_take_the_last_two_with_them() -> None:
    quotes = {
        PermittedQuote(f"r{n}", question) for n, question in enumerate([Q, Q, Q, CHANGED, CHANGED, CHANGED, CHANGED])
    }
    assert quotes_still_shown(quotes, {"r0"}) == {each for each in quotes if each.question == CHANGED}
    assert quotes_still_shown(quotes, {"r3"}) == quotes - {PermittedQuote("r3", CHANGED)}
    assert quotes_still_shown(quotes, ()) == quotes


# -- reasons


def test_reasons_tell_kinds_and_never_counts() -> None:
    merged, alone = partition_teams([TeamSize("a", "p", 3), TeamSize("b", "p", 9), TeamSize("c", "q", 7)], K)
    assert explain_decision(merged) == Reason(ReasonKind.ASKED_MERGED, teams=("a", "b"), anchor="b")
    assert explain_decision(alone) == Reason(ReasonKind.ASKED_ALONE, teams=("c",), anchor="c")
    assert explain_decision(draft_of()) == Reason(ReasonKind.SHOWN)
    part = decide_release(candidate(answers(range(6)), 9, asked=(Q, CHANGED)), (), K)
    assert explain_decision(part) == Reason(ReasonKind.SHOWN_IN_PART, questions=(CHANGED,))
    assert (
        explain_decision(decide_release(candidate(answers(range(6)), 6), (), K)).kind
        is ReasonKind.WITHHELD_SMALL_ROSTER
    )


def test_nobody_learns_that_k_answered_when_no_question_did() -> None:
    scattered = answers(range(3)) | answers(range(3, 6), question=CHANGED)
    few = decide_release(candidate(answers(range(2)), 9), (), K)
    assert (
        explain_decision(decide_release(candidate(scattered, 9), (), K))
        == explain_decision(few)
        == Reason(ReasonKind.WITHHELD_TOO_FEW)
    )


@given(st.permutations([f"k{n}" for n in range(6)]))
def test_the_seed_knows_only_the_release(keys: list[str]) -> None:
    ordered = sorted(keys, key=lambda key: seeded_key("r1", key))
    assert ordered == sorted(sorted(keys), key=lambda key: seeded_key("r1", key))
    assert len({seeded_key(release, "k") for release in ("r1", "r2", "r3")}) == 3
