"""Outcomes that answer commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.windows import RoundsOverlap
from bot.domain.stored import stored_as, without_fields


@stored_as("command-help")
@dataclass(frozen=True, kw_only=True)
class CommandHelp:
    """One command as help shows it: how it is written, what it does, examples. A button does the `order`, where there is one."""

    usage: str
    does: str
    examples: tuple[str, ...]
    order: str = ""


@stored_as("help-shown")
@dataclass(frozen=True, kw_only=True)
class HelpShown(Outcome):
    """All commands that this person may use, by noun; `one` is set when a single command was asked about.

    With `topics` each of `commands` is a topic, with the names of its commands in place of what it does.
    """

    commands: tuple[CommandHelp, ...]
    role: str
    one: bool = False
    topics: bool = False


@stored_as("not-understood", upgrades=(without_fields("typed"),))
@dataclass(frozen=True, kw_only=True)
class CommandNotUnderstood(Outcome):
    """Words that are no command; `nearest` are known ones, and `orders` what their buttons say. What was typed is not repeated."""

    nearest: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()


def _examples_of(fields: dict[str, Any]) -> dict[str, Any]:
    """The upgrade from one example to all."""
    others = {name: value for name, value in fields.items() if name != "example"}
    return {**others, "examples": [fields["example"]]}


@stored_as("wrongly-written", upgrades=(without_fields("problem"), _examples_of))
@dataclass(frozen=True, kw_only=True)
class WronglyWritten(Outcome):
    """A known command with something missing or wrong in it; `refs` is the sentence that says what."""

    usage: str
    examples: tuple[str, ...]
    refs: tuple[str, ...] = ()


@stored_as("not-for-you")
@dataclass(frozen=True, kw_only=True)
class NotForYou(Outcome):
    """The command needs a role that this person does not have; `who` may use it. What does not exist sounds the same (C11)."""

    who: str


@stored_as("unknown", upgrades=(without_fields("typed"),))
@dataclass(frozen=True, kw_only=True)
class Unknown(Outcome):
    """No such team, or not theirs; `refs` is the name that was typed, if one was, `nearest` are names that they may see."""

    noun: str
    nearest: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


@stored_as("who-answered-refused")
@dataclass(frozen=True, kw_only=True)
class WhoAnsweredRefused(Outcome):
    pass


@stored_as("claimed")
@dataclass(frozen=True, kw_only=True)
class Claimed(Outcome):
    """Notice to a new admin; `by` is who made them one, empty for the first."""

    by: str = ""


@stored_as("claim-refused")
@dataclass(frozen=True, kw_only=True)
class ClaimRefused(Outcome):
    pass


@stored_as("admin-added")
@dataclass(frozen=True, kw_only=True)
class AdminAdded(Outcome):
    name: str


@stored_as("team-row")
@dataclass(frozen=True, kw_only=True)
class TeamRow:
    name: str
    people: int
    leads: tuple[str, ...]
    schedule: str
    parent: str
    asked_with: tuple[str, ...] = ()
    how: str = ""


@stored_as("teams-listed")
@dataclass(frozen=True, kw_only=True)
class TeamsListed(Outcome):
    teams: tuple[TeamRow, ...]


@stored_as("team-told")
@dataclass(frozen=True, kw_only=True)
class TeamTold(Outcome):
    """A change that a team is told about in its channel: `what` is lead, no lead, people, follows, by hand, k, schedule,
    no schedule, renamed, merged, removed, archived, restored, back, moved away or moved here.

    A round of the team runs where it is `running`.
    """

    what: str
    name: str = ""
    number: int = 0
    words: str = ""
    running: bool = False


@stored_as("earlier")
@dataclass(frozen=True, kw_only=True)
class Earlier:
    """Another admin's earlier change of the same thing, shown so that two admins see each other's changes."""

    by: str
    at: datetime
    zone: str


@stored_as("questions-shown")
@dataclass(frozen=True, kw_only=True)
class QuestionsShown(Outcome):
    """`number` is the question that has just been changed; `turned` says that its new words gave it another direction.

    `team` is whose own questions they are, empty for the organisation's; `others` are teams that have their own beside these,
    `back` is the team that asks the organisation's again. `set` is the id of the set. `words_before` are those of the corrected
    question that a running round still asks; empty where none does, or where who asks may not correct it there. `form` is what the
    button carries that opens them in a form; empty for who may not change them.
    """

    texts: tuple[str, ...]
    version: int
    changed: bool = False
    running: bool = False
    earlier: Earlier | None = None
    directions: tuple[str, ...] = ()
    number: int = 0
    turned: bool = False
    team: str = ""
    others: tuple[str, ...] = ()
    back: str = ""
    set: str = ""
    words_before: str = ""
    form: str = ""


@stored_as("round-started", (without_fields("people"),))
@dataclass(frozen=True, kw_only=True)
class RoundStarted(Outcome):
    team: str
    closes_at: datetime
    zone: str
    merged: tuple[str, ...]
    overlap: RoundsOverlap | None = None
    """The dates of the team's schedule that fall into this round."""


