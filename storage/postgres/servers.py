"""Choosing the server to connect to, of those that an address names.

Theory of operation. A standby that takes the place of its primary begins a new timeline, which has a higher number. A primary that
was away meanwhile and comes back as it was takes changes too, on its old timeline: what is written there is lost. So each server
that an address names is asked, and of those that take changes the one of the highest timeline is used; and none at all of a lower
one than this process has seen, under whatever address. A server that stays silent is asked again only after a while.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bot.domain.root_error import FolkmootError
from storage.postgres.patience import PatientConnection

log = logging.getLogger(__name__)

SILENT_SECONDS = 30.0
"""For how long a server that was silent is left alone, where another one is there."""
WAIT_FOR_OTHERS = 2
"""For how many seconds each other server may take to answer, once one is connected to: libpq waits no shorter."""
REPLACED = "another server has taken its place"
STANDING = """
    select coalesce(system_identifier, 0), pg_is_in_recovery(), case when pg_is_in_recovery() then 0
        else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint end
    from pg_control_system()
"""
Host = dict[str, str]
"""Those of libpq's `host`, `hostaddr` and `port` that an address has, for one server of it."""
Connection = PatientConnection
Connecting = Callable[[dict[str, Any]], Connection]


def hosts_of(url: str) -> list[Host]:
    """Return the servers that an address names, in its order. Raises psycopg.Error."""
    given = {
        key: str(value).split(",")
        for key, value in conninfo_to_dict(url).items()
        if key in ("host", "hostaddr", "port")
    }
    number = max((len(given[key]) for key in ("host", "hostaddr") if key in given), default=1)
    if any(len(values) not in (1, number) for values in given.values()):
        return [{}]  # libpq says what is wrong with it
    return [{key: values[at % len(values)] for key, values in given.items()} for at in range(number)]


class NoneOfThemError(FolkmootError, psycopg.OperationalError):
    """No server of an address lets anybody in; `failed` is what was said of each."""

    def __init__(self, failed: Sequence[psycopg.Error]) -> None:
        super().__init__("; ".join(dict.fromkeys(str(error).rstrip(".") for error in failed)))
        self.failed = tuple(failed)


@dataclass(frozen=True, slots=True)
class Standing:
    """Facts of one server: its number, whether it is a standby, and its timeline; nothing where it cannot tell."""

    system: int = 0
    standby: bool = False
    timeline: int = 0

    @property
    def rank(self) -> tuple[bool, int]:
        return not self.standby, self.timeline


def standing_of(connection: Connection) -> Standing:
    with suppress(psycopg.Error):  # of another make, or one that its provider has changed
        found = connection.execute(STANDING).fetchone()
        return Standing(*found) if found else Standing()
    return Standing()


@dataclass(slots=True)
class Servers:
    """Facts that this process has learned of the servers that it has connected to."""

    newest: dict[int, int] = field(default_factory=dict)
    """The highest timeline that was seen, by the number that a server and its standbys have in common."""
    silent: dict[tuple[str, ...], float] = field(default_factory=dict)
    """Until when each server is left alone."""
    told: set[tuple[str, int]] = field(default_factory=set)
    """Servers of which the log says that another one has taken their place, each with its timeline."""
    comparing: Lock = field(default_factory=Lock)
    """Held while a timeline is compared with the highest: each connection is made in a thread of its own."""

    def connect(self, url: str, connecting: Connecting) -> Connection:
        """Connect to the server of an address that is furthest; `connecting` connects to one. Raises psycopg.Error."""
        best: tuple[Connection, Standing] | None = None
        failed: list[psycopg.Error] = []
        for host in sorted(hosts_of(url), key=self._is_silent):
            if best and self._is_silent(host):
                continue
            try:
                made = self._connected(host, connecting, brief=best is not None)
            except psycopg.Error as error:
                failed.append(error)
                continue
            found = made, standing_of(made)
            best = self._further(best, found) if best else found
        if best is None:
            raise failed[0] if len(failed) == 1 else NoneOfThemError(failed)
        self._refuse_replaced(*best)
        return best[0]

    def _connected(self, host: Host, connecting: Connecting, brief: bool) -> Connection:
        began = monotonic()
        try:
            made = connecting({**host, "connect_timeout": WAIT_FOR_OTHERS} if brief else dict(host))
        except psycopg.Error:
            if monotonic() - began > WAIT_FOR_OTHERS / 2:
                self.silent[tuple(host.values())] = monotonic() + SILENT_SECONDS
            raise
        self.silent.pop(tuple(host.values()), None)
        return made

    def _is_silent(self, host: Host) -> bool:
        return self.silent.get(tuple(host.values()), 0.0) > monotonic()

    def _further(
        self, one: tuple[Connection, Standing], other: tuple[Connection, Standing]
    ) -> tuple[Connection, Standing]:
        """Close the connection that is not used."""
        better, worse = (other, one) if other[1].rank > one[1].rank else (one, other)
        if not worse[1].standby:
            self._say_replaced(*worse)
        worse[0].close()
        return better

    def _refuse_replaced(self, made: Connection, found: Standing) -> None:
        if found.standby or not found.timeline:
            return
        with self.comparing:
            newest = max(found.timeline, self.newest.get(found.system, 0))
            self.newest[found.system] = newest
        if found.timeline < newest:
            self._say_replaced(made, found)
            made.close()
            raise psycopg.OperationalError(f"a server that takes changes is not used: {REPLACED}")

    def _say_replaced(self, made: Connection, found: Standing) -> None:
        where = f"{made.info.host}:{made.info.port}"
        if (where, found.timeline) not in self.told:
            self.told.add((where, found.timeline))
            log.error(
                "a server takes changes although another one has taken its place: stop it", extra={"server": where}
            )
