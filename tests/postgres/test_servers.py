"""Choosing among servers, by what each tells of itself: nobody is behind what was seen, or named as replaced who is not."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from threading import Event, Thread
from time import monotonic
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from storage.errors import ServerAwayError
from storage.postgres import patience, servers
from storage.postgres.patience import NoAnswerError
from storage.postgres.pipeline import Pipeline
from storage.postgres.place import PostgresPlace
from storage.postgres.servers import Address, Servers, hosts_of
from storage.postgres.session import Session
from storage.postgres.standing import QUESTIONS, Standing, standing_of
from tests.support.mute_server import MuteServer
from tests.support.postgres import address, empty_pair, execute_in, name_of

SYSTEM, WAIT = 7, 0.3
HERE = "postgresql://here/x"
ONE, TWO = Standing(SYSTEM, False, 1), Standing(SYSTEM, False, 2)
STANDBY = Standing(SYSTEM, True)


class Town:
    """Servers by name, and what each tells of itself; None is one that lets nobody in."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **told: Standing | None) -> None:
        monkeypatch.setattr(servers, "standing_of", lambda made: self.told[made.info.host])
        self.told = told
        self.closed: list[str] = []
        self.servers = Servers()

    def connect(self, *names: str) -> str:
        """Return the name of the server that is used, of those in an address."""

        def connecting(host: dict[str, Any]) -> Any:
            name = host["host"]
            if self.told[name] is None:
                raise psycopg.OperationalError("Connection refused")
            return SimpleNamespace(info=SimpleNamespace(host=name, port=1), close=lambda: self.closed.append(name))

        used = self.servers.connect(f"postgresql://{','.join(names)}/x", connecting)
        return str(used.info.host)

    def silence(self, *names: str) -> None:
        """Let the first of an address be known as silent."""
        host = hosts_of(f"postgresql://{','.join(names)}/x")[0]
        self.servers.silent[tuple(host.values())] = monotonic() + 60


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    return Town(monkeypatch, old=ONE, new=TWO, standby=STANDBY)


def said(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(vars(record)["server"], record.getMessage()) for record in caplog.records]


