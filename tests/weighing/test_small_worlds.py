"""Ways in which an author and seven others can weigh a point and a statement: what is told follows the rule, and no more.

There are some 655,000; every so manieth is lived, so that all parts of them are seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, islice, product

from bot.domain.weighing import ItemKind, WeighedItems, WeighedLabel, Weighing
from tests.support.further import GOES_FURTHER, further
from tests.weighing.builders import AGREES, DIFFERS, K, count, item
from tests.weighing.merge_reader import SILENT, WAYS, Way

pytestmark = further

EVERY = 11 if GOES_FURTHER else 1499
"""Every how many worlds one is lived: a prime, so that it falls in with no part of a way."""
POINT, STATEMENT = item("1.1"), item("1.q1", ItemKind.STATEMENT)
AUTHOR = "m0"


def worlds() -> Iterator[tuple[Way, ...]]:
    """The author's way and those of the seven others, whoever they are."""
    for author, others in product(WAYS, combinations_with_replacement(WAYS, 7)):
        yield (author, *others)


def told_of(world: tuple[Way, ...], roster: int) -> WeighedItems:
    rows = []
    for number, (one, other, same) in enumerate(world):
        same_as = (STATEMENT.key,) if same else ()
        rows.append(Weighing(member=f"m{number}", item=POINT.key, state=one, same_as=same_as))
        rows.append(Weighing(member=f"m{number}", item=STATEMENT.key, state=other))
    return count((POINT, STATEMENT), rows, roster, authors={STATEMENT.key: AUTHOR})[0]


def test_what_is_told_follows_the_rule() -> None:
    lived = carried = merged = 0
    seen = set()
    for world in islice(worlds(), 0, None, EVERY):
        told = told_of(world, 8)
        point, statement = told.results
        assert (point.label, point.some_differ) == (expected_of_the_point(world), False)
        assert statement.carried is expected_to_be_carried(world) and (statement.carried or statement.label is None)
        assert bool(told.same) is expected_to_be_the_same(world)
        assert told_of(world, 7).results == tuple(type(each)(each.key) for each in told.results)
        assert told_of(world, 7).same == ()
        lived, carried, merged = lived + 1, carried + statement.carried, merged + bool(told.same)
        seen.add(point.label)
    assert lived > 400 and min(carried, merged) > 10
    assert seen == {None, WeighedLabel.WIDELY_SHARED, WeighedLabel.NOT_WIDELY_SHARED}, "eight cannot differ openly"


def expected_of_the_point(world: tuple[Way, ...]) -> WeighedLabel | None:
    agree = sum(one is AGREES for one, _, _ in world)
    differ = sum(one is DIFFERS for one, _, _ in world)
    if agree + differ < K or (min(agree, differ) >= 3 and Fraction(agree, agree + differ) < Fraction(2, 3)):
        return None
    wide = Fraction(agree, agree + differ) >= Fraction(2, 3)
    return WeighedLabel.WIDELY_SHARED if wide else WeighedLabel.NOT_WIDELY_SHARED


def expected_to_be_carried(world: tuple[Way, ...]) -> bool:
    agree = 1 + sum(other is AGREES for _, other, _ in world[1:])
    differ = sum(other is DIFFERS for _, other, _ in world[1:])
    return agree + differ >= K and agree >= 3 and agree > differ


def expected_to_be_the_same(world: tuple[Way, ...]) -> bool:
    both = [same for one, other, same in world if SILENT not in (one, other)]
    return len(both) >= K and Fraction(sum(both), len(both)) >= Fraction(2, 3)
