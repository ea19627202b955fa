"""R1, R2, C9: a primary dies, its standby takes its place, and the old one comes back as it was and takes changes too."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic
from typing import TypeVar

import pytest
from psycopg.conninfo import conninfo_to_dict

from bot.engine.stuck import RETRY_PAUSES
from bot.ports import NotStoredError, UnitOfWork
from storage.postgres import patience, servers
from storage.postgres.place import PostgresPlace
from storage.postgres.session import Session
from storage.postgres.store import PostgresStore
from tests.several.town import Town
from tests.support.further import further, only_further
from tests.support.ports import free_port
from tests.support.postgres import address, open_pair
from tests.support.standby import NAMES, TwoServers
from tests.support.stores import keep_words, readable_of

pytestmark = further

T = TypeVar("T")
ROUNDS, PROCESSES = 10, 2
BEFORE, AGAIN = 15, 12
"""Acknowledged answers before the first disturbance, and between two."""
PATIENCE = 30.0
HANGING = 2.5
QUIET = 0.5
"""Seconds in which nobody acknowledges anything where nothing is due."""


@pytest.fixture
def two() -> Iterator[TwoServers]:
    with TwoServers() as made:
        yield made


@pytest.fixture
def lazy() -> Iterator[TwoServers]:
    """Two where the standby is not waited for."""
    with TwoServers(synchronous=False) as made:
        yield made


class FailingOver(Town):
    """Kills the primary while people answer and promotes the standby; then the old one comes back, and connections are cut."""

    servers: TwoServers
    killed_at = promoted_at = cut_at = 0.0
    written_before = 0
    over = False
    failed: Exception | None = None

    async def _disturb(self) -> None:
        try:
            await self._fail_over()
        except Exception as error:
            self.failed = error

    async def _fail_over(self) -> None:
        await self._acknowledged(BEFORE)
        self.servers.first.kill()
        self.killed_at = monotonic()
        await asyncio.sleep(0.5)
        await asyncio.to_thread(self.servers.second.promote)
        self.promoted_at = monotonic()
        await self._acknowledged(AGAIN)
        await asyncio.to_thread(self.servers.first.start)
        self.written_before = next_transaction(self.servers)
        self.cut_at = monotonic()
        cut_off(self.servers)
        await self._acknowledged(AGAIN)
        self.over = True

    async def _acknowledged(self, more: int) -> None:
        """Wait for so many; what was due when the server was lost is tried again after a minute, which passes here at once."""
        wanted = len(self.acknowledgements) + more
        while len(self.acknowledgements) < wanted:
            before = len(self.acknowledgements)
            await asyncio.sleep(QUIET)
            if len(self.acknowledgements) == before:
                self.clock.move_to(self.clock.now() + RETRY_PAUSES[0])

    def _was_disturbed(self) -> bool:
        if self.failed:
            raise self.failed
        return self.over

    async def _read(self, work: Callable[[UnitOfWork], T]) -> T:
        while True:
            try:
                return await self.store.read(work)
            except NotStoredError:
                await asyncio.sleep(0.05)

    def slowest_after(self, at: float) -> float:
        """Seconds until the last of the processes had acknowledged something again."""
        heard = [[when for when, who in self.acknowledgements if who == one.pid and when > at] for one in self._alive]
        return max(min(whens) - at if whens else PATIENCE for whens in heard)


def cut_off(two: TwoServers) -> None:
    """End every connection of ours to the new primary, so that each is made anew."""
    two.second.execute("select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = 'folkmoot'")


def next_transaction(two: TwoServers) -> int:
    return int(two.first.execute("select pg_snapshot_xmax(pg_current_snapshot())::text")[0][0])


def wrapped_key(two: TwoServers, owner: str) -> bytes:
    found = two.first.execute(f"select wrapped from folkmoot_keys.keys where owner = '{owner}'", database=NAMES[1])
    return bytes(found[0][0])


def forget_somebody(two: TwoServers) -> bytes:
    """Return the wrapped key, which was in the files of both servers."""
    store = open_pair(two.pair())
    store.run_sync(keep_words("ann"))
    wrapped = wrapped_key(two, "ann")
    two.settle()
    assert all(machine.files_with(wrapped) for machine in (two.first, two.second))
    store.run_sync(lambda unit: unit.texts.forget("ann"))
    store.close_sync()
    return wrapped


def wait_to_go_on(store: PostgresStore, name: str) -> None:
    until = monotonic() + PATIENCE
    while True:
        try:
            return store.run_sync(keep_words(name))
        except NotStoredError:
            assert monotonic() < until


def fail_over(two: TwoServers, store: PostgresStore) -> None:
    two.first.kill()
    with pytest.raises(NotStoredError):
        store.run_sync(keep_words("while nobody is there"))
    two.second.promote()
    wait_to_go_on(store, "after")


def writes_when_the_old_one_is_back(two: TwoServers) -> list[str]:
    """Which of the two a process writes to whose connections were cut, and one that begins then."""
    first = open_pair(two.pair())
    fail_over(two, first)
    two.first.start()
    cut_off(two)
    wait_to_go_on(first, "again")
    second = open_pair(two.pair())
    second.run_sync(keep_words("begun"))
    used = [one._writing._session.connection.info.port for one in (first, second)]  # type: ignore[attr-defined]
    for store in (first, second):
        store.close_sync()
    return ["old" if port == two.first.port else "new" for port in used]


@only_further
def test_every_process_goes_on_and_nothing_is_lost_doubled_or_readable_again(tmp_path: Path, two: TwoServers) -> None:
    wrapped = forget_somebody(two)
    town = FailingOver(tmp_path, two.pair(), 5, PROCESSES, seed=1)
    town.servers = two

    async def tell() -> None:
        async with asyncio.timeout(90):
            await town.tell(ROUNDS)

    asyncio.run(tell())
    found, slowest = town.found, [town.slowest_after(at) for at in (town.promoted_at, town.cut_at)]
    print(found, [round(seconds, 2) for seconds in (town.promoted_at - town.killed_at, *slowest)])
    assert found.wrong == (0, 0, 0, 0) and found.unsent == 0
    assert found.rounds >= ROUNDS and found.acknowledged >= 5 * ROUNDS
    assert max(slowest) < PATIENCE
    assert next_transaction(two) == town.written_before, "nobody wrote to the old one"
    two.second.execute("checkpoint")
    assert not two.second.files_with(wrapped)
    store = open_pair(two.pair())
    assert readable_of(store, "ann") == [False]
    store.close_sync()


@only_further
def test_an_old_primary_that_comes_back_is_not_written_to(lazy: TwoServers, caplog: pytest.LogCaptureFixture) -> None:
    """Though it stands first in the address, and would take everything at once."""
    assert writes_when_the_old_one_is_back(lazy) == ["new", "new"]
    (said,) = [one for one in caplog.records if "stop it" in one.getMessage()]
    assert vars(said)["server"] == f"127.0.0.1:{lazy.first.port}"


@only_further
def test_control_the_driver_s_own_choice_would_be_the_old_one(
    lazy: TwoServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers.Servers, "connect", lambda self, url, connecting: connecting({}))
    assert writes_when_the_old_one_is_back(lazy) == ["old", "old"]


@only_further
def test_where_the_new_one_is_away_a_process_that_knew_it_does_without(lazy: TwoServers) -> None:
    store = open_pair(lazy.pair())
    fail_over(lazy, store)
    lazy.second.stop()
    lazy.first.start()
    before = next_transaction(lazy)
    for _ in range(3):
        with pytest.raises(NotStoredError, match="its server cannot be reached"):
            store.run_sync(keep_words("nowhere"))
    assert next_transaction(lazy) == before
    lazy.second.start()
    wait_to_go_on(store, "again")
    assert readable_of(store, "after", "nowhere", "again") == [True, False, True]
    store.close_sync()


def acknowledged_and_kept(two: TwoServers) -> tuple[bool, bool]:
    """Of an answer that comes when the standby does not follow any more, and then the primary dies."""
    store = open_pair(two.pair())
    two.second.stop()
    acknowledged = threading.Event()

    def answer() -> None:
        with suppress(NotStoredError):
            store.run_sync(keep_words("ann"))
            acknowledged.set()

    answering = threading.Thread(target=answer)
    answering.start()
    acknowledged.wait(2)
    two.first.kill()
    answering.join(PATIENCE)
    two.second.start()
    two.second.promote()
    wait_to_go_on(store, "ben")
    kept = readable_of(store, "ann", "ben")
    store.close_sync()
    return acknowledged.is_set(), kept == [True, True]


@only_further
def test_what_the_standby_has_not_is_not_acknowledged(two: TwoServers) -> None:
    assert acknowledged_and_kept(two) == (False, False)


@only_further
def test_control_where_the_standby_is_not_waited_for_an_acknowledged_answer_is_lost(lazy: TwoServers) -> None:
    """As the page says."""
    assert acknowledged_and_kept(lazy) == (True, False)


def goes_on_beside_one_that_hangs(two: TwoServers, within: float) -> bool:
    """Without anybody ending the old primary."""
    store = open_pair(two.pair("&connect_timeout=2"))
    two.first.freeze()
    try:
        two.second.promote()
        going_on = threading.Thread(target=wait_to_go_on, args=(store, "ann"), daemon=True)
        going_on.start()
        going_on.join(within)
        return not going_on.is_alive() and readable_of(store, "ann") == [True]
    finally:
        two.first.freeze(signal.SIGCONT)
        two.first.kill()


@only_further
def test_a_process_leaves_a_server_that_hangs(two: TwoServers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.5)
    assert goes_on_beside_one_that_hangs(two, PATIENCE)


@only_further
def test_control_as_patient_as_the_driver_it_would_hang_too(two: TwoServers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 1e6)
    assert not goes_on_beside_one_that_hangs(two, HANGING)


@only_further
def test_where_the_standby_is_away_people_are_told_that_nothing_could_be_stored(
    two: TwoServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And do not wait for as long as it is."""
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.5)
    store = open_pair(two.pair())
    two.second.stop()
    with pytest.raises(NotStoredError, match="cannot be reached"):
        store.run_sync(keep_words("ann"))
    two.second.start()
    wait_to_go_on(store, "ben")
    assert readable_of(store, "ben") == [True]
    store.close_sync()


