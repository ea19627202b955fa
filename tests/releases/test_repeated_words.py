"""What counts as repeating somebody's words: five of them in a row, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases.repeated_words import OWN_RUN, repeats_a_run

SAID = "We don't hear about the new rota until it is pinned to the door"


@pytest.mark.parametrize(
    "wording",
    [
        "about the new rota until",
        "People said: ABOUT the  new, rota – until!",
        "dont hear about the new one: we don’t hear about the",
        "hear-about-the-new-rota",
        "\uff41bout the new rota until",
        SAID,
    ],
)
def test_five_words_in_a_row_are_somebodys(wording: str) -> None:
    assert repeats_a_run(wording, ["Something else altogether, and more of it", SAID])


@pytest.mark.parametrize(
    "wording", ["about the new rota", "the rota until the door is new", "The new rota is pinned too late", "", "…"]
)
def test_fewer_are_anybodys(wording: str) -> None:
    assert not repeats_a_run(wording, [SAID, ""])


WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=9)


@given(WORDS, WORDS)
def test_it_finds_exactly_the_runs_that_both_have(one: list[str], other: list[str]) -> None:
    shared = any(
        one[i : i + OWN_RUN] == other[j : j + OWN_RUN]
        for i in range(len(one) - OWN_RUN + 1)
        for j in range(len(other) - OWN_RUN + 1)
    )
    assert repeats_a_run(" ".join(one), [" ".join(other)]) is shared
