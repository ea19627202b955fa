"""Places of the database and its key store, as the settings name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config import Settings
from bot.config.secret import DATABASE_PASSWORD, KEYS_PASSWORD
from bot.domain.root_error import FolkmootError

if TYPE_CHECKING:
    from storage.places import StorePlaces
    from storage.postgres.place import PostgresPlace

NO_DRIVER = (
    "The database is on PostgreSQL, and its driver is not installed: install folkmoot[postgres], or what "
    "requirements-postgres.lock lists."
)
FILES_ALONE = (
    "The database is on PostgreSQL, and this is done with files alone: docs/postgresql.md says what there is in its place. Nothing "
    "was changed."
)


class CannotOpenError(FolkmootError):
    """The store cannot be opened; the message is a sentence for the operator. `damaged` says that a copy has to be put back,
    `away` that the database's server may be there in a while."""

    def __init__(self, message: str, damaged: bool = False, away: bool = False) -> None:
        super().__init__(message)
        self.damaged = damaged
        self.away = away


def is_in_files(settings: Settings) -> bool:
    return not settings.storage.url


def require_files(settings: Settings) -> None:
    """Raises CannotOpenError for a store that is not in files, for what is done with files alone."""
    if not is_in_files(settings):
        raise CannotOpenError(FILES_ALONE)


def places_of(settings: Settings) -> StorePlaces:
    """Raises CannotOpenError where the driver is not installed."""
    from storage.places import FilePlaces

    place = settings.storage
    if is_in_files(settings):
        return FilePlaces(place.path, place.keys_path)
    try:
        from storage.postgres.opening import PostgresPair
        from storage.postgres.place import PostgresPlace
        from storage.postgres.places import PostgresPlaces
    except ImportError:
        raise CannotOpenError(NO_DRIVER) from None

    def at(url: str, password: str) -> PostgresPlace:
        found = settings.secrets.get(password)
        return PostgresPlace(url, found.reveal() if found else "")

    database, keys = at(place.url, DATABASE_PASSWORD.name), at(place.keys_url, KEYS_PASSWORD.name)
    return PostgresPlaces(PostgresPair(database, keys, place.one_database))
