"""Standing of a server, by what it tells of itself, and which of two that is to be used."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from storage.postgres.patience import PatientConnection

TIMELINE = """case when pg_is_in_recovery() then 0
    else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint end"""
QUESTIONS = (
    f"select coalesce(system_identifier, 0), pg_is_in_recovery(), {TIMELINE} from pg_control_system()",  # noqa: S608 - ours
    f"select 0, pg_is_in_recovery(), {TIMELINE}",
    "select 0, pg_is_in_recovery(), 0",
)
"""The first is asked, and what is left of it where a server of another make, or its provider, does not let that be asked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Facts of one server: its number, whether it is a standby, and its timeline; nothing where it cannot tell."""

    system: int = 0
    standby: bool = False
    timeline: int = 0

    def is_of_another_primary(self, other: Standing) -> bool:
        return 0 not in (self.system, other.system) and self.system != other.system

    def is_further(self, other: Standing) -> bool:
        """Return whether this one is to be used although the other one stands before it in the address."""
        if self.is_of_another_primary(other):
            return other.standby and not self.standby
        return (not self.standby, self.timeline) > (not other.standby, other.timeline)

    def has_replaced(self, other: Standing) -> bool:
        """Return whether both take changes, and this one took the other one's place."""
        known = not (self.standby or other.standby or self.is_of_another_primary(other))
        return known and 0 < other.timeline < self.timeline


def standing_of(connection: PatientConnection) -> Standing:
    """Raises psycopg.Error where the connection is lost meanwhile."""
    for question in QUESTIONS:
        try:
            found = connection.execute(question).fetchone()
        except psycopg.Error:
            if connection.closed:
                raise
            continue
        if found:
            return Standing(*found)
    return Standing()
