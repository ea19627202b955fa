"""Leftovers: codes of signs under a cycle's secret, and the points that several teams make of them (rule 9)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.releases import Leftover, find_leftover_points, leftovers, planes_of, sign_code
from bot.domain.releases.leftovers import ALIKE_WITHIN, CODE_BITS, bits_apart

SIZE = 96
PLANES = planes_of("secret", SIZE)


def vector(start: int, turned: int = 0) -> bytes:
    """A vector of signed bytes, of which so many numbers are turned round."""
    numbers = [((start * 37 + place * 61) % 255) - 127 for place in range(SIZE)]
    return bytes((-number if place < turned else number) % 256 for place, number in enumerate(numbers))


def left(member: str, group: str = "a", **more: object) -> Leftover:
    plain: dict[str, object] = {"question": "q", "team": group, "heading": 1, "against": False, "code": 0}
    return Leftover(group=group, member=member, **{**plain, **more})  # type: ignore[arg-type]


def test_near_vectors_have_near_codes_and_far_ones_far() -> None:
    code = sign_code(vector(1), PLANES)
    assert code.bit_length() <= CODE_BITS
    assert bits_apart(code, sign_code(vector(1, 3), PLANES)) <= ALIKE_WITHIN
    assert bits_apart(code, sign_code(vector(1, SIZE), PLANES)) >= CODE_BITS - 1


def test_another_secret_gives_another_code() -> None:
    """Codes of two cycles cannot be compared: about half of their bits differ, as by chance."""
    codes = [sign_code(vector(1), planes_of(f"secret {n}", SIZE)) for n in range(6)]
    assert all(bits_apart(codes[0], other) > CODE_BITS // 4 for other in codes[1:])
    assert sign_code(vector(1), planes_of("secret 0", SIZE)) == codes[0]


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        ([left("1"), left("2"), left("3", "b")], "ab"),
        ([left("1"), left("2"), left("3")], ""),
        ([left("1"), left("2", "b")], ""),
        ([left("1"), left("1"), left("2", "b")], ""),
        ([left("1"), left("2"), left("3", "b", heading=2)], ""),
        ([left("1"), left("2"), left("3", "b", against=True)], ""),
        ([left("1"), left("2"), left("3", "b", question="other")], ""),
        ([left("1"), left("2"), left("3", "b", code=2**64 - 1)], ""),
        ([left("1", "a+b", team="a"), left("2", "a+b", team="b"), left("3", "a+b", team="b")], ["a+b"]),
    ],
)
def test_a_point_of_leftovers_needs_three_people_of_two_teams_under_one_heading(
    rows: list[Leftover], groups: str | list[str]
) -> None:
    found = find_leftover_points(rows)
    assert [sorted(each.groups) for each in found] == ([list(groups)] if groups else [])


LEFTOVERS = st.lists(
    st.builds(
        Leftover,
        question=st.sampled_from("pq"),
        group=st.sampled_from("abc"),
        team=st.sampled_from("abc"),
        member=st.sampled_from("123456"),
        heading=st.integers(0, 2),
        against=st.booleans(),
        code=st.sampled_from((0, 3, 2**63, 2**64 - 1, 2**30 - 1)),
    ),
    max_size=14,
)


@given(LEFTOVERS, st.randoms(use_true_random=False))
def test_the_order_of_leftovers_tells_nothing(rows: list[Leftover], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find_leftover_points(shuffled) == find_leftover_points(rows)


@given(LEFTOVERS)
def test_no_point_of_fewer_than_three_people_or_of_one_team(rows: list[Leftover]) -> None:
    for point in find_leftover_points(rows):
        mine = [
            row
            for row in rows
            if (row.question, row.heading, row.against) == (point.question, point.heading, point.against)
        ]
        assert len({row.member for row in mine}) >= 3
        assert len({row.team for row in mine}) >= 2
        assert point.groups <= {row.group for row in mine}


def test_one_person_more_makes_the_point() -> None:
    rows = [left("1"), left("2", "b")]
    assert not find_leftover_points(rows)
    assert find_leftover_points([*rows, replace(rows[0], member="3")])


def plain_parts(rows: list[Leftover]) -> list[set[Leftover]]:
    """The parts as one would say them, compared anew after each."""
    rest = sorted(rows, key=lambda each: (each.code, each.member, each.team))
    parts: list[set[Leftover]] = []
    while rest:
        around = [[one for one in rest if bits_apart(one.code, each.code) <= ALIKE_WITHIN] for each in rest]
        largest = max(around, key=lambda part: len({one.member for one in part}))
        parts.append(set(largest))
        rest = [one for one in rest if one not in largest]
    return [part for part in parts if len({one.member for one in part}) >= 3]


CODES = st.lists(st.tuples(st.integers(0, 2**CODE_BITS - 1), st.integers(0, 5)), max_size=14)


@given(CODES, st.integers(0, 2**CODE_BITS - 1))
def test_the_parts_are_those_of_the_plain_rule(codes: list[tuple[int, int]], mask: int) -> None:
    rows = [left(f"m{who}", code=code & mask) for code, who in codes]
    assert [set(part) for part in leftovers._alike_parts(rows)] == plain_parts(rows)


def test_every_two_clauses_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compared anew for every part, a thousand clauses under one heading would hold the writer for minutes."""
    asked: list[int] = []
    monkeypatch.setattr(leftovers, "bits_apart", lambda one, other: asked.append(1) or CODE_BITS)
    assert find_leftover_points([left(f"m{n}", f"g{n % 3}", code=n) for n in range(60)]) == ()
    assert len(asked) == 60 * 59 // 2
