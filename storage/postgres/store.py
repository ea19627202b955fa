"""The store in PostgreSQL: any number of processes may have one open."""

from __future__ import annotations

from collections.abc import Callable

from storage.failpoints import Failpoint, never_fail
from storage.postgres.connection import PostgresConnection
from storage.postgres.place import PostgresPlace
from storage.postgres.session import Look, ignore_changes
from storage.postgres.waking import Listener
from storage.sql_store import SqlStore
from storage.troubles import Troubles
from storage.vault import Vault


class PostgresStore(SqlStore):
    """See `SqlStore`."""

    def __init__(
        self,
        place: PostgresPlace,
        organisation: str,
        vault: Vault,
        failpoint: Failpoint = never_fail,
        troubles: Troubles | None = None,
        look: Look = ignore_changes,
    ) -> None:
        troubles = troubles or Troubles()
        clock = troubles.monotonic
        writing = PostgresConnection(place, organisation, vault, True, clock, look)
        reading = PostgresConnection(place, organisation, vault, False, clock, look)
        self._place, self._writing_number = place, lambda: writing.number
        self._listener: Listener | None = None
        super().__init__(organisation, vault, writing, reading, failpoint, troubles)

    def wake_with(self, woken: Callable[[], object]) -> None:
        """See `bot.ports.SharedStore`."""
        self._listener = Listener(self._place, self._writing_number, woken)

    def _let_go(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            listener.close()
