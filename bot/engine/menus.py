"""The menus of commands that a platform shows beside the typing line, made from the registry for each kind of person.

Everybody has the menu of members, groups a short one, and leads and admins their own in their direct chat. What was offered is
remembered while the process runs, so that a platform is asked only when something changed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

from bot.chatcommands import COMMANDS, Role
from bot.domain.conversation import ConversationRef
from bot.domain.model import Member
from bot.engine.background import May, always, repeat_work, wait_or_stop
from bot.engine.context import Services
from bot.ports import CommandMenu, OffersMenus, SendLaterError, SendRefusedError, SendUncertainError, Store, UnitOfWork
from bot.views.capabilities import Capabilities, Support

log = logging.getLogger(__name__)

IN_GROUPS = ("help", "status", "privacy", "questions show", "schedule show", "team list", "meeting")
"""Commands that can be tapped where others read; the answers come in private."""
SECONDS_BETWEEN_LOOKS = 60.0
"""Seconds between looks for changed roles."""


def works_here(name: str, here: Capabilities) -> bool:
    """Help and menus are silent on commands for which the platform has nothing."""
    if name in ("team link", "join"):
        return bool(here.start_link)
    if name == "team follow":
        return here.list_people is not Support.REFUSED
    return name != "clear chat" or here.clear_words is Support.NATIVE


def menu_of(role: Role, here: Capabilities, group: bool = False) -> tuple[tuple[str, str], ...]:
    """Names and what they do, for a role; commands that nobody can use without being told a code are left out."""
    return tuple(
        (spec.name, spec.does)
        for spec in COMMANDS
        if spec.role <= role
        and spec.name not in ("claim", "join")
        and (not group or spec.name in IN_GROUPS)
        and works_here(spec.name, here)
    )


class CommandMenus:
    """Offers each platform that has menus what it does not show yet."""

    def __init__(self, store: Store, services: Services, adapters: Sequence[object]) -> None:
        self._store = store
        self._services = services
        self._adapters = [adapter for adapter in adapters if isinstance(adapter, OffersMenus)]
        self._offered: dict[tuple[str, str], CommandMenu] = {}

    async def run(self, stopping: asyncio.Event, every: float = SECONDS_BETWEEN_LOOKS, may: May = always) -> None:
        if self._adapters:
            pause = partial(wait_or_stop, stopping, every)
            await repeat_work(self.refresh, pause, stopping, "menus could not be looked up", may)

    async def refresh(self) -> None:
        """Offer what changed. What a platform refuses now is offered again at the next look."""
        for adapter in self._adapters:
            people = await self._store.read(lambda uow, name=adapter.platform: _people_with_roles(uow, name))  # type: ignore[misc]
            wanted = self._wanted(adapter, people)
            for key, menu in wanted.items():
                if self._offered.get(key) != menu and await _offer_commands(adapter, menu):
                    self._offered[key] = menu

    def _wanted(
        self, adapter: OffersMenus, people: Sequence[tuple[str, ConversationRef, Role]]
    ) -> dict[tuple[str, str], CommandMenu]:
        here = adapter.capabilities(None)
        everyone = CommandMenu("everyone", menu_of(Role.MEMBER, here))
        groups = CommandMenu("groups", menu_of(Role.LEAD, here, group=True))
        wanted = {(adapter.platform, "everyone"): everyone, (adapter.platform, "groups"): groups}
        for id, ref, role in people:
            key = (adapter.platform, id)
            if role > Role.MEMBER or key in self._offered:
                wanted[key] = CommandMenu("person", menu_of(role, here), ref)
        return wanted


async def _offer_commands(adapter: OffersMenus, menu: CommandMenu) -> bool:
    try:
        await adapter.offer(menu)
    except (SendLaterError, SendRefusedError, SendUncertainError) as error:
        log.info("a menu could not be shown", exc_info=error)
        return False
    return True


def _people_with_roles(uow: UnitOfWork, platform: str) -> list[tuple[str, ConversationRef, Role]]:
    """Everybody on a platform who may be written to and is, or was, more than a member."""
    leads = {row.member for row in uow.memberships.where(lead=True)}
    chosen = {row.id: row for row in uow.members.where(admin=True)}
    chosen |= {row.id: row for row in uow.members.where(id=tuple(leads))} if leads else {}
    found = []
    for identity in uow.identities.where(member=tuple(chosen), joined=True) if chosen else []:
        ref = uow.addresses.ref(identity.id)
        if ref and ref.platform == platform:
            found.append((identity.id, ref, _role_for(chosen[identity.member])))
    return found


def _role_for(member: Member) -> Role:
    return Role.ADMIN if member.admin else Role.LEAD
