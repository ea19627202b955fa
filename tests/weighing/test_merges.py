"""The same as another item: merged by most of those who weighed both, never opposites, and along chains nobody is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.weighing import ItemKind, Weighing, WeighingState
from bot.domain.weighing.counting import COUNTS
from bot.domain.weighing.merges import may_be_merged, resolve_merges
from bot.domain.weighing.weighed_labels import LABELS
from tests.weighing.builders import AGREES, K, count, item, weighed

A, B, C, D = (item(f"1.{n}") for n in range(1, 5))
AGAINST = item("1.5", against=True)
ELSEWHERE = item("2.1", question="other")


def both(same: int, others: int, one: str = "1.1", other: str = "1.2") -> list[Weighing]:
    """So many weigh both items and call them the same, and so many more weigh both."""
    first = weighed(one, same, 0, same_as=other) + weighed(one, others, 0, first=same)
    return first + weighed(other, same + others, 0)


def same(weighings: list[Weighing], *items: object, roster: int = 12) -> tuple[tuple[str, str], ...]:
    return count(items or (A, B), weighings, roster)[0].same  # type: ignore[arg-type]


def test_items_are_the_same_when_two_thirds_of_k_who_weighed_both_say_so() -> None:
    assert same(both(4, 1)) == (("1.1", "1.2"),)
    assert same(both(4, 2)) == (("1.1", "1.2"),)
    assert same(both(4, 3)) == ()
    assert same(both(4, 0)) == (), "fewer than k weighed both"


def test_it_may_be_said_of_either_and_counts_once() -> None:
    either = both(3, 2)
    either = [
        replace(each, same_as=("1.1",)) if each.item == "1.2" and each.member in ("m0", "m3") else each
        for each in either
    ]
    assert same(either) == (("1.1", "1.2"),)


def test_who_weighed_one_of_them_alone_does_not_count() -> None:
    alone = weighed("1.1", 6, 0, same_as="1.2") + weighed("1.2", 3, 0)
    assert same(alone) == ()


def test_a_merge_needs_the_roster_of_a_label() -> None:
    assert same(both(5, 0), roster=K + 3) and not same(both(5, 0), roster=K + 2)
    lax = replace(COUNTS, labels=replace(LABELS, told=lambda least, roster: True))
    assert count((A, B), both(5, 0), K + 2, rules=lax)[0].same, (
        "without that limit seven people learn that five weighed both"
    )


def test_opposites_and_items_of_different_questions_or_kinds_are_never_the_same() -> None:
    for other in (AGAINST, ELSEWHERE, item("1.6", ItemKind.EARLIER_POINT), item("1.7", ItemKind.PROPOSED_QUESTION)):
        assert same(both(6, 0, other=other.key), A, other) == ()


def resolved(pairs: list[tuple[str, str]], decided: dict[str, str] | None = None, gone: str = "") -> dict[str, str]:
    items = (A, B, C, D, AGAINST, ELSEWHERE)
    return resolve_merges(items, pairs, decided or {}, {each.key for each in items} - {gone})


def test_the_earlier_wording_stays_and_a_chain_ends_in_one() -> None:
    assert resolved([("1.2", "1.3")]) == {"1.3": "1.2"}
    assert resolved([("1.2", "1.3"), ("1.1", "1.3")]) == {"1.2": "1.1", "1.3": "1.1"}


def test_the_wording_that_a_decider_chose_stays() -> None:
    assert resolved([], {"1.1": "1.2"}) == {"1.1": "1.2"}
    assert resolved([("1.1", "1.2")], {"1.1": "1.3"}) == {"1.1": "1.3", "1.2": "1.3"}
    assert resolved([("1.1", "1.2")], {"1.1": "1.2"}) == {"1.1": "1.2"}
    assert resolved([], {"1.1": "2.1"}) == {"1.1": "2.1"}, "a decider may see that two questions got one point"


def test_a_ring_of_decisions_keeps_one() -> None:
    assert resolved([], {"1.1": "1.2", "1.2": "1.1"}) == {"1.2": "1.1"}


def test_what_does_not_stand_in_the_final_is_no_end() -> None:
    assert resolved([("1.1", "1.2")], gone="1.1") == {"1.1": "1.2"}


def test_opposites_do_not_meet_along_a_chain() -> None:
    assert resolved([("1.1", "1.2")], {"1.2": "1.5"}) == {"1.2": "1.1"}
    assert resolved([], {"1.1": "1.5"}) == {}


def test_who_decides_may_merge_what_is_not_opposite_also_along_earlier_decisions() -> None:
    items = (A, B, C, AGAINST)
    assert may_be_merged(items, {}, "1.1", "1.2")
    assert not may_be_merged(items, {}, "1.1", "1.5")
    assert may_be_merged(items, {"1.2": "1.3"}, "1.1", "1.2")
    assert not may_be_merged((*items, item("1.6", question="other")), {"1.5": "1.6"}, "1.1", "1.6")
    assert may_be_merged((), {}, "1.1", "1.2"), "a draft without items knows no sides"


KEYS = st.sampled_from([each.key for each in (A, B, C, D, AGAINST, ELSEWHERE)])


@given(st.lists(st.tuples(KEYS, KEYS), max_size=8), st.dictionaries(KEYS, KEYS, max_size=4))
def test_every_item_ends_in_one_that_stands_and_no_opposites_meet(
    pairs: list[tuple[str, str]], decided: dict[str, str]
) -> None:
    ends = resolved(pairs, {one: other for one, other in decided.items() if one != other})
    assert all(end not in ends for end in ends.values()), "an end is not merged away itself"
    here = {key for key, end in ends.items() if end == "1.5"} | {"1.5"}
    there = {ends.get("1.5", "1.5")} | {key for key, end in ends.items() if end == ends.get("1.5", "1.5")}
    assert not (here | there) & {"1.1", "1.2", "1.3", "1.4"}


def test_weighings_of_the_same_are_of_members_who_weigh() -> None:
    """Saying that two items are the same without weighing them says nothing."""
    silent = [Weighing(member=f"m{n}", item="1.1", same_as=("1.2",)) for n in range(6)]
    assert same(silent + [Weighing(member=f"m{n}", item="1.2", state=AGREES) for n in range(6)]) == ()


THREE = (item("1.1"), item("1.2"), item("1.3"))


def all_weigh_all(*said: tuple[str, str]) -> list[Weighing]:
    """Six people agree with three items, and each says of these pairs that they are the same."""
    return [
        Weighing(
            member=f"m{number}",
            item=each.key,
            state=AGREES,
            same_as=tuple(other for one, other in said if one == each.key),
        )
        for number in range(6)
        for each in THREE
    ]


def test_one_item_can_be_the_same_as_two_others_and_then_all_three_are() -> None:
    pairs = (("1.1", "1.2"), ("1.1", "1.3"), ("1.2", "1.3"))
    assert same(all_weigh_all(("1.3", "1.1"), ("1.3", "1.2")), *THREE) == pairs
    assert same(all_weigh_all(("1.3", "1.1")), *THREE) == (("1.1", "1.3"),)


def test_it_joins_two_that_were_weighed_also_along_one_that_was_not() -> None:
    """A like C and B like C, with A and B weighed: whichever of them stands first in the draft, and wherever the word is stored."""
    for said in ((("1.1", "1.3"), ("1.2", "1.3")), (("1.3", "1.1"), ("1.3", "1.2"))):
        weighings = [
            replace(each, state=WeighingState.UNWEIGHED) if each.item == "1.3" else each
            for each in all_weigh_all(*said)
        ]
        assert same(weighings, *THREE) == (("1.1", "1.2"),)


def test_what_is_no_longer_listed_joins_nothing() -> None:
    """A like C and B like C, stored on A and B: when the words of C are taken back, nothing is made of what was said of them."""
    weighings = all_weigh_all(("1.1", "1.3"), ("1.2", "1.3"))
    assert same(weighings, *THREE) == (("1.1", "1.2"), ("1.1", "1.3"), ("1.2", "1.3"))
    assert same(weighings, *THREE[:2]) == ()


def test_what_one_calls_the_same_does_not_join_what_another_does() -> None:
    first, second = all_weigh_all(("1.2", "1.1")), all_weigh_all(("1.3", "1.2"))
    mixed = [each for each in first if each.member < "m3"] + [each for each in second if each.member >= "m3"]
    assert same(mixed, *THREE) == ()
