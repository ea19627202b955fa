"""C2: freezing, late answers, addenda, withdrawal, permitted words, draft and final, trends, reasons."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases import (
    Contribution,
    Frozen,
    Outcome,
    Reason,
    ReasonKind,
    Released,
    Stage,
    TeamSize,
    addendum,
    decide,
    explain,
    final_of,
    freeze,
    may_show_trend,
    partition,
    seeded,
    withdraw,
    words_to_show,
)
from tests.releases.builders import CHANGED, K, Q, answers, candidate, only, reason, released, theme


def refs(contributions: frozenset[Contribution]) -> frozenset[str]:
    return frozenset(each.ref for each in contributions)


def draft_of(count: int = 8) -> Released:
    themes = [theme("one", answers(range(4))), theme("two", answers(range(3, 7)))]
    return released(decide(candidate(answers(range(count)), 12, themes=themes), (), K))


def test_late_answers_join_the_next_release_that_asks_the_same() -> None:
    late, elsewhere = answers([9], late=True), answers([8], question=CHANGED, late=True)
    frozen = freeze(answers(range(5), week=2), asked=(Q,), waiting=late | elsewhere)
    assert frozen.contributions == answers(range(5), week=2) | late
    assert frozen.waiting == elsewhere


def test_what_the_whole_has_released_no_longer_waits() -> None:
    held = answers(range(4))
    frozen = freeze(answers(range(5), week=2), asked=(Q,), waiting=held, released=refs(held))
    assert frozen == Frozen(answers(range(5), week=2))


def test_a_held_set_waits_as_a_whole_and_an_unshown_question_for_itself() -> None:
    few = freeze(answers(range(4)), asked=(Q,))
    held = decide(candidate(few.contributions, 9), (), K)
    assert few.waiting_after(held) == answers(range(4))
    mixed = freeze(answers(range(6)) | answers(range(2), question=CHANGED), asked=(Q, CHANGED))
    partly = decide(candidate(mixed.contributions, 9), (), K)
    assert mixed.waiting_after(partly) == answers(range(2), question=CHANGED)


def test_an_addendum_needs_k_late_contributors_to_one_old_question() -> None:
    assert not addendum(answers(range(4), late=True), asked=(CHANGED,), k=K)
    assert addendum(answers(range(5), late=True), asked=(CHANGED,), k=K) == answers(range(5), late=True)
    assert not addendum(answers(range(5), late=True), asked=(Q,), k=K)
    twice = answers(range(4), late=True) | answers(range(4), week=2, late=True)
    assert not addendum(twice, asked=(CHANGED,), k=K)


def test_mistakes_at_the_close_are_refused() -> None:
    double = [Contribution("r1", "m", Q), Contribution("r2", "m", Q)]
    for given_answers, waiting, message in (
        (answers(range(2), question=CHANGED), (), "not asked"),
        (double, (), "two current"),
        (double[:1], [Contribution("r1", "n", Q)], "same ref"),
    ):
        with pytest.raises(ValueError, match=message):
            freeze(given_answers, asked=(Q,), waiting=waiting)


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.CLOSED])
def test_withdrawal_before_the_draft_may_hold_the_release(stage: Stage) -> None:
    frozen = freeze(answers(range(5)), asked=(Q,))
    after = withdraw(frozen, refs(answers([0])), stage)
    assert after == freeze(answers(range(1, 5)), asked=(Q,))
    assert released(decide(candidate(frozen.contributions, 9), (), K))
    assert reason(decide(candidate(after.contributions, 9), (), K))


@pytest.mark.parametrize("stage", Stage)
def test_what_waits_is_dropped_at_any_stage(stage: Stage) -> None:
    late = answers([7], late=True)
    frozen = Frozen(answers(range(5)), waiting=late)
    assert not withdraw(frozen, refs(late), stage).waiting


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.FINAL])
def test_after_the_draft_the_set_stands_and_the_source_is_unreadable(stage: Stage) -> None:
    frozen = freeze(answers(range(6)), asked=(Q,))
    after = withdraw(frozen, refs(answers([0])), stage)
    assert after.contributions == frozen.contributions
    assert after.readable == answers(range(1, 6))


def test_a_frozen_set_prints_nothing_of_anyone() -> None:
    frozen = Frozen(answers([1]), answers([2], late=True), refs(answers([1])), refs(answers([1])))
    assert repr(frozen) == "Frozen()"


def test_words_need_three_people_in_a_shown_question_and_one_each() -> None:
    draft, everyone = draft_of(), answers(range(8))
    second = frozenset({Contribution("a0/again", "a0", Q, late=True)})
    assert not words_to_show(draft, everyone, refs(answers([0, 1])))
    assert not words_to_show(draft, everyone | second, refs(answers([0, 1]) | second))
    three = words_to_show(draft, everyone | second, refs(answers([0, 1, 2]) | second))
    assert len(three) == 3
    hidden = answers(range(3), question=CHANGED)
    assert not words_to_show(draft, everyone | hidden, refs(hidden))


def test_words_taken_back_in_the_check_window_take_the_last_two_with_them() -> None:
    frozen = replace(freeze(answers(range(8)), asked=(Q,)), words=refs(answers(range(3))))
    assert not withdraw(frozen, refs(answers([0])), Stage.DRAFT).words
    assert withdraw(frozen, refs(answers([0])), Stage.FINAL).words == refs(answers(range(3)))


def test_the_final_adds_outcomes_and_nothing_else() -> None:
    draft = draft_of()
    final = final_of(draft, {(Q, "one"): Outcome.ACCEPTED})
    assert final.final and final.entry == draft.entry
    assert {each.key: each.outcome for each in only(final).themes} == {"one": Outcome.ACCEPTED, "two": None}
    plain = [replace(each, outcome=None) for each in only(final).themes]
    assert plain == list(only(draft).themes)


def test_a_final_of_something_else_is_refused() -> None:
    draft = draft_of()
    with pytest.raises(ValueError, match="does not show"):
        final_of(draft, {(Q, "other"): Outcome.DECLINED})
    with pytest.raises(ValueError, match="no final"):
        final_of(final_of(draft, {}), {})


@pytest.mark.parametrize(
    ("before", "now", "allowed"),
    [
        (range(8), range(8), True),
        (range(8), range(1, 9), False),
        (range(10), range(6), False),
        (range(6), range(10), False),
        (range(10), range(5), True),
        (range(5), range(5, 10), True),
        (range(10), [*range(5), 20], False),
        (range(10), range(8, 18), False),
    ],
)
def test_trends(before: range, now: range | list[int], allowed: bool) -> None:
    assert may_show_trend({f"m{n}" for n in before}, {f"m{n}" for n in now}, K) is allowed


def test_reasons_tell_kinds_and_never_counts() -> None:
    merged, alone = partition([TeamSize("a", "p", 3), TeamSize("b", "p", 9), TeamSize("c", "q", 7)], K)
    assert explain(merged) == Reason(ReasonKind.ASKED_MERGED, teams=("a", "b"), anchor="b")
    assert explain(alone) == Reason(ReasonKind.ASKED_ALONE, teams=("c",), anchor="c")
    assert explain(draft_of()) == Reason(ReasonKind.SHOWN)
    part = decide(candidate(answers(range(6)), 9, asked=(Q, CHANGED)), (), K)
    assert explain(part) == Reason(ReasonKind.SHOWN_IN_PART, questions=(CHANGED,))
    assert explain(decide(candidate(answers(range(6)), 6), (), K)).kind is ReasonKind.HELD_SMALL_ROSTER


def test_nobody_learns_that_k_answered_when_no_question_did() -> None:
    scattered = answers(range(3)) | answers(range(3, 6), question=CHANGED)
    few = decide(candidate(answers(range(2)), 9), (), K)
    assert explain(decide(candidate(scattered, 9), (), K)) == explain(few) == Reason(ReasonKind.HELD_TOO_FEW)


@given(st.permutations([f"k{n}" for n in range(6)]))
def test_the_seed_knows_only_the_release(keys: list[str]) -> None:
    ordered = sorted(keys, key=lambda key: seeded("r1", key))
    assert ordered == sorted(sorted(keys), key=lambda key: seeded("r1", key))
    assert len({seeded(release, "k") for release in ("r1", "r2", "r3")}) == 3
