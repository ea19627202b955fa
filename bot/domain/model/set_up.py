"""Record of a guided set-up that is not finished: nothing of it is made, and nothing sent, before its last press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.stored import stored_as


@stored_as("planned-person")
@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPerson:
    """Somebody who is to be on the list: a platform id or public name as typed, the name to show, and `left_out` as of an event."""

    id: str
    name: str
    left_out: str = ""


@stored_as("set-up-plan")
@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpPlan:
    """Entries of one admin's guided set-up so far; `id` is the address of their direct conversation.

    `name`, `zone` and `holidays` are the organisation's, empty where they stay as they are. `home` is the address of the team's
    conversation, empty for none. `access` is empty without one, "looking" until it was looked at, "ok", or why the bot cannot work
    there: a reason of SendRefusedError, or "no answer". `found` and `left_out` count who is there, where `readable`. `words` are
    the schedule as typed. `touched_at` is when something was last done with it.
    """

    id: str
    member: str
    step: str
    touched_at: datetime
    name: str = ""
    zone: str = ""
    holidays: str = ""
    team: str = ""
    parent: str = ""
    home: str = ""
    access: str = ""
    readable: bool = False
    found: int = 0
    left_out: int = 0
    people: tuple[PlannedPerson, ...] = ()
    leads: tuple[PlannedPerson, ...] = ()
    words: str = ""
    contacts: tuple[str, ...] = ()
