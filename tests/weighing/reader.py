"""A reader of how an item was weighed, who knows the rules, the roster and their own part.

It lists every way in which that can have come, and knows nothing of how labels are decided: it asks the product what each way would
show, and looks at those that would show what it sees. What all of them have in common, it is certain of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.domain.weighing import ItemKind, ItemResult, Weighing, WeighingItem, count_weighings
from bot.domain.weighing.counting import COUNTS, CountRules, WeighedDraft
from tests.weighing.builders import AGREES, DIFFERS

ITEM = "1.1"
OPEN_TO_A_STRANGER, OPEN_TO_A_MEMBER = 3, 2
"""So many people at least may have weighed or not, as far as a reader knows; a member knows of themselves beside what is told."""


class Part(Enum):
    """The reader's own part in it."""

    STRANGER = "nobody of the roster"
    SILENT = "a member who did not weigh"
    AGREES = "a member who agrees"
    DIFFERS = "a member who differs"
    AUTHOR = "the author"


@dataclass(frozen=True)
class Way:
    """How many members other than the reader agree and differ."""

    agree: int
    differ: int


def parts_in(kind: ItemKind) -> tuple[tuple[Part, bool], ...]:
    """The parts that a reader can have, and whether somebody else is the author: a statement has one, other items have none."""
    statement = kind is ItemKind.STATEMENT
    mine = tuple((part, statement) for part in Part if part is not Part.AUTHOR)
    return (*mine, (Part.AUTHOR, False)) if statement else mine


def ways(part: Part, authored: bool, roster: int) -> Iterator[Way]:
    others = roster if part is Part.STRANGER else roster - 1
    for agree in range(int(authored), others + 1):
        for differ in range(others - agree + 1):
            yield Way(agree, differ)


def result_of(
    kind: ItemKind, part: Part, authored: bool, way: Way, roster: int, k: int, rules: CountRules = COUNTS
) -> ItemResult:
    """What is told when that is how it was; the reader is m0, and an author who is not the reader the first who agrees."""
    states = [AGREES] * way.agree + [DIFFERS] * way.differ
    weighings = [Weighing(member=f"m{n}", item=ITEM, state=state) for n, state in enumerate(states, start=1)]
    if part in (Part.AGREES, Part.DIFFERS):
        weighings.append(Weighing(member="m0", item=ITEM, state=AGREES if part is Part.AGREES else DIFFERS))
    author = "m0" if part is Part.AUTHOR else "m1" if authored else ""
    first = 1 if part is Part.STRANGER else 0
    draft = WeighedDraft(
        "r",
        "a",
        "w",
        (WeighingItem(key=ITEM, kind=kind),),
        frozenset(f"m{n}" for n in range(first, roster + first)),
        k,
        {ITEM: author} if author else {},
    )
    return count_weighings(draft, weighings, (), rules)[0].results[0]


def certainties(kind: ItemKind, roster: int, k: int, rules: CountRules = COUNTS) -> list[str]:
    """What some reader is certain of that nobody may be: a number, or that nearly everybody weighed."""
    found = []
    for part, authored in parts_in(kind):
        by_seen: defaultdict[ItemResult, list[Way]] = defaultdict(list)
        for way in ways(part, authored, roster):
            by_seen[result_of(kind, part, authored, way, roster, k, rules)].append(way)
        for seen, fitting in by_seen.items():
            found += [f"{roster}, {part.value}: {each} from {seen}" for each in _certain(part, fitting, roster)]
    return found


def _certain(part: Part, fitting: list[Way], roster: int) -> Iterator[str]:
    counts = {
        "agree": {way.agree for way in fitting},
        "differ": {way.differ for way in fitting},
        "weighed": {way.agree + way.differ for way in fitting},
    }
    for name, possible in counts.items():
        if len(possible) == 1:
            yield f"exactly {min(possible)} others {name}"
    others = roster if part is Part.STRANGER else roster - 1
    margin = OPEN_TO_A_STRANGER if part is Part.STRANGER else OPEN_TO_A_MEMBER
    if min(counts["weighed"]) > others - margin:
        yield "nearly everybody weighed"
