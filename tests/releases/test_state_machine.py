"""C1 and C2: whatever happens, no reader can isolate 1..k-1 members; and each defence is needed."""

import os
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.domain.releases import RULES, Rules
from tests.releases.machine import ReleaseMachine, machine

STEPS = int(os.environ.get("FOLKMOOT_STEPS", "5000"))
"""How many steps the two machines take together, at least."""

RUN = 60


def run(kind: type[ReleaseMachine], examples: int) -> None:
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=RUN,
            database=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def run_steps(kind: type[ReleaseMachine], least: int) -> None:
    while kind.steps < least:
        run(kind, max(10, (least - kind.steps) // RUN + 1))


def test_c2_no_honest_history_isolates_anyone_or_is_refused() -> None:
    kind = machine()
    run_steps(kind, (STEPS + 1) // 2)
    assert kind.steps >= STEPS / 2
    for happened in ("group released", "group held", "whole released", "late", "raise_k", "erase"):
        assert kind.counts[happened], f"the machine never saw: {happened}"


def test_c2_no_plotted_release_isolates_anyone() -> None:
    kind = machine(hostile=True)
    run_steps(kind, (STEPS + 1) // 2)
    assert kind.steps >= STEPS / 2
    for happened in ("plot WOULD_ISOLATE", "plot ROSTER_TOO_SMALL", "group released"):
        assert kind.counts[happened], f"the machine never saw: {happened}"


def off(**checks: Any) -> Rules:
    return replace(RULES, **checks)


NO_LEDGER = {"ledger": lambda new, ledger, k: None}

SWITCHED_OFF = {
    "threshold": (off(threshold=lambda count, k: count > 0), False, "shown below k"),
    "roster k+2": (off(roster=lambda roster, k: True), True, "although the roster"),
    "theme of three": (off(theme=lambda count: True), False, "theme t"),
    "ledger": (off(**NO_LEDGER), True, "isolated"),
    "remainder": (off(remainder=lambda count, roster, k: count > 0), False, "refused"),
    "remainder, with no ledger behind it": (
        off(remainder=lambda count, roster, k: count > 0, **NO_LEDGER),
        False,
        "isolated",
    ),
    "departed": (off(departed=lambda count, k: True), False, "refused"),
    "departed, with no ledger behind it": (
        off(departed=lambda count, k: True, **NO_LEDGER),
        False,
        "isolated",
    ),
}


@pytest.mark.parametrize("defence", SWITCHED_OFF)
def test_without_a_defence_the_same_machine_fails(defence: str) -> None:
    rules, hostile, finding = SWITCHED_OFF[defence]
    with pytest.raises(AssertionError, match=finding):
        run(machine(rules, hostile=hostile, looking_for=finding), 5000)


def test_the_rules_of_the_whole_are_sound_without_the_ledger() -> None:
    """Two defences, each sufficient for honest histories: the ledger is the second lock, not the only one."""
    kind = machine(off(**NO_LEDGER))
    run_steps(kind, 600)
    assert kind.counts["whole released"]
