"""Whatever a server or a user lacks is told in a sentence, with the SQL that helps: here it is run, and helps."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import Literal

from bot.config import load_settings
from storage.errors import StorageError, UnreachableError, UnusableStoreError
from storage.postgres import place as postgres_place
from storage.postgres import usable
from storage.postgres.opening import PostgresPair
from storage.postgres.place import PostgresPlace, unreachable
from storage.postgres.places import PostgresPlaces
from storage.postgres.session import Session
from storage.troubles import is_away
from tests.cli.doctored import call
from tests.postgres.test_commands import configured
from tests.support.further import only_further
from tests.support.postgres import KEY, empty_pair, execute_in, name_of, open_pair
from tests.support.standby import NAMES, USER, TwoServers
from tests.support.stores import keep_words, readable_of

OWNED = ("alter database {d} owner to {u}", "alter database {k} owner to {u}")
SQL = re.compile("“([^”]+;)”")


class Installed:
    """A pair of empty databases, and the user as whom they are connected to."""

    def __init__(self) -> None:
        self._as_superuser = empty_pair()
        self.names = {"d": name_of(self._as_superuser.database), "k": name_of(self._as_superuser.keys)}
        self.names["u"] = f"user_{self.names['d']}"
        self.pair = self._of(self._as_superuser)
        self.run("create role {u} login")

    def _of(self, pair: PostgresPair) -> PostgresPair:
        places = [
            PostgresPlace(re.sub("//[^@]*@", f"//{self.names['u']}@", place.url))
            for place in (pair.database, pair.keys)
        ]
        return PostgresPair(*places)

    def run(self, *statements: str, within: str = "postgres") -> None:
        execute_in(within, *[statement.format(**self.names) for statement in statements])

    def works(self) -> bool:
        store = open_pair(self.pair)
        store.run_sync(keep_words("ann"))
        found = readable_of(store, "ann") == [True]
        store.close_sync()
        return found


@pytest.fixture
def installed() -> Iterator[Installed]:
    made = Installed()
    yield made
    made.run("drop database {d} with (force)", "drop database {k} with (force)", "drop role {u}")


def refusal_of(pair: PostgresPair) -> str:
    """Return what a start says, and what `folkmoot check` says too; nothing where it begins."""
    try:
        open_pair(pair).close_sync()
    except UnreachableError as refused:
        with pytest.raises(UnreachableError, match=re.escape(str(refused))):
            PostgresPlaces(pair).read(KEY, "org", lambda unit: unit.teams.count())
        return str(refused)
    return ""


REFUSED = {
    "no owner": ((), "may not make tables"),
    "keys without owner": (("alter database {d} owner to {u}",), "may not make tables in postgresql:.*k\\."),
    "database without owner": (("alter database {k} owner to {u}",), "may not make tables"),
    "a schema that is nowhere": (
        (*OWNED, "alter role {u} set search_path = nowhere"),
        "search_path .nowhere. names none",
    ),
    "no connection": (
        ("alter database {k} owner to {u}", "revoke connect on database {d} from public"),
        "permission denied",
    ),
}


@only_further
@pytest.mark.parametrize("case", REFUSED)
def test_what_is_said_helps(installed: Installed, case: str) -> None:
    made, said = REFUSED[case]
    installed.run(*made)
    told: list[str] = []
    while not told or told[-1]:
        told.append(refusal_of(installed.pair))
        if remedy := SQL.search(told[-1]):
            installed.run(remedy[1])
    assert re.search(said, told[0]) and len(told) <= 3
    assert installed.works()


@only_further
def test_a_schema_that_is_not_its_owner_s_is_granted(installed: Installed) -> None:
    """As in databases that came from PostgreSQL 14."""
    installed.run(*OWNED)
    installed.run("alter schema public owner to postgres", within=installed.names["d"])
    with pytest.raises(UnreachableError, match="grant usage, create on schema public to") as raised:
        open_pair(installed.pair)
    remedy = SQL.search(str(raised.value))
    assert remedy
    installed.run(remedy[1], within=installed.names["d"])
    assert installed.works()


@only_further
def test_check_says_of_an_empty_database_too_that_it_takes_no_changes(
    installed: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FOLKMOOT_MASTER_KEY", raising=False)
    installed.run(*OWNED, "alter role {u} set default_transaction_read_only = on")
    config = configured(tmp_path, installed.pair)
    for command in ("check", "claim-code"):
        done = call(config, command)
        assert done.exit_code == 2, done.output
        said = " ".join(done.output.split())
        assert "can only be read" in said and "address of the server that takes changes" in said, command


def waits_for_another(installed: Installed) -> None:
    """One process writes while another one has not committed yet, for longer than any statement may take."""
    installed.run(*OWNED, "alter role {u} set statement_timeout = 50", "alter role {u} set idle_session_timeout = 300")
    one, other = open_pair(installed.pair), open_pair(installed.pair)
    begun, go = threading.Event(), threading.Timer(0.4, lambda: None)
    go.start()
    slow = threading.Thread(target=lambda: one.run_sync(lambda unit: (unit.teams.count(), begun.set(), go.join())))
    slow.start()
    begun.wait(10)
    try:
        other.run_sync(keep_words("ann"))
    finally:
        slow.join()
        for store in (one, other):
            store.close_sync()


@only_further
def test_limits_of_a_role_end_nothing_of_ours(installed: Installed) -> None:
    waits_for_another(installed)


@only_further
def test_control_left_as_they_are_they_would(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_place, "SETTINGS", "set synchronous_commit = on")
    with pytest.raises(UnusableStoreError, match="a statement that took too long"):
        waits_for_another(installed)


@only_further
def test_a_server_that_is_too_old_is_told_by_its_version(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    installed.run(*OWNED)
    monkeypatch.setattr(usable, "OLDEST", 99)
    with pytest.raises(UnreachableError, match=r"is PostgreSQL \d+, and Folkmoot needs 99 or a later version"):
        open_pair(installed.pair)


@only_further
def test_what_the_server_says_while_tables_are_made_is_said_in_our_words(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a disk, or a tablespace, that is full."""
    installed.run(*OWNED)

    def fill_disk(connection: object, *_: object) -> None:
        connection.exec_driver_sql("do $$ begin raise exception 'canary' using errcode = '53100'; end $$")  # type: ignore[attr-defined]

    monkeypatch.setattr("storage.pair_making.found_on", fill_disk)
    with pytest.raises(StorageError, match="the disk is full") as raised:
        open_pair(installed.pair)
    assert "canary" not in str(raised.value)


