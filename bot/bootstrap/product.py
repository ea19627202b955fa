"""Construction of a wired product from the settings: keys, store, organisation, adapters. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.bootstrap import App, OrganisationUnreadableError, found_organisation, new_token, wire_app
from bot.bootstrap.installing import StoredInstallations
from bot.bootstrap.places import CannotOpenError, is_in_files, places_of, require_files
from bot.config import Settings, require_master_key
from bot.domain.model import Organisation
from bot.domain.retention import Retention
from bot.engine.context import WorkContext
from bot.engine.people import claims
from bot.engine.rounds.ledger_refs import rename_ledger_refs
from bot.engine.start_steps import bring_up_to_date
from bot.ports import ChatAdapter, Clock, Installable, RiskReader, UnitOfWork
from bot.safeguarding.meaning import EncodedRisk
from bot.system_clock import SystemClock
from bot.themes.finder import LocalFinder
from storage.errors import DamagedFileError, StorageError, UnusableStoreError, WrongKeyError

if TYPE_CHECKING:
    from bot.bootstrap.language_model import LanguageModel
    from bot.themes.second_encoder import SecondEncoder
    from storage.sql_store import SqlStore
    from storage.troubles import Lost
    from storage.upkeep import Migration

T = TypeVar("T")
ORGANISATION_ID = "org"
MOUNT_FOR_WRITING = (
    "Mount its disk for writing, or name another place below [storage]. A disk that fails is often mounted so: look into the "
    "machine's log first."
)
TAKE_CHANGES = (
    "Give the address of the server that takes changes, or end what keeps it from that (default_transaction_read_only). "
    "A standby takes none."
)
READ_ONLY = "25006"
"""PostgreSQL's code of a change where nothing may be changed."""
NEW_KEY = ".new"
"""End of the name of the file in which a new master key stands until it takes the old one's place."""


def open_storage(settings: Settings, lost: Lost | None = None) -> SqlStore:
    """The store of these settings, made when it is new; `lost` is called once when it will not work again.

    Raises ConfigError without a master key, and CannotOpenError.
    """
    from storage.troubles import Troubles

    with open_or_explain(settings):
        key = master_key_of(settings)
        if is_in_files(settings):
            _make_folders(settings)
        return places_of(settings).open(key, ORGANISATION_ID, Troubles(lost) if lost else None)


def open_storage_in_restore(settings: Settings) -> SqlStore:
    """The store of these settings for the restore that is under way in it. Raises what `open_storage` raises."""
    with open_or_explain(settings):
        return places_of(settings).open_in_restore(master_key_of(settings), ORGANISATION_ID)


def read_storage(settings: Settings, work: Callable[[UnitOfWork], T]) -> T | None:
    """Do `work`, which reads, in a store that is looked at closely and not changed; None where there is none yet.

    Raises what `open_storage` raises.
    """
    with open_or_explain(settings):
        return places_of(settings).read(master_key_of(settings), ORGANISATION_ID, work)


def is_made(settings: Settings) -> bool:
    """Return whether there is a database, be it empty. Raises CannotOpenError where that cannot be told."""
    with open_or_explain(settings):
        return places_of(settings).is_made()


def master_key_of(settings: Settings) -> bytes:
    """Return the master key of these settings. Raises WrongKeyError, which names where it stands, or ConfigError."""
    from storage.master_key import VARIABLE, decode_key

    given, path = require_master_key(settings).reveal(), settings.keys.master_key_file
    where = f"The key file {path}" if given in _words_in(path) else f"The environment variable {VARIABLE}"
    return decode_key(given, where)


