"""Records of releases and of people's checks. `Point` and `Summary` cannot hold an author, an answer id or a time (C4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar

from bot.domain.model.weighing import WeighedItems, WeighedLabel, WeighingItem
from bot.domain.parts import split_by_counts
from bot.domain.stored import Fields, Upgrade, rename_fields, stored_as, without_fields

T = TypeVar("T")


class CheckKind(StrEnum):
    """Kind of a check of a draft: it sounds right, or one of the kinds of challenge."""

    RIGHT = "right"
    MEANING = "meaning"
    TOO_STRONG = "too strong"
    WRONG_CAUSE = "wrong cause"
    MISSING = "missing"
    OTHER = "other"


class ChallengeOutcome(StrEnum):
    """Outcome of a challenge: for its author, for the deciders, and in the final."""

    OPEN = "open"
    ACCEPTED = "accepted"
    MERGED = "merged"
    DECLINED = "declined"
    UNDECIDED = "undecided"


_FORMER_OUTCOMES = {"held": "undecided", "reworded": "accepted", "added": "accepted", "kept": "declined"}


def with_one_outcome(name: str) -> Upgrade:
    """The upgrade of a field that held what became of a challenge in one of three other ways to say it."""
    return lambda fields: fields | {name: _FORMER_OUTCOMES.get(fields[name], fields[name])}


def _no_label_is_none(fields: Fields) -> Fields:
    """Before, a point that nothing is told of had an empty label."""
    return fields | {"weighed": fields.get("weighed") or None}


@stored_as("theme", (_no_label_is_none, rename_fields(together="in_several_meetings")))
@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point that several people made. `key` names it within its summary, `new` says that no topic fitted.

    `band` counts people in a group's summary; in the organisation's it counts teams, and is empty where few of them made it. In a
    final `weighed` tells how it was weighed, `some_differ` that it is widely shared and yet some see it differently, `added` that
    it was added after the check. `quote` is the place, from 1, of the quote of its question that words it; without one `label` is
    its wording. In the organisation's summary `own_words` says that the wording is somebody's own words, which a group's check
    made a point.
    """

    key: str
    label: str
    band: str
    new: bool = False
    weighed: WeighedLabel | None = None
    some_differ: bool = False
    added: bool = False
    quote: int = 0
    own_words: bool = False
    in_several_meetings: bool = False
    """In the organisation's summary: whether several teams said it together in their meetings."""


