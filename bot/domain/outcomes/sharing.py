"""Outcomes of a round for teams and leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.model.sharing import Summary
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.follow_ups import FollowUpLine
from bot.domain.outcomes.meetings import MeetingQuestion
from bot.domain.stored import rename_fields, stored_as, without_fields


@stored_as("round-announced")
@dataclass(frozen=True, kw_only=True)
class RoundAnnounced(Outcome):
    """The notice in a team's channel; `merged` names the teams whose answers are pooled with this one's."""

    team: str
    merged: tuple[str, ...]
    closes_at: datetime
    zone: str
    k: int
    question_count: int = 3
    round: str = ""
    """The round that the team can do in its meeting; empty in messages of an earlier version."""
    since: tuple[FollowUpLine, ...] = ()
    """What became of earlier points, of which `refs` word some."""
    refs: tuple[str, ...] = ()
    replaced: bool = False
    """The teams that are asked together have other questions than this one, so that all are asked the organisation's."""


@stored_as("round-not-held")
@dataclass(frozen=True, kw_only=True)
class RoundSkipped(Outcome):
    """A round that did not take place; `why` is late, running, too few or nobody.

    `earlier` are further dates that were missed with it, `round` names what an admin can make up for.
    """

    team: str
    on: date
    why: str
    needed: int = 0
    earlier: tuple[date, ...] = ()
    round: str = ""
    admin: bool = False


@stored_as("round-held", (rename_fields(together="team_statements"),))
@dataclass(frozen=True, kw_only=True)
class RoundWithheld(Outcome):
    """Nothing is shown, the answers wait. `why` is too few, or isolate: with an earlier summary it would point to a few."""

    name: str
    k: int
    why: str = "too few"
    team_statements: tuple[str, ...] = ()
    """What the team agreed to say in its meeting, question by question."""
    questions: tuple[MeetingQuestion, ...] = ()
    """The questions to which it was said, each with how many of these statements are of it."""


@stored_as("draft-posted", (rename_fields(gathered="has_other_teams"),))
@dataclass(frozen=True, kw_only=True)
class DraftPosted(Outcome):
    """The draft for checking. `refs` are the permitted words of all questions in their order; each summary says how many.

    `items` is how many items it has to weigh. Without any, words that are allowed until `words_at` come with the draft that is then
    posted `again`.

    `has_other_teams` says that the organisation has further teams, whose finals are put together with this one's.

    `languages` are those in whose answers points are found, whoever wrote in which (release rule 16).

    `places` are those of the words among all that the draft first showed of their question; they name each,
    and stay when others leave. `told` says whether the final can tell how anything was weighed: else it is not weighed, and
    `items` is how many can be challenged.
    """

    round: str
    name: str
    summary: Summary
    until: datetime
    zone: str
    k: int
    refs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    items: int = 0
    words_at: datetime | None = None
    again: bool = False
    has_other_teams: bool = True
    places: tuple[int, ...] = ()
    told: bool = True


@stored_as("words-asked")
@dataclass(frozen=True, kw_only=True)
class WordsAsked(Outcome):
    """Question to everybody whom the reminder would reach, at a draft without items: may some of your words be shown?"""

    round: str
    name: str
    until: datetime
    zone: str


@stored_as("final-posted", (rename_fields(gathered="has_other_teams"),))
@dataclass(frozen=True, kw_only=True)
class FinalPosted(Outcome):
    round: str
    name: str
    summary: Summary
    k: int
    refs: tuple[str, ...] = ()
    has_other_teams: bool = True


@stored_as("raised-over-time")
@dataclass(frozen=True, kw_only=True)
class RaisedOverTime(Outcome):
    """Points that several people raised over some rounds, and too few in any one; leads get `open_points`, as in a digest."""

    name: str
    summary: Summary
    open_points: tuple[tuple[str, str], ...] = ()


@stored_as("addendum-posted", (rename_fields(gathered="has_other_teams"),))
@dataclass(frozen=True, kw_only=True)
class AddendumPosted(Outcome):
    """Late answers to questions that are no longer asked, released together."""

    name: str
    summary: Summary
    k: int
    refs: tuple[str, ...] = ()
    has_other_teams: bool = True


@stored_as(
    "digest-sent",
    (
        without_fields("band", "roster"),
        rename_fields(
            held="withheld",
            whole="organisation_summary",
            whole_name="organisation_name",
            whole_next="next_summary_at",
        ),
        # A draft's undecided challenges are among its summary's changes.
        without_fields("open_challenges"),
        rename_fields(gathered="has_other_teams"),
    ),
)
@dataclass(frozen=True, kw_only=True)
class DigestSent(Outcome):
    """One lead's digest after a release. `organisation_summary` is the organisation's latest.

    `participation` is how many of the team answered, in the words in which it may be told. `refs` are the quotes of the summary.
    Unless the organisation `has_other_teams`, there is nothing to say of the whole. `directions` are what the questions of
    both summaries ask for, by their keys; a digest of an earlier version has none. `against` are the points of the group's
    summary, by their keys, and the quotes that take the other side than their question asks for.
    """

    name: str
    k: int
    summary: Summary | None
    withheld: bool
    organisation_name: str = ""
    organisation_summary: Summary | None = None
    next_summary_at: datetime | None = None
    zone: str = "UTC"
    participation: str = ""
    refs: tuple[str, ...] = ()
    has_other_teams: bool = True
    directions: tuple[tuple[str, str], ...] = ()
    against: tuple[str, ...] = ()
    open_points: tuple[tuple[str, str], ...] = ()
    """Follow-ups that wait for the reader's answer: each one's id, and the key of its point."""
    round: str = ""


@stored_as("no-digest")
@dataclass(frozen=True, kw_only=True)
class NoDigest(Outcome):
    """Somebody asks for a digest and was sent none, of this team where they named one."""

    team: str = ""


@stored_as("whole-drafted")
@dataclass(frozen=True, kw_only=True)
class OrganisationDraftPosted(Outcome):
    """The organisation's draft for checking, in every team's channel."""

    round: str
    name: str
    summary: Summary
    until: datetime
    zone: str
    k: int
    items: int = 0
    told: bool = True


@stored_as("whole-posted")
@dataclass(frozen=True, kw_only=True)
class OrganisationFinalPosted(Outcome):
    """The organisation's final, in every team's channel and to the admins, who answer its `open_points` (as in a digest)."""

    name: str
    summary: Summary
    k: int
    open_points: tuple[tuple[str, str], ...] = ()
