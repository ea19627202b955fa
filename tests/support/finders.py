"""Theme finders that tests can read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ports import Found, FoundTheme, Item

TOPICS = ("Harbour", "Lantern", "Meadow", "Orchard")
"""Names of themes; no fixed wording holds them."""


class ReadsEverything:
    """A part of a finder: it names English, and takes every answer for it."""

    languages = ("en",)

    def reads(self, text: str) -> bool:
        return True


class NoThemes(ReadsEverything):
    """Finds nothing and hides nothing."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        return Found()

    def redact(self, text: str, names: Sequence[str]) -> str:
        return text


class OneTheme(NoThemes):
    """Groups whatever three people said."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        if len(items) < 3:
            return Found()
        return Found(themes=(FoundTheme("Waiting and delays", False, frozenset(i.ref for i in items)),))


@dataclass
class TopicFinder(ReadsEverything):
    """Groups by an answer's first word, its topic, and keeps every call on record. It names even a theme of one: to keep that
    back is the gate's work, not the finder's."""

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
