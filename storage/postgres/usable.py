"""Looking whether a server, and the user that connects, can do what Folkmoot needs; with the SQL that helps where they cannot."""

from __future__ import annotations

from storage.errors import UnreachableError
from storage.postgres.session import Session

OLDEST = 14
"""The version of PostgreSQL from which on everything is there that is used."""
NAMES = "select quote_ident(current_user), quote_ident(current_database())"
SCHEMA_HERE = "select current_schema() is not null, current_setting('search_path')"
MAY_MAKE_TABLES = """
    select has_schema_privilege(oid, 'create'), quote_ident(nspname), pg_get_userbyid(nspowner) = 'pg_database_owner'
    from pg_namespace where nspname = current_schema()
"""
MAY_MAKE_A_SCHEMA = "select has_database_privilege(current_database(), 'create')"


def check_usable(database: Session, keys: Session) -> None:
    """Raises UnreachableError for a server that is too old, and where tables of the database would have no schema to be in."""
    for session in (database, keys):
        version = session.connection.info.server_version // 10_000
        if version < OLDEST:
            raise UnreachableError(
                f"The server of {session.place} is PostgreSQL {version}, and Folkmoot needs {OLDEST} or a later version."
            )
    there, path = database.execute(SCHEMA_HERE).fetchone()
    if not there:
        user, _ = database.execute(NAMES).fetchone()
        raise UnreachableError(
            f"The database {database.place} has no schema for the user {user}: its search_path ({path}) names none that "
            f"is there and that it may use. Take search_path out of the address or away from the user (“alter role {user} reset "
            f"search_path;”), or make it in that database: “create schema NAME authorization {user};”."
        )


def check_can_make(database: Session, keys: Session) -> None:
    """Raises UnreachableError where the user may not make the tables of a new database, or the schema of a new key store."""
    may, schema, of_owner = database.execute(MAY_MAKE_TABLES).fetchone()
    if not may and not of_owner:
        user, _ = database.execute(NAMES).fetchone()
        raise _may_not_make(database, f"grant usage, create on schema {schema} to {user};")
    for session, can in ((database, may), (keys, keys.execute(MAY_MAKE_A_SCHEMA).fetchone()[0])):
        if not can:
            user, name = session.execute(NAMES).fetchone()
            raise _may_not_make(session, f"alter database {name} owner to {user};")


def _may_not_make(session: Session, remedy: str) -> UnreachableError:
    user, _ = session.execute(NAMES).fetchone()
    return UnreachableError(
        f"The user {user} may not make tables in {session.place}. Run there, as a superuser or as its owner: “{remedy}”."
    )
