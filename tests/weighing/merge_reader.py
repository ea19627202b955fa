"""A reader of how two items were weighed and called the same, who knows the rules, the roster and their own part.

Like the reader of one item (`reader.py`), it asks the product what each way in which that can have come would show, and is certain
of what all ways have in common that would show what it sees. It sees the results of both items, which is more than a final shows of
two that became one, and whether they did. The second item may have an author, who agrees to it in the counts whatever they weigh,
and whom no other reader knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from operator import add

from bot.domain.weighing import ItemKind, WeighedItems, Weighing, WeighingItem, WeighingState
from bot.domain.weighing.counting import COUNTS, CountRules
from tests.weighing.builders import AGREES, DIFFERS, count, item
from tests.weighing.reader import OPEN_TO_A_MEMBER, OPEN_TO_A_STRANGER

SILENT = WeighingState.UNWEIGHED
Way = tuple[WeighingState, WeighingState, bool]
WAYS: tuple[Way, ...] = tuple(
    (one, other, same)
    for one, other, same in product((SILENT, AGREES, DIFFERS), (SILENT, AGREES, DIFFERS), (False, True))
    if not same or SILENT not in (one, other)
)
"""How one person weighs the two items, and whether they call them the same."""
Totals = tuple[int, ...]
"""How many people agree and differ, to the one and to the other item; weighed both; call them the same."""
NOBODY: Totals = (0,) * 6
World = tuple[Way, ...]
"""The way of each member of the roster; an author comes first."""
Seen = dict[Totals, WeighedItems]


def totals_of(way: Way, author: bool = False) -> Totals:
    """What one person adds to the totals, as they are counted."""
    one, other, same = way
    both = SILENT not in (one, other)
    agrees, differs = (True, False) if author else (other is AGREES, other is DIFFERS)
    return tuple(map(int, (one is AGREES, one is DIFFERS, agrees, differs, both, same)))


def every_total(people: int, ways: tuple[Way, ...] = WAYS) -> dict[Totals, World]:
    """All totals that so many people can make, each with one of the worlds that make it: the first along these ways."""
    found: dict[Totals, World] = {NOBODY: ()}
    for _ in range(people):
        found = {
            tuple(map(add, totals, totals_of(way))): (*world, way)
            for totals, world in reversed(found.items())
            for way in ways
        }
    return found


def every_total_with_an_author(people: int, ways: tuple[Way, ...] = WAYS) -> dict[Totals, World]:
    """All totals that so many people can make of whom one is the author."""
    others = every_total(people - 1, ways)
    return {
        tuple(map(add, totals, totals_of(way, author=True))): (way, *world)
        for way in ways
        for totals, world in others.items()
    }


def items_of(kind: ItemKind) -> tuple[WeighingItem, WeighingItem]:
    return item("1.1"), item("1.2", kind)


def seen_of(world: World, kind: ItemKind, k: int, rules: CountRules = COUNTS, authored: bool = False) -> WeighedItems:
    """What is told of a point and of an item of this kind under the same question."""
    one, other = items_of(kind)
    rows = []
    for number, (first, second, same) in enumerate(world):
        called = (other.key,) if same else ()
        rows.append(Weighing(member=f"m{number}", item=one.key, state=first, same_as=called))
        rows.append(Weighing(member=f"m{number}", item=other.key, state=second))
    authors = {other.key: "m0"} if authored else {}
    return count((one, other), rows, len(world), k, rules=rules, authors=authors)[0]


def certainties(
    kind: ItemKind, roster: int, k: int, rules: CountRules = COUNTS, authored: bool = False, merged: bool = True
) -> list[str]:
    """What some reader is certain of that nobody may be: a number, or that nearly everybody weighed.

    They read it where the two became one, or where they did not, if `merged` is False.
    """
    every = every_total_with_an_author if authored else every_total
    told = {totals: seen_of(world, kind, k, rules, authored) for totals, world in every(roster).items()}
    told = {totals: seen for totals, seen in told.items() if bool(seen.same) is merged}
    found = list(_read("a stranger", NOBODY, told, every(roster), roster, OPEN_TO_A_STRANGER))
    others = every(roster - 1)
    for way in WAYS:
        name = f"who {way[0]}, {way[1]}{', the same' if way[2] else ''}"
        found += _read(name, totals_of(way), told, others, roster - 1, OPEN_TO_A_MEMBER)
        if authored:
            own = totals_of(way, author=True)
            found += _read(f"the author, {name}", own, told, every_total(roster - 1), roster - 1, OPEN_TO_A_MEMBER)
    return found


def _read(reader: str, own: Totals, told: Seen, others: dict[Totals, World], people: int, margin: int) -> Iterator[str]:
    by_seen: defaultdict[WeighedItems, list[Totals]] = defaultdict(list)
    for totals in others:
        if seen := told.get(tuple(map(add, totals, own))):
            by_seen[seen].append(totals)
    for seen, fitting in by_seen.items():
        yield from (f"{reader}: {each} from {seen.results}, {seen.same}" for each in _certain(fitting, people - margin))


def _certain(fitting: list[Totals], most: int) -> Iterator[str]:
    counts = {
        "agree to the one": [each[0] for each in fitting],
        "differ from the one": [each[1] for each in fitting],
        "agree to the other": [each[2] for each in fitting],
        "differ from the other": [each[3] for each in fitting],
        "weighed both": [each[4] for each in fitting],
        "call them the same": [each[5] for each in fitting],
        "call them two": [each[4] - each[5] for each in fitting],
    }
    for name, possible in counts.items():
        if min(possible) == max(possible):
            yield f"exactly {min(possible)} others {name}"
    if min(counts["weighed both"]) > most:
        yield "nearly everybody weighed both"
