"""Outcomes about a member's own words that are stored and not sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import Fields, stored_as


@stored_as("draft-kept")
@dataclass(frozen=True, kw_only=True)
class DraftKept(Outcome):
    """Words that belong to no question yet; `refs` is the draft, `questions` what it could answer.

    `last` names the last of several messages in it, which can be taken off; `change` is what has just become of the draft: nothing,
    corrected or shortened.
    """

    round: str
    questions: tuple[str, ...]
    refs: tuple[str, ...]
    last: str = ""
    change: str = ""


def _as_several_questions(fields: Fields) -> Fields:
    """Before, a draft of one question was shown at a time."""
    question = fields.pop("question")
    return {**fields, "numbers": [fields["number"]], "questions": [question]}


@stored_as("draft-placed", upgrades=(_as_several_questions,))
@dataclass(frozen=True, kw_only=True)
class DraftPlaced(Outcome):
    """Words that are drafts of answers: all that would be sent, in the order of `numbers`, `questions` and `refs`.

    `number` is the question of which the last message can be taken off; `last` and `change` are as in DraftKept.
    """

    round: str
    number: int
    numbers: tuple[int, ...]
    questions: tuple[str, ...]
    refs: tuple[str, ...]
    last: str = ""
    change: str = ""


@stored_as("draft-discarded")
@dataclass(frozen=True, kw_only=True)
class DraftDiscarded(Outcome):
    pass


@stored_as("draft-emptied")
@dataclass(frozen=True, kw_only=True)
class DraftEmptied(Outcome):
    """The last message was taken off, and nothing is left."""


@stored_as("draft-gone")
@dataclass(frozen=True, kw_only=True)
class NoDraft(Outcome):
    """There is no draft, or none any more; `given` are the numbers of the answers that are saved."""

    round: str
    given: tuple[int, ...] = ()


@stored_as("answers-stand")
@dataclass(frozen=True, kw_only=True)
class AnswersStand(Outcome):
    """A request that was fulfilled before or is not needed: answers are saved, and can be changed `until` then.

    `why` is reminder when somebody wanted to be reminded of what they have done.
    """

    round: str
    given: tuple[int, ...]
    until: datetime
    zone: str
    late: bool = False
    why: str = ""


@stored_as("edit-unseen")
@dataclass(frozen=True, kw_only=True)
class EditUnseen(Outcome):
    """A message was edited after its words had been sent as an answer: the answer stands as it was sent."""

    round: str


@stored_as("draft-too-long")
@dataclass(frozen=True, kw_only=True)
class DraftTooLong(Outcome):
    round: str
    number: int
    length: int
    limit: int


@stored_as("maybe-an-answer")
@dataclass(frozen=True, kw_only=True)
class MaybeAnAnswer(Outcome):
    """Reply (`said`) to a message that could have been an answer as well; `part` names its words for the button that says so."""

    said: Outcome
    part: str
    refs: tuple[str, ...]


@stored_as("maybe-a-request")
@dataclass(frozen=True, kw_only=True)
class MaybeARequest(Outcome):
    """Reply (`said`) to words stored as an answer that could have been a request; `request` names that, `part` the words."""

    said: Outcome
    request: str
    part: str
    refs: tuple[str, ...]


@stored_as("form-closed")
@dataclass(frozen=True, kw_only=True)
class FormClosed(Outcome):
    """A button of a form that is asked question by question, pressed when that form was no longer open; `round` when it was the
    answer form and nothing of it was sent."""

    round: str = ""
