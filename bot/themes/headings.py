"""Headings of points: a statement of fixed wording where what three people said is plainly like it, else the codebook's topic.

Both are compared by the encoder's vectors, centred on the mean of all fixed wording.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.themes.codebook import CodebookTopic, shipped_codebook
from bot.themes.embed import unit_rows
from bot.themes.lexicon import english_lexicon, stem_word
from bot.themes.stance import DIRECTIONS
from bot.themes.wordpiece import plain_words

if TYPE_CHECKING:
    from bot.themes.embed import Encode, Vectors

STATES, STATES_SAME_WORDS = 0.53, 0.8
STATES_BACKED = 0.46
ASKS, ASKS_BACKED = 0.46, 0.32
BACKERS = 3
NEARLY, NEXT_BEST = 0.1, 0.1
NAMES, HINTS = 0.34, 0.25
SCALE = 370


@dataclass(frozen=True)
class FixedStatement:
    """A fixed wording of a common point: its topic's place in the codebook, and for which question's direction it is.

    `phrases`: what answers are compared with, the wording itself and other ways in which people put it.
    """

    topic: int
    direction: str
    text: str
    phrases: tuple[str, ...]


class PointHeading(NamedTuple):
    """The topic, and the statement where one is plainly meant. `firm`: it may be stated; `likely`: it may be asked about.

    `perhaps`: a statement that is not plainly meant, but may be asked about.
    """

    topic: CodebookTopic
    statement: str
    firm: bool
    likely: bool
    perhaps: FixedStatement | None = None


@cache
def shipped_statements() -> tuple[FixedStatement, ...]:
    """Every shipped statement."""
    found = tomllib.loads((files("bot.themes") / "data" / "statements-en.toml").read_text(encoding="utf-8"))
    return tuple(
        FixedStatement(number, direction, text.split(" | ")[0], tuple(text.split(" | ")))
        for number, topic in enumerate(shipped_codebook().topics)
        for direction in DIRECTIONS
        for text in found.get(topic.id, {}).get(direction, ())
    )


def fixed_wording() -> list[str]:
    """All that a heading is compared with: the topics' phrases, then the statements'."""
    return [phrase for topic in shipped_codebook().topics for phrase in topic.about] + [
        phrase for said in shipped_statements() for phrase in said.phrases
    ]


class Headings:
    """The fixed wording and its vectors, row by row as `fixed_wording` gives it."""

    def __init__(self, rows: Vectors) -> None:
        import numpy as np

        topics = shipped_codebook().topics
        phrases = [(number, phrase) for number, topic in enumerate(topics) for phrase in topic.about]
        self._mean: Vectors = rows.mean(0)
        centred = unit_rows(rows - self._mean)
        self._phrases, self._statements = centred[: len(phrases)], centred[len(phrases) :]
        of = np.array([number for number, _ in phrases])
        self._starts = np.searchsorted(of, np.arange(len(topics)))
        counts = [len(statement.phrases) for statement in shipped_statements()]
        self._statement_starts = np.cumsum([0, *counts[:-1]])
        self._topics = unit_rows(np.stack([self._phrases[of == number].mean(0) for number in range(len(topics))]))

    def heading_for(
        self, rows: Vectors, people: Sequence[str], direction: str, texts: Sequence[str] = ()
    ) -> PointHeading:
        """The heading of clauses that make one point, asked with this direction.

        `rows`: their vectors; `people`: who said each; `texts`: their words. How like a statement is to them is the mean of two: to
        the middle of all clauses, and to what the third of the people said to whom it is nearest. One clause that is nearly the
        statement would carry the middle alone. Where fewer than three wordings were used, none bears out another: the statement
        must say nearly the same. A statement that three people do not each bear out may be asked about, and is not made.
        An open question has no statements: they say what to keep, to stop or to bring.
        """
        import numpy as np

        centred = unit_rows(rows - self._mean)
        middle = unit_rows(centred.mean(0, keepdims=True))
        nearest = np.maximum.reduceat(centred @ self._phrases.T, self._starts, axis=1).mean(0)
        votes = (middle @ self._topics.T)[0] / 2 + nearest / 2
        best = int(np.round(votes, 6).argmax())
        fits = np.array([statement.direction == direction for statement in shipped_statements()])
        backing = _third_nearest(self._stated(centred), people)
        like = np.where(fits, np.round((self._stated(middle)[0] + backing) / 2, 6), -1)
        place = int(like.argmax())
        wordings = len(np.unique(np.round(rows, 3), axis=0))
        said = _users_of_stems(people, texts)
        borne = [
            _is_borne_out(each, float(near), said) for each, near in zip(shipped_statements(), backing, strict=True)
        ]
        stated = np.where(borne & (like >= like[place] - NEXT_BEST), like, -1)
        first = int(stated.argmax())
        if stated[first] >= (STATES if wordings >= BACKERS else STATES_SAME_WORDS):
            statement = _saying_less(first, [float(each) for each in stated])
            return PointHeading(shipped_codebook().topics[statement.topic], statement.text, True, True)
        asks = wordings >= BACKERS and like[place] >= ASKS and backing[place] >= ASKS_BACKED
        return PointHeading(
            shipped_codebook().topics[best],
            "",
            bool(votes[best] >= NAMES),
            bool(asks or votes[best] >= HINTS),
            shipped_statements()[place] if asks else None,
        )

    def bear_out(self, rows: Vectors, people: Sequence[str], statement: Vectors) -> bool:
        """Return whether clauses (their vectors, and who said each) bear out a statement of other wording (its vector, one row), as
        they would one of ours.
        """
        import numpy as np

        if len(set(people)) < BACKERS:
            return False
        centred, said = unit_rows(rows - self._mean), unit_rows(statement - self._mean)[0]
        backing = float(_third_nearest((centred @ said)[:, None], people)[0])
        middle = float(unit_rows(centred.mean(0, keepdims=True))[0] @ said)
        least = STATES if len(np.unique(np.round(rows, 3), axis=0)) >= BACKERS else STATES_SAME_WORDS
        return round(backing, 6) >= STATES_BACKED and round((middle + backing) / 2, 6) >= least

    def _stated(self, centred: Vectors) -> Vectors:
        """Return how like each statement each row is, by the phrase of it that comes nearest; shape (rows, statements)."""
        import numpy as np

        like: Vectors = np.maximum.reduceat(centred @ self._statements.T, self._statement_starts, axis=1)
        return like


def _third_nearest(near: Vectors, people: Sequence[str]) -> Vectors:
    """Return of clauses' likeness to statements, shape (clauses, statements), that of the third of the people to whom each is
    nearest, or of the last of fewer.
    """
    import numpy as np

    said = np.array(people)
    nearest = np.stack([near[said == person].max(0) for person in sorted(set(people))])
    backing: Vectors = np.sort(nearest, axis=0)[-min(BACKERS, len(nearest))]
    return backing


def _users_of_stems(people: Sequence[str], texts: Sequence[str]) -> Mapping[str, int]:
    """Return how many people used each stem; empty where no texts are given."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for person, text in zip(people, texts, strict=bool(texts)):
        for stem in _stems_of(text):
            users[stem].add(person)
    return {stem: len(said) for stem, said in users.items()}


