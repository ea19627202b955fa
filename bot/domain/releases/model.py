"""The nouns of a release. Every id is an opaque string; nothing here holds a word, a name or a time.

A `member` is the keyed pseudonym of one person, the same for all their identities and for as long as the ledger
lives. A `question` is an opaque key of version and number: a changed question has another key.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Final, TypeAlias

ORGANISATION: Final = "organisation"
"""The aggregate id of the whole."""

Pair: TypeAlias = tuple[str, str]
"""(ref of a contribution, pseudonym of its member)."""


class Band(Enum):
    """How many of a roster, as told to a reader. There is no "all"."""

    TOO_FEW = "too few"
    SOME = "some"
    ABOUT_HALF = "about half"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One member's current answer to one question of one round; `late` if it was given or edited after the close."""

    ref: str
    member: str
    question: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class ThemeSet:
    """A theme found in the answers to one question, as the refs it rests on."""

    key: str
    question: str
    refs: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What would be released: an aggregate (a group or `ORGANISATION`), its roster at opening, its frozen answers.

    `asked` lists every question of the round in its order, so that a question nobody answered looks like one that
    too few answered.
    """

    release_id: str
    aggregate: str
    round: str
    roster: int
    contributions: frozenset[Contribution] = field(repr=False)
    themes: tuple[ThemeSet, ...] = ()
    asked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unique_refs(self.contributions)


@dataclass(frozen=True)
class LedgerEntry:
    """Whose answers one release drew on: (question, pairs) for each question that was shown, sorted by question."""

    release_id: str
    aggregate: str
    round: str
    questions: tuple[tuple[str, frozenset[Pair]], ...] = field(repr=False)

    @cached_property
    def pairs(self) -> dict[str, frozenset[Pair]]:
        return dict(self.questions)

    @cached_property
    def refs(self) -> frozenset[str]:
        return frozenset(ref for _, pairs in self.questions for ref, _ in pairs)

    def of(self, question: str) -> frozenset[Pair]:
        """The pairs of one question; empty if the release showed nothing about it."""
        return self.pairs.get(question, frozenset())


class Outcome(Enum):
    """What became of the challenges to a theme."""

    ACCEPTED = "accepted"
    MERGED = "merged"
    DECLINED = "declined"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class ThemeShown:
    """A theme as a reader sees it; `outcome` only in a final, and only if it was challenged."""

    key: str
    band: Band
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question as a reader sees it; if not `shown`, the band is TOO_FEW and there are no themes."""

    question: str
    band: Band
    shown: bool
    themes: tuple[ThemeShown, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """The gate is open: `questions` may reach a reader, `entry` goes into the ledger in the same transaction."""

    release_id: str
    entry: LedgerEntry = field(repr=False)
    questions: tuple[QuestionShown, ...]
    final: bool = False


class HeldReason(Enum):
    """Why nothing is shown. None of them tells how many answered."""

    ROSTER_TOO_SMALL = "the roster is below k + 2"
    TOO_FEW_MEMBERS = "fewer than k members answered"
    NO_QUESTION_REACHED_K = "no single question was answered by k members"
    ALREADY_RELEASED = "this aggregate has released some of these answers before"
    WOULD_ISOLATE = "together with an earlier release it would isolate fewer than k members"


@dataclass(frozen=True, slots=True)
class Held:
    """The gate is shut: the answers wait."""

    reason: HeldReason
    release_id: str
    aggregate: str


Decision: TypeAlias = Released | Held


def members(contributions: Iterable[Contribution]) -> frozenset[str]:
    """The distinct people behind some contributions."""
    return frozenset(each.member for each in contributions)


def questions_of(contributions: Iterable[Contribution]) -> tuple[str, ...]:
    """The question keys that occur, sorted."""
    return tuple(sorted({each.question for each in contributions}))


def about(contributions: Iterable[Contribution], question: str) -> frozenset[Contribution]:
    """The contributions to one question."""
    return frozenset(each for each in contributions if each.question == question)


def unique_refs(contributions: frozenset[Contribution]) -> None:
    """Raise ValueError if two different contributions carry the same ref."""
    if len({each.ref for each in contributions}) != len(contributions):
        raise ValueError("two contributions carry the same ref")
