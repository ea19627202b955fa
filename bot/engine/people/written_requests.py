"""Forgetting somebody who asked for it in writing, found by their id on a platform and never by a name."""

from __future__ import annotations

import logging
from datetime import datetime

from bot.domain.conversation import ConversationRef
from bot.domain.events import ButtonPressed, Sender
from bot.engine.commands.self_service import forget_person
from bot.engine.context import Services, open_event_context
from bot.ports import UnitOfWork

log = logging.getLogger(__name__)


def find_conversations(uow: UnitOfWork, platform: str, person_id: str, workspace: str = "") -> list[ConversationRef]:
    """Return the conversations of those of this id on a platform, in any workspace unless one is given; one of each member."""
    found: dict[str, ConversationRef] = {}
    for identity in uow.identities.where():
        ref = uow.addresses.ref(identity.id)
        if ref and (ref.platform, ref.person) == (platform, person_id) and workspace in ("", ref.workspace):
            found.setdefault(identity.member, ref)
    return list(found.values())


def forget_on_request(uow: UnitOfWork, now: datetime, services: Services, who: ConversationRef) -> None:
    """Do what their own “forget me” would do, and tell them nothing: whoever runs the bot answers their request.

    The log says that it happened, never who it was.
    """
    forget_silently(uow, now, services, who)
    log.info("somebody was forgotten on a written request")


def forget_silently(uow: UnitOfWork, now: datetime, services: Services, who: ConversationRef) -> None:
    """Do what their own “forget me” would do, and tell nobody."""
    event = ButtonPressed(event_id="", sender=Sender(ref=who), where=who, at=now, action="forget.yes")
    forget_person(open_event_context(uow, now, services, event))
