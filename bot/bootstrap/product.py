"""From settings to a wired product: keys, store, organisation, adapters. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.bootstrap import App, SystemClock, found_organisation, new_token, wire
from bot.config import Settings, require_master_key
from bot.domain.model import Organisation
from bot.ports import ChatAdapter, Clock
from bot.themes.finder import LocalFinder
from storage.errors import StorageError

if TYPE_CHECKING:
    from storage.sqlite_store import SqliteStore

ORGANISATION = "org"


class CannotOpen(Exception):
    """The store cannot be opened; the message is a sentence for the operator."""


def open_storage(settings: Settings) -> SqliteStore:
    """The store of these settings, made when it is new. Raises ConfigError without a master key, and CannotOpen."""
    from sqlalchemy.exc import SQLAlchemyError

    from storage.database import open_store
    from storage.master_key import VARIABLE, load_master_key

    place = settings.storage
    try:
        key = load_master_key({VARIABLE: require_master_key(settings).reveal()})
        _make_folders(settings)
        return open_store(place.path, key, ORGANISATION, place.keys_path)
    except StorageError as error:
        raise CannotOpen(str(error)) from None
    except (SQLAlchemyError, OSError) as error:
        raise CannotOpen(
            f"The database {place.path} or the key store {place.keys_path} cannot be opened.{_why(error)}"
        ) from None


def _make_folders(settings: Settings) -> None:
    """Folders that are made here are for their owner alone."""
    for folder in (settings.storage.path.parent, settings.storage.keys_path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _why(error: Exception) -> str:
    """The kind of trouble in words; never the error's own text, which may repeat values."""
    import sqlite3

    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError):
        return " It is not a database of Folkmoot, or it is damaged."
    if isinstance(cause, PermissionError):
        return " Check who may read and write it and its folder."
    if "locked" in str(cause):
        return " Another program holds it locked."
    return " Check that its folder is there, who may write in it, and that the disk is not full."


def organisation_of(settings: Settings) -> Organisation:
    """The organisation as a new database gets it; afterwards its admins decide by chat."""
    place, rounds = settings.organisation, settings.rounds
    return Organisation(
        id=ORGANISATION,
        name=place.name,
        zone=place.zone,
        country=place.country,
        region=place.region,
        k=settings.privacy.k,
        window_days=rounds.window_days,
        check_days=rounds.check_days,
        decide_days=rounds.decide_days,
        lateness_minutes=rounds.lateness_minutes,
        cycle_months=rounds.cycle_months,
    )


async def open_product(settings: Settings, adapters: Sequence[ChatAdapter], clock: Clock | None = None) -> App:
    """A wired product over the store of these settings. Raises what `open_storage` raises."""
    store = open_storage(settings)
    clock = clock or SystemClock()
    made = organisation_of(settings)
    await store.run(lambda uow: found_organisation(uow, made, clock.now(), new_token()))
    return wire(store, clock, adapters, LocalFinder())


def master_key_present(env: Mapping[str, str]) -> bool:
    """Whether the environment gives the master key, so that no file is needed."""
    from storage.master_key import VARIABLE

    return bool(env.get(VARIABLE, "").strip())
