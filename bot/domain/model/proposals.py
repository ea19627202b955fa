"""Record of a question that somebody proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.stored import stored_as


class ProposalState(StrEnum):
    """State of a proposal. What ends has no record any more.

    SEEN was shown to its author alone, who has not said yet that it may be shown to others. WAITING is to be weighed; WEIGHED is an
    item of a draft in its check window; LEAVING is one that ends with that window, since its author took it back or was forgotten.
    OFFERED was widely shared, waits for those who decide, and is nobody's own any more. DECIDED was told to its team, and stays for
    as long as that may take to be sent.
    """

    SEEN = "seen"
    WAITING = "waiting"
    WEIGHED = "weighed"
    LEAVING = "leaving"
    OFFERED = "offered"
    DECIDED = "decided"


@stored_as("proposal")
@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A question that a member proposes for a team, without its words: these are behind the confidential door.

    `member` is its author, and empty once it is nobody's own. `at` is when it was proposed, and once it is OFFERED when that was.
    `release` is the draft in which it is weighed, `deciders` are the members to whom it is offered.
    """

    id: str
    team: str
    member: str
    state: ProposalState
    at: datetime
    release: str = ""
    deciders: tuple[str, ...] = ()
