"""Incidents: stored until the part works again, and logged for the operator once as they begin and once as they end (R12)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime

from bot.domain.conversation import ConversationRef
from bot.domain.model import Incident, IncidentKind
from bot.ports import Clock, Store, UnitOfWork

log = logging.getLogger(__name__)


def begin_incident(
    uow: UnitOfWork, now: datetime, kind: IncidentKind, subject: str, why: str = "", key: str = ""
) -> bool:
    """Note that something does not work; whether that is new. `key` tells apart several of one subject."""
    id = id_of(kind, key or subject)
    found = uow.incidents.get(id)
    if found is None:
        uow.incidents.save(Incident(id=id, kind=kind, subject=subject, since=now, why=why))
    elif found.why != why:
        uow.incidents.save(replace(found, why=why))
    return found is None


def end_incident(uow: UnitOfWork, kind: IncidentKind, key: str) -> bool:
    """Note that it works again; whether it did not before."""
    id = id_of(kind, key)
    if uow.incidents.get(id) is None:
        return False
    uow.incidents.remove(id)
    return True


def id_of(kind: IncidentKind, key: str) -> str:
    return f"{kind}:{key}"


class IncidentJournal:
    """Notes the incidents of workspaces as they come, in their order. What cannot be kept is logged all the same."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._in_turn = asyncio.Lock()

    async def note(self, kind: IncidentKind, workspace: tuple[str, str], begins: bool) -> None:
        """Note that an incident begins or ends; `workspace` is the platform and its own id of the workspace."""
        async with self._in_turn:
            try:
                changed = await self._store.run(lambda uow: self._noted(uow, kind, workspace, begins))
            except Exception as fault:
                log.error("an incident could not be kept", exc_info=fault)
                changed = True
        if changed and begins:
            _log_begin(kind, workspace[0])
        elif changed:
            log.info("what did not work on a platform works again", extra={"platform": workspace[0], "what": kind})

    def _noted(self, uow: UnitOfWork, kind: IncidentKind, workspace: tuple[str, str], begins: bool) -> bool:
        platform, id = workspace
        # The platform's id of a workspace stays behind a keyed hash (C8).
        key = f"{platform}:{uow.addresses.id_of(ConversationRef(platform, id, channel='workspace'))}"
        return (
            begin_incident(uow, self._clock.now(), kind, platform, key=key) if begins else end_incident(uow, kind, key)
        )


def _log_begin(kind: IncidentKind, platform: str) -> None:
    about = {"platform": platform, "what": kind}
    if kind is IncidentKind.TOKEN:
        log.error(
            "a platform does not accept the bot's token: nothing is sent there until there is a good one", extra=about
        )
    elif kind is IncidentKind.LIMITED:
        log.warning("a platform asks to wait for long before some messages are sent", extra=about)
    elif kind is IncidentKind.UNSEEN:
        log.warning("the bot may not see whether a message arrived, and leaves it uncertain", extra=about)
    else:
        log.error("a platform cannot be reached, or fails: messages wait until it works again", extra=about)