def test_the_furthest_is_used_whatever_their_order_and_the_other_is_named(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    for names in (("old", "new"), ("new", "old"), ("standby", "new", "old"), ("old", "standby", "new")):
        town.closed.clear()
        assert town.connect(*names) == "new"
        assert sorted(town.closed) == sorted(set(names) - {"new"})
    assert [where for where, what in said(caplog) if what.endswith("stop it")] == ["old:1"]


def test_a_server_is_not_compared_with_one_under_another_address(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Machines that are copies of one image have the same number, and only the database's has been replaced by its standby."""
    assert town.connect("old", "new") == "new"
    town.told["keys"] = ONE
    assert town.connect("keys") == "keys"
    with pytest.raises(psycopg.OperationalError, match="another server has taken its place"):
        town.told["new"] = None
        town.connect("new", "old")


@pytest.mark.parametrize("told", [ONE, Standing(), Standing(0, False, 1)])
def test_one_server_under_two_names_or_one_that_tells_nothing_is_not_to_be_stopped(
    town: Town, told: Standing, caplog: pytest.LogCaptureFixture
) -> None:
    town.told.update(localhost=told, other=told)
    assert town.connect("localhost", "other") == "localhost"
    assert said(caplog) == []


def test_of_servers_that_are_not_of_one_primary_the_first_is_used_and_the_other_named(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.told["strange"] = Standing(SYSTEM + 1, False, 9)
    assert town.connect("old", "strange") == "old"
    assert [where for where, _ in said(caplog)] == ["strange:1"]
    town.silence("old", "strange")
    assert town.connect("old", "strange") == "strange", "there is no other"
    town.told["standby"] = Standing(SYSTEM + 1, True)
    assert town.connect("standby", "old") == "old"


@pytest.mark.parametrize("there", ["standby", "old"])
def test_a_server_that_was_silent_is_asked_at_once_where_the_other_is_of_no_use(town: Town, there: str) -> None:
    town.connect("new", there)
    town.silence("new", there)
    assert town.connect("new", there) == "new"


def test_one_that_was_silent_is_left_alone_where_another_is_as_good(town: Town) -> None:
    town.told["same"] = TWO
    town.silence("new", "same")
    assert town.connect("new", "same") == "same"


class SlowlyRead(dict[tuple[int, Address], int]):
    """Whoever reads first goes on once the other is through, or has waited in vain."""

    def __init__(self) -> None:
        super().__init__()
        self.reading, self.done = Event(), Event()

    def get(self, key: tuple[int, Address], default: Any = None) -> Any:
        found = super().get(key, default)
        if not self.reading.is_set():
            self.reading.set()
            self.done.wait(WAIT)
        return found


def test_of_two_threads_that_connect_at_once_the_higher_timeline_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    timelines = {"old": 1, "new": 2}
    monkeypatch.setattr(servers, "standing_of", lambda made: Standing(SYSTEM, False, timelines[made.name]))
    seen = SlowlyRead()
    chosen = Servers(newest=seen)

    def connect(name: str) -> None:
        made: Any = SimpleNamespace(name=name, info=SimpleNamespace(host=name, port=1), close=lambda: None)
        chosen.connect(HERE, lambda host: made)

    old = Thread(target=connect, args=("old",))
    old.start()
    assert seen.reading.wait(10)
    connect("new")
    seen.done.set()
    old.join(10)
    assert list(seen.values()) == [2]
    with pytest.raises(psycopg.OperationalError, match="another server has taken its place"):
        connect("old")


def test_whoever_may_not_ask_for_a_servers_number_still_learns_its_timeline() -> None:
    name = name_of(empty_pair().database)
    execute_in("postgres", "drop role if exists modest", "create role modest login")
    execute_in(name, "revoke execute on function pg_control_system() from public")
    with psycopg.connect(address(name), autocommit=True) as connection:
        whole = standing_of(connection)  # type: ignore[arg-type]
        connection.execute("set role modest")
        assert standing_of(connection) == Standing(0, False, whole.timeline)  # type: ignore[arg-type]
    assert whole.system and whole.timeline >= 1


def test_of_a_server_that_knows_no_timelines_it_is_asked_whether_it_takes_changes() -> None:
    class Other:
        closed = False

        def execute(self, question: str) -> Any:
            if question != QUESTIONS[-1]:
                raise psycopg.errors.FeatureNotSupported
            return SimpleNamespace(fetchone=lambda: (0, True, 0))

    assert standing_of(Other()) == Standing(0, True, 0)  # type: ignore[arg-type]


@pytest.mark.parametrize("answers", [(), (b"drop",)])
def test_a_server_that_says_nothing_once_it_has_let_somebody_in_is_away(
    monkeypatch: pytest.MonkeyPatch, answers: Sequence[bytes]
) -> None:
    """Whether it hangs or ends the connection; and nothing of it is left open."""
    monkeypatch.setattr(servers, "ASKED_SECONDS", 0.2)
    with MuteServer(answers) as mute:
        with pytest.raises(ServerAwayError, match=f"127.0.0.1:{mute.port}/x cannot be opened"):
            Session(PostgresPlace(mute.url), "database")
        assert mute.left()


def test_a_connection_waits_for_as_long_as_its_owner_says() -> None:
    """Migrations take longer than what is asked first."""
    with PostgresPlace(address()).connect() as connection:
        assert connection.patience is None


def test_a_connection_that_cannot_be_prepared_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    connect = PostgresPlace.connect

    def noticed(place: PostgresPlace) -> Any:
        made.append(connect(place))
        return made[-1]

    monkeypatch.setattr(PostgresPlace, "connect", noticed)
    with pytest.raises(Exception, match="cannot be opened"):
        Session(PostgresPlace(address()), "database", "select 1/0")
    assert made[0].closed


def test_a_server_that_takes_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies between it and us is full before all is sent."""
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.2)
    with MuteServer() as mute, closing(psycopg.connect(mute.url)) as connection:
        with pytest.raises(NoAnswerError):
            Pipeline(connection).send([("select %s", ([b"x" * 50_000_000], [psycopg.pq.Format.TEXT]))])
        assert connection.closed
