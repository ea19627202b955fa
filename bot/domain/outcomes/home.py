"""Outcomes for a person's own page (App Home), and the forms that guide through a set-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.sharing import DigestSent
from bot.domain.stored import stored_as


@stored_as("home-round")
@dataclass(frozen=True, kw_only=True)
class HomeRound:
    """A round that this person was asked in; `state` is open, closed, draft, final or held.

    Of the newest round `answered` and `drafted` are numbers of questions that they have answered, or begun to; `allowed` those of
    which others may read the words. While its draft can be weighed `to_weigh` is how many items it has, and `weighed` how many of
    these this person has weighed, until `check_until`. Where nothing can be `told` of that, it is not weighed, and
    `to_weigh` is how many items can be challenged.
    """

    round: str
    team: str
    opened_at: datetime
    until: datetime
    zone: str
    state: str
    answered: tuple[int, ...] = ()
    drafted: tuple[int, ...] = ()
    allowed: tuple[int, ...] = ()
    to_weigh: int = 0
    weighed: int = 0
    check_until: datetime | None = None
    told: bool = True


@stored_as("home-draft")
@dataclass(frozen=True, kw_only=True)
class HomeDraft:
    """The organisation's draft while it can be weighed: how many items it has, and how many of them this person has weighed.

    `told` is as in HomeRound.
    """

    round: str
    name: str
    to_weigh: int
    weighed: int
    until: datetime
    zone: str
    told: bool = True


@stored_as("home-decision")
@dataclass(frozen=True, kw_only=True)
class HomeDecision:
    """Challenges to a draft that wait for this person's decision."""

    name: str
    until: datetime
    zone: str


@stored_as("home-shown")
@dataclass(frozen=True, kw_only=True)
class HomeShown(Outcome):
    """`rounds` are the latest first; `questions` and `refs` (answers or drafts) those of the first of them.

    `quoted` are the numbers of the questions that `refs` belong to. `teams` are led by this person, or all for an admin.
    `offers` is their default: whether receipts offer to show their words. `digest` is the last one that they were sent; the names
    of its words follow those of their own in `refs`. `decisions` are what they owe, `drafts` those of the organisation.
    `language_model` is the host of the one that is given answers; empty for none.
    """

    rounds: tuple[HomeRound, ...]
    questions: tuple[str, ...] = ()
    quoted: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()
    k: int = 5
    stopped: bool = False
    offers: bool = True
    teams: tuple[str, ...] = ()
    admin: bool = False
    digest: DigestSent | None = None
    decisions: tuple[HomeDecision, ...] = ()
    drafts: tuple[HomeDraft, ...] = ()
    language_model: str = ""


@stored_as("set-up-form")
@dataclass(frozen=True, kw_only=True)
class SetUpForm(Outcome):
    """`step` is team, people, lead or schedule; `teams` are those that this person may choose from."""

    step: str
    teams: tuple[str, ...] = ()
