"""Outcomes of checking a draft: challenges, what is missing, and what who decides makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.model.sharing import CaseKey, ChallengeOutcome, CheckKind, QuotePlace, with_one_outcome
from bot.domain.outcomes.base import Outcome
from bot.domain.stored import rename_fields, stored_as, without_fields


@stored_as("sounds-right")
@dataclass(frozen=True, kw_only=True)
class SoundsRight(Outcome):
    label: str


@stored_as("challenge-form", (rename_fields(theme="point"), rename_fields(point="item", points="items")))
@dataclass(frozen=True, kw_only=True)
class ChallengeForm(Outcome):
    """A challenge to one `item`, by its key, or where that is empty to one of `items`, pairs of a key and a label.

    An item that quotes somebody has no label; `refs` are the words of those without one, in their order, and at the end, where
    they are `changed`, the reader's own words.
    """

    round: str
    item: str
    label: str
    items: tuple[tuple[str, str], ...] = ()
    refs: tuple[str, ...] = ()
    changed: bool = False


@stored_as("missing-form")
@dataclass(frozen=True, kw_only=True)
class MissingForm(Outcome):
    """With `instead`, what is sent takes the place of that check, whose words are `refs`."""

    round: str
    instead: str = ""
    refs: tuple[str, ...] = ()


@stored_as("challenge-noted")
@dataclass(frozen=True, kw_only=True)
class ChallengeNoted(Outcome):
    """A challenge was counted; with words, `refs` is how they would be seen and the author is asked whether they may be.

    With a `round` all that was said of its draft can be taken back; `weigh` says that its items can be weighed, `instead` that
    this takes the place of what the same person said of the item before. `quoted` is the place of the words that were challenged;
    `if_point` says that the item may become a point, and that it is decided only then. `taken_out` are the kinds of personal data
    that the words are shown without.
    """

    token: str
    label: str
    kind: CheckKind
    decided_after: datetime
    zone: str
    refs: tuple[str, ...] = ()
    round: str = ""
    weigh: bool = False
    instead: bool = False
    quoted: QuotePlace | None = None
    if_point: bool = False
    taken_out: tuple[str, ...] = ()


@stored_as("missed-enough")
@dataclass(frozen=True, kw_only=True)
class MissedEnough(Outcome):
    """A person has said that several things are missing, and no more can be taken unless they take back what they said."""


@stored_as("challenge-words-gone")
@dataclass(frozen=True, kw_only=True)
class ChallengeWordsGone(Outcome):
    """A button under words of a challenge that the presser has changed or taken back, or that never were theirs."""


@stored_as("challenge-words-shown")
@dataclass(frozen=True, kw_only=True)
class ChallengeWordsShown(Outcome):
    """Consent to `shown` words of a challenge, or none; `token` names the challenge while its author can still say otherwise."""

    shown: bool
    token: str = ""
    round: str = ""
    weigh: bool = False


@stored_as("nothing-to-challenge")
@dataclass(frozen=True, kw_only=True)
class NothingToChallenge(Outcome):
    """The draft has no item that can be challenged: what is missing can be said all the same."""


@stored_as("choose-a-point")
@dataclass(frozen=True, kw_only=True)
class ChooseAPoint(Outcome):
    """A challenge that names no item."""


@stored_as("checking-over")
@dataclass(frozen=True, kw_only=True)
class CheckingOver(Outcome):
    pass


@stored_as("missing-needs-words")
@dataclass(frozen=True, kw_only=True)
class MissingNeedsWords(Outcome):
    pass


@stored_as("case", (rename_fields(theme="point"), rename_fields(point="item")))
@dataclass(frozen=True, kw_only=True)
class Case:
    """All challenges of one kind to one item, by its key: how many (a band, empty below three) and how many words come with it.

    `check` is set where the case is about what one person wrote to be missing; `number` is its own among the cases of its round.
    `quoted` is the place of the words that were challenged, which have no label; `merges` says that it can be merged with a point.
    """

    item: str
    label: str
    kind: CheckKind
    band: str
    words: int
    check: str = ""
    number: int = 0
    quoted: QuotePlace | None = None
    merges: bool = False

    @property
    def key(self) -> CaseKey:
        return CaseKey(self.item, self.kind, self.check)


@stored_as("cases-to-decide", (without_fields("points"),))
@dataclass(frozen=True, kw_only=True)
class CasesToDecide(Outcome):
    """Cases that a lead or an admin is asked to decide; `refs` are the words shown with consent, in the order of the cases.

    `again` says that the words stand in the message that first told of the cases.
    """

    round: str
    name: str
    cases: tuple[Case, ...]
    until: datetime
    zone: str
    refs: tuple[str, ...] = ()
    again: bool = False


@stored_as("no-cases-to-decide")
@dataclass(frozen=True, kw_only=True)
class NoCasesToDecide(Outcome):
    pass


@stored_as("no-longer-in-draft")
@dataclass(frozen=True, kw_only=True)
class NoLongerInDraft(Outcome):
    """The words that somebody would challenge, or decide on, have left the draft."""


@stored_as("decision-needs-question")
@dataclass(frozen=True, kw_only=True)
class DecisionNeedsQuestion(Outcome):
    """Something missing is to be added, and it is not said to which question."""


@stored_as("decision-needs-words")
@dataclass(frozen=True, kw_only=True)
class DecisionNeedsWords(Outcome):
    pass


@stored_as("wording-not-fit")
@dataclass(frozen=True, kw_only=True)
class WordingNotFit(Outcome):
    """A decider's typed wording cannot be published; `why` is personal (it holds `kinds`), acts, unfit, quoted, same, long (beyond
    `most` characters) or team (it tells of one of the teams that were asked together).
    """

    why: str
    kinds: tuple[str, ...] = ()
    most: int = 0


@stored_as("nothing-to-merge-with")
@dataclass(frozen=True, kw_only=True)
class NothingToMergeWith(Outcome):
    label: str
    quoted: QuotePlace | None = None


@stored_as("not-to-merge-into")
@dataclass(frozen=True, kw_only=True)
class NotToMergeInto(Outcome):
    """A point that was chosen to merge into, and that cannot be that any more."""


@stored_as("reword-form")
@dataclass(frozen=True, kw_only=True)
class RewordForm(Outcome):
    """The wording for a challenge that is accepted; something missing is added to one of `questions`, pairs of a key and a text.

    An item that quotes somebody has no label, and `refs` name its words.
    """

    token: str
    label: str
    kind: CheckKind
    questions: tuple[tuple[str, str], ...] = ()
    refs: tuple[str, ...] = ()


@stored_as("merge-form")
@dataclass(frozen=True, kw_only=True)
class MergeForm(Outcome):
    token: str
    label: str
    others: tuple[tuple[str, str], ...]
    refs: tuple[str, ...] = ()


@stored_as("decline-form")
@dataclass(frozen=True, kw_only=True)
class DeclineForm(Outcome):
    token: str
    label: str
    refs: tuple[str, ...] = ()


@stored_as("case-ruled", (with_one_outcome("kind"),))
@dataclass(frozen=True, kw_only=True)
class CaseRuled(Outcome):
    label: str
    kind: ChallengeOutcome
    left: int
    quoted: QuotePlace | None = None


@stored_as("case-ruled-already", (with_one_outcome("kind"),))
@dataclass(frozen=True, kw_only=True)
class CaseRuledAlready(Outcome):
    by: str
    kind: ChallengeOutcome


@stored_as("challenge-ended", (with_one_outcome("kind"),))
@dataclass(frozen=True, kw_only=True)
class ChallengeEnded(Outcome):
    """Notice to each challenger alone: the outcome of their challenge. `why` is few (too few raised it), crowded, no point (what
    they challenged did not become one), gone (its words left the draft) or undecided.

    A crowded one would have told, beside the other challenges to its point, who challenged it.
    """

    label: str
    kind: ChallengeOutcome
    wording: str = ""
    reason: str = ""
    why: str = ""
    quoted: QuotePlace | None = None
