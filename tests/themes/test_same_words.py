"""Where a whole team says the same in the same words, that is its point."""

import random

import pytest

from bot.ports import Item
from bot.themes import small
from bot.themes.finder import LocalFinder
from bot.themes.small import find_claims


def found(*texts: str) -> list[tuple[str, int]]:
    items = [Item(str(n), str(n), text) for n, text in enumerate(texts)]
    return [(point.label, len(point.refs)) for point in LocalFinder().find(items, "stop", small=True).points]


def test_what_everybody_says_in_the_same_words_is_a_point() -> None:
    ((label, count),) = found(*["Waiting lists are far too long"] * 8)
    assert (label.partition(":")[0], count) == ("Waiting lists are too long", 8)
    assert found(*(f"The handover takes too long {name}" for name in ("Ada", "Ben", "Cy", "Di", "Eve"))) != []


def test_words_that_are_shared_by_two_alone_or_hardly_at_all_claim_nothing() -> None:
    assert (
        find_claims(["The tea is cold.", "The tea is cold.", "More training for volunteers.", "A printer that prints."])
        == []
    )
    assert find_claims(["The tea is cold.", "The car park is full.", "The rota is late.", "The team is kind."]) == []


UNRELATED = (
    "A quiet room to rest",
    "The handover is slow",
    "More training on the new system",
    "The forms ask everything twice",
    "Hot food on nights",
    "A rota that comes out in time",
    "Fewer emails from head office",
    "The lift is always broken",
    "A thank you now and then",
    "Our manager cancels the one to ones",
    "Uniforms that fit",
    "Pay for the training days",
)
REPEATED = ("Parking", "More staff", "Better pay", "The canteen", "Wifi", "Communication")


def invented(copies: int, others: int) -> int:
    """In how many of 40 rounds a claim holds answers that nobody repeated, beside one that several gave."""
    count = 0
    for seed in range(40):
        chance = random.Random(seed)
        texts = [chance.choice(REPEATED)] * copies + chance.sample(UNRELATED, others)
        count += any(place >= copies for claim in find_claims(texts) for place in claim)
    return count


@pytest.mark.parametrize("copies", [3, 4, 6, 9])
@pytest.mark.parametrize("others", [3, 5, 9])
def test_a_repeated_answer_invents_no_point_among_the_others(copies: int, others: int) -> None:
    assert invented(copies, others) == 0


def test_with_the_repeated_answer_in_the_mean_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what is claimed already stays among those that are compared."""
    monkeypatch.setattr(small, "_unclaimed_answers", lambda members, claimed: members)
    assert invented(3, 3) > 0
    assert invented(6, 5) > 0


@pytest.mark.parametrize("count", [61, 90, 200])
def test_a_large_team_has_points(count: int) -> None:
    texts = [
        f"{what} {how}"
        for what in ("The rota", "Our rota", "This rota")
        for how in ("comes too late", "is late", "is published late")
    ]
    others = [
        f"The {thing} in {where} needs looking at" for thing in ("lamp", "door", "floor", "sink") for where in UNRELATED
    ]
    items = [Item(str(n), str(n), text) for n, text in enumerate((texts * 3 + others * 4)[:count])]
    assert any("rota" in point.label.lower() for point in LocalFinder().find(items, "stop", small=True).points)
