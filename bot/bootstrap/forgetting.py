"""`folkmoot forget` on the store of the settings, beside a process that runs or without one."""

from __future__ import annotations

from bot.bootstrap import SystemClock, new_token
from bot.bootstrap.product import CannotOpenError, open_storage
from bot.config import Settings
from bot.domain.root_error import FolkmootError
from bot.engine.context import Services
from bot.engine.people.written_requests import find_people, forget_on_request
from bot.ports import UnitOfWork
from bot.themes.finder import LocalFinder
from bot.views.capabilities import FULL


class NobodyFoundError(FolkmootError):
    """No person, or more than one, has that id; the message is a sentence for the operator."""


def forget_by_platform_id(settings: Settings, platform: str, person_id: str, workspace: str) -> None:
    """Destroy the key and the records of the person with this id. Raises NobodyFoundError, and what `open_storage` raises."""
    if not settings.storage.path.exists():
        raise CannotOpenError(f"There is no database {settings.storage.path}.")
    services = Services(new_token, LocalFinder(), lambda ref: FULL)

    def work(uow: UnitOfWork) -> None:
        found = find_people(uow, platform, person_id, workspace)
        if not found:
            raise NobodyFoundError("Nobody here has this id on this platform. Nothing was changed.")
        if len(found) > 1:
            raise NobodyFoundError(
                "Several workspaces have somebody of this id: name one with --workspace. Nothing was changed."
            )
        forget_on_request(uow, SystemClock().now(), services, found[0])

    store = open_storage(settings)
    try:
        store.run_sync(work)
    finally:
        store.close_sync()
