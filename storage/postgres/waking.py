"""Being woken: a process that stores a message to send says so at its commit, and the others hear it.

What is said while nobody listens, or the connection is gone, is lost: whoever waits looks from time to time as well.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

import psycopg

from storage.postgres.patience import ANSWER_SECONDS
from storage.postgres.place import PostgresPlace

log = logging.getLogger(__name__)

CHANNEL = "folkmoot_outbox"
LOOK_SECONDS = 1.0
"""Seconds after which the listener sees that it is to end."""
RETRY_SECONDS = 5.0


class Listener:
    """A thread with a connection of its own. `own` is the number of the connection that writes here: what it says is known."""

    def __init__(self, place: PostgresPlace, own: Callable[[], int], woken: Callable[[], object]) -> None:
        self._place, self._own, self._woken = place, own, woken
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="folkmoot-listener", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        told = False
        while not self._ending.is_set():
            try:
                with self._place.connect() as connection:
                    connection.patience = ANSWER_SECONDS
                    connection.execute(f"LISTEN {CHANNEL}")
                    told = False
                    self._wake()
                    self._hear(connection)
            except psycopg.Error as error:
                if not told:
                    log.warning("what other processes store is noticed late", extra={"why": error.sqlstate})
                told = True
                self._ending.wait(RETRY_SECONDS)

    def _hear(self, connection: psycopg.Connection[object]) -> None:
        while not self._ending.is_set():
            if any(said.pid != self._own() for said in connection.notifies(timeout=LOOK_SECONDS, stop_after=1)):
                self._wake()

    def _wake(self) -> None:
        with suppress(RuntimeError):  # an event loop that was closed has nobody left to wake
            self._woken()