@only_further
def test_a_password_that_somebody_chose_is_taken_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the server, and by `pg_dump` too; another one is refused, with where it stands."""
    password = " it's \\ two\twords= "
    with TwoServers(synchronous=False) as two:
        hba = two.first.folder / "pg_hba.conf"
        hba.write_text(f"host all {USER} 127.0.0.1/32 scram-sha-256\n" + hba.read_text())
        two.first.execute(f"alter role {USER} password {Literal(password).as_string()}", "select pg_reload_conf()")
        (tmp_path / "password").write_text(f"{password}\n")
        (tmp_path / "password").chmod(0o600)
        config = tmp_path / "config.toml"
        config.write_text('[storage]\npassword_file = "password"\n')
        given = load_settings(config, {}).secrets.get("database_password")
        assert given
        PostgresPlace(two.address(NAMES[0]), given.reveal()).connect().close()
        for wrong in ("", password.strip()):
            place = PostgresPlace(two.address(NAMES[0]), wrong)
            with pytest.raises(UnreachableError, match="Check what storage") as refused:
                Session(place, "database")
            assert not is_away(refused.value), "though the standby may take changes in a while"


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ('FATAL:  database "folk moot" does not exist', '“create database "folk moot" owner "ann";”'),
        ('FATAL:  role "ann" does not exist', '“create role "ann" login;”'),
        ('FATAL:  role "ann" is not permitted to log in', '“alter role "ann" login;”'),
        (
            'FATAL:  password authentication failed for user "ann"',
            "storage.password_file or FOLKMOOT_DATABASE_PASSWORD",
        ),
        ("fe_sendauth: no password supplied", "storage.password_file or FOLKMOOT_DATABASE_PASSWORD"),
        ('FATAL:  permission denied for database "d"', '“alter database "d" owner to "ann";”'),
        ("Connection refused", ""),
    ],
)
def test_what_helps_is_said_of_refusals_that_are_known(said: str, remedy: str) -> None:
    place = PostgresPlace("postgresql://ann@database.example/folkmoot")
    told = str(unreachable(place, psycopg.OperationalError(f"connection failed: {said}")))
    assert remedy in told and told.endswith((".", "”."))
