"""Lasting points in small: the order of points, rows and rounds changes nothing, and opposite sides are never one point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations, islice, permutations, product

import pytest

from bot.domain import lasting_points
from bot.domain.lasting_points import LastingWording, is_challenged, likeness_of, match_points, weighed_again
from bot.domain.model import Appearance, LastingPoint, Verdict
from bot.domain.releases import FinalPoint
from bot.domain.weighing.verdicts import ROUNDS_BETWEEN
from tests.support.further import further, part_of

pytestmark = further

WORDINGS = ("Rotas come late", "The rota comes late", "Rotas never come late", "Parking costs much")
KINDS = tuple(product(WORDINGS, (False, True), ("", "rota")))
"""What a point can be: its words, its side, and the heading that it was found under."""
World = tuple[list[FinalPoint], list[LastingWording]]


def final_point(key: str, wording: str, against: bool, matter: str) -> FinalPoint:
    return FinalPoint(key=key, group="a", question="v1#1", wording=wording, matter=matter, against=against)


def worlds(every: int, first: int = 0) -> Iterator[World]:
    """Yield two points beside three earlier ones, of every so manieth choice of kinds."""
    for said, known in part_of(list(product(combinations(KINDS, 2), combinations(KINDS, 3))), every, first):
        points = [final_point(f"1.{place}", *kind) for place, kind in enumerate(said)]
        rows = [LastingWording(f"l{place}", final_point(f"l{place}", *kind)) for place, kind in enumerate(known)]
        yield points, rows


def problems(points: Sequence[FinalPoint], known: Sequence[LastingWording]) -> set[str]:
    found = match_points(points, known)
    sides = {each.key: each.against for each in points}
    earlier = {each.id: each.point for each in known}
    wrong = set()
    if any(match_points(some, rows) != found for some in permutations(points) for rows in permutations(known)):
        wrong.add("order")
    if len(set(found.values())) < len(found):
        wrong.add("two are one")
    if any(sides[key] is not earlier[id].against for key, id in found.items()):
        wrong.add("opposite sides")
    free = (one for one in points if one.key not in found)
    left = [row for row in known if row.id not in found.values()]
    if any(likeness_of(one, row.point) for one in free for row in left):
        wrong.add("left apart")
    return wrong


def test_whatever_the_order_each_point_is_one_earlier_point_of_its_side_at_most() -> None:
    matched = 0
    for points, known in worlds(499):
        assert problems(points, known) == set()
        matched += len(match_points(points, known)) == 2
    assert matched > 10


@pytest.mark.parametrize(
    ("name", "without", "problem"),
    [
        ("sorted", list, "order"),
        ("likeness_of", lambda one, other: 1.0, "opposite sides"),
    ],
)
def test_control_without_a_defence_it_is_found(
    name: str, without: object, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasting_points, name, without, raising=False)
    assert any(problem in problems(*world) for world in islice(worlds(499, first=7), 200))


def after(verdicts: Sequence[Verdict]) -> LastingPoint:
    """Return a point after it was weighed so."""
    seen = (Appearance(round="w0", release="r0", point="1.1"),)
    row = LastingPoint(id="l1", team="a", teams=("a",), question="v1#1", label="Rotas", appearances=seen)
    return reduce(lambda row, each: weighed_again(row, f"w{each[0]}", each[1]), enumerate(verdicts, start=1), row)


def test_the_last_four_verdicts_decide_in_whatever_order_they_came() -> None:
    for rounds in range(6):
        for verdicts in product(Verdict, repeat=rounds):
            row, last = after(verdicts), verdicts[-ROUNDS_BETWEEN:]
            under = last.count(Verdict.CHALLENGED) > last.count(Verdict.CONFIRMED)
            assert is_challenged(row) is under and row.verdicts == last
            earlier = verdicts[: len(verdicts) - len(last)]
            assert {is_challenged(after((*earlier, *order))) for order in set(permutations(last))} == {under}


def test_control_where_the_latest_verdict_decides_the_order_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting_points, "is_under_challenge", lambda verdicts: verdicts[-1:] == (Verdict.CHALLENGED,))
    some = (Verdict.CHALLENGED, Verdict.CONFIRMED, Verdict.NONE)
    assert {is_challenged(after(order)) for order in permutations(some)} == {True, False}
