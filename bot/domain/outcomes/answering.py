"""Outcomes about a member's own answers: questions, reminders, forms, receipts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.quote_offers import QuoteOffer
from bot.domain.stored import Fields, stored_as
from bot.domain.stretch import Stretch


@stored_as("asking")
@dataclass(frozen=True, kw_only=True)
class Asking(Outcome):
    """The questions of a round as its member is asked them; `late` when what is answered now waits.

    `language_model`: the host of the one that is shown what the team writes; empty for none.
    """

    round: str
    team: str
    questions: tuple[str, ...]
    closes_at: datetime
    zone: str
    k: int
    merged: tuple[str, ...] = ()
    late: bool = False
    language_model: str = ""


@stored_as("questions-asked")
@dataclass(frozen=True, kw_only=True)
class QuestionsAsked(Asking):
    """`changed` says that the reader was asked with others in their team's last round, `moved` that its channel was another."""

    first_time: bool = False
    changed: bool = False
    moved: bool = False


@stored_as("everyone-reminded")
@dataclass(frozen=True, kw_only=True)
class EveryoneReminded(Asking):
    """The one reminder, the same for everyone, those who answered included."""


@stored_as("reminder-due")
@dataclass(frozen=True, kw_only=True)
class ReminderDue(Asking):
    """The personal reminder that this member asked for."""


@stored_as("answer-form")
@dataclass(frozen=True, kw_only=True)
class AnswerForm(Outcome):
    """`refs` are the three drafts or, where there is none, the present answers; missing ones read as empty.

    `language_model`: the host of the one that is shown what the team writes; empty for none.
    """

    round: str
    questions: tuple[str, ...]
    refs: tuple[str, ...]
    late: bool
    k: int
    language_model: str = ""


@stored_as("answer-saved")
@dataclass(frozen=True, kw_only=True)
class AnswerSaved(Outcome):
    """`given` and `taken_back` are question numbers; a late answer waits for the next release.

    `leaves_at` is when words that were taken back leave a draft that shows them. `unread` are those of `given` in a language in
    which no points are found: their author alone is told (release rule 16). `offer` is there unless the person wants none, and
    `refs` are the words that it shows, in its order.
    """

    round: str
    given: tuple[int, ...]
    taken_back: tuple[int, ...]
    until: datetime
    zone: str
    late: bool = False
    leaves_at: datetime | None = None
    unread: tuple[int, ...] = ()
    offer: QuoteOffer | None = None
    refs: tuple[str, ...] = ()


@stored_as("nothing-filled-in")
@dataclass(frozen=True, kw_only=True)
class NothingFilledIn(Outcome):
    round: str
    question_count: int = 3


@stored_as("nothing-changed")
@dataclass(frozen=True, kw_only=True)
class NothingChanged(Outcome):
    round: str
    until: datetime
    zone: str


@stored_as("withdrawal-asked")
@dataclass(frozen=True, kw_only=True)
class WithdrawalAsked(Outcome):
    round: str


@stored_as("answers-withdrawn")
@dataclass(frozen=True, kw_only=True)
class AnswersWithdrawn(Outcome):
    """`stage` is what it could still do: open, closed, draft, final (release rule 6). `leaves_at`: when words leave a draft."""

    round: str
    stage: str
    count: int
    leaves_at: datetime | None = None
    zone: str = "UTC"


@stored_as("answers-kept")
@dataclass(frozen=True, kw_only=True)
class AnswersKept(Outcome):
    round: str


@stored_as("nothing-to-withdraw")
@dataclass(frozen=True, kw_only=True)
class NothingToWithdraw(Outcome):
    pass


@stored_as("reminder-set")
@dataclass(frozen=True, kw_only=True)
class ReminderSet(Outcome):
    at: datetime
    zone: str


@stored_as("reminder-too-late")
@dataclass(frozen=True, kw_only=True)
class ReminderTooLate(Outcome):
    round: str
    closes_at: datetime
    zone: str


@stored_as("round-declined")
@dataclass(frozen=True, kw_only=True)
class RoundDeclined(Outcome):
    round: str
    kept: bool


@stored_as("previewed")
@dataclass(frozen=True, kw_only=True)
class Previewed:
    """One answer as it would appear to others; `token` names it for the buttons, `seen` it and its words as they were shown."""

    token: str
    number: int
    question: str
    allowed: bool
    seen: str = ""