def _words_in(path: Path) -> str:
    """Return what stands in a file; nothing where it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


@contextmanager
def open_or_explain(settings: Settings) -> Iterator[None]:
    """Whatever keeps the store from being opened ends as CannotOpenError, in a sentence for the operator."""
    from sqlalchemy.exc import SQLAlchemyError

    from storage.troubles import describe_failure, is_away

    try:
        yield
    except StorageError as error:
        said = f"{error}{_interrupted_rotation(settings, error)}{_read_only(settings, error)}{_takes_no_changes(error)}"
        raise CannotOpenError(said, damaged=isinstance(error, DamagedFileError), away=is_away(error)) from None
    except (SQLAlchemyError, OSError) as error:
        if not is_in_files(settings):
            raise CannotOpenError(
                f"The database {places_of(settings).database} or its key store cannot be used ({type(error).__name__})."
            ) from None
        place = settings.storage
        raise CannotOpenError(
            f"The database {place.path} or the key store {place.keys_path} cannot be opened."
            f"{_read_only(settings, error) or f' {describe_failure(error)}'}"
        ) from None


@contextmanager
def open_files_or_explain(settings: Settings) -> Iterator[None]:
    """As `open_or_explain`, for what is done with files alone."""
    require_files(settings)
    with open_or_explain(settings):
        yield


def _interrupted_rotation(settings: Settings, error: StorageError) -> str:
    """Return what helps where a key does not fit because another one was to take its place."""
    path = settings.keys.master_key_file
    new = path.with_name(path.name + NEW_KEY)
    if not isinstance(error, WrongKeyError) or not new.exists():
        return ""
    return " A change of the master key was interrupted: run “folkmoot keys rotate” again, and it goes on."


def _read_only(settings: Settings, error: Exception) -> str:
    """Return what helps where something could not be opened because its disk can only be read."""
    from storage.errors import UnreachableError

    if not is_in_files(settings) or (isinstance(error, StorageError) and not isinstance(error, UnreachableError)):
        return ""
    folders = places_of(settings).read_only()
    return f" {' and '.join(folders)} can only be read. {MOUNT_FOR_WRITING}" if folders else ""


def _takes_no_changes(error: StorageError) -> str:
    """Return what helps where a server can only be read."""
    return f" {TAKE_CHANGES}" if isinstance(error, UnusableStoreError) and error.database_code == READ_ONLY else ""


def _make_folders(settings: Settings) -> None:
    """Folders that are made here are for their owner alone."""
    for folder in (settings.storage.path.parent, settings.storage.keys_path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def organisation_of(settings: Settings) -> Organisation:
    """The organisation as a new database gets it; afterwards its admins decide by chat."""
    place, rounds = settings.organisation, settings.rounds
    return Organisation(
        id=ORGANISATION_ID,
        name=place.name,
        zone=place.zone,
        country=place.country,
        region=place.region,
        k=settings.privacy.k,
        window_days=rounds.window_days,
        check_days=rounds.check_days,
        decide_days=rounds.decide_days,
        weigh_items=rounds.weigh_items,
        lateness_minutes=rounds.lateness_minutes,
        cycle_months=rounds.cycle_months,
        close_at=rounds.close_at,
        work_from=rounds.work_from,
        work_until=rounds.work_until,
    )


def retention_of(settings: Settings) -> Retention:
    """Return the times for which things are stored."""
    return Retention(
        **asdict(settings.retention),
        copies_days=settings.storage.database_copies_days,
        key_copies_days=settings.privacy.key_copies_days,
    )


async def open_product(
    settings: Settings, adapters: Sequence[ChatAdapter], clock: Clock | None = None, lost: Lost | None = None
) -> App:
    """A wired product over the store of these settings. Raises what `open_storage` and `second_encoder_of` raise."""
    finder = LocalFinder(second=second_encoder_of(settings), model=language_model_of(settings))
    store = open_storage(settings, lost)
    clock = clock or SystemClock()
    made = organisation_of(settings)
    try:
        await store.run(lambda uow: found_organisation(uow, made, clock.now(), new_token()))
    except OrganisationUnreadableError:
        await store.close()
        raise CannotOpenError(
            f"What the database {places_of(settings).database} says of the organisation cannot be read: restore its newest copy."
        ) from None
    await store.run(lambda uow: rename_ledger_refs(uow, new_token))
    await store.run(lambda uow: uow.outbox.retry_set_aside())
    for adapter in adapters:
        if isinstance(adapter, Installable):
            adapter.install_into(StoredInstallations(store, adapter.platform))
    app = wire_app(
        store,
        clock,
        adapters,
        finder,
        support_contacts=settings.support.lines,
        retention=retention_of(settings),
    )
    app.engine.look_with(make_risk_reader())
    await store.run(lambda uow: bring_up_to_date(WorkContext(uow, clock.now(), app.services)))
    return app


def second_encoder_of(settings: Settings) -> SecondEncoder | None:
    """The larger encoder of these settings, if they name one. Raises CannotOpenError for a folder that holds none."""
    folder = settings.themes.encoder
    if folder is None:
        return None
    from bot.themes.model_folder import UnusableModelError
    from bot.themes.second_encoder import second_encoder_in

    try:
        return second_encoder_in(folder)
    except UnusableModelError as error:
        raise CannotOpenError(f"themes.encoder: {error}.") from None


def language_model_of(settings: Settings) -> LanguageModel | None:
    """The language model of these settings, if they name one."""
    themes = settings.themes
    if not themes.language_model:
        return None
    from bot.bootstrap.language_model import LanguageModel
    from bot.config.secret import LANGUAGE_MODEL_KEY

    return LanguageModel(
        themes.language_model, themes.language_model_name, settings.secrets.get(LANGUAGE_MODEL_KEY.name)
    )


def make_risk_reader() -> RiskReader:
    """The second look at what people type: in a child process of its own, so that no grouping of answers delays it."""
    from bot.themes.encoding import watching_process
    from bot.themes.language import ENGLISH, may_be_in
    from bot.themes.silence import says_nothing

    process = watching_process()
    return EncodedRisk(
        process.encode,
        lambda: process.running,
        can_be_read=lambda text: may_be_in(text, (ENGLISH,)) and not says_nothing(text),
    )


def migrate_storage(settings: Settings) -> Migration:
    """Bring the database to the newest version, with every index that it is to have.

    Raises what `open_storage` raises.
    """
    with open_or_explain(settings):
        return places_of(settings).migrate(master_key_of(settings))


def go_on_with_restored_storage(settings: Settings) -> None:
    """Let the two be a pair again.

    Raises what `open_storage` raises.
    """
    with open_or_explain(settings):
        places_of(settings).go_on_with_restored(master_key_of(settings))


def create_master_key(path: Path) -> None:
    """Write a new master key in a folder of its owner's alone. Raises CannotOpenError; a key that is there is never replaced."""
    from storage.master_key import create_key_file

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_key_file(path)
    except FileExistsError:
        raise CannotOpenError(f"There is a file {path} already, and it stays as it is.") from None
    except OSError as error:
        raise CannotOpenError(f"The master key {path} cannot be written ({error.strerror}).") from None


def keep_claim_code(settings: Settings) -> tuple[str, bool]:
    """A new one-time code, kept as a hash, and whether there is an admin already. Works beside a running process."""
    store = open_storage(settings)
    try:
        code = claims.new_code(new_token())
        store.run_sync(lambda uow: claims.keep_claim(uow, code, SystemClock().now()))
        return code, store.read_sync(lambda uow: uow.members.count(admin=True)) > 0
    finally:
        store.close_sync()
