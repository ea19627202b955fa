"""Addresses of the two databases on PostgreSQL, and connecting to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import Identifier

from storage.errors import ServerAwayError, UnreachableError
from storage.postgres.patience import NO_ANSWER, PatientConnection
from storage.postgres.servers import REPLACED, NoneOfThemError, Servers, hosts_of

WAIT_CONNECTING = 10
"""For how many seconds a server may take to answer."""
PATIENCE: dict[str, Any] = {
    "connect_timeout": WAIT_CONNECTING,
    "application_name": "folkmoot",
    "client_encoding": "utf8",
    # Whoever is cut off from the server is told so within half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
AWAY_SAID = (
    "Connection refused",
    "resolve host",
    "timeout",
    "timed out",
    '" failed: No such file',
    "No route to host",
    "Network is unreachable",
    "closed the connection",
    "FATAL: the database system is",
    "FATAL: sorry, too many clients",
    "FATAL: too many connections",
    "connection slots are reserved",
    "session is read-only",
    "No space left on device",
    REPLACED,
    NO_ANSWER,
)
"""The driver has no codes for connections that could not be made: words by which one is known that may come about in a while."""
WHERE_IT_STANDS = (
    "Check what storage.password_file or FOLKMOOT_DATABASE_PASSWORD says, for the key store storage.keys_password_file or "
    "FOLKMOOT_KEYS_DATABASE_PASSWORD."
)
HELP = {
    "password authentication failed|no password supplied": WHERE_IT_STANDS,
    'database "([^"]+)" does not exist': "Run on its server, as a superuser: “create database {0} owner {user};”.",
    'role "([^"]+)" does not exist': "Run on its server, as a superuser: “create role {0} login;”.",
    'role "([^"]+)" is not permitted to log in': "Run on its server, as a superuser: “alter role {0} login;”.",
    'permission denied for database "([^"]+)"': "Run on its server, as a superuser: “alter database {0} owner to {user};”.",
}
"""What an operator can do about a refusal, by the server's words."""
AWAY_FOR_NOW = ("53300", "55P03", "57P01", "57P02", "57P03")
SETTINGS = """
    set client_min_messages = warning; set synchronous_commit = on; set timezone = 'UTC';
    select set_config(name, '0', false) from pg_settings where name in
    ('statement_timeout', 'transaction_timeout', 'lock_timeout', 'idle_session_timeout', 'idle_in_transaction_session_timeout')
"""
"""An acknowledgement is a promise (R1): a server that is set to commit lazily does not do so here. Nor do limits hold that are set
for all that a server or a user does: waiting for another process that writes is no statement that takes too long."""
SERVERS = Servers()


@dataclass(frozen=True, slots=True)
class PostgresPlace:
    """One database on a server. Its text is its name for people: without user, password and options (C10)."""

    url: str
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        try:
            parts = conninfo_to_dict(self.url)
        except psycopg.Error:
            return "postgresql://"
        where = ",".join(
            f"{host.get('host') or host.get('hostaddr') or ''}{':' + host['port'] if host.get('port') else ''}"
            for host in hosts_of(self.url)
        )
        return f"postgresql://{where}/{parts.get('dbname') or ''}"

    def connect(self) -> PatientConnection:
        """Return a connection that begins no transaction by itself. Raises psycopg.Error."""
        given = conninfo_to_dict(self.url)
        more = {key: value for key, value in PATIENCE.items() if key not in given}
        if self.password:
            more["password"] = self.password

        def connect_to(host: dict[str, Any]) -> PatientConnection:
            # The driver would prepare statements by itself, and at a rollback end whatever is prepared: also what it has not.
            return PatientConnection.connect(self.url, autocommit=True, prepare_threshold=None, **{**more, **host})

        made = SERVERS.connect(self.url, connect_to)
        try:
            made.execute(SETTINGS)
        except psycopg.Error:
            made.close()
            raise
        made.patience = None
        return made


def unreachable(place: PostgresPlace, error: psycopg.Error) -> UnreachableError:
    """Return what to tell the operator of a server that lets nobody in. What the driver says may name a user, never a password."""
    said = " ".join(str(error).split()) or type(error).__name__
    # Of several servers one that refuses is enough: the others may be standbys of it, which take no changes.
    away = all(map(_is_away, error.failed if isinstance(error, NoneOfThemError) else (error,)))
    return (ServerAwayError if away else UnreachableError)(
        f"The database {place} cannot be opened: {said.rstrip('.')}.{_help(place, said)}"
    )


def _is_away(error: psycopg.Error) -> bool:
    said = " ".join(str(error).split())
    return error.sqlstate in AWAY_FOR_NOW or (error.sqlstate is None and any(words in said for words in AWAY_SAID))


def _help(place: PostgresPlace, said: str) -> str:
    """Return what an operator can do about a refusal that is known."""
    found = next(((re.search(words, said), remedy) for words, remedy in HELP.items() if re.search(words, said)), None)
    if found is None or found[0] is None:
        return ""
    given = conninfo_to_dict(place.url)
    user = Identifier(str(given.get("user") or "folkmoot")).as_string()
    named = [Identifier(name).as_string() for name in found[0].groups()]
    return f" {found[1].format(*named, user=user)}"
