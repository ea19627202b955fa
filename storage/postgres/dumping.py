"""Backups of both databases as they are at one instant, made by PostgreSQL's own `pg_dump` while the bot runs.

Theory of operation. The key store is locked against changes for the moment in which a snapshot of each database is taken, so the
two belong together; `pg_dump` then reads these snapshots, and nobody waits for it. Each file says in its name when it ends.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.copy_list import GIVEN_UP, PART, UNTIL, CopiesFound, CopyOrder, StoreCopy
from storage.copying import CopyExistsError, CopyFailedError, sync_folder, sync_to_disk
from storage.errors import StorageError, StoresApartError
from storage.files import make_new_private_file
from storage.pairing import PairingPlan
from storage.postgres.key_table import SCHEMA, PostgresKeyTable
from storage.postgres.looking import look_and_judge
from storage.postgres.opening import PostgresPair, looked_at
from storage.postgres.session import Session
from storage.stamps import STAMP

TOOL = "pg_dump"
NAMED = re.compile(r"-(\d{8}T\d{6}Z)-(until-\d{8})\.dump$")
PATIENT = "set idle_in_transaction_session_timeout = 0; begin isolation level repeatable read read only"
OF_KEYS = f"--schema={SCHEMA}"


def dump_stores(pair: PostgresPair, order: CopyOrder, now: datetime) -> list[StoreCopy]:
    """Dump both; the copies, the database's first. Raises StoresApartError where there is nothing yet, and CopyFailedError."""
    tool = shutil.which(TOOL)
    if tool is None:
        raise CopyFailedError(
            f"There is no {TOOL} on this machine: install PostgreSQL’s client programs, of the server’s version or a later one, or "
            "make the backup where they are: see docs/postgresql.md. Nothing was copied."
        )
    with looked_at(pair) as (database, keys):
        plan, _ = look_and_judge(database, keys, pair.one_database, any_version=True)
        if plan is PairingPlan.FOUND:
            raise StoresApartError(f"There is no database {pair.database} to copy yet: the first start makes it.")
        copies = [_plan_copy(order.database_folder, "folkmoot", order.database_days, now)]
        if order.keys_days:
            copies.append(_plan_copy(order.keys_folder, "keys", order.keys_days, now))
        with snapshots(pair, database, keys) as (of_database, of_keys):
            if order.keys_days:
                _dump(tool, keys, copies[1].path, of_keys, OF_KEYS)
            _dump(tool, database, copies[0].path, of_database, f"--exclude-schema={SCHEMA}")
    _note_backup(pair, copies)
    return copies


def _note_backup(pair: PostgresPair, copies: list[StoreCopy]) -> None:
    try:
        with closing(PostgresKeyTable(pair.keys)) as table:
            table.note_backup(copies[0].made)
    except StorageError as error:
        made = ", ".join(str(one.path) for one in copies)
        raise CopyFailedError(
            f"The copies were made ({made}), and the key store could not note that they were: {error}"
        ) from None


@contextmanager
def snapshots(pair: PostgresPair, database: Session, keys: Session) -> Iterator[tuple[str, str]]:
    """Two snapshots of one instant, for as long as this lasts."""
    with looked_at(pair) as (_, locking):
        with locking.transaction():
            locking.execute(f"lock table {SCHEMA}.pair in exclusive mode")
            names = [_exported(database), _exported(keys)]
        try:
            yield names[0], names[1]
        finally:
            database.undo()
            keys.undo()


def _exported(session: Session) -> str:
    session.execute(PATIENT)
    return str(session.execute("select pg_export_snapshot()").fetchone()[0])


def _plan_copy(folder: Path, stem: str, days: int, now: datetime) -> StoreCopy:
    made = now.astimezone(UTC).replace(microsecond=0)
    expires = made + timedelta(days=days)
    path = folder.absolute() / f"{stem}-{made:{STAMP}}-{expires:{UNTIL}}.dump"
    if path.exists():
        raise CopyExistsError(f"There is a copy {path} already, and it stays as it is.")
    return StoreCopy(path, made, expires)


def _dump(tool: str, session: Session, target: Path, snapshot: str, what: str) -> None:
    """Through a file of another name, so that a dump that was interrupted is not taken for one."""
    place = session.place
    part = target.with_name(target.name + PART)
    try:
        make_new_private_file(part)
        how = ("--format=custom", "--no-owner", "--no-privileges", what, f"--snapshot={snapshot}")
        command = [tool, *how, f"--file={part}", f"--dbname={session.address}"]
        environment = {**os.environ, **({"PGPASSWORD": place.password} if place.password else {})}
        done = subprocess.run(  # noqa: S603 - the operator's own tool, with an address of the settings
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CopyFailedError(f"{TOOL} could not copy {place}: {_last_line(done.stderr)} Nothing of it was kept.")
        sync_to_disk(part)
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise CopyFailedError(f"The copy {target} could not be written: {error.strerror or error}.") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return f"{lines[-1].rstrip('.')}." if lines else "it did not say why."


def dumps_to_delete(folders: Iterable[Path], now: datetime) -> CopiesFound:
    """Return the dumps in these folders that are past their end, and what an interrupted backup has left."""
    ended, left = [], []
    for folder in dict.fromkeys(folders):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            named = NAMED.search(path.name.removesuffix(PART))
            if named is None:
                continue
            made, until = (
                datetime.strptime(f"{text}+0000", f"{form}%z")
                for text, form in zip(named.groups(), (STAMP, UNTIL), strict=True)
            )
            if path.name.endswith(PART):
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) <= now - GIVEN_UP:
                    left.append(path)
            elif until <= now:
                ended.append(StoreCopy(path, made, until))
    return CopiesFound(tuple(ended), tuple(left))