def behind(port: int, more: str = "") -> tuple[PostgresPlace, str]:
    """An address that names the tests' own server after somebody else's port; and the folder of that one's socket."""
    folder = str(conninfo_to_dict(address())["host"])
    hosts = f"host=127.0.0.1,{folder}&port={port},5432{more}"
    return PostgresPlace(f"postgresql:///postgres?user=postgres&{hosts}"), folder


@only_further
def test_a_backup_is_made_of_the_server_that_is_connected_to() -> None:
    place, folder = behind(free_port())
    with closing(Session(place, "database")) as session:
        said = conninfo_to_dict(session.address)
    assert (said["host"], said["port"], said["dbname"]) == (folder, "5432", "postgres")


@only_further
def test_a_server_that_is_silent_is_waited_for_once() -> None:
    took = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place, _ = behind(silent.getsockname()[1], "&connect_timeout=2")
        for _ in range(2):
            began = monotonic()
            place.connect().close()
            took.append(monotonic() - began)
    assert took[0] > 1.5 and took[1] < 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("postgresql://ann:word@one,two:5433/folkmoot?sslmode=require", "postgresql://one,two:5433/folkmoot"),
        ("postgresql://ann@127.0.0.1:1,127.0.0.1:2/folkmoot", "postgresql://127.0.0.1:1,127.0.0.1:2/folkmoot"),
        ("postgresql:///folkmoot?host=one,two&port=1,2&user=ann", "postgresql://one:1,two:2/folkmoot"),
        ("postgresql:///folkmoot?host=one,two&port=1", "postgresql://one:1,two:1/folkmoot"),
        ("postgresql:///folkmoot?hostaddr=127.0.0.1", "postgresql://127.0.0.1/folkmoot"),
        ("postgresql:///folkmoot", "postgresql:///folkmoot"),
    ],
)
def test_several_servers_are_named_each_with_its_port(given: str, said: str) -> None:
    assert str(PostgresPlace(given)) == said
