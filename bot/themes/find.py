"""The themes of one question's answers: grouped by likeness, named by the codebook or by shared words.

Nothing here holds an author or a time, and the result depends neither on the order of the items nor on the hash seed
(promises C4 and C5). A theme has at least three different people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.themes.codebook import Codebook
from bot.themes.group import arrange, group
from bot.themes.labels import AGAINST, SHARED_BY, Voice, choose, compose, shared_phrases
from bot.themes.nothing import says_nothing
from bot.themes.small import claims
from bot.themes.stance import Stance, expected, stance

SMALL_ROUND = 15
GROUP_AGREES = 0.22
OWN_TOPIC = 0.45
LONGEST_TEXT = 3000


@dataclass(frozen=True)
class Item:
    """One answer: a reference that comes back, an opaque id of its author, and the text."""

    ref: str
    who: str
    text: str


@dataclass(frozen=True)
class FoundTheme:
    """One point that at least three people raised.

    `topic` is the codebook's key, None for a theme that the codebook did not foresee (`new`). `words` are the shared
    words in the label, beside the topic's name.
    """

    label: str
    topic: str | None
    words: tuple[str, ...]
    new: bool
    refs: frozenset[str]


@dataclass(frozen=True)
class Found:
    """What a round says: themes by size, the refs of answers that raise no point, and those in no theme."""

    themes: tuple[FoundTheme, ...]
    nothing: frozenset[str]
    left_out: frozenset[str]


@dataclass(frozen=True, order=True)
class _Key:
    """What makes two groups one theme: the topic, or where none fits (-1) the group's number; and the stance."""

    topic: int
    group: int
    stance: Stance


def find(items: Sequence[Item], *, direction: str, codebook: Codebook, small: bool) -> Found:
    """The themes of the answers to one question.

    `direction` is the question's: "keep", "stop" or "missing" (ValueError otherwise). With `small`, or up to 15
    answers that raise a point, only what is very sure is claimed. Texts beyond 3,000 characters are read up to there.
    """
    expected(direction)
    texts = [item.text[:LONGEST_TEXT] for item in items]
    arranged = [items[i] for i in arrange(texts)]
    nothing = [item for item in arranged if says_nothing(item.text[:LONGEST_TEXT], direction=direction)]
    quiet = frozenset(item.ref for item in nothing)
    telling = [item for item in arranged if item.ref not in quiet]
    parts = _sorted_into_themes(telling, direction, codebook, small)
    themes = _named(parts, direction, codebook)
    placed = frozenset(ref for theme in themes for ref in theme.refs)
    return Found(themes, quiet, frozenset(item.ref for item in telling) - placed)


def _sorted_into_themes(
    items: Sequence[Item], direction: str, codebook: Codebook, small: bool
) -> dict[_Key, list[Item]]:
    texts = [item.text[:LONGEST_TEXT] for item in items]
    if not texts:
        return {}
    careful = small or len(texts) <= SMALL_ROUND
    groups = _claimed(texts, codebook) if careful else group(texts)
    topics = _topics(texts, groups, codebook, roam=not careful)
    parts: defaultdict[_Key, list[Item]] = defaultdict(list)
    for item, text, number, topic in zip(items, texts, groups, topics, strict=True):
        if topic >= 0 or number >= 0:
            parts[_Key(topic, -1 if topic >= 0 else number, stance(text, direction))].append(item)
    return {key: part for key, part in sorted(parts.items()) if len({item.who for item in part}) >= SHARED_BY}


def _claimed(texts: Sequence[str], codebook: Codebook) -> list[int]:
    groups = [-1] * len(texts)
    for number, claim in enumerate(claims(texts, codebook)):
        for place in claim:
            groups[place] = number
    return groups


def _topics(texts: Sequence[str], groups: Sequence[int], codebook: Codebook, *, roam: bool) -> list[int]:
    """The topic of each answer, -1 for none: its group's, or with `roam` its own where it clearly has another."""
    import numpy as np

    votes = codebook.votes(texts)
    numbers = np.array(groups)
    topics = np.full(len(texts), -1)
    for number in range(int(numbers.max(initial=-1)) + 1):
        mean = votes[numbers == number].mean(0)
        if mean.max() >= GROUP_AGREES:
            topics[numbers == number] = mean.argmax()
    if roam:
        own, firmly = votes.argmax(1), votes.max(1) >= OWN_TOPIC
        agrees = np.where(topics >= 0, votes[np.arange(len(texts)), topics], 0) > OWN_TOPIC / 2
        topics = np.where(firmly & ~agrees, own, topics)
    return [int(topic) for topic in topics]


def _named(parts: dict[_Key, list[Item]], direction: str, codebook: Codebook) -> tuple[FoundTheme, ...]:
    phrases = {key: shared_phrases([Voice(item.who, item.text) for item in part]) for key, part in parts.items()}
    everywhere: Counter[str] = Counter()
    for counts in phrases.values():
        everywhere.update(counts)
    texts = [item.text for part in parts.values() for item in part]
    found: dict[str, tuple[FoundTheme, set[str]]] = {}
    for key, part in parts.items():
        people = {item.who for item in part}
        name = codebook.topics[key.topic].name if key.topic >= 0 else None
        words = choose(phrases[key], len(people), everywhere, name or "")
        marker = "" if key.stance is expected(direction) else AGAINST[direction]
        label, words = compose(name, words, texts, marker=marker)
        if label:
            topic = codebook.topics[key.topic].id if name else None
            refs = frozenset(item.ref for item in part)
            if label in found:
                refs |= found[label][0].refs
                people |= found[label][1]
            found[label] = FoundTheme(label, topic, words, topic is None, refs), people
    ranked = sorted(found.items(), key=lambda entry: (-len(entry[1][1]), entry[0]))
    return tuple(theme for _, (theme, _) in ranked)
