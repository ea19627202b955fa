"""Rule 3 and rule 13: the final is its draft, changed only by outcomes of challenges and by words taken back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model.sharing import (
    ChallengeOutcome,
    CheckKind,
    Point,
    QuestionSummary,
    Ruling,
    Summary,
)
from bot.domain.releases import Raised, challenge_is_visible, checks_are_told, finalise_summary, quotes_left
from bot.domain.releases.decided_final import CHECKED
from bot.domain.weighing import CheckedDraft, merge_ends

STRONG = CheckKind.TOO_STRONG
POINTS = tuple(Point(key=f"1.{n}", label=f"Point {n}", band="several") for n in range(1, 5))
DRAFT = Summary(
    questions=(
        QuestionSummary(number=1, key="a", text="What?", shown=True, points=POINTS, nothing="several", words=4),
        QuestionSummary(number=2, key="b", text="Why?", shown=False),
    ),
    participation="enough",
)
QUOTES = ("a", "b", "c", "d")
NONE: dict[str, str] = {}


def ruled(point: str, kind: ChallengeOutcome, challenge: CheckKind = STRONG, **more: str) -> Ruling:
    return Ruling(id=f"r:{point}:{challenge}", round="r", item=point, challenge=challenge, kind=kind, by="hal", **more)


def merged_by(rulings: list[Ruling]) -> dict[str, str]:
    return merge_ends(CheckedDraft(DRAFT, roster=10), rulings)


def labels(summary: Summary) -> list[str]:
    return [point.label for point in summary.questions[0].points]


def test_without_a_word_from_anybody_the_final_is_the_draft() -> None:
    assert finalise_summary(DRAFT, (), (), False, NONE) == DRAFT


@pytest.mark.parametrize("checkers", [0, 1, 2])
def test_a_few_checks_read_like_none(checkers: int) -> None:
    assert finalise_summary(DRAFT, (), (), checks_are_told(checkers), NONE) == DRAFT


def test_from_three_people_on_it_was_checked() -> None:
    assert finalise_summary(DRAFT, (), (), True, NONE) == replace(DRAFT, checked=CHECKED)


@pytest.mark.parametrize(("people", "words", "told"), [(1, 0, False), (2, 0, False), (3, 0, True), (1, 1, True)])
def test_a_challenge_is_told_when_those_who_decide_could_see_it(people: int, words: int, told: bool) -> None:
    assert challenge_is_visible(people, words) is told
    final = finalise_summary(DRAFT, [Raised("1.1", STRONG, challenge_is_visible(people, words))], (), False, NONE)
    assert [change.kind for change in final.changes] == ([ChallengeOutcome.UNDECIDED] if told else [])


def test_what_was_decided_is_told_even_if_words_were_taken_back_since() -> None:
    decided = ruled("1.1", ChallengeOutcome.ACCEPTED, wording="Point one")
    final = finalise_summary(DRAFT, [Raised("1.1", STRONG, visible=False)], [decided], False, NONE)
    assert [(each.kind, each.label, each.wording) for each in final.changes] == [
        (ChallengeOutcome.ACCEPTED, "Point 1", "Point one")
    ]
    assert labels(final) == ["Point one", "Point 2", "Point 3", "Point 4"]


def test_a_merged_into_b_and_b_into_c_loses_nobody() -> None:
    raised = [Raised("1.1", STRONG, visible=True), Raised("1.2", STRONG, visible=True)]
    rulings = [ruled("1.1", ChallengeOutcome.MERGED, into="1.2"), ruled("1.2", ChallengeOutcome.MERGED, into="1.3")]
    final = finalise_summary(DRAFT, raised, rulings, True, merged_by(rulings))
    assert labels(final) == ["Point 3", "Point 4"]
    assert {(each.label, each.wording) for each in final.changes} == {("Point 1", "Point 3"), ("Point 2", "Point 3")}


def test_a_ring_of_merges_keeps_one_of_them() -> None:
    rulings = [ruled("1.1", ChallengeOutcome.MERGED, into="1.2"), ruled("1.2", ChallengeOutcome.MERGED, into="1.1")]
    assert len(merged_by(rulings)) == 1


def test_a_merge_is_told_with_the_wording_that_stays() -> None:
    raised = [Raised("1.1", STRONG, visible=True), Raised("1.2", STRONG, visible=True)]
    rulings = [
        ruled("1.1", ChallengeOutcome.MERGED, into="1.2"),
        ruled("1.2", ChallengeOutcome.ACCEPTED, wording="Point two"),
    ]
    final = finalise_summary(DRAFT, raised, rulings, True, merged_by(rulings))
    assert final.changes[0].wording == "Point two"


def test_an_addition_and_a_refusal() -> None:
    raised = [Raised("", CheckKind.MISSING, visible=True), Raised("1.4", STRONG, visible=True)]
    rulings = [
        ruled("", ChallengeOutcome.ACCEPTED, CheckKind.MISSING, wording="Point 5"),
        ruled("1.4", ChallengeOutcome.DECLINED, reason="it was measured"),
    ]
    final = finalise_summary(DRAFT, raised, rulings, True, merged_by(rulings))
    assert [each.kind for each in final.changes] == [ChallengeOutcome.ACCEPTED, ChallengeOutcome.DECLINED]
    assert labels(final) == labels(DRAFT)


@given(
    st.lists(
        st.builds(
            ruled,
            st.sampled_from(["1.1", "1.2", "1.3", "1.4"]),
            st.sampled_from(sorted(set(ChallengeOutcome) - {ChallengeOutcome.OPEN})),
            st.sampled_from([STRONG, CheckKind.MEANING]),
            into=st.sampled_from(["1.1", "1.2", "1.3", "1.4"]),
            wording=st.just("Other words"),
            reason=st.just("a reason"),
        ),
        max_size=6,
    ),
    st.integers(0, 4),
    st.sets(st.sampled_from(QUOTES)),
)
def test_whatever_is_decided_no_band_moves_and_no_point_is_added(
    rulings: list[Ruling], checkers: int, gone: set[str]
) -> None:
    raised = [Raised(each.item, each.challenge, visible=True) for each in rulings]
    left, _ = quotes_left(DRAFT, QUOTES, gone)
    final = finalise_summary(left, raised, rulings, checks_are_told(checkers), merged_by(rulings))
    bands = {point.key: point.band for point in DRAFT.questions[0].points}
    assert all(bands[point.key] == point.band for point in final.questions[0].points)
    assert final.participation == DRAFT.participation
    assert final.questions[0].nothing == DRAFT.questions[0].nothing
    assert final.questions[0].words == (4 - len(gone) if len(gone) < 2 else 0)
    assert final.questions[1] == DRAFT.questions[1]
