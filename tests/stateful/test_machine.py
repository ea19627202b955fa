"""R1, R2, R3, R6, C1, C2, C6: whatever happens to the real engine, sender and scheduler, these hold."""

from __future__ import annotations

from pathlib import Path

from bot.ports import Store
from storage.database import open_store
from storage.failpoints import Failpoint
from tests.stateful.machine import machine
from tests.stateful.running import run_steps
from tests.support import postgres
from tests.support.further import further, only_further, steps_of
from tests.support.stores import KEY, new_database
from tests.support.world import OpenStore

pytestmark = further

STEPS = steps_of(150)
"""How many steps all machines take together, at least."""

WORTH_SEEING = ("crash", "crash at an event", "answer", "late answer", "press answer", "release", "held")
PATIENCE = 8
"""How many times the machine goes on for another quarter until chance has brought all of these."""

ON_SQLITE = STEPS // 20
ON_POSTGRES = STEPS // 20
NOT_SETTLING = STEPS // 10
IN_MEMORY = STEPS - ON_SQLITE - NOT_SETTLING


def test_r1_r2_r3_r6_c1_c2_c6_hold_whatever_happens() -> None:
    kind = machine()
    run_steps(kind, IN_MEMORY)
    assert kind.steps >= IN_MEMORY
    for _ in range(PATIENCE):
        if all(kind.counts[happened] for happened in WORTH_SEEING):
            break
        run_steps(kind, kind.steps + STEPS // 4)
    assert [happened for happened in WORTH_SEEING if not kind.counts[happened]] == []


def test_r2_summaries_are_said_once_where_nothing_can_be_looked_up() -> None:
    kind = machine(settles=False)
    run_steps(kind, NOT_SETTLING)
    assert kind.steps >= NOT_SETTLING


@only_further
def test_r1_r2_r6_hold_on_sqlite(tmp_path: Path) -> None:
    made = iter(range(10_000))

    def opener() -> tuple[OpenStore, bool]:
        path = new_database(tmp_path / str(next(made)))

        def opened(failpoint: Failpoint) -> Store:
            return open_store(path, KEY, failpoint=failpoint)

        return opened, True

    kind = machine(opener)
    run_steps(kind, ON_SQLITE, length=25)
    assert kind.steps >= ON_SQLITE


@only_further
def test_r1_r2_r6_hold_on_postgresql() -> None:
    def opener() -> tuple[OpenStore, bool]:
        pair = postgres.new_pair()
        return lambda failpoint: postgres.open_pair(pair, failpoint=failpoint), True

    kind = machine(opener)
    run_steps(kind, ON_POSTGRES, length=25)
    assert kind.steps >= ON_POSTGRES
