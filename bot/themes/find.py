"""The points of one question's answers: grouped by likeness, named by the codebook or by shared words.

Nothing here holds an author or a time, and the result depends neither on the order of the items nor on the hash seed
(promises C4 and C5). A point has at least three different people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.ports import Item
from bot.themes.assign import PointKey, assign_points
from bot.themes.codebook import Codebook
from bot.themes.fit_words import names_barred
from bot.themes.group import arrange_texts, by_likeness
from bot.themes.labels import AGAINST, Voice, choose_phrases, compose_label, shared_phrases, words_in_order
from bot.themes.redact import without_kinds
from bot.themes.silence import says_nothing
from bot.themes.small import find_claims
from bot.themes.stance import Stance, expected_stance, stance_of

SMALL_ROUND = 15
LARGE_TEAM = 60
LONGEST_TEXT = 3000


@dataclass(frozen=True)
class NamedPoint:
    """One point that at least three people raised.

    `topic` is the codebook's key, None for a point that the codebook did not foresee (`new`). `words` are the shared
    words in the label, beside the topic's name. `certainty`: how often such a point is right, where that was measured.
    Two of one `matter` that differ in `against` are its opposite sides: what the question asks for, and what it does not.
    `says`: the label is more than a topic's name.
    """

    label: str
    topic: str | None
    words: tuple[str, ...]
    new: bool
    refs: frozenset[str]
    certainty: float = 1.0
    matter: str = ""
    against: bool = False
    says: bool = True


@dataclass(frozen=True)
class NamedPoints:
    """Result for one question: points, refs of answers that raise no point, refs in no point, and candidates to confirm."""

    points: tuple[NamedPoint, ...]
    nothing: frozenset[str]
    left_out: frozenset[str]
    candidates: tuple[NamedPoint, ...] = ()


def find_points(
    items: Sequence[Item], *, direction: str, codebook: Codebook, small: bool, names: Sequence[str] = ()
) -> NamedPoints:
    """The points of the answers to one question.

    `direction` is the question's: "keep", "stop", "missing" or "open" (ValueError otherwise). Up to 15 answers that raise a
    point, or up to 60 of one team (`small`), only what is very sure is claimed. No label holds one of `names`, the
    roster's. Texts beyond 3,000 characters are read up to there.
    """
    expected_stance(direction)
    texts = [without_kinds(item.text[:LONGEST_TEXT]) for item in items]
    order = arrange_texts(texts)
    quiet = {place for place in order if says_nothing(texts[place], direction=direction)}
    barred = names_barred(names)
    telling = [_Telling(items[i].ref, Voice(items[i].who, texts[i], barred)) for i in order if i not in quiet]
    points = _name_points(
        _parts_by_key(telling, direction, codebook, small), direction, codebook, words_in_order(texts)
    )
    placed = frozenset(ref for point in points for ref in point.refs)
    nothing = frozenset(items[place].ref for place in quiet)
    return NamedPoints(points, nothing, frozenset(told.ref for told in telling) - placed)


class _Telling(NamedTuple):
    """An answer that raises a point."""

    ref: str
    voice: Voice


def _parts_by_key(
    telling: Sequence[_Telling], direction: str, codebook: Codebook, small: bool
) -> dict[PointKey, list[_Telling]]:
    if not telling:
        return {}
    texts = [told.voice.text for told in telling]
    careful = len(texts) <= (LARGE_TEAM if small else SMALL_ROUND)
    groups = _claimed_groups(texts, codebook) if careful else by_likeness(texts)
    stances = [stance_of(text, direction) for text in texts]
    keys = assign_points([told.voice for told in telling], groups, stances, codebook, roam=not careful)
    parts: defaultdict[PointKey, list[_Telling]] = defaultdict(list)
    for told, key in zip(telling, keys, strict=True):
        if key is not None:
            parts[key].append(told)
    return dict(sorted(parts.items()))


def _claimed_groups(texts: Sequence[str], codebook: Codebook) -> list[int]:
    groups = [-1] * len(texts)
    for number, claim in enumerate(find_claims(texts, codebook)):
        for place in claim:
            groups[place] = number
    return groups


def _name_points(
    parts: dict[PointKey, list[_Telling]], direction: str, codebook: Codebook, said: str
) -> tuple[NamedPoint, ...]:
    phrases = {key: shared_phrases([told.voice for told in part]) for key, part in parts.items()}
    everywhere: Counter[str] = Counter()
    for counts in phrases.values():
        everywhere.update(counts)
    members: defaultdict[_Name, list[_Telling]] = defaultdict(list)
    matters: dict[_Name, str] = {}
    for key, part in parts.items():
        topic = codebook.topics[key.topic] if key.topic >= 0 else None
        fixed = topic.named(praised=key.stance is Stance.PRAISE) if topic else ""
        words = choose_phrases(
            phrases[key], len({told.voice.who for told in part}), everywhere, f"{fixed} {topic.name}" if topic else ""
        )
        marker = "" if key.stance is expected_stance(direction) else AGAINST[direction]
        label, words = compose_label(fixed, words, said, marker=marker)
        if label:
            name = _Name(label, topic.id if topic else None, words, bool(marker))
            members[name] += part
            matters.setdefault(name, topic.id if topic else f"group {key.group}")
    ranked = sorted(members.items(), key=lambda entry: (-len({told.voice.who for told in entry[1]}), entry[0].label))
    return tuple(
        NamedPoint(
            label=name.label,
            topic=name.topic,
            words=name.words,
            new=name.topic is None,
            refs=frozenset(told.ref for told in part),
            matter=matters[name],
            against=name.against,
        )
        for name, part in ranked
    )


class _Name(NamedTuple):
    """Groups that would read the same are one point."""

    label: str
    topic: str | None
    words: tuple[str, ...]
    against: bool