@stored_as(
    "question-summary",
    (without_fields("band"), rename_fields(themes="points"), rename_fields(together="team_statements")),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSummary:
    """Part of a summary about one question; `key` is the question's key.

    `nothing` is the band of people who said that there is nothing; `words` counts the permitted words that are shown, and `under`
    names the point that each stands under, empty for none. `asks` are what a draft asks about: whether several wrote about it.
    `team_statements` are what teams agreed to say in their meetings; they count nobody, and stand even where nothing else does.
    """

    number: int
    text: str
    shown: bool
    points: tuple[Point, ...] = ()
    nothing: str = ""
    words: int = 0
    key: str = ""
    under: tuple[str, ...] = ()
    asks: tuple[Point, ...] = ()
    team_statements: tuple[Point, ...] = ()


@stored_as("quote-place")
@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Place of somebody's words in a draft: the number of their question, and their place among the quotes that the
    draft first showed of it, from 1.

    A final puts its quotes in another order: there the place is 0.
    """

    question: int
    place: int = 0


@stored_as("change", (with_one_outcome("kind"),))
@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Outcome of a challenge to one item, or with neither `label` nor `quoted` to the whole draft.

    `label` is the item as drafted, `wording` what replaced it or was added, `reason` why it stayed. Words that somebody let
    others see are not repeated: `quoted` says where they stand.
    """

    kind: ChallengeOutcome
    label: str
    wording: str = ""
    reason: str = ""
    quoted: QuotePlace | None = None


def _checked_from_three_on(fields: Fields) -> Fields:
    """`checked` was a band from one person on; only of these two it is certain that it was three."""
    return {**fields, "checked": "checked" if fields.get("checked") in ("about half", "most") else ""}


@stored_as("summary", (_checked_from_three_on,))
@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A draft or a final. `checked` is empty unless enough people checked it to say so; `participation` where it may be told.

    `several_teams` says that it is of teams that were asked together: what one of them alone said is no point of it.
    """

    questions: tuple[QuestionSummary, ...]
    changes: tuple[Change, ...] = ()
    checked: str = ""
    participation: str = ""
    several_teams: bool = False
    earlier_points: tuple[Point, ...] = ()
    """In a final, the points of earlier ones that were weighed again and of which that may be told."""
    over_time: bool = False
    """Whether it tells what too few said in any one round, and several over some."""

    @property
    def labels(self) -> dict[str, str]:
        """The wordings of its points, of what it asks about and of team statements, by their items' keys."""
        return {
            point.key: point.label
            for question in self.questions
            for point in (*question.points, *question.asks, *question.team_statements)
        }

    def split_by_question(self, of_quotes: Sequence[T]) -> Iterator[tuple[QuestionSummary, Sequence[T]]]:
        """Yield each question with its part of what is given for every quote of the summary, question by question.

        `of_quotes` are their names, their words, or where they stood; where nothing is given, every part is empty.
        """
        parts = split_by_counts(of_quotes, (question.words for question in self.questions))
        yield from zip(self.questions, parts, strict=True)


@stored_as("release")
@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A published summary of an aggregate (a group, or the organisation) for one occasion.

    `pooled` names the organisation's release that a group's final went into, if any; `groups` is from how many groups the
    organisation's was made.
    """

    id: str
    aggregate: str
    round: str
    name: str
    summary: Summary
    final: bool = False
    items: tuple[WeighingItem, ...] = ()
    """What can be weighed of the draft: fixed when it is posted, the same for everybody."""
    unlisted: tuple[WeighingItem, ...] = ()
    """Its points beyond what can be weighed: nobody is asked about them, and the side that they take counts all the same."""
    weighed: WeighedItems | None = None
    """What may be told of how the items were weighed, once the check window is over."""
    withdrawn_runs: tuple[str, ...] = ()
    """Until the final, keyed fingerprints of every five words in a row that were shown and whose author took them back."""
    pooled: str = ""
    groups: int = 1
    made_of: tuple[tuple[str, str], ...] = ()
    """Of the organisation's: the key of each point, with that of a final point that it is made of. By it people find their own."""

    @property
    def known_items(self) -> tuple[WeighingItem, ...]:
        """All that the draft says or quotes and that takes a side: what can be weighed, and its points beyond that."""
        return (*self.items, *self.unlisted)


@stored_as("ledger-line")
@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """Line of the ledger: a release drew on one contribution (`ref`) of one pseudonymous member to one question."""

    id: str
    release: str
    aggregate: str
    round: str
    question: str
    ref: str
    pseudonym: str


@stored_as("check", (with_one_outcome("state"), rename_fields(theme="point"), rename_fields(point="item")))
@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One person's check of one item, by its key; empty for the whole draft, where something is missing.

    Words are behind the door under `id`.
    """

    id: str
    round: str
    member: str
    item: str
    kind: CheckKind
    shown: bool = False
    state: ChallengeOutcome = ChallengeOutcome.OPEN


class CaseKey(NamedTuple):
    """Name of a case within its round: the challenges of one kind to one item, or the one check whose words it is about."""

    item: str
    kind: CheckKind
    check: str = ""

    def ruling_id(self, round_: str) -> str:
        """Return the id of its ruling, which its buttons carry: a check's own, which is short enough for every platform."""
        return self.check or f"{round_}:{self.item}:{self.kind.value}"


@stored_as("ruling", (with_one_outcome("kind"), rename_fields(theme="point"), rename_fields(point="item")))
@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Decision of a lead or admin on one case: all challenges of one kind to one item of one round.

    `check` is the one check that the case is about, if it is about what somebody wrote to be missing; `question` is the key of the
    question that this belongs to.
    """

    id: str
    round: str
    item: str
    challenge: CheckKind
    kind: ChallengeOutcome
    by: str
    wording: str = ""
    into: str = ""
    reason: str = ""
    question: str = ""
    check: str = ""

    @property
    def case(self) -> CaseKey:
        return CaseKey(self.item, self.challenge, self.check)
