"""Conversations in which people may have written while nobody listened."""

from __future__ import annotations

from bot.domain.conversation import ConversationRef
from bot.domain.model import InterviewState
from bot.ports import UnitOfWork

ASKED = (InterviewState.INVITED, InterviewState.ASKING)


def direct_conversations(uow: UnitOfWork, platform: str) -> list[ConversationRef]:
    """The direct conversations of all who joined on a platform, first of those who have a question open."""
    asked = {row.member for row in uow.interviews.where(state=ASKED)}
    known = sorted(uow.identities.where(joined=True), key=lambda row: row.member not in asked)
    found = (uow.addresses.ref(identity.id) for identity in known)
    return [ref for ref in found if ref and ref.platform == platform]