@stored_as("words-previewed")
@dataclass(frozen=True, kw_only=True)
class WordsPreviewed(Outcome):
    """Somebody's answers as they would appear, `refs` their words in the same order; one message, so that every choice stays.

    `seen_all`: all not allowed yet, if several. `changed`: some to be allowed had not been shown. `offers`: the person's default.
    `taken_out`: the kinds of personal data that the words are shown without, which can be changed in this `round`.
    """

    answers: tuple[Previewed, ...]
    refs: tuple[str, ...]
    seen_all: str = ""
    changed: bool = False
    offers: bool = True
    taken_out: tuple[str, ...] = ()
    round: str = ""


def _of_several_answers(fields: Fields) -> Fields:
    """Before, one answer was allowed at a time."""
    answer = {"token": fields.pop("token"), "number": fields.pop("number")}
    return {**fields, "answers": [answer]}


@stored_as("allowed-answer")
@dataclass(frozen=True, kw_only=True)
class AllowedAnswer:
    token: str
    number: int


@stored_as("words-allowed", (_of_several_answers,))
@dataclass(frozen=True, kw_only=True)
class WordsAllowed(Outcome):
    """`drafted` says that the draft of the round which they were given in was out already, so that it does not show them."""

    answers: tuple[AllowedAnswer, ...]
    round: str
    drafted: bool = False


@stored_as("quote-offers-set")
@dataclass(frozen=True, kw_only=True)
class QuoteOffersSet(Outcome):
    """A person's default: whether each receipt offers to show their words."""

    offers: bool


@stored_as("words-private")
@dataclass(frozen=True, kw_only=True)
class WordsPrivate(Outcome):
    """`too_late` says that a final shows the words; `leaves_at` is when they leave a draft that shows them."""

    number: int
    round: str
    too_late: bool = False
    leaves_at: datetime | None = None
    zone: str = "UTC"


@stored_as("nothing-to-show")
@dataclass(frozen=True, kw_only=True)
class NothingToShow(Outcome):
    round: str


@stored_as("no-round-for-you")
@dataclass(frozen=True, kw_only=True)
class NoRoundForYou(Outcome):
    """There is nothing to answer now; `next_at` is the team's next round when it is known, `typed` says that words were."""

    typed: bool = False
    next_at: datetime | None = None
    zone: str = "UTC"


@stored_as("not-your-round")
@dataclass(frozen=True, kw_only=True)
class NotYourRound(Outcome):
    """The presser was not asked in this round (or it does not exist: both sound the same, C11)."""


@stored_as("began-without-you")
@dataclass(frozen=True, kw_only=True)
class BeganWithoutYou(Outcome):
    """The presser came to the team of this round, or to the organisation, after it had begun."""


@stored_as("round-not-running")
@dataclass(frozen=True, kw_only=True)
class RoundNotRunning(Outcome):
    pass


@stored_as("answer-too-long")
@dataclass(frozen=True, kw_only=True)
class AnswerTooLong(Outcome):
    number: int
    length: int
    limit: int


@stored_as("not-readable")
@dataclass(frozen=True, kw_only=True)
class NotReadable(Outcome):
    """A voice note, a photo or a sticker: the bot reads text only."""

    kind: str


@stored_as("typed-in-public")
@dataclass(frozen=True, kw_only=True)
class TypedInPublic(Outcome):
    """Somebody typed words at the bot where others read them, or sent what it cannot read (`kind`); told to them alone."""

    kind: str = "text"


@stored_as("writing-stopped")
@dataclass(frozen=True, kw_only=True)
class WritingStopped(Outcome):
    pass


@stored_as("writing-resumed")
@dataclass(frozen=True, kw_only=True)
class WritingResumed(Outcome):
    """`asked_now` says that the questions of an open round follow."""

    asked_now: bool = False


def _until_became_days(fields: Fields) -> Fields:
    return {"days": {"first": None, "until": fields["until"]}}


@stored_as("away-noted", (_until_became_days,))
@dataclass(frozen=True, kw_only=True)
class AwayNoted(Outcome):
    """`days` is the leave; `today` says which year need not be named."""

    days: Stretch
    today: date | None = None


@stored_as("back-noted")
@dataclass(frozen=True, kw_only=True)
class BackNoted(Outcome):
    """`asked_now` says that the questions of an open round follow."""

    asked_now: bool = False
