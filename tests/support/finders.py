"""A theme finder that tests can read: the first word of an answer is its topic, and every call is on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ports import Found, FoundTheme, Item
from tests.fakes.finders import ReadsEverything

TOPICS = ("Harbour", "Lantern", "Meadow", "Orchard")
"""Names of themes; no fixed wording holds them."""


@dataclass
class TopicFinder(ReadsEverything):
    """Groups by topic and names even a theme of one: to keep it back is the gate's work, not the finder's."""

    calls: list[tuple[frozenset[str], dict[str, frozenset[str]]]] = field(default_factory=list)

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        topics: defaultdict[str, set[str]] = defaultdict(set)
        for item in items:
            topics[item.text.split(maxsplit=1)[0]].add(item.ref)
        named = {topic: frozenset(topics[topic]) for topic in sorted(topics)}
        self.calls.append((frozenset(item.ref for item in items), named))
        return Found(tuple(FoundTheme(topic, False, refs) for topic, refs in named.items()))

    def redact(self, text: str, names: Sequence[str]) -> str:
        return text
