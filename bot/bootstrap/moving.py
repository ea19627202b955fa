"""Moving an installation from files to PostgreSQL, and back, as the settings say: where it is, and when what is left ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.bootstrap.places import CannotOpenError, is_in_files, places_of
from bot.bootstrap.product import master_key_of, open_or_explain
from bot.config import Settings
from bot.config.value_rules import optional_database
from bot.declarations.setting_rules import SettingMistakeError
from bot.system_clock import SystemClock

if TYPE_CHECKING:
    from storage.moving.moving import Moved, OnProgress
    from storage.places import FilePlaces
    from storage.postgres.places import PostgresPlaces

ADDRESS = "://"
FILE, KEYS_FILE = "folkmoot.db", "keys.db"


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """Settings as they are, and as they are to be afterwards, with the lines that change."""

    here: Settings
    there: Settings
    lines: tuple[str, ...]

    @property
    def expires_days(self) -> int:
        return self.here.privacy.key_copies_days


def plan_move(settings: Settings, to: str, keys_to: str) -> PlannedMove:
    """Raises CannotOpenError for places to which nothing can be moved."""
    if is_in_files(settings):
        return _plan_databases(settings, to, keys_to)
    if ADDRESS in to or ADDRESS in keys_to:
        raise CannotOpenError(
            "It is on PostgreSQL already: from one server to another its own tools move it, see docs/postgresql.md. Nothing was "
            "changed."
        )
    path = Path(to) if Path(to).suffix else Path(to) / FILE
    keys_path = Path(keys_to) if keys_to else path.with_name(KEYS_FILE)
    path, keys_path = path.absolute(), keys_path.absolute()
    there = replace(settings, storage=replace(settings.storage, url="", keys_url="", path=path, keys_path=keys_path))
    lines = ('url = ""', 'keys_url = ""', f'path = "{path}"', f'keys_path = "{keys_path}"')
    return PlannedMove(settings, there, lines)


def _plan_databases(settings: Settings, to: str, keys_to: str) -> PlannedMove:
    url, keys_url = _address("--to", to), _address("--keys-to", keys_to)
    if not url or not keys_url:
        raise CannotOpenError(
            "Two databases are wanted: --to for what is stored, and --keys-to for the key store, so that their backups stay apart. "
            "Nothing was changed."
        )
    there = replace(settings, storage=replace(settings.storage, url=url, keys_url=keys_url))
    return PlannedMove(settings, there, (f'url = "{url}"', f'keys_url = "{keys_url}"'))


def _address(option: str, value: str) -> str:
    try:
        return optional_database(value)
    except SettingMistakeError as error:
        remedy = error.remedy.replace("password_file or keys_password_file", "storage.password_file in the settings")
        raise CannotOpenError(
            f"{option}: {error} What is in files moves to PostgreSQL. {remedy} Nothing was changed."
        ) from None


def move_installation(plan: PlannedMove, on_progress: OnProgress) -> Moved:
    """Raises what `open_storage` raises."""
    from storage.moving.moving import MoveOrder, move_stores

    now = SystemClock().now()
    order = MoveOrder(now, now + timedelta(days=plan.expires_days))
    with (
        open_or_explain(plan.here),
        _held(plan.here, is_source=True) as source,
        _held(plan.there, is_source=False) as target,
    ):
        return move_stores(source, target, master_key_of(plan.here), order, on_progress)


@contextmanager
def _held(settings: Settings, *, is_source: bool) -> Iterator[Any]:
    places: Any = places_of(settings)
    held = _files_held(places, is_source) if is_in_files(settings) else _databases_held(places, is_source)
    with held as side:
        yield side


def _files_held(places: FilePlaces, is_source: bool) -> AbstractContextManager[Any]:
    from storage.moving.files import source_files, target_files

    return (source_files if is_source else target_files)(places.path, places.keys_path)


def _databases_held(places: PostgresPlaces, is_source: bool) -> AbstractContextManager[Any]:
    from storage.postgres.moving import source_databases, target_databases

    return (source_databases if is_source else target_databases)(places.pair)
