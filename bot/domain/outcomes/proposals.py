"""Outcomes about proposed questions. Their words are quoted: no outcome holds them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.outcomes.base import Outcome
from bot.domain.proposals import LONGEST_WAIT
from bot.domain.stored import stored_as


@stored_as("proposal-seen")
@dataclass(frozen=True, kw_only=True)
class ProposalSeen(Outcome):
    """A proposal as others would see it, for its author alone; `seen` is what the button carries that lets it be shown.

    `needed` is how many people have to be asked together for anything to be weighed, `longest_days` for how long it
    waits for others at most.
    """

    id: str
    seen: str
    team: str
    refs: tuple[str, ...]
    needed: int = 8
    longest_days: int = LONGEST_WAIT.days


@stored_as("proposal-noted")
@dataclass(frozen=True, kw_only=True)
class ProposalNoted(Outcome):
    """Notice to an author about their own proposal: `what` is waiting, back, leaving, shared, ended, or old."""

    what: str
    id: str = ""
    team: str = ""


@stored_as("proposal-refused")
@dataclass(frozen=True, kw_only=True)
class ProposalRefused(Outcome):
    """`why` is public, team, most, personal (with its `kinds`), acts, unfit, asked, gone or full."""

    why: str
    kinds: tuple[str, ...] = ()


@stored_as("own-proposal")
@dataclass(frozen=True, kw_only=True)
class OwnProposal:
    """One of the reader's own proposals."""

    id: str
    state: str


@stored_as("proposals-shown")
@dataclass(frozen=True, kw_only=True)
class ProposalsShown(Outcome):
    """The reader's own proposals; `refs` are their words, in this order."""

    own: tuple[OwnProposal, ...]
    refs: tuple[str, ...] = ()
    offered: int = 0
    """How many wait for the reader's decision; each is shown in a message of its own."""


@stored_as("proposal-offered")
@dataclass(frozen=True, kw_only=True)
class ProposalOffered(Outcome):
    """A widely shared proposal, for who decides; `admin` says that the reader may ask it of all teams. `refs` are its words."""

    id: str
    team: str
    refs: tuple[str, ...]
    admin: bool = False


@stored_as("proposal-reason-form")
@dataclass(frozen=True, kw_only=True)
class ReasonForm(Outcome):
    """The form in which who declines a proposal says why."""

    id: str
    refs: tuple[str, ...]


@stored_as("proposal-decided")
@dataclass(frozen=True, kw_only=True)
class ProposalDecided(Outcome):
    """Notice to a team: `by` (a name) asks the question from the next round on, or does not, for a `reason`."""

    by: str
    refs: tuple[str, ...]
    reason: str = ""
    of_all: bool = False


@stored_as("proposal-declined")
@dataclass(frozen=True, kw_only=True)
class ProposalDeclined(Outcome):
    """Receipt for who declined a proposal of a team."""

    team: str
