"""Forgetting on the store of the settings: on a written request, beside a process that runs or without one, and after a restore."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.bootstrap import new_token
from bot.bootstrap.places import CannotOpenError, places_of
from bot.bootstrap.product import is_made, open_storage, open_storage_in_restore
from bot.config import Settings
from bot.domain.root_error import FolkmootError
from bot.engine.context import Services
from bot.engine.people.forgetting_again import forget_again
from bot.engine.people.written_requests import find_conversations, forget_on_request
from bot.ports import UnitOfWork
from bot.system_clock import SystemClock
from bot.themes.finder import LocalFinder
from bot.views.capabilities import FULL

if TYPE_CHECKING:
    from storage.unit_of_work import BoxedUnitOfWork


class NobodyFoundError(FolkmootError):
    """No person, or more than one, has that id; the message is a sentence for the operator."""


def forget_by_platform_id(settings: Settings, platform: str, person_id: str, workspace: str) -> None:
    """Destroy the key and the records of the person with this id. Raises NobodyFoundError, and what `open_storage` raises."""
    if not is_made(settings):
        raise CannotOpenError(f"There is no database {places_of(settings).database}.")

    def work(uow: UnitOfWork) -> None:
        found = find_conversations(uow, platform, person_id, workspace)
        if not found:
            raise NobodyFoundError(
                "Nobody here has this id on this platform. It takes the platform’s own id, and no name. Nothing was changed."
            )
        if len(found) > 1:
            raise NobodyFoundError(
                "Several workspaces have somebody of this id: name one with --workspace. Nothing was changed."
            )
        forget_on_request(uow, SystemClock().now(), _services(), found[0])

    store = open_storage(settings)
    try:
        store.run_sync(work)
    finally:
        store.close_sync()


def forget_again_after_restore(settings: Settings) -> int:
    """Forget those again who were forgotten since the copy of the database was made; their number.

    Raises what `open_storage` raises.
    """
    from storage.forgotten import forget_texts, forgotten_members

    def work(uow: UnitOfWork) -> int:
        unit = cast("BoxedUnitOfWork", uow)
        found = forgotten_members(unit)
        forget_texts(unit, found.values())
        forget_again(uow, SystemClock().now(), _services(), found)
        return len(found)

    store = open_storage_in_restore(settings)
    try:
        return store.run_sync(work)
    finally:
        store.close_sync()


def _services() -> Services:
    """Return what forgetting needs: nobody is told anything."""
    return Services(new_token, LocalFinder(), lambda ref: FULL)