@cache
def _plain_stems() -> frozenset[str]:
    lexicon = english_lexicon()
    return frozenset(map(stem_word, lexicon.function | lexicon.general))


def _stems_of(text: str) -> frozenset[str]:
    return frozenset(map(stem_word, plain_words(text))) - _plain_stems()


@cache
def _stems_of_statements() -> Mapping[str, frozenset[str]]:
    return {statement.text: _stems_of(statement.text) for statement in shipped_statements()}


def _is_borne_out(statement: FixedStatement, backing: float, said: Mapping[str, int]) -> bool:
    """Return whether three people each say it: in its words, or each in words that are near.

    Where three used a word of it, that word makes all of them near, so that the rest must be of somebody too: "Overtime is fair"
    thrice is not "Choice of overtime".
    """
    users = [said.get(stem, 0) for stem in _stems_of_statements()[statement.text]]
    if users and min(users) >= BACKERS:
        return True
    return backing >= STATES_BACKED and not (users and max(users) >= BACKERS and min(users) == 0)


def _saying_less(best: int, like: Sequence[float]) -> FixedStatement:
    """The best statement, or one of its words alone that is nearly as like: "More staff" for "More staff in the evening"."""
    statements = shipped_statements()
    words = set(statements[best].text.lower().split())
    least = max(STATES, like[best] - NEARLY)
    less = [
        place
        for place, each in enumerate(statements)
        if like[place] >= least and set(each.text.lower().split()) < words
    ]
    return statements[max(less, key=lambda place: (like[place], -place), default=best)]


def wording_mark() -> str:
    """A mark of the fixed wording, so that vectors made of another are not taken for its own."""
    return hashlib.sha256("\n".join(fixed_wording()).encode()).hexdigest()


def pack_headings(encode: Encode, target: Path) -> None:
    """Write the vectors of the fixed wording, to be done again whenever codebook or statements change."""
    import numpy as np

    rows = np.round(encode(fixed_wording()) * SCALE).clip(-127, 127).astype(np.int8)
    np.savez(target, rows=rows, mark=np.frombuffer(wording_mark().encode(), dtype=np.uint8))


@cache
def shipped_headings() -> Headings:
    """The fixed wording with the vectors that come with the product. Raises ValueError if they were made of other wording."""
    import numpy as np

    with as_file(files("bot.themes") / "data" / "headings-en.npz") as path, np.load(path) as found:
        if bytes(found["mark"]).decode() != wording_mark():
            raise ValueError("headings-en.npz was made of other wording: make it again with pack_headings")
        return Headings(unit_rows(found["rows"].astype(np.float32)))
