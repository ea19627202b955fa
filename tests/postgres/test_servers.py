"""Choosing among servers: the highest timeline that was seen is never taken back, whichever thread saw it last."""

from __future__ import annotations

from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from storage.postgres import servers
from storage.postgres.servers import Servers, Standing

SYSTEM, WAIT = 7, 0.3


class SlowlyRead(dict[int, int]):
    """Whoever reads first goes on once the other is through, or has waited in vain."""

    def __init__(self) -> None:
        super().__init__()
        self.reading, self.done = Event(), Event()

    def get(self, key: int, default: Any = None) -> Any:
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
        chosen.connect("postgresql://here/x", lambda host: made)

    old = Thread(target=connect, args=("old",))
    old.start()
    assert seen.reading.wait(10)
    connect("new")
    seen.done.set()
    old.join(10)
    assert seen[SYSTEM] == 2
    with pytest.raises(psycopg.OperationalError, match="another server has taken its place"):
        connect("old")
