"""Point finders that tests can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ports import Found, FoundPoint, Item, LeftoverClause

TOPICS = ("Harbour", "Lantern", "Meadow", "Orchard")
"""Names of points; no fixed wording holds them."""


class ReadsEverything:
    """A part of a finder: it names English, and takes every answer for it."""

    languages = ("en",)

    def reads(self, text: str) -> bool:
        return True

    def takes_other_side(self, text: str, direction: str) -> bool:
        return text.startswith("No, ")

    def heading_wording(self, number: int, direction: str, against: bool) -> str:
        return TOPICS[number]


class NoPoints(ReadsEverything):
    """Finds nothing and hides nothing."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        return Found()

    def redact(self, text: str, names: Sequence[str]) -> str:
        return text


class OnePoint(NoPoints):
    """Groups whatever three people said."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        if len(items) < 3:
            return Found()
        return Found(points=(FoundPoint("Waiting and delays", False, frozenset(i.ref for i in items)),))


@dataclass
class TopicFinder(ReadsEverything):
    """Groups by an answer's first word, its topic, and keeps every call on record. It names even a point of one: to keep that
    back is the gate's work, not the finder's."""

    calls: list[tuple[frozenset[str], dict[str, frozenset[str]]]] = field(default_factory=list)

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        topics: defaultdict[str, set[str]] = defaultdict(set)
        for item in items:
            topics[item.text.split(maxsplit=1)[0]].add(item.ref)
        named = {topic: frozenset(topics[topic]) for topic in sorted(topics)}
        self.calls.append((frozenset(item.ref for item in items), named))
        return Found(tuple(FoundPoint(topic, False, refs) for topic, refs in named.items()))

    def redact(self, text: str, names: Sequence[str]) -> str:
        return text


@dataclass
class LeftoverFinder(TopicFinder):
    """As the TopicFinder, but what fewer than three people said is left out, and handed over as one clause under its topic."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        found = super().find(items, direction, small, names)
        points = tuple(point for point in found.points if len(point.refs) >= 3)
        placed = frozenset(ref for point in points for ref in point.refs)
        left = [item for item in items if item.ref not in placed]
        left_over = [(item.ref, TOPICS.index(item.text.split(maxsplit=1)[0])) for item in left]
        return Found(
            points,
            left_out=frozenset(ref for ref, _ in left_over),
            leftovers=tuple(
                LeftoverClause(ref, topic, False, bytes([topic + 1, 7, 99, 101] * 8)) for ref, topic in left_over
            ),
        )
