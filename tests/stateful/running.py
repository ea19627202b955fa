"""Running a machine for so many steps, or until it finds what a missing defence lets through."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.machine import EngineMachine
from tests.support.chance import seed_machine

LENGTH = 50


def run(kind: type[EngineMachine], examples: int, length: int = LENGTH) -> None:
    seed_machine(kind, kind.steps)
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=length,
            database=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def run_steps(kind: type[EngineMachine], least: int, length: int = LENGTH) -> None:
    while kind.steps < least:
        run(kind, max(2, (least - kind.steps) // length + 1), length)
