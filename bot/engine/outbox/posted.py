"""Summaries that were posted, looked up for a later message that speaks of one: where it stands, if it has arrived.

A link to it is a help and no more: without it the message says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.domain.model import OutboxMessage
from bot.domain.outcomes.own_points import WhatBecame
from bot.domain.outcomes.sharing import DigestSent
from bot.domain.outcomes.weighing import WeighingAsked
from bot.engine.rounds.draft_release import draft_key, final_key
from bot.ports import UnitOfWork
from bot.views.view import PostedMessage


def posted_before(uow: UnitOfWork, message: OutboxMessage) -> PostedMessage | None:
    """Return the summary that a message speaks of, where it was posted for its reader; None where it is not there (yet)."""
    keys: Callable[[str, str], tuple[str, ...]]
    match message.outcome:
        case WeighingAsked(round=round_):
            keys = _draft_keys
        case WhatBecame(round=round_) | DigestSent(round=round_):
            keys = _final_keys
        case _:
            return None
    for team in _teams_of_reader(uow, message, round_):
        found = next((row for key in keys(round_, team) if (row := uow.outbox.get(key))), None)
        ref = uow.addresses.ref(found.to) if found and found.sent_ref else None
        if found and ref:
            return PostedMessage(ref, found.sent_ref.partition(",")[0])
    return None


def _draft_keys(round_: str, team: str) -> tuple[str, ...]:
    """Return the names that a draft may have in a team's channel: one that was posted again with words counts alone."""
    return draft_key(round_, team, again=True), draft_key(round_, team)


def _final_keys(round_: str, team: str) -> tuple[str, ...]:
    return (final_key(round_, team),)


def _teams_of_reader(uow: UnitOfWork, message: OutboxMessage, round_: str) -> Iterator[str]:
    """Yield the reader's own team in the round, and those that they lead."""
    identity = uow.identities.get(message.private_to or message.to)
    member = uow.members.get(identity.member) if identity and round_ else None
    if member is None:
        return
    yield from (row.team for row in uow.interviews.where(round=round_, member=member.id))
    yield member.primary_team
    yield from (row.team for row in uow.memberships.where(member=member.id, lead=True))
