"""R1, R2, R3, R6, C1, C2, C6: whatever happens, the promises hold; and each defence is needed."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.machine import EngineMachine, machine

STEPS = int(os.environ.get("FOLKMOOT_STEPS", "2000"))
RUN = 50


def run(kind: type[EngineMachine], examples: int) -> None:
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=RUN,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def run_steps(kind: type[EngineMachine], least: int) -> None:
    while kind.steps < least:
        run(kind, max(5, (least - kind.steps) // RUN + 1))


def test_r1_r2_r3_r6_c1_c2_c6_hold_whatever_happens() -> None:
    kind = machine()
    run_steps(kind, STEPS)
    assert kind.steps >= STEPS
    print(kind.counts)
