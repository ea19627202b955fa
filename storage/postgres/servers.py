"""Choosing the server to connect to, of those that an address names.

Theory of operation. A standby that takes the place of its primary begins a new timeline, which has a higher number. A primary that
was away meanwhile and comes back as it was takes changes too, on its old timeline: what is written there is lost. So each server
that an address names is asked, and of those that take changes the one of the highest timeline is used; and none at all of a lower
one than this process has seen under that address. A server that stays silent is asked again only after a while.

Timelines are compared within an address alone. Servers of one number are not always of one primary: machines that are copies of
one image have it in common, and one of them may hold the database and another one the keys.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bot.domain.root_error import FolkmootError
from storage.postgres.patience import PatientConnection
from storage.postgres.standing import Standing, standing_of

log = logging.getLogger(__name__)

SILENT_SECONDS = 30.0
"""For how long a server that was silent is left alone, where another one is there."""
WAIT_FOR_OTHERS = 2
"""For how many seconds each other server may take to answer, once one is connected to: libpq waits no shorter."""
REPLACED = "another server has taken its place"
ASKED_SECONDS = 10.0
"""For how long a server may think about the first that it is asked, once it has let somebody in."""
Host = dict[str, str]
"""Those of libpq's `host`, `hostaddr` and `port` that an address has, for one server of it."""
Connecting = Callable[[dict[str, Any]], PatientConnection]
Address = tuple[tuple[str, ...], ...]
"""Servers that an address names, whatever their order."""


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


class FoundServer(NamedTuple):
    """A server that lets somebody in, and where it stands in its address."""

    made: PatientConnection
    standing: Standing
    place: int

    @property
    def where(self) -> str:
        return f"{self.made.info.host}:{self.made.info.port}"


@dataclass(slots=True)
class Servers:
    """Facts that this process has learned of the servers that it has connected to."""

    newest: dict[tuple[int, Address], int] = field(default_factory=dict)
    """The highest timeline that was seen under an address, by the number that a server and its standbys have in common."""
    silent: dict[tuple[str, ...], float] = field(default_factory=dict)
    """Until when each server is left alone."""
    told: set[tuple[str, int]] = field(default_factory=set)
    """Servers of which the log says that they are not to be used, each with its timeline."""
    comparing: Lock = field(default_factory=Lock)
    """Held while a timeline is compared with the highest: each connection is made in a thread of its own."""

    def connect(self, url: str, connecting: Connecting) -> PatientConnection:
        """Connect to the server of an address that is furthest; `connecting` connects to one.

        Raises psycopg.Error. The connection waits ASKED_SECONDS for each answer until its owner says otherwise.
        """
        hosts = hosts_of(url)
        address = tuple(sorted(tuple(host.values()) for host in hosts))
        best: FoundServer | None = None
        failed: list[psycopg.Error] = []
        for place, host in sorted(enumerate(hosts), key=lambda one: self._is_silent(one[1])):
            if best and self._is_silent(host) and self._is_enough(best.standing, address):
                continue
            try:
                found = self._found(place, host, connecting, brief=best is not None)
            except psycopg.Error as error:
                failed.append(error)
                continue
            best = self._further(best, found) if best else found
        if best is None:
            raise failed[0] if len(failed) == 1 else NoneOfThemError(failed)
        if self._is_behind(best.standing, address):
            self._say_replaced(best)
            best.made.close()
            raise psycopg.OperationalError(f"a server that takes changes is not used: {REPLACED}")
        return best.made

    def _found(self, place: int, host: Host, connecting: Connecting, brief: bool) -> FoundServer:
        began = monotonic()
        try:
            made = connecting({**host, "connect_timeout": WAIT_FOR_OTHERS} if brief else dict(host))
            made.patience = ASKED_SECONDS
            try:
                found = FoundServer(made, standing_of(made), place)
            except BaseException:
                made.close()
                raise
        except psycopg.Error:
            if monotonic() - began > WAIT_FOR_OTHERS / 2:
                self.silent[tuple(host.values())] = monotonic() + SILENT_SECONDS
            raise
        self.silent.pop(tuple(host.values()), None)
        return found

    def _is_silent(self, host: Host) -> bool:
        return self.silent.get(tuple(host.values()), 0.0) > monotonic()

    def _further(self, one: FoundServer, other: FoundServer) -> FoundServer:
        """Close the connection that is not used."""
        first, second = sorted((one, other), key=lambda found: found.place)
        better, worse = (second, first) if second.standing.is_further(first.standing) else (first, second)
        if better.standing.has_replaced(worse.standing):
            self._say_replaced(worse)
        elif better.standing.is_of_another_primary(worse.standing):
            self._say("a server is no standby of the one that is used, nor the other way round", worse)
        worse.made.close()
        return better

    def _is_enough(self, found: Standing, address: Address) -> bool:
        """Return whether a server that is silent need not be waited for beside this one."""
        return not found.standby and not self._is_behind(found, address)

    def _is_behind(self, found: Standing, address: Address) -> bool:
        """Return whether one that takes changes has a lower timeline than was seen, and remember it otherwise."""
        if found.standby or not found.timeline:
            return False
        with self.comparing:
            newest = max(found.timeline, self.newest.get((found.system, address), 0))
            self.newest[found.system, address] = newest
        return found.timeline < newest

    def _say_replaced(self, found: FoundServer) -> None:
        self._say("a server takes changes although another one has taken its place: stop it", found)

    def _say(self, what: str, found: FoundServer) -> None:
        if (found.where, found.standing.timeline) not in self.told:
            self.told.add((found.where, found.standing.timeline))
            log.error(what, extra={"server": found.where})
