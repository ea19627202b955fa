"""The nouns of a release. Every id is an opaque string; nothing here holds a word, a name or a time.

A `member` is the keyed pseudonym of one person, the same for all their identities and for as long as the ledger
lives. A `question` is an opaque key: a question of other words has another one, and a corrected slip keeps it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Final, TypeAlias

from bot.domain.releases.bands import Band, Participation, TeamBand

ORGANISATION: Final = "organisation"
"""The aggregate id of the whole organisation."""

Pair: TypeAlias = tuple[str, str]
"""(ref of a contribution, pseudonym of its member)."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One member's answer to one question of one round.

    `k` is the threshold that this round promised. Of a member's contributions to one question the one with the highest `turn` is
    the latest, and stands for all. `team` is the one through which the member was asked, empty where that is of no matter.
    """

    ref: str
    member: str
    question: str
    k: int = 1
    turn: int = 0
    team: str = ""


@dataclass(frozen=True, slots=True)
class CandidatePoint:
    """A point found in the answers to one question, as the refs it rests on.

    Two points of one `matter` (if it is not empty) that differ in `against` are its opposite sides, and share nobody. One that is
    `unsure` is no point: the draft asks whether it is one.
    """

    key: str
    question: str
    refs: frozenset[str] = field(repr=False)
    matter: str = ""
    against: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Input of the gate: an aggregate (a group or `ORGANISATION`), its roster at opening, its frozen answers.

    `asked` lists every question of the round in its order, so that a question nobody answered looks like one that
    too few answered. `nothing` are the refs of answers that say that there is nothing, `allowed` those whose words may be
    shown. `placed` are pairs of a ref and the key of the point that its shown words belong to. `groups` are the refs that the
    organisation draws from each released group; a group's own candidate has none. `teams` is how many teams were asked together.
    """

    release_id: str
    aggregate: str
    round: str
    roster: int
    contributions: frozenset[Contribution] = field(repr=False)
    points: tuple[CandidatePoint, ...] = ()
    asked: tuple[str, ...] = ()
    nothing: frozenset[str] = field(default=frozenset(), repr=False)
    allowed: frozenset[str] = field(default=frozenset(), repr=False)
    groups: tuple[frozenset[str], ...] = field(default=(), repr=False)
    placed: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    teams: int = 1

    def __post_init__(self) -> None:
        unique_refs(self.contributions)


@dataclass(frozen=True)
class LedgerEntry:
    """Contributions that one release drew on: (question, pairs) for each question that was shown, sorted by question."""

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


@dataclass(frozen=True, slots=True)
class PointShown:
    """A point as a reader sees it: in a band of people in a group's release, of teams or without one in the organisation's."""

    key: str
    band: Band | TeamBand | None


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question as a reader sees it; if not `shown`, there is nothing else.

    `quotes` are refs in the order of the release, `under` the keys of the points that they stand under, empty for none; `asks` are
    the keys of what the draft asks about.
    """

    question: str
    shown: bool
    points: tuple[PointShown, ...] = ()
    nothing: Band | None = None
    quotes: tuple[str, ...] = field(default=(), repr=False)
    under: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """The gate is open: `questions` and `participation` may reach a reader, `entry` goes into the ledger in the same transaction.

    The organisation's release tells no participation.
    """

    release_id: str
    entry: LedgerEntry = field(repr=False)
    questions: tuple[QuestionShown, ...]
    participation: Participation | None = None


class WithholdingReason(Enum):
    """Reason why nothing is shown. None of them tells how many answered."""

    ROSTER_TOO_SMALL = "the roster is below k + 2"
    TOO_FEW_MEMBERS = "fewer than k members answered"
    NO_QUESTION_REACHED_K = "no single question was answered by k members"
    ALREADY_RELEASED = "this aggregate has released some of these answers before"
    WOULD_ISOLATE = "together with an earlier release it would isolate fewer than k members"


@dataclass(frozen=True, slots=True)
class Withheld:
    """The gate is shut: the answers wait."""

    reason: WithholdingReason
    release_id: str
    aggregate: str


Decision: TypeAlias = Released | Withheld


def members_of(contributions: Iterable[Contribution]) -> frozenset[str]:
    """Return the distinct people behind some contributions."""
    return frozenset(each.member for each in contributions)


def questions_of(contributions: Iterable[Contribution]) -> tuple[str, ...]:
    """Return the question keys that occur, sorted."""
    return tuple(sorted({each.question for each in contributions}))


def contributions_to(contributions: Iterable[Contribution], question: str) -> frozenset[Contribution]:
    """Return the contributions to one question."""
    return frozenset(each for each in contributions if each.question == question)


def unique_refs(contributions: frozenset[Contribution]) -> None:
    """Raise ValueError if two different contributions have the same ref."""
    if len({each.ref for each in contributions}) != len(contributions):
        raise ValueError("two contributions have the same ref")
