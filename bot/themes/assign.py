"""Assignment of each answer to a point, given its group: the codebook's topic where one fits, else the group itself.

A group agrees on a topic when its answers vote for it together and no word that most of them share is foreign to it.
Answers of one topic and one stance are one point; answers of opposite stances never are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot.themes.codebook import Codebook
from bot.themes.labels import SHARED_BY, Voice, shared_phrases
from bot.themes.stance import Stance

if TYPE_CHECKING:
    from bot.themes.embed import Vectors

GROUP_PART = 0.7
AGREES = 0.21
AGREES_PLAINLY = 0.4
FITS = 0.2
FITS_LOOSELY = 0.15
OWN_TOPIC = 0.45
SUPPORTS_FIRST = 0.12
SUPPORTS_LATER = 0.2
FOREIGN = 0.2
MOST_SHARE = 0.4
MANY_SHARE = 0.2
CHOICES = 3


class PointKey(NamedTuple):
    """Key that the answers of one point share: the topic's number, or -1 and the group's number; and the stance."""

    topic: int
    group: int
    stance: Stance


def assign_points(
    voices: Sequence[Voice], groups: Sequence[int], stances: Sequence[Stance], codebook: Codebook, *, roam: bool
) -> list[PointKey | None]:
    """The point of each answer, None where it is left out; every point has at least three people.

    `groups`: each answer's group, -1 for none. With `roam` an answer may belong to a topic that its group lacks.
    """
    votes = codebook.votes([voice.text for voice in voices])
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(groups):
        places[number].append(place)
    keys: list[list[PointKey]] = [[] for _ in voices]
    for number, members in sorted(places.items()):
        together = votes[members].mean(0) if number >= 0 else None
        if together is not None and not _agrees_on_topic([voices[i] for i in members], together, codebook):
            together = None
        for place in members:
            topics = _topic_choices(votes[place], together, number, roam)
            keys[place] = [PointKey(topic, -1 if topic >= 0 else number, stances[place]) for topic in topics]
    return _settle_keys(voices, keys)


def _agrees_on_topic(voices: Sequence[Voice], together: Vectors, codebook: Codebook) -> bool:
    best = int(together.argmax())
    if together[best] < AGREES:
        return False
    if together[best] >= AGREES_PLAINLY:
        return True
    people = len({voice.who for voice in voices})
    usual = [phrase for phrase, count in shared_phrases(voices).items() if count >= people * MOST_SHARE]
    return not usual or float(codebook.votes(usual)[:, best].min()) >= FOREIGN


def _topic_choices(own: Vectors, together: Vectors | None, number: int, roam: bool) -> list[int]:
    """The topics that fit one answer, best first; -1 stands for its group as it is, before those that fit loosely."""
    import numpy as np

    if together is not None:
        blend = (1 - GROUP_PART) * own + GROUP_PART * together if roam else together
        least = FITS
    else:
        blend, least = own, OWN_TOPIC
    ranked = [int(topic) for topic in np.argsort(-blend, kind="stable")[:CHOICES]]
    if not roam and number < 0:
        # Nobody claimed that these answers share anything: together they are no group.
        return []
    if not roam:
        firm = [] if together is None else [topic for topic in ranked[:1] if blend[topic] >= least]
        return [*firm, -1]
    firm = [
        topic
        for rank, topic in enumerate(ranked)
        if blend[topic] >= least and own[topic] >= (SUPPORTS_FIRST if rank == 0 else SUPPORTS_LATER)
    ]
    if number < 0:
        return firm
    return [*firm, -1, *(topic for topic in ranked if FITS_LOOSELY <= blend[topic] < least and topic not in firm)]


def _settle_keys(voices: Sequence[Voice], keys: Sequence[Sequence[PointKey]]) -> list[PointKey | None]:
    """Each answer at the first of its keys that at least three people chose first and that can be named; or None."""
    first: defaultdict[PointKey, list[Voice]] = defaultdict(list)
    for voice, wanted in zip(voices, keys, strict=True):
        if wanted:
            first[wanted[0]].append(voice)
    chosen = {key for key, part in first.items() if _can_stand(key, part)}
    return [next((key for key in wanted if key in chosen), None) for wanted in keys]


def _can_stand(key: PointKey, voices: Sequence[Voice]) -> bool:
    people = len({voice.who for voice in voices})
    return people >= SHARED_BY and (key.topic >= 0 or _make_a_name(shared_phrases(voices), people))


def _make_a_name(phrases: Mapping[str, int], people: int) -> bool:
    """Return whether shared words can name a point that no topic does: one that very many use, or two that many use."""
    counts = sorted(phrases.values(), reverse=True)
    if len(counts) > 1 and counts[1] >= people * MANY_SHARE:
        return True
    return bool(counts) and counts[0] >= people * MOST_SHARE
