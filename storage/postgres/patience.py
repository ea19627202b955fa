"""A connection that waits for an answer of its server only for so long.

A server can hang with its machine alive, and one that commits together with a standby waits for it for as long as it is away. Then
nothing ends the connection; whoever waits would do so for ever, and never look whether another server has taken its place.
"""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from typing import Any

import psycopg

from bot.domain.root_error import FolkmootError

ANSWER_SECONDS = 60.0
"""For how long a server may think about what a unit of work asks: six times as long as it may wait for a lock."""
NO_ANSWER = "the server does not answer"


class PatientConnection(psycopg.Connection[Any]):
    """Its owner says with `patience` for how many seconds to wait for each answer; at first that is for ever."""

    patience: float | None = None

    def wait(self, gen: Generator[Any, Any, Any], *given: Any, **named: Any) -> Any:
        if self.patience is None:
            return super().wait(gen, *given, **named)
        try:
            return super().wait(_ending(gen, monotonic() + self.patience), *given, **named)
        except NoAnswerError:
            self.close()
            raise


class NoAnswerError(FolkmootError, psycopg.OperationalError):
    """A server has not answered for as long as was waited for it."""


def _ending(gen: Generator[Any, Any, Any], until: float) -> Generator[Any, Any, Any]:
    """Pass on what the driver waits for, and how that went: nothing, from time to time, as long as nothing comes."""
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and monotonic() > until:
                raise NoAnswerError(NO_ANSWER)
            wanted = gen.send(ready)
    except StopIteration as done:
        return done.value
