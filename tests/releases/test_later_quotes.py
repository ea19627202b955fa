"""Words that are allowed once a draft without items is out: what both drafts say fits together, under the rule of sums."""

from __future__ import annotations

from itertools import product

import pytest

from bot.domain.model.sharing import QuestionSummary, Summary
from bot.domain.releases import Contribution, PostedDraft, add_allowed_quotes, later_quotes, some_quotes_can_fit
from bot.domain.releases.bands import Band, Participation, band_of, lower_bound, participation_of, upper_bound
from bot.domain.releases.later_quotes import quotes_that_fit
from bot.domain.releases.thresholds import LEFT_OPEN

K = 5
Q, OTHER = "v1#1", "v1#2"


def given(people: range, question: str = Q) -> frozenset[Contribution]:
    return frozenset(Contribution(f"{question}{n}", f"m{n}", question, K) for n in people)


def posted(roster: int = 9, nothing: str = "", shown: bool = True, participation: str = "enough") -> PostedDraft:
    question = QuestionSummary(number=1, text="What?", shown=shown, key=Q, nothing=nothing)
    other = QuestionSummary(number=2, text="Why?", shown=False, key=OTHER)
    return PostedDraft("r", Summary(questions=(question, other), participation=participation), roster, K)


def added(draft: PostedDraft, people: range, allowed: range) -> int:
    summary, quotes = add_allowed_quotes(draft, given(people), {f"{Q}{n}" for n in allowed})
    assert summary.questions[0].words == len(quotes) == len(summary.questions[0].under)
    return len(quotes)


@pytest.mark.parametrize(("allowed", "shown"), [(0, 0), (1, 0), (2, 0), (3, 3), (5, 5), (6, 5)])
def test_from_three_people_on_and_at_most_k(allowed: int, shown: int) -> None:
    assert added(posted(), range(6), range(allowed)) == shown


def test_at_most_all_but_three_of_the_roster() -> None:
    assert added(posted(roster=7), range(6), range(6)) == 4


def test_a_question_that_is_not_shown_shows_no_words() -> None:
    assert added(posted(shown=False), range(6), range(6)) == 0


def test_words_of_another_question_are_not_taken() -> None:
    _, quotes = add_allowed_quotes(posted(), given(range(6), OTHER), {f"{OTHER}{n}" for n in range(6)})
    assert quotes == ()


def test_the_words_come_in_the_order_of_the_release_alone() -> None:
    allowed = {f"{Q}{n}" for n in range(4)}
    orders = {add_allowed_quotes(posted(), rows, allowed) for rows in (given(range(6)), given(range(5, -1, -1)))}
    assert len(orders) == 1


def test_what_the_first_draft_said_of_nothing_stays() -> None:
    summary, _ = add_allowed_quotes(posted(12, Band.SEVERAL.value), given(range(8)), {f"{Q}{n}" for n in range(5)})
    assert summary.questions[0].nothing == Band.SEVERAL.value


EVERY = [
    (roster, nothing, answered)
    for roster in range(7, 46)
    for nothing in range(3, roster - LEFT_OPEN + 1)
    for answered in range(max(nothing, K), roster + 1)
]


def largest_sums(fits: object = quotes_that_fit) -> list[tuple[int, int]]:
    """What a reader of both drafts can add up at least, and the most who can have answered, in every small case."""
    found = []
    for roster, count, answered in EVERY:
        nothing, participation = band_of(count, roster), participation_of(answered, roster, K)
        if nothing is None:
            continue
        quotes = fits(tuple("abcde")[: max(0, min(K, roster - LEFT_OPEN))], nothing, roster, participation)  # type: ignore[operator]
        if quotes:
            most = min(roster, upper_bound(participation, roster))
            found.append((lower_bound(nothing, roster) + len(quotes), most))
    return found


def test_both_drafts_together_leave_three_people_out() -> None:
    sums = largest_sums()
    assert len(sums) > 100
    assert all(sum_ <= most - LEFT_OPEN for sum_, most in sums)


def test_control_without_the_rule_of_sums_a_reader_counts_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later_quotes, "leave_out", lambda shown, roster, participation: shown)
    assert any(sum_ > most - LEFT_OPEN for sum_, most in largest_sums())


def test_as_many_words_as_fit_are_shown() -> None:
    fewer = [
        (roster, len(quotes_that_fit(tuple("abcde"), Band.SEVERAL, roster, Participation.ENOUGH)))
        for roster in range(8, 13)
    ]
    assert fewer == [(8, 0), (9, 3), (10, 4), (11, 5), (12, 5)]


def test_without_a_band_of_nothing_all_that_are_chosen_fit() -> None:
    for roster, count in product(range(8, 20), range(3, 6)):
        assert len(quotes_that_fit(tuple("abcde")[:count], None, roster, Participation.ENOUGH)) == count


@pytest.mark.parametrize(
    ("roster", "nothing", "asked"), [(7, "", True), (7, "several", False), (8, "several", False), (9, "several", True)]
)
def test_nobody_is_asked_for_words_that_could_not_be_shown(roster: int, nothing: str, asked: bool) -> None:
    draft = posted(roster, nothing)
    assert some_quotes_can_fit(draft) is asked
    assert (added(draft, range(6), range(6)) > 0) is asked