@stored_as("round-not-started")
@dataclass(frozen=True, kw_only=True)
class RoundNotStarted(Outcome):
    """`why` is running, too few, nobody, unread, made up, not open or not cancelled."""

    team: str
    why: str
    needed: int = 0


@stored_as("question-repeated")
@dataclass(frozen=True, kw_only=True)
class QuestionRepeated(Outcome):
    """The question that was to be set is asked already, as this `number`."""

    number: int


@stored_as("questions-left")
@dataclass(frozen=True, kw_only=True)
class QuestionsLeft(Outcome):
    """The questions stay as they are: `why` is unknown (none has this `number`), most, last, or another (no correction of it).

    `question_count` is how many there are.
    """

    why: str
    question_count: int
    number: int = 0


@stored_as("promise-shown", (without_fields("platform"),))
@dataclass(frozen=True, kw_only=True)
class PromiseShown(Outcome):
    """The privacy promise, worded from the running settings (C14).

    `platform_note` is what the platform on which it is shown says of itself, in its spec. `contacts` are the support contacts,
    `contact_person` is the name of who is told when somebody asks to be contacted. The four numbers at the end are the operator's
    `Retention`. Where it was `changed` and too few people are there for it, `alone` is how many people the largest team has, and
    `together` how many all teams have.
    `language_model` is the host of the one that is shown what teams wrote.
    """

    k: int
    platform_note: str = ""
    changed: bool = False
    earlier: Earlier | None = None
    key_copies_days: int = 14
    contacts: tuple[str, ...] = ()
    contact_person: str = ""
    answer_days: int = 30
    waiting_days: int = 120
    summary_months: int = 24
    copies_days: int = 30
    alone: int | None = None
    together: int = 0
    language_model: str = ""


@stored_as("threshold-too-low")
@dataclass(frozen=True, kw_only=True)
class ThresholdTooLow(Outcome):
    floor: int
    asked: int


@stored_as("organisation-shown")
@dataclass(frozen=True, kw_only=True)
class OrganisationShown(Outcome):
    name: str
    zone: str
    country: str
    region: str
    k: int
    window_days: int
    check_days: int
    earlier: Earlier | None = None


@stored_as("zone-unknown", upgrades=(without_fields("typed"),))
@dataclass(frozen=True, kw_only=True)
class ZoneUnknown(Outcome):
    """`refs` is the zone as it was typed."""

    nearest: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


@stored_as("home-chosen")
@dataclass(frozen=True, kw_only=True)
class HomeChosen(Outcome):
    team: str
    others: tuple[str, ...]


@stored_as("forget-asked")
@dataclass(frozen=True, kw_only=True)
class ForgetAsked(Outcome):
    """`key_copies_days`, here and below, is how long the operator keeps copies of keys; 0 for none at all. `last_admin` says that
    no admin would be left."""

    key_copies_days: int = 14
    last_admin: bool = False


@stored_as("forgotten")
@dataclass(frozen=True, kw_only=True)
class Forgotten(Outcome):
    """`kept_off` says that a mark is left with which lists that follow channels pass this person over."""

    kept_off: bool = False
    key_copies_days: int = 14


def _with_three_questions(fields: dict[str, Any]) -> dict[str, Any]:
    """The upgrade from when every set had three questions and no message said how many."""
    return {"question_count": 3, **fields}


@stored_as("welcome", upgrades=(_with_three_questions,))
@dataclass(frozen=True, kw_only=True)
class Welcome(Outcome):
    """First message to a person who is in no team, or to a new channel; `question_count` is how many questions are asked."""

    claimed: bool
    channel: bool = False
    question_count: int


@stored_as("went-wrong")
@dataclass(frozen=True, kw_only=True)
class WentWrong(Outcome):
    """Notice of our bug, with a short code under which the log has the place."""

    code: str


@stored_as("audit-shown")
@dataclass(frozen=True, kw_only=True)
class AuditShown(Outcome):
    lines: tuple[tuple[datetime, str, str, str], ...]
    zone: str
